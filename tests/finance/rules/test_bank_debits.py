"""What a debit row may mean."""

from finance.rules.bank_debits import DebitMeaning


def test_without_a_meaning_it_waits() -> None:
    """It takes nothing back and settles nothing until somebody says so."""
    assert DebitMeaning() == DebitMeaning(returns=None, settles=None)
    assert DebitMeaning(returns=1) != DebitMeaning(settles=1)
