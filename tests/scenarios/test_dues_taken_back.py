"""Dues of June that went up to the national unit are taken back, and collected again.

G1 collected 425,367 from the wrong members' payroll: it keeps 297,757 and owes A1 127,610, of
which A1 keeps 63,805, the province 38,283 and the national unit 25,522.
"""

import datetime as dt

import pytest

from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.release_dues import ReleaseDues, release_dues
from finance.actions.remit_dues import RemitDues, remit_dues
from finance.runtime.database import Database
from tests.dues import JUNE, assessed
from tests.federation import ACCOUNTANT, Federation, federation

LEVELS = ("G1", "A1", "LDA", "TLD")
KEPT = [297_757, 63_805, 38_283, 25_522]


@pytest.fixture
def fed(database: Database) -> Federation:
    """Three members of G1 owe 425,367 together."""
    made = federation(database)
    assessed(made, [("M1", 30_000_000), ("M2", 30_000_000), ("M3", 25_073_400)])
    return made


def _collect(fed: Federation, on: dt.date) -> None:
    assert collect_dues(fed.ctx(on), CollectDues("G1", JUNE, on, "111")) == 425_367


def _remit(fed: Federation, on: dt.date) -> list[int]:
    """What goes up that day, from the ground."""
    paid = [remit_dues(fed.ctx(on), RemitDues(unit, on)) for unit in LEVELS]
    return [line.amount_vnd for lines in paid for line in lines]


def _stand(fed: Federation, account: str) -> list[int]:
    """What stands on an account of each level, credit positive; the books are sound."""
    fed.assert_sound()
    return [-fed.balance(unit, account) for unit in LEVELS]


def test_taken_back_and_collected_again(fed: Federation) -> None:
    """With the release all income falls; what is collected anew meets what is owed back."""
    _collect(fed, dt.date(2026, 7, 15))
    assert _remit(fed, dt.date(2026, 7, 20)) == [127_610, 63_805, 25_522]
    assert (_stand(fed, "337861"), _stand(fed, "33885")) == (KEPT, [0, 0, 0, 0])

    day = dt.date(2026, 7, 22)
    order = ReleaseDues("G1", "G1/IB/1", day, "Thu nhầm")
    assert release_dues(fed.ctx(day, ACCOUNTANT), order) == 425_367
    assert _stand(fed, "337861") == _stand(fed, "33885") == [0, 0, 0, 0]
    assert _stand(fed, "3362") == [-127_610, -63_805, -25_522, 0]  # owed back, and not asked for
    assert _remit(fed, day) == []

    _collect(fed, dt.date(2026, 7, 24))
    assert _remit(fed, dt.date(2026, 7, 31)) == []
    assert _stand(fed, "337861") == KEPT
    assert _stand(fed, "33885") == _stand(fed, "3362") == [0, 0, 0, 0]
