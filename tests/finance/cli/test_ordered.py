"""What is said of payments that no bank can make."""

from finance.cli.ordered import warned
from finance.records.payments import Payment


def _payment(payee: str, account_no: str, amount: int) -> Payment:
    return Payment("LDA", payee, account_no, "970405" if account_no else "", amount, "KPCD")


def test_payees_without_an_account_are_named() -> None:
    """Each once, with what all of them are to get; nothing is said while everyone has one."""
    paid = [_payment("G1", "1", 5), _payment("G2", "", 7), _payment("A1", "", 8)]
    [told] = warned([*paid, _payment("G2", "", 1)])["warnings"]
    assert (told["code"], told["count"], told["amount_vnd"]) == ("payments.without_account", 3, 16)
    assert told["payees"] == ["A1", "G2"]
    assert "A1, G2" in told["message"]
    assert "A1, G2" in told["message_en"]
    assert warned(paid[:1]) == warned([]) == {}
