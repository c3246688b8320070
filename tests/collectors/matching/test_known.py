"""What matching is given."""

from collectors.matching.known import Receipt
from ledger.money import Vnd


def test_a_receipt_may_come_without_a_payer() -> None:
    """Cash paid in at a counter has neither account nor name."""
    assert (Receipt(Vnd(1), "KPCD").counter_account, Receipt(Vnd(1), "KPCD").counter_name) == (
        "",
        "",
    )
