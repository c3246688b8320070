"""A book follows the register, once, and only where the person may act."""

import datetime as dt

import pytest

from finance.actions.follow_register import FollowRegister, follow_register
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import E1, E2, employer
from tests.federation import ACCOUNTANT, Federation, federation
from tests.finance.actions.changing import JUNE, LATER, logged, overpay, with_ldb

ASKED = FollowRegister("LDA", LATER)


def _registered_with_ldb(fed: Federation, tax_code: str) -> None:
    fed.employers(
        employer(tax_code, valid_to=LATER - dt.timedelta(days=1)),
        employer(tax_code, valid_from=LATER, collecting_unit="LDB", grassroots_unit=""),
    )


def test_only_what_the_register_gives_to_others(database: Database) -> None:
    """E1's debt and credit go to LDB, E2's stay."""
    fed = with_ldb(federation(database))
    overpay(fed, E1, 500, 70)
    fed.owe(E1, "2026-05", 300)
    fed.owe(E2, JUNE, 400)
    _registered_with_ldb(fed, E1)
    done = follow_register(fed.ctx(LATER, ACCOUNTANT), ASKED)
    assert (done.employers, done.credit_vnd) == (1, 70)
    assert [(each.tax_code, each.amount_vnd) for each in done.months] == [(E1, 300)]
    assert fed.obligation(E2, JUNE).open_vnd == 400
    [(unit, _, said)] = logged(fed, "follow_register")
    assert (unit, said["employers"], said["amount_vnd"]) == ("LDA", 1, 300)
    assert follow_register(fed.ctx(LATER, ACCOUNTANT), ASKED).employers == 0
    assert len(logged(fed, "follow_register")) == 1
    fed.assert_sound()


def test_the_right_is_asked_for_in_both_units(database: Database) -> None:
    """And nothing is moved without it."""
    fed = with_ldb(federation(database))
    fed.owe(E1, JUNE, 500)
    _registered_with_ldb(fed, E1)
    with pytest.raises(PermissionRefused):
        follow_register(fed.ctx(LATER, Actor("an", (Grant("LDA", "accountant"),))), ASKED)
    assert fed.obligation(E1, JUNE).open_vnd == 500
