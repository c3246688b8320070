"""What things are called."""

import pytest

from finance.records.receipts import ReceiptState
from finance.rules.sharing import Role
from ledger.accounts import Status
from reports.figures import Words, terms


def test_every_level_and_status_has_a_name_in_both_languages() -> None:
    """No reader is shown a bare key where there is a word."""
    for named in [
        *(terms.level(role.value) for role in Role),
        *(terms.status(status.value) for status in Status),
        *(terms.role(key) for key in ("organisation", "custody", "grassroots")),
        *(terms.fund(key) for key in ("levy", "dues", "state", "other")),
        *(terms.receipt_state(state.value) for state in ReceiptState),
        terms.PERSON,
    ]:
        assert named.vi != named.en


def test_an_unknown_key_is_its_own_name() -> None:
    """A fund with its own report is named by its code."""
    assert terms.fund("restricted:TET") == Words("restricted:TET")
    assert terms.level("?") == terms.role("?") == terms.status("?") == Words("?")
    assert terms.receipt_state("?") == Words("?")


@pytest.mark.parametrize(
    ("share", "shown"), [("75/100", "75%"), ("3/25", "12%"), ("1/3", "1/3"), ("0", "0%")]
)
def test_shares_are_written_exactly(share: str, shown: str) -> None:
    """A share that is no whole per cent stays a fraction; it is never rounded."""
    assert terms.per_cent(share) == shown


def test_months_are_written_for_readers() -> None:
    """A month is read as month and year."""
    assert terms.month("2026-07") == "07/2026"
