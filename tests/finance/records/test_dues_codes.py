"""The code of a member's transfer, and the order in a member's QR code."""

import pytest

from finance.records.dues_codes import account_for_dues, code_of, member_of_code, transfer_order
from finance.records.members import latest_member
from finance.rules.dues_codes import DuesCode, read_codes
from finance.rules.vietqr import read
from finance.runtime.database import Database
from tests.builders import account
from tests.dues import JUNE, hire, member
from tests.federation import Federation, federation


@pytest.fixture
def fed(database: Database) -> Federation:
    """M1 and M2 are members of G1."""
    made = federation(database)
    hire(made, member("M1"), member("M2"))
    return made


def test_a_code_leads_back_to_its_member(fed: Federation) -> None:
    """Through the unit's number and the member's in it."""
    with fed.database.reading() as session:
        row = latest_member(session, "G1", "M2")
        assert row is not None
        code = read_codes(code_of(session, row, JUNE)).only
        assert isinstance(code, DuesCode)
        assert code.period == JUNE
        assert member_of_code(session, "G1", code.member_no) == "M2"
        assert member_of_code(session, "G2", code.member_no) is None


def test_a_unit_without_a_book_has_no_codes(fed: Federation) -> None:
    """There would be nowhere to post what comes."""
    with fed.database.reading() as session:
        row = latest_member(session, "G1", "M1")
        assert row is not None
        session.expunge(row)
        row.unit_code = "NO"
        assert code_of(session, row, JUNE) == ""


def test_the_order_names_account_amount_and_code(fed: Federation) -> None:
    """An account for operations before one that collects the levy."""
    fed.accounts(account("G1", account_no="777", purpose="operations"))
    with fed.database.reading() as session:
        order = read(transfer_order(session, "G1", "M1", JUNE, 88_000))
        assert (order.bank_bin, order.account_no, order.amount_vnd) == ("970405", "777", 88_000)
        assert read_codes(order.text).only is not None
        found = account_for_dues(session, "G1")
        assert found is not None
        assert account_for_dues(session, "NO") is None


@pytest.mark.parametrize(("number", "amount"), [("M9", 88_000), ("M1", 0)])
def test_no_order_without_a_member_or_a_debt(fed: Federation, number: str, amount: int) -> None:
    """Nothing is drawn that could not be matched."""
    with fed.database.reading() as session:
        assert transfer_order(session, "G1", number, JUNE, amount) == ""
