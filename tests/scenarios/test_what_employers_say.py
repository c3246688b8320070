"""What employers say of a month: nil, inactive, ceased, silence, corrections; quarterly payers.

Told through the commands alone, as an accountant gives them.
"""

import datetime as dt
from pathlib import Path

import pytest

from collectors.evidence import Feed
from tests.builders import E1, E2, E3, E4, E5
from tests.collectors.federation import REGISTERS
from tests.scenarios.all_commands import Office, office

JUNE, JULY_MONTH = "2026-06", "2026-07"


@pytest.fixture
def desk(engine_url: str, tmp_path: Path) -> Office:
    """The commands before the federation of June."""
    return office(engine_url, tmp_path, dt.date(2026, 7, 20))


def _heard(desk: Office, period: str) -> dict[str, str]:
    rows = desk.ask("levy", "declarations", "--period", period)["rows"]
    return {row["tax_code"]: row["heard"] for row in rows}


def test_five_things_that_are_not_one(desk: Office) -> None:
    """A month without wages is said by somebody, or nobody says anything: each is told as it is."""
    desk.declare(
        ("SE1", E1, JUNE, 1_000_000_000, "active"),
        ("SE2", E2, JUNE, 0, "nil"),
        ("SE3", E3, JUNE, 0, "inactive"),
        ("SE4", E4, JUNE, 0, "ceased"),
    )
    expected = {E1: "active", E2: "nil", E3: "inactive", E4: "ceased", E5: "silent"}
    assert _heard(desk, JUNE) == expected
    told = desk.ask("levy", "declarations", "--period", JUNE, "--heard", "silent")
    assert [(row["tax_code"], row["collecting_unit"]) for row in told["rows"]] == [(E5, "LDA")]
    assert told["counts"] == {
        "active": 1,
        "nil": 1,
        "inactive": 1,
        "ceased": 1,
        "silent": 1,
        "no_payer": 0,
    }
    desk.ask("levy", "assess", JUNE)
    rows = desk.ask("levy", "obligations", "--period", JUNE)["rows"]
    assert [row["tax_code"] for row in rows] == [E1]  # nobody owes for what nobody declared


def test_who_has_ceased_is_not_silent_afterwards(desk: Office) -> None:
    """Nobody expects more of it; one that said nil in June and nothing in July is silent."""
    desk.declare(("SE2", E2, JUNE, 0, "nil"), ("SE4", E4, JUNE, 0, "ceased"))
    heard = _heard(desk, JULY_MONTH)
    assert (heard[E4], heard[E2]) == ("ceased", "silent")
    rows = desk.ask("levy", "declarations", "--period", JULY_MONTH)["rows"]
    assert {row["tax_code"]: row["last_heard"] for row in rows}[E4] == JUNE
    assert {row["tax_code"]: row["last_heard"] for row in rows}[E5] == ""


def test_a_correction_supersedes_and_history_stays(desk: Office) -> None:
    """The later word counts; that there was an earlier one is seen, and the obligation follows."""
    desk.declare(("SE1", E1, JUNE, 1_000_000_000, "active"))
    desk.ask("levy", "assess", JUNE)
    done = desk.declare(("SE1", E1, JUNE, 1_100_000_000, "active"))
    assert (done["rows_superseded"], done["rows_taken"]) == (1, 0)
    again = desk.declare(("SE1", E1, JUNE, 1_100_000_000, "active"))
    assert (again["rows_unchanged"], again["rows_superseded"]) == (1, 0)
    assert desk.ask("levy", "assess", JUNE)["rows"][0]["change_vnd"] == 2_000_000
    row = desk.ask("levy", "declarations", "--period", JUNE)["rows"][0]
    assert (row["wage_fund_vnd"], row["corrections"]) == (1_100_000_000, 1)


def test_an_employer_with_two_si_units(desk: Office) -> None:
    """One of them has ceased and the other pays wages: the employer is active, with its fund.

    One that declares a month in which the register has it nowhere is told as well.
    """
    late = "9900000062,Công ty Mới,Doanh nghiệp,A,G1,LDA,A1,2026-07-01,NEW\n"
    desk.bring(REGISTERS[Feed.EMPLOYERS] + late, "employers", "import")
    desk.declare(
        ("SE1", E1, JUNE, 1_000_000_000, "active"),
        ("SE1B", E1, JUNE, 0, "ceased"),
        ("NEW", "9900000062", JUNE, 0, "nil"),
    )
    rows = {
        row["tax_code"]: row for row in desk.ask("levy", "declarations", "--period", JUNE)["rows"]
    }
    assert (rows[E1]["heard"], rows[E1]["wage_fund_vnd"]) == ("active", 1_000_000_000)
    assert (rows["9900000062"]["heard"], rows["9900000062"]["collecting_unit"]) == ("nil", "")
    only = desk.ask("levy", "declarations", "--period", JUNE, "--unit", "LDA")["rows"]
    assert "9900000062" not in {row["tax_code"] for row in only}
    person = desk.ask("levy", "declarations", "--period", JUNE, "--as", "ketoan")["rows"]
    assert "9900000062" not in {row["tax_code"] for row in person}  # of no unit of theirs


def test_a_state_funded_body_is_not_silent(desk: Office) -> None:
    """It owes nothing since June 2025, so nothing is expected of it; before that it was."""
    register = REGISTERS[Feed.EMPLOYERS].replace(
        "Công ty TNHH Én Vàng,Doanh nghiệp", "Sở Én Vàng,state_funded"
    )
    desk.bring(register, "employers", "import")
    assert _heard(desk, JUNE)[E5] == "no_payer"
    assert _heard(desk, "2025-05")[E5] == "silent"


def test_a_quarterly_payer_owes_by_month_and_pays_by_quarter(desk: Office) -> None:
    """April to June are three obligations due on 31 July; a monthly payer's fall one by one."""
    header, *lines = REGISTERS[Feed.EMPLOYERS].strip().splitlines()
    quarterly = [f"{line},{'quarterly' if line.startswith(E5) else 'monthly'}" for line in lines]
    desk.bring("\n".join([f"{header},pay_cycle", *quarterly]), "employers", "import")
    for month in ("2026-04", "2026-05", JUNE):
        desk.declare(
            ("SE5", E5, month, 50_000_000, "active"), ("SE1", E1, month, 100_000_000, "active")
        )
        desk.ask("levy", "assess", month)
    rows = desk.ask("levy", "obligations", "--employer", E5, "--as-of", "2026-07-31")["rows"]
    assert [(row["period"], row["amount_vnd"], row["due_on"]) for row in rows] == [
        ("2026-04", 1_000_000, "2026-07-31"),
        ("2026-05", 1_000_000, "2026-07-31"),
        ("2026-06", 1_000_000, "2026-07-31"),
    ]
    assert {row["state"] for row in rows} == {"not_due"}
    monthly = desk.ask("levy", "obligations", "--employer", E1, "--as-of", "2026-07-31")["rows"]
    assert [(row["due_on"], row["state"]) for row in monthly] == [
        ("2026-05-31", "non_payment"),
        ("2026-06-30", "late"),
        ("2026-07-31", "not_due"),
    ]
    text = f"MST {E5} NOP KPCD QUY II/2026"
    desk.bank(
        "10101",
        {"reference": "Q2", "booked_on": "2026-07-20", "credit": 3_000_000, "content": text},
    )
    desk.ask("levy", "match")
    rows = desk.ask("levy", "obligations", "--employer", E5)["rows"]
    assert {row["state"] for row in rows} == {"paid"}
