"""What a voucher may hold."""

import pytest

from finance.rules.vouchers import STATE_WORDS, ControlAccount, VoucherNotThere, check_control
from finance.runtime.charts import chart_accounts
from ledger.accounts import Chart
from ledger.entries import credit, debit

CHART = Chart("TT107-CD", chart_accounts())
CONTROL = sorted(account.code for account in CHART if account.control)


def test_the_control_accounts_are_those_with_a_sub_ledger_of_ours() -> None:
    """Receivables, due-to and due-from, custody, receipts, credits, what is assessed or shared."""
    assert [
        *("1361", "1362", "1363", "1368", "13881", "13882", "13889", "3361", "3362", "3363"),
        *("3368", "33811", "33812", "33881", "33882", "33883", "33884", "33885"),
    ] == CONTROL


@pytest.mark.parametrize("code", CONTROL)
def test_none_of_them_is_posted_by_hand(code: str) -> None:
    """The refusal names the first."""
    with pytest.raises(ControlAccount) as refused:
        check_control([debit("111", 1), credit(code, 1)], CHART)
    assert refused.value.facts == {"account": code}


def test_nor_a_line_between_books() -> None:
    """Its other half stands in a book the writer may not write."""
    line = credit("337861", 1, fund="levy", item="23", counter_book="LDA", interbook_ref="X")
    with pytest.raises(ControlAccount):
        check_control([line], CHART)


def test_the_others_are() -> None:
    """An account the chart lacks is for another check to refuse."""
    lines = [debit("611", 1, fund="levy", item="31"), credit("112", 1), debit("999", 1)]
    check_control(lines, CHART)


@pytest.mark.parametrize("state", STATE_WORDS)
def test_a_state_is_named_in_the_readers_words(state: str) -> None:
    """No code word stands in a sentence; the code stands in the facts."""
    refusal = VoucherNotThere(voucher="G1/V/1", state=state)
    vi, en = STATE_WORDS[state]
    assert f"«{vi}»" in refusal.sentence("vi")
    assert f"“{en}”" in refusal.sentence("en")
    assert refusal.facts["state"] == state
