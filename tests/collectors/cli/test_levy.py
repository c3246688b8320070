"""The commands that match receipts answer as scripts rely on, and leave decisions to people."""

import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import inspect

from finance.records.obligations import ObligationRow
from finance.records.people import RoleGrant, User
from finance.records.units import FOREVER
from finance.runtime.database import Database
from tests.collectors.cli.program import Program
from tests.collectors.federation import E1, E4, LDA, Federation, credit

DAY = dt.date(2026, 7, 15)


@pytest.fixture
def program(database: Database, tmp_path: Path) -> Program:
    """The commands on a database where E1 and E4 owe June, and some money has come in."""
    federation = Federation(database, tmp_path).register()
    federation.declare(
        dt.date(2026, 7, 2), ("SE1", E1, "2026-06", 50_000_000), ("SE4", E4, "2026-06", 100_000_000)
    )
    federation.assess(dt.date(2026, 7, 2), "2026-06")
    federation.bank(
        DAY,
        LDA,
        credit("R1", "2026-07-10", 2_500_000, f"MST {E4} KPCD T6/2026"),
        credit("R2", "2026-07-10", 300_000, "CHUYEN TIEN"),
    )
    with database.writing() as session:
        session.add(User(name="lan", password_hash="x", created_at_us=1))
        session.flush()
        grant = RoleGrant(
            user_name="lan",
            unit_code="LDA",
            role="accountant",
            valid_from=dt.date(2020, 1, 1),
            valid_to=FOREVER,
        )
        session.add(grant)
        session.commit()
    return Program(database, tmp_path, DAY)


def test_the_match_says_what_it_did_and_what_waits(program: Program) -> None:
    """Run again, it has nothing to do and says so."""
    done = program.json("levy", "match")
    assert done.pop("refs") == ["LDA/IB/1"]
    assert done == {
        "on": "2026-07-15",
        "receipts": 1,
        "matched_vnd": 2_000_000,
        "credit_vnd": 500_000,
        "suggested": 0,
        "unidentified": 1,
        "later": 0,
        "refused": [],
    }
    again = program.json("levy", "match", "--account", LDA, "--on", "2026-07-16")
    assert (again["receipts"], again["matched_vnd"], again["refs"]) == (0, 0, [])
    assert "0 receipts matched" in program.run("levy", "match").output
    early = program.run("levy", "match", "--on", "2026-07-01").output
    assert "1 were booked after that day" in early


def test_a_credit_that_cannot_meet_a_debt_is_told(program: Program, database: Database) -> None:
    """E4 has paid LDA 500,000 too much, and owes TLD: the match says who is to be brought where."""
    program.json("levy", "match")
    with database.writing() as session:
        held = session.get_one(ObligationRow, ("LDA", E4, "2026-06"))
        columns = {each.key: getattr(held, each.key) for each in inspect(held).mapper.column_attrs}
        there = {"collecting_unit": "TLD", "paid_vnd": 1_700_000}
        session.add(ObligationRow(**{**columns, **there}))
        session.commit()
    assert program.json("levy", "match")["owed_elsewhere"] == [
        {
            "tax_code": E4,
            "unit": "LDA",
            "credit_vnd": 500_000,
            "owing_unit": "TLD",
            "open_vnd": 300_000,
        }
    ]
    told = program.run("levy", "match").output
    assert "nộp thừa 500.000 đồng ở LDA, còn phải nộp 300.000 đồng ở TLD" in told
    assert "500.000 đồng credit with LDA, 300.000 đồng owed to TLD" in told


def test_a_person_decides_and_undoes(program: Program) -> None:
    """By bank reference or public id; the answer is the receipt as it now stands."""
    put = program.json(
        "levy", "identify", "R2", "--employer", "9900.000.016", "--period", "2026-06", "--as", "lan"
    )
    assert put == {
        "receipt": "LDA/R/2",
        "reference": "R2",
        "account_no": LDA,
        "booked_on": "2026-07-10",
        "amount_vnd": 300_000,
        "state": "matched",
        "confidence": 100,
        "evidence": "person",
        "matches": [{"tax_code": E1, "period": "2026-06", "amount_vnd": 300_000}],
        "credit_vnd": 0,
        "unmatched_vnd": 0,
    }
    freed = program.json("levy", "release", "LDA/R/2", "--reason", "nhầm", "--as", "lan")
    assert (freed["state"], freed["matches"], freed["unmatched_vnd"]) == (
        "unidentified",
        [],
        300_000,
    )
    result = program.run("levy", "release", "LDA/R/2", "--as", "lan", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"]["code"] == "receipt.nothing_to_release"


@pytest.mark.parametrize(
    "words", [("identify", "R2", "--employer", E1), ("release", "R1")], ids=lambda words: words[0]
)
def test_nobody_decides_without_a_name(program: Program, words: tuple[str, ...]) -> None:
    """A command without --as does batch acts only."""
    result = program.run("levy", *words, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads(result.stderr)["error"]["code"] == "permission.refused"


def test_what_cannot_be_shared_is_told(program: Program, tmp_path: Path) -> None:
    """Status 3: the rest is posted, and the refused receipts say why."""
    federation = Federation(program.database, tmp_path)
    federation.declare(DAY, ("SE1", E1, "2025-12", 100_000_000))
    federation.assess(DAY, "2025-12")
    federation.bank(DAY, LDA, credit("OLD", "2026-07-11", 2_000_000, f"MST {E1} T12/2025"))
    done = program.json("levy", "match", status=3)
    assert done["receipts"] == 1
    (refused,) = done["refused"]
    assert (refused["receipt"], refused["code"]) == ("LDA/R/3", "sharing.no_split_rule")
    assert refused["message"] in program.run("levy", "match").output
