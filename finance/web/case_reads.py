"""What the pages of losses and cases show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from finance.records.cases import OPEN, CaseRow, open_cases_of
from finance.records.losses import LossWish, losses
from finance.rules.loss import Finding
from finance.rules.loss_facts import EmployerYear
from finance.runtime.parameters import law

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Loss:
    """A finding as it is listed, with the open case it is worked in, if any."""

    facts: EmployerYear
    finding: Finding
    case: CaseRow | None


@dataclass(frozen=True, slots=True)
class LossList:
    """A page of findings, the largest amount first, and what all of them come to (đồng)."""

    rows: Sequence[Loss]
    count: int
    at_stake_vnd: int
    by_kind: dict[str, tuple[int, int]]  # kind -> how many, đồng at stake


def loss_list(session: Session, wish: LossWish, kind: str, page: int) -> LossList:
    """The findings of a year, of one kind or (empty) of all."""
    worked = open_cases_of(session, wish.year)
    found = list(losses(session, wish, law()))
    by_kind: dict[str, tuple[int, int]] = {}
    for _, finding in found:
        count, amount = by_kind.get(finding.kind.value, (0, 0))
        by_kind[finding.kind.value] = (count + 1, amount + finding.at_stake_vnd)
    shown = [each for each in found if not kind or each[1].kind.value == kind]
    shown.sort(key=lambda each: (-each[1].at_stake_vnd, each[1].tax_code, each[1].kind.value))
    rows = [
        Loss(facts, finding, worked.get((finding.tax_code, finding.kind.value)))
        for facts, finding in shown[(page - 1) * PAGE : page * PAGE]
    ]
    whole = sum(finding.at_stake_vnd for _, finding in shown)
    return LossList(rows, len(shown), whole, by_kind)


def due_count(session: Session, units: Select[Any], by: dt.date) -> int:
    """How many open cases of these units have a step due by a day."""
    query = (
        select(func.count())
        .select_from(CaseRow)
        .where(CaseRow.unit_code.in_(units), CaseRow.state == OPEN, CaseRow.next_on <= by)
    )
    return session.scalars(query).one()
