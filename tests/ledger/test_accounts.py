"""The chart: accounts by code, of one regime."""

from dataclasses import replace

import pytest

from ledger.accounts import Chart
from tests.ledger.books import ACCOUNTS, CHART


def test_accounts_come_in_order_of_code() -> None:
    """A chart is read from the lowest code to the highest."""
    codes = [account.code for account in CHART]
    assert codes == sorted(codes)
    assert CHART["112"].name_vi == "Tài khoản 112"
    assert CHART.get("112") is CHART["112"]


def test_an_account_that_is_not_there() -> None:
    """A code nobody knows gives nothing, or a KeyError where it must be there."""
    assert CHART.get("000") is None
    with pytest.raises(KeyError):
        CHART["000"]


def test_rows_of_another_regime_are_left_aside() -> None:
    """The same code may mean something else in another regime."""
    other = replace(ACCOUNTS[0], regime="R2", name_vi="khác")
    assert Chart("R2", [*ACCOUNTS, other])["111"].name_vi == "khác"
    assert Chart("R2", [*ACCOUNTS, other]).get("112") is None
    assert Chart("R2", [*ACCOUNTS, other]).regime == "R2"
