"""Tables of cases that an accountant can read: given, expected, and the text that says so."""

import datetime as dt
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus, dues_of, dues_split
from finance.rules.levy import assess, due_on, is_payer
from finance.rules.sharing import (
    MoneySource,
    Role,
    SplitRule,
    split_levy,
    split_workers_organisation,
)
from finance.rules.states import Standing, state_on
from finance.runtime.parameters import law, sources
from ledger.money import Vnd
from ledger.periods import Period

Given = dict[str, Any]


def _amount(given: Given) -> int:
    return assess(Period(given["period"]), Vnd(given["wage_fund_vnd"]), law()).amount_vnd


def _due_on(given: Given) -> str:
    until = given.get("suspension_until")
    suspended = None if until is None else Period(until)
    return due_on(Period(given["period"]), given["pay_cycle"], law(), suspended).isoformat()


def _is_payer(given: Given) -> bool:
    return is_payer(given["employer_type"], Period(given["period"]), law())


def _state(given: Given) -> str:
    due = dt.date.fromisoformat(given["due_on"])
    standing = Standing(Vnd(given["amount_vnd"]), Vnd(given["paid_vnd"]), due)
    return state_on(standing, dt.date.fromisoformat(given["as_of"]), law())


def _levy_shares(given: Given) -> list[int]:
    shares = tuple(zip(Role, map(Fraction, given["shares"]), strict=True))
    rule = SplitRule(MoneySource.LEVY, "TLD", Period("2021-01"), None, shares, "01/QĐ")
    return list(split_levy(Vnd(given["amount_vnd"]), rule).values())


def _dues_shares(given: Given) -> list[int]:
    return list(dues_split(Vnd(given["amount_vnd"]), Fraction(given["kept"])))


def _workers_organisation(given: Given) -> list[int]:
    amounts = (Vnd(given[name]) for name in ("grassroots_vnd", "members_vnd", "all_vnd"))
    return list(split_workers_organisation(*amounts))


def _dues(given: Given) -> int:
    wage = given.get("wage_vnd")
    month = MemberMonth(
        Period(given["period"]),
        DuesGroup(given["group"]),
        MemberStatus(given.get("status", "working")),
        None if wage is None else Vnd(wage),
    )
    return dues_of(month, law()).amount_vnd


RULES: dict[str, Callable[[Given], object]] = {
    "levy.amount": _amount,
    "levy.due_on": _due_on,
    "levy.is_payer": _is_payer,
    "levy.state": _state,
    "shares.levy": _levy_shares,
    "shares.dues": _dues_shares,
    "shares.workers_organisation": _workers_organisation,
    "dues.amount": _dues,
}
CASES: list[dict[str, Any]] = [
    case
    for path in sorted(Path(__file__).parent.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_the_rule_comes_to_what_the_text_says(case: dict[str, Any]) -> None:
    """The rule gives what was worked out by hand from the text named beside it."""
    assert case["source"] in sources()
    assert RULES[case["rule"]](case["given"]) == case["expect"]


def test_every_rule_has_a_case() -> None:
    """No rule of the tables stands without a case."""
    assert {case["rule"] for case in CASES} == set(RULES)
