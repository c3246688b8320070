"""Moves, refunds, the State's support and a hand-over, given as commands by two people."""

import datetime as dt
from pathlib import Path

import pytest

from collectors.evidence import Feed
from tests.builders import E2, E3
from tests.collectors.federation import REGISTERS
from tests.scenarios.all_commands import Office, office

JUNE = "2026-06"
_LDB = "LDB,LĐLĐ tỉnh B,province,TLD,2020-01-01,,\n"
_COLUMNS = "code,name,level,parent_code,valid_from,valid_to,successor_code\n"


@pytest.fixture
def desk(engine_url: str, tmp_path: Path) -> Office:
    """The commands before the federation of June, a second province, and June assessed."""
    made = office(engine_url, tmp_path, dt.date(2026, 7, 20))
    made.bring(_COLUMNS + _LDB, "units", "import")
    made.declare(("SE2", E2, JUNE, 50_000_000, "active"), ("SE3", E3, JUNE, 50_000_000, "active"))
    made.ask("levy", "assess", JUNE)
    return made


def _pay(desk: Office, tax_code: str, amount: int) -> None:
    row = {
        "reference": f"R{tax_code}",
        "booked_on": "2026-07-20",
        "credit": amount,
        "content": f"MST {tax_code} DONG KPCD THANG 06 NAM 2026",
    }
    desk.bank("10101", row)
    desk.ask("levy", "match")


def _verified(desk: Office) -> None:
    assert desk.ask("ledger", "verify")["rows"] == []


def test_an_employer_moves(desk: Office) -> None:
    """By a person with a decision; repeated it changes nothing and says so."""
    _pay(desk, E3, 900_000)
    words = ("levy", "move", "--employer", E3, "--to", "LDB", "--decision", "QĐ 5", "--upper", "")
    assert desk.refused(*words) == "permission.refused"
    given = (*words, "--as", "ketoan")
    done = desk.ask(*given)
    assert (done["changed"], done["amount_vnd"], done["unit"]) == (True, 100_000, "LDB")
    assert desk.ask(*given)["changed"] is False
    rows = desk.ask("levy", "obligations", "--employer", E3)["rows"]
    assert [(row["collecting_unit"], row["amount_vnd"], row["open_vnd"]) for row in rows] == [
        ("LDA", 900_000, 0),
        ("LDB", 100_000, 100_000),
    ]
    assert desk.refused(*words[:4], "--decision", "QĐ", "--as", "ketoan") == "move.nowhere"
    assert desk.refused(*words[:4], "--to", "XX", "--decision", "1", "--as", "ketoan") == (
        "move.no_such_unit"
    )
    _verified(desk)


def test_books_follow_the_register(desk: Office) -> None:
    """LDA goes into LDB: one file of units, one of employers, one command."""
    ends = "LDA,LĐLĐ tỉnh A,province,TLD,2020-01-01,2026-07-19,LDB\n"
    below = "A1,Công đoàn A1,upper,LDA,2020-01-01,2026-07-19,\n"
    again = "A1,Công đoàn A1,upper,LDB,2026-07-20,,\n"
    desk.bring(_COLUMNS + ends + below + again, "units", "import")
    header, *lines = REGISTERS[Feed.EMPLOYERS].strip().splitlines()
    gone = [f"{line},2026-07-19" for line in lines]
    new = [
        f"{line},".replace(",LDA,", ",LDB,").replace("2020-01-01", "2026-07-20") for line in lines
    ]
    desk.bring("\n".join([f"{header},valid_to", *gone, *new]), "employers", "import")
    done = desk.ask("levy", "follow", "LDA", "--as", "ketoan")
    assert (done["employers"], done["amount_vnd"]) == (2, 2_000_000)
    assert desk.ask("levy", "follow", "LDA", "--as", "ketoan")["changed"] is False
    assert desk.refused("levy", "follow", "XX", "--as", "ketoan") == "permission.refused"
    _verified(desk)


def test_a_refund_takes_two_people(desk: Office) -> None:
    """One asks, another approves; then it stands in the list with its payment."""
    _pay(desk, E2, 1_500_000)
    words = ("levy", "refund", "ask", "LDA", "--employer", E2, "--request", "CV 1")
    given = (*words, "--account", "209988", "--as", "ketoan")
    asked = desk.ask(*given)
    assert (asked["changed"], asked["amount_vnd"], asked["state"]) == (True, 500_000, "asked")
    assert desk.ask(*given)["changed"] is False
    name = asked["refund"]
    approve = ("levy", "refund", "approve", name)
    assert desk.refused(*approve, "--as", "ketoan") == "permission.refused"
    done = desk.ask(*approve, "--as", "duyet")
    assert [(each["account_no"], each["amount_vnd"]) for each in done["payments"]] == [
        ("209988", 500_000)
    ]
    assert desk.ask(*approve, "--as", "duyet")["changed"] is False
    assert [row["state"] for row in desk.ask("levy", "refund", "list", "LDA")["rows"]] == ["paid"]
    for missing in ("LDA/HT/9", "LDA", "x/HT/y"):
        assert desk.refused("levy", "refund", "approve", missing, "--as", "duyet") == (
            "refund.unknown"
        )
    _verified(desk)


def test_a_refund_is_refused(desk: Office) -> None:
    """With a reason; repeated it changes nothing, and it cannot be approved any more."""
    _pay(desk, E2, 1_500_000)
    words = ("levy", "refund", "ask", "LDA", "--employer", E2, "--request", "CV 1")
    name = desk.ask(*words, "--account", "2", "--amount", "1000", "--as", "ketoan")["refund"]
    refuse = ("levy", "refund", "refuse", name, "--reason", "Thiếu dấu", "--as", "duyet")
    assert desk.ask(*refuse)["state"] == "refused"
    assert desk.ask(*refuse)["changed"] is False
    assert desk.refused("levy", "refund", "approve", name, "--as", "duyet") == "refund.decided"


def test_the_state_s_support(desk: Office) -> None:
    """Said of a receipt, said again, taken back."""
    row = {"reference": "KB", "booked_on": "2026-07-20", "credit": 900_000, "content": "NSNN"}
    desk.bank("10101", row)
    words = ("levy", "state-support", "KB", "--decision", "QĐ 8", "--as", "ketoan")
    done = desk.ask(*words)
    assert (done["changed"], done["state"], done["evidence"]) == (True, "matched", "state.support")
    assert desk.ask(*words)["changed"] is False
    rows = desk.ask(
        *("ledger", "trial-balance", "LDA", "--from", "2026-07-01", "--to", "2026-07-31"),
        *("--by", "fund"),
    )["rows"]
    assert any(row["fund"] == "state" and row["closing_credit_vnd"] == 900_000 for row in rows)
    assert desk.ask(*words, "--undo")["state"] == "unidentified"
    assert desk.refused(*words, "--undo") == "receipt.nothing_to_release"
    _verified(desk)


def test_a_unit_hands_over(desk: Office) -> None:
    """G2 has 2,000,000; it goes to A1, and the command repeated says that it is done."""
    words = ("units", "hand-over", "G2", "--decision", "QĐ 3", "--as", "duyet")
    assert desk.refused(*words) == "closing.unit_stands"
    ends = "G2,CĐCS 2,grassroots,A1,2020-01-01,2026-07-19,\n"
    desk.bring(_COLUMNS + ends, "units", "import")
    done = desk.ask(*words)
    assert (done["taker"], done["amount_vnd"]) == ("A1", 2_000_000)
    assert done["rows"] == [
        {"fund": "dues", "amount_vnd": 600_000},
        {"fund": "levy", "amount_vnd": 1_400_000},
    ]
    assert desk.ask(*words)["changed"] is False
    assert desk.refused(*words, "--to", "LDA") == "closing.done"
    _verified(desk)
