"""What matching is given."""

import datetime as dt

from collectors.matching.known import Known, Receipt
from collectors.matching.names import Names
from ledger.money import Vnd


def test_a_receipt_may_come_without_a_payer() -> None:
    """Cash paid in at a counter has neither account nor name."""
    assert (Receipt(Vnd(1), "KPCD").counter_account, Receipt(Vnd(1), "KPCD").counter_name) == (
        "",
        "",
    )


def test_an_account_is_learned_in_three_days_and_for_one_alone() -> None:
    """Three payments of one day are one day; whoever pays for two has no habit."""
    days = [dt.date(2026, 1, day) for day in (1, 2, 3)]
    by_account = {
        "1": {"A": days},
        "2": {"A": days[:1] * 3},
        "3": {"A": days, "B": days[:1]},
        "": {"A": days},
    }
    known = Known({"A", "B"}, Names({}), by_account, {})
    on = dt.date(2026, 1, 4)
    learned = {
        account: known.learned(Receipt(Vnd(1), "", account, "", on))
        for account in [*by_account, "9"]
    }
    assert learned == {"1": "A", "2": "", "3": "", "": "", "9": ""}
    assert known.learned(Receipt(Vnd(1), "", "1", "", days[2])) == ""
