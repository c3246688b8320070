"""Certain matches are posted, suggestions are kept, and what cannot be shared waits."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from finance.actions.match_receipts import Decision, Matched, match_receipts
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import E1, E2, E3, OPENED, decision, employer, levy_rule, unit
from tests.federation import Federation, contents, federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def test_without_a_rule_nothing_is_divided(database: Database) -> None:
    """The receipt waits with the reason; once a rule is there, it is shared."""
    fed = federation(database, rules=False)
    fed.owe(E1, JUNE, 1_000)
    receipt = fed.receive("LDA", "R", 1_000, DAY)
    before = fed.tagged(OPENED, DAY)
    asked = decision(receipt, E1, {JUNE: 1_000})
    done = fed.match(DAY, asked)
    assert [(each["receipt"], each["code"]) for each in done.refused] == [
        ("LDA/R/1", "sharing.no_split_rule")
    ]
    assert "Chưa có quy tắc" in done.refused[0]["message"]
    assert "No split rule" in done.refused[0]["message_en"]
    held = fed.receipt(receipt)
    assert (held.state, held.suggested_tax_code) == ("suggested", E1)
    assert held.evidence.split() == ["tax_code", "sharing.no_split_rule"]
    assert fed.tagged(OPENED, DAY) == before
    fed.rules(*levy_rule())
    assert fed.match(DAY, asked).refused == []
    assert fed.receipt(receipt).state == "matched"
    fed.assert_sound()


def test_one_receipt_does_not_hold_up_a_province(fed: Federation) -> None:
    """A grassroots union without an upper unit has nobody for a role of the rule: it waits."""
    fed.units(unit("G7", parent_code="LDA"))
    fed.employers(employer(E2, grassroots_unit="G7", upper_unit=""))
    fed.owe(E1, JUNE, 1_000)
    fed.owe(E2, JUNE, 2_000)
    first = fed.receive("LDA", "R1", 1_000, DAY)
    second = fed.receive("LDA", "R2", 2_000, DAY)
    done = fed.match(DAY, decision(second, E2, {JUNE: 2_000}), decision(first, E1, {JUNE: 1_000}))
    assert (done.receipts, done.matched_vnd) == (1, 1_000)
    assert [each["code"] for each in done.refused] == ["sharing.no_unit_for_role"]
    assert fed.obligation(E2, JUNE).paid_vnd == 0
    fed.assert_sound()


def test_the_same_decision_again_is_refused_and_leaves_no_trace(fed: Federation) -> None:
    """Its money is spent; what was decided keeps its evidence."""
    fed.owe(E1, JUNE, 1_000)
    receipt = fed.receive("LDA", "R", 1_000, DAY)
    asked = decision(receipt, E1, {JUNE: 1_000})
    fed.match(DAY, asked)
    before = contents(fed.database)
    done = fed.match(DAY, asked)
    assert [each["code"] for each in done.refused] == ["match.not_that_much"]
    assert contents(fed.database) == before


def test_a_decision_without_an_amount_moves_nothing(fed: Federation) -> None:
    """What was said of a receipt is kept with it, and it is open as before."""
    receipt = fed.receive("LDA", "R", 1_000, DAY)
    done = fed.match(DAY, decision(receipt, E1, {}, evidence=("tax_code", "name")))
    assert (done.receipts, done.matched_vnd, done.refused) == (1, 0, [])
    held = fed.receipt(receipt)
    assert (held.open_vnd, held.evidence) == (1_000, "tax_code name")
    fed.assert_sound()


def test_more_than_is_owed_is_refused(fed: Federation) -> None:
    """An obligation takes no more than is open; overpaid money is credit, said as such."""
    fed.owe(E1, JUNE, 1_000)
    receipt = fed.receive("LDA", "R", 2_000, DAY)
    done = fed.match(DAY, decision(receipt, E1, {JUNE: 2_000}))
    assert [each["code"] for each in done.refused] == ["match.not_that_much"]
    done = fed.match(DAY, decision(receipt, E1, {JUNE: 1_000}, 1_000))
    assert (done.matched_vnd, done.credit_vnd) == (1_000, 1_000)
    assert fed.receipt(receipt).credit_vnd == 1_000


def test_one_entry_for_a_batch_in_each_book(fed: Federation) -> None:
    """Three receipts of two employers make one entry in the collecting unit's book."""
    fed.owe(E1, JUNE, 2_000)
    fed.owe(E3, JUNE, 1_000)
    asked = [
        decision(fed.receive("LDA", f"R{number}", 1_000, DAY), who, {JUNE: 1_000})
        for number, who in enumerate((E1, E1, E3))
    ]
    done = fed.match(DAY, *asked)
    assert (done.receipts, done.refs) == (3, ["LDA/IB/1"])


def test_two_runs_at_once_one_wins(fed: Federation) -> None:
    """The same receipt, matched by two at the same moment, is spent once."""
    fed.owe(E1, JUNE, 1_000)
    fed.owe(E2, JUNE, 1_000)
    receipt = fed.receive("LDA", "R", 1_000, DAY)
    asked = [decision(receipt, who, {JUNE: 1_000}) for who in (E1, E2, E1, E2)]

    def run(one: Decision) -> Matched:
        return match_receipts(fed.ctx(DAY), [one], DAY)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(run, asked))
    assert sorted(each.receipts for each in done) == [0, 0, 0, 1]
    assert fed.receipt(receipt).matched_vnd == 1_000
    fed.assert_sound()


def test_a_run_is_for_who_stands_above_all(fed: Federation) -> None:
    """A province's collector does not match the nation's receipts."""
    for place, allowed in (("TLD", True), ("LDA", False)):
        ctx = fed.ctx(DAY, Actor("thu", (Grant(place, "collector"),)))
        if allowed:
            assert match_receipts(ctx, [], DAY).receipts == 0
        else:
            with pytest.raises(PermissionRefused):
                match_receipts(ctx, [], DAY)
