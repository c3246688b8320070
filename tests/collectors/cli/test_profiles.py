"""The commands for column profiles: what one makes of a sample, saving it, listing, ending."""

import datetime as dt
import json
from pathlib import Path

import pytest

from finance.runtime.database import Database
from tests.collectors.cli.program import Program
from tests.collectors.federation import LDA
from tests.collectors.intake.test_profiles import SAMPLE

DAY = dt.date(2026, 7, 15)
PROFILE = """name = "Ngân hàng A"
bank_bin = "970405"
header_row = 3
grouping = "comma"
date_order = "mdy"
footers = ["Tổng cộng"]
prefixes = ["MBVCB.*."]

[columns]
reference = "Số bút toán"
booked_on = "Ngày GD"
debit = "Ghi nợ"
credit = "Ghi có"
content = "Diễn giải"
"""


@pytest.fixture
def program(database: Database, tmp_path: Path) -> Program:
    """The commands on a database with the registers."""
    made = Program(database, tmp_path, DAY)
    made.register()
    return made


def test_a_profile_is_tried_saved_used_and_ended(program: Program) -> None:
    """Each step answers what a script needs, and what is done twice says so."""
    profile, sample = program.file("a.toml", PROFILE), program.file("a.csv", SAMPLE)
    tried = program.json("intake", "profiles", "try", profile, sample, status=3)
    assert (tried["rows_read"], tried["rows_quarantined"]) == (3, 1)
    assert (tried["credit_vnd"], tried["debit_vnd"], tried["encoding"]) == (
        1_500_000,
        11_000,
        "utf-8",
    )
    assert [row["content"] for row in tried["rows"]] == ["NOP KPCD T6/2026", "PHI"]
    assert tried["problems"][0]["code"] == "money.not_whole"
    save = ("intake", "profiles", "save", profile, "--unit", "TLD", "--from", "2026-07-01")
    first, again = program.json(*save), program.json(*save)
    assert (first["profile"], first["valid_from"], first["changed"]) == (
        "TLD/P/1",
        "2026-07-01",
        True,
    )
    assert (again["profile"], again["changed"]) == ("TLD/P/1", False)
    (row,) = program.json("intake", "profiles", "list", "--unit", "LDA")["rows"]
    assert (row["unit"], row["name"], row["columns"]["credit"]) == ("TLD", "Ngân hàng A", "Ghi có")
    report = program.json("intake", "bank", sample, "--account", LDA, status=3)
    assert report["rows_taken"] == 2
    end = ("intake", "profiles", "end", "ngan hang a", "--unit", "TLD")
    assert program.json(*end) == {"profile": "TLD/P/1", "ended_on": "2026-07-15"}
    assert program.json("intake", "profiles", "list", "--unit", "LDA") == {"rows": []}
    named = program.run("intake", "bank", sample, "--account", LDA, "--profile", "A", "--json")
    assert json.loads(named.stderr)["error"]["code"] == "profile.unknown"


def test_people_read_it_as_text(program: Program) -> None:
    """In both languages."""
    profile, sample = program.file("a.toml", PROFILE), program.file("a.csv", SAMPLE)
    said = program.run("intake", "profiles", "try", profile, sample).output
    assert "3 dòng, 1 chờ sửa; vào 1.500.000, ra 11.000." in said
    assert "FT2\t−11.000" in said
    assert "money.not_whole" in said
    assert "Chưa có mẫu cột" in program.run("intake", "profiles", "list", "--unit", "LDA").output
    assert "đã lưu" in program.run("intake", "profiles", "save", profile, "--unit", "LDA").output
    assert "970405" in program.run("intake", "profiles", "list", "--unit", "LDA").output
    ended = program.run("intake", "profiles", "end", "Ngân hàng A", "--unit", "LDA").output
    assert "không dùng từ 15/07/2026" in ended


@pytest.mark.parametrize("text", ["name =", 'name = "A"', "\xff"])
def test_an_unfit_profile_is_refused(program: Program, text: str) -> None:
    """What is no TOML, and what could read nothing."""
    path = program.folder / "x.toml"
    path.write_bytes(text.encode("latin-1"))
    result = program.run("intake", "profiles", "save", str(path), "--unit", "LDA", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"]["code"] == "profile.unfit_form"


def test_a_unit_that_is_none_has_no_profiles(program: Program) -> None:
    """Neither to list nor to save."""
    result = program.run("intake", "profiles", "list", "--unit", "XX", "--json")
    assert json.loads(result.stderr)["error"]["code"] == "profile.unknown_unit"
