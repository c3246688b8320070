"""Employers are found by hand as people write them, and what they owe is told."""

import datetime as dt
from pathlib import Path

import pytest

from collectors.evidence import Feed
from collectors.intake.payers import find_payers, open_months, payers
from finance.runtime.database import Database
from tests.collectors.federation import E1, E2, E3, E4, E5, OPENING, REGISTERS, Federation

DAY = dt.date(2026, 7, 15)


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """E4 owes May and June to LDA."""
    made = Federation(database, tmp_path).register()
    for period in ("2026-06", "2026-05"):
        made.declare(OPENING, ("SE4", E4, period, 50_000_000))
        made.assess(OPENING, period)
    return made


FOUND = {
    "bình minh": [E2],
    "BINH MINH": [E2],
    "cuu long": [E3],
    "9900000016": [E1],
    "9900.000.016": [E1],
    "99000000": [E1, E2, E3, E4, E5],
    "CÔNG TY CỔ PHẦN": [E2],
    "a": [],
    "%%": [],
    "nobody": [],
}


def test_an_employer_is_found(federation: Federation) -> None:
    """By the start of the tax code or by words of the name, without diacritics."""
    with federation.database.reading() as session:
        for words, codes in FOUND.items():
            found = [each.tax_code for each in find_payers(session, words, DAY)]
            assert sorted(found) == codes, words


def test_an_employer_is_shown_as_last_known(federation: Federation) -> None:
    """A later row of the register counts from its first day on."""
    header, *rows = REGISTERS[Feed.EMPLOYERS].splitlines()
    fields = next(row for row in rows if row.startswith(E4)).split(",")
    until = f"{header},Hiệu lực đến\n{','.join(fields)},2026-06-30\n"
    now = ",".join([fields[0], "Tên mới", *fields[2:5], "TLD", fields[6], "2026-07-01", "S4"])
    federation.bring(DAY, Feed.EMPLOYERS, f"{until}{now},\n")
    with federation.database.reading() as session:
        before = payers(session, [E4], OPENING)[E4]
        after = payers(session, [E4, "nobody", ""], DAY)
        assert (before.collecting_unit, after[E4].collecting_unit) == ("LDA", "TLD")
        assert (after[E4].name, len(after)) == ("Tên mới", 1)
        assert [row.period for row in open_months(session, E4)] == ["2026-05", "2026-06"]
        assert list(open_months(session, E1)) == []
