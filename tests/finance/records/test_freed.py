"""Credit that was freed from a month is known as far as the payer still has it."""

import pytest
from sqlalchemy import update

from finance.records.freed import freed_before
from finance.records.receipts import ReceiptRow
from finance.runtime.database import Database
from tests.builders import E1, decision
from tests.federation import Federation, federation
from tests.finance.actions.changing import DAY, JUNE, LATER

KEY = (E1, JUNE)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 paid June by two receipts of 400; then it owed only 100, and 300 and 400 were freed."""
    made = federation(database)
    made.owe(E1, JUNE, 1_000)
    for name in ("R1", "R2"):
        receipt = made.receive("LDA", name, 400, DAY)
        made.match(DAY, decision(receipt, E1, {JUNE: 400}))
    made.owe(E1, JUNE, 100, LATER)
    return made


def _freed(fed: Federation, wanted: int, unit: str = "LDA") -> dict[tuple[str, int], int]:
    with fed.database.reading() as session:
        return freed_before(session, unit, {KEY: wanted}).get(KEY, {})


def test_the_earliest_gives_first_and_none_more_than_it_paid(fed: Federation) -> None:
    """As much as is wanted, of each as much as was freed."""
    assert _freed(fed, 200) == {("LDA", 1): 200}
    assert _freed(fed, 900) == {("LDA", 1): 300, ("LDA", 2): 400}
    assert _freed(fed, 900, "LDB") == {}


@pytest.mark.parametrize("change", [{"credit_vnd": 0}, {"tax_code": "99"}])
def test_what_the_payer_has_not_any_more_is_gone(
    fed: Federation, change: dict[str, object]
) -> None:
    """It was refunded or used, or the receipt is another's by now."""
    with fed.database.writing() as session:
        session.execute(update(ReceiptRow).where(ReceiptRow.seq == 2).values(**change))
        session.commit()
    assert _freed(fed, 900) == {("LDA", 1): 300}
