"""Support is proposed downward, with a decision; proposing moves nothing."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.actions.propose_support import (
    NoSupport,
    NotBelow,
    ProposeSupport,
    propose_support,
)
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from tests.federation import ACCOUNTANT, Federation, contents, federation

DAY = dt.date(2026, 7, 10)
ORDER = ProposeSupport("LDA", "G1", 300_000, "QĐ 9", DAY)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The units, no money."""
    return federation(database)


def test_it_is_kept_once(fed: Federation) -> None:
    """The same decision proposed again is the same proposal; another amount is another."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    assert propose_support(ctx, ORDER) == ("LDA/S/1", True)
    before = contents(fed.database)
    assert propose_support(ctx, replace(ORDER, decision=" QĐ 9 ")) == ("LDA/S/1", False)
    assert contents(fed.database) == before
    assert propose_support(ctx, replace(ORDER, amount_vnd=1)) == ("LDA/S/2", True)
    assert fed.balance("LDA", "611") == 0


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"amount_vnd": 0}, NoSupport),
        ({"decision": " "}, NoSupport),
        ({"fund": "state"}, NoSupport),
        ({"receiver": "TLD"}, NotBelow),
        ({"receiver": "LDA"}, NotBelow),
        ({"receiver": "X"}, NotBelow),
    ],
)
def test_what_is_refused(fed: Federation, change: dict[str, object], kind: type) -> None:
    """Nothing to give, no decision, a source of another kind, a unit above or none at all."""
    with pytest.raises(kind):
        propose_support(fed.ctx(DAY, ACCOUNTANT), replace(ORDER, **change))  # type: ignore[arg-type] # one field each


def test_a_person_proposes(fed: Federation) -> None:
    """Not the system."""
    with pytest.raises(PermissionRefused):
        propose_support(fed.ctx(DAY), ORDER)
