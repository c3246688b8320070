"""The commands that take files in answer as scripts rely on, and end with the right status."""

import datetime as dt
import json
from pathlib import Path

import pytest

from finance.records.people import RoleGrant, User
from finance.records.units import FOREVER
from finance.runtime.database import Database
from tests.collectors.cli.program import Program
from tests.collectors.federation import BANK, E1, LDA, REGISTERS, SI, as_csv
from tests.collectors.statements import Move, Written, camt_of, csv_of, mt940_of

DAY = dt.date(2026, 7, 15)
GOOD = ("R1", "2026-07-10", "", "1.000.000", "", "", f"MST {E1}")
BAD = ("R2", "2026-07-10", "", "1,5", "", "", "CHUYEN TIEN")
REPORT = [
    *("batch", "rows_read", "rows_taken", "rows_unchanged", "rows_superseded"),
    *("rows_quarantined", "problems", "warnings"),
]


@pytest.fixture
def program(database: Database, tmp_path: Path) -> Program:
    """The commands on a database with the registers."""
    made = Program(database, tmp_path, DAY)
    made.register()
    return made


def _person(database: Database, name: str, unit: str) -> None:
    with database.writing() as session:
        session.add(User(name=name, password_hash="x", created_at_us=1))
        session.flush()
        session.add(
            RoleGrant(
                user_name=name,
                unit_code=unit,
                role="accountant",
                valid_from=dt.date(2020, 1, 1),
                valid_to=FOREVER,
            )
        )
        session.commit()


def test_a_register_taken_in_again_changes_nothing_and_says_so(program: Program) -> None:
    """Status 0, all rows unchanged, and the batch that keeps them."""
    for feed, text in REGISTERS.items():
        path = program.file(f"{feed}.csv", text)
        again = program.json(feed.value, "import", path)
        assert (again["rows_taken"], again["rows_unchanged"]) == (0, again["rows_read"])
        assert again["same_as"] < again["batch"]
        assert "không có gì thay đổi" in program.run(feed.value, "import", path).output


def test_a_good_statement_is_done(program: Program) -> None:
    """Exactly the fields of the contract, status 0."""
    path = program.file("sao-ke.csv", as_csv(BANK, [GOOD]))
    report = program.json("intake", "bank", path, "--account", LDA)
    assert list(report) == REPORT
    assert (report["rows_read"], report["rows_taken"], report["problems"]) == (1, 1, [])


def test_a_bad_row_is_quarantined_and_the_rest_is_in(program: Program) -> None:
    """Status 3, with row, column, code and a sentence; then the row as it came."""
    path = program.file("sao-ke.csv", as_csv(BANK, [GOOD, BAD]))
    report = program.json("intake", "bank", path, "--account", LDA, "--format", "csv", status=3)
    assert (report["rows_taken"], report["rows_quarantined"]) == (1, 1)
    (problem,) = report["problems"]
    assert (problem["row"], problem["column"], problem["code"]) == (3, "credit", "money.not_whole")
    assert "1,5" in problem["message"]
    assert "1,5" in problem["message_en"]
    for words in ((), ("--batch", str(report["batch"]))):
        (row,) = program.json("intake", "quarantine", *words)["rows"]
        assert row["cells"] == dict(zip(BANK, BAD, strict=True))
        assert (row["row"], row["file"], row["account_no"]) == (3, "sao-ke.csv", LDA)
        assert row["problems"] == report["problems"]
    shown = program.run("intake", "quarantine").output
    assert "content=CHUYEN TIEN" in shown
    assert "money.not_whole" in shown


def test_what_is_mended_waits_no_longer(program: Program) -> None:
    """The list is empty again, in words and in JSON."""
    program.run("intake", "bank", program.file("1.csv", as_csv(BANK, [BAD])), "--account", LDA)
    mended = (*BAD[:3], "15", *BAD[4:])
    path = program.file("2.csv", as_csv(BANK, [mended]))
    assert program.json("intake", "bank", path, "--account", LDA)["rows_taken"] == 1
    assert program.json("intake", "quarantine") == {"rows": []}
    assert "Nothing waits" in program.run("intake", "quarantine").output


def test_a_wrong_header_refuses_the_file(program: Program) -> None:
    """Status 1 and the reason on standard error; nothing on standard output."""
    path = program.file("x.csv", "a,b\n1,2\n")
    result = program.run("intake", "si", path, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    error = json.loads(result.stderr)["error"]
    assert error["code"] == "source.bad_header"
    assert "wage_fund" in error["facts"]["missing"]


def test_an_unknown_account_is_refused(program: Program) -> None:
    """Money is never put on an account nobody registered."""
    path = program.file("x.csv", as_csv(BANK, [GOOD]))
    result = program.run("intake", "bank", path, "--account", "999", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"]["code"] == "bank.unknown_account"


def test_a_statement_that_names_its_account_needs_no_other_word(program: Program) -> None:
    """MT940 and camt.053 do; of a CSV the account must be named, of an MT940 it may."""
    written = Written(LDA, (Move("R1", "2026-07-10", 5, "NOP"),))
    mt940, camt = (
        program.file(n, t) for n, t in (("a", mt940_of(written)), ("b", camt_of(written)))
    )
    assert program.json("intake", "bank", mt940)["rows_taken"] == 1
    known = program.json("intake", "bank", camt, "--format", "camt053", "--account", LDA)
    assert known["rows_unchanged"] == 1
    refused = {
        words: program.run("intake", "bank", *words, "--json")
        for words in (
            (program.file("c", csv_of(written)),),
            (mt940, "--account", "10100"),
            (mt940, "--account", LDA, "--encoding", "vni", "--format", "camt053"),
        )
    }
    assert [json.loads(each.stderr)["error"]["code"] for each in refused.values()] == [
        "intake.no_bank_account",
        "source.another_account",
        "source.encoding_not_asked",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("intake", "si", "not-there.csv"),
        ("intake", "si", "FILE", "--format", "mt940"),
        ("intake", "quarantine", "--batch", "x"),
        ("intake", "wages", "FILE"),
    ],
)
def test_wrong_usage_is_told_apart(program: Program, words: tuple[str, ...]) -> None:
    """Status 2: no file, a format that no such feed comes in, no number, no command."""
    path = program.file("x.csv", as_csv(BANK, [GOOD]))
    assert program.run(*(path if word == "FILE" else word for word in words)).exit_code == 2


def test_the_other_feeds_are_taken_in_too(program: Program) -> None:
    """The social insurance agency's and the tax authority's, with what is odd as a warning."""
    si = as_csv(SI, [("SE1", "9900000017", "An Phát", "2026-06", 0, 1000)])
    report = program.json("intake", "si", program.file("si.csv", si), status=3)
    assert report["problems"][0]["code"] == "si.unknown_employer"
    assert {each["code"] for each in report["warnings"]} == {
        "employees.none_for_wages",
        "tax_code.check_digit",
    }
    tax = "MST,Tên,Trạng thái,Năm\n9900000016,An Phát,Đang hoạt động,2025\n"
    assert program.json("intake", "tax", program.file("tax.csv", tax))["rows_taken"] == 1
    shown = program.run("intake", "si", program.file("si.csv", si)).output
    assert "employees.none_for_wages" in shown


def test_a_long_list_of_problems_is_cut_for_people_only(program: Program) -> None:
    """The terminal shows twenty and how many more; a script gets them all."""
    rows = [(f"R{n}", "2026-07-10", "", "1,5", "", "", "") for n in range(25)]
    path = program.file("x.csv", as_csv(BANK, rows))
    assert "… +5" in program.run("intake", "bank", path, "--account", LDA).output
    report = program.json("intake", "bank", path, "--account", LDA, status=3)
    assert len(report["problems"]) == 25


def test_people_see_what_waits_in_their_own_units(program: Program, database: Database) -> None:
    """A statement's rows in the account owner's unit and above; a register's from the top only."""
    for name, unit in (("mai", "G1"), ("lan", "LDA"), ("huy", "TLD")):
        _person(database, name, unit)
    program.run("intake", "bank", program.file("1.csv", as_csv(BANK, [BAD])), "--account", LDA)
    program.run("units", "import", program.file("u.csv", f"{REGISTERS_HEAD}\nX,,province,TLD,x\n"))
    seen = {
        name: len(program.json("intake", "quarantine", "--as", name)["rows"])
        for name in ("mai", "lan", "huy")
    }
    assert seen == {"mai": 0, "lan": 1, "huy": 2}
    assert program.run("intake", "quarantine", "--as", "mai", "--batch", "6").exit_code == 1


REGISTERS_HEAD = "code,name,level,parent_code,valid_from"
