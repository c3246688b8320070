"""Rules by which levy and dues are shared come in, each whole or not at all."""

from dataclasses import replace

import pytest

from finance.actions.import_split_rules import import_split_rules
from finance.records.split_rules import split_rules
from finance.rules.facts import SplitRuleFacts
from finance.rules.sharing import MoneySource
from finance.runtime.batches import RowState
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.periods import Period
from tests.builders import OPENED, dues_rule, levy_rule
from tests.federation import Batches, Federation, codes, contents, federation


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with its rules from 2025-01 on."""
    return federation(database)


def test_known_rules_change_nothing(fed: Federation) -> None:
    """Row by row unchanged."""
    before = contents(fed.database)
    assert fed.rules(*levy_rule(), *dues_rule()).count(RowState.UNCHANGED) == 8
    assert contents(fed.database) == before


def test_a_new_rule_follows_an_old_one_that_ends(fed: Federation) -> None:
    """In whichever order the file has them."""
    until, since = Period("2026-12"), Period("2027-01")
    judged = fed.rules(
        *levy_rule("75/100", "10/100", "10/100", "5/100", valid_from=since),
        *levy_rule(valid_to=until),
    )
    assert codes(judged) == {}
    with fed.database.reading() as session:
        found = split_rules(session, MoneySource.LEVY)
    assert [(rule.valid_from, rule.valid_to) for rule in found] == [
        ("2025-01", until),
        (since, None),
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (levy_rule("74/100", "13/100", "8/100", "5/100"), "sharing.grassroots_share_not_in_force"),
        (levy_rule("75/100", "12/100", "8/100", "4/100"), "sharing.shares_not_whole"),
        (levy_rule("75/100", "30/100", "-10/100", "5/100"), "sharing.negative_share"),
        (levy_rule()[1:], "sharing.wrong_roles"),
        ([*levy_rule(), levy_rule()[1]], "sharing.wrong_roles"),
        (levy_rule(valid_to=Period("2020-01")), "sharing.ends_before_it_begins"),
        (levy_rule(scope="NO"), "split_rules.unknown_scope"),
    ],
)
def test_what_is_not_for_it_to_decide(
    fed: Federation, rows: list[SplitRuleFacts], told: str
) -> None:
    """All rows of the rule are quarantined, with the reason."""
    scoped = [row if row.scope == "NO" else replace(row, scope="LDA") for row in rows]
    judged = fed.rules(*scoped)
    assert {code for each in codes(judged).values() for code in each} == {told}
    assert len(judged.problems) == len(rows)


def test_shares_already_given_rest_on_a_rule(fed: Federation) -> None:
    """Its shares do not change; a change is a new rule, of later months."""
    judged = fed.rules(*levy_rule("75/100", "10/100", "10/100", "5/100"))
    assert set(map(tuple, codes(judged).values())) == {("split_rules.other_shares_known",)}


@pytest.mark.parametrize("first", ["2024-06", "2027-01"])
def test_two_rules_of_one_scope_do_not_overlap(fed: Federation, first: str) -> None:
    """They would keep every receipt of those months from being shared."""
    judged = fed.rules(*levy_rule(valid_from=Period(first)))
    assert set(map(tuple, codes(judged).values())) == {("split_rules.periods_overlap",)}


def test_the_rows_of_one_rule_agree(fed: Federation) -> None:
    """On the last month and on the decision."""
    rows = levy_rule(scope="LDA")
    other = levy_rule(scope="LDA", decision="QĐ khác")
    judged = fed.rules(*rows[:3], other[3])
    assert set(map(tuple, codes(judged).values())) == {("split_rules.rows_differ",)}


def test_registers_are_for_who_stands_above_all(fed: Federation) -> None:
    """A province does not write its own rule into the register."""
    ctx = fed.ctx(OPENED, Actor("a", (Grant("LDA", "accountant"),)))
    with pytest.raises(PermissionRefused):
        import_split_rules(ctx, [], Batches())
