"""A case as it is worked: its finding then and now, its papers, and the steps that stand open."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.cases import OPEN, CasePaperRow, CaseRow, done_of, papers_of_case
from finance.records.losses import LossWish, loss_of
from finance.rules.casework import Due, steps_due
from finance.rules.loss import Finding, Gap
from finance.rules.loss_told import read_finding
from finance.rules.rates import Law


@dataclass(frozen=True, slots=True)
class Worked:
    """A case with its papers, its finding then and now, and the steps that stand open."""

    row: CaseRow
    then: Finding
    now: Finding | None
    papers: Sequence[CasePaperRow]
    due: Sequence[Due]


def worked_case(session: Session, row: CaseRow, today: dt.date, law: Law) -> Worked:
    """A case as it stands on a day; a closed one has no steps."""
    papers = papers_of_case(session, row)
    due = steps_due(row.opened_on, done_of(papers), law) if row.state == OPEN else ()
    wish = LossWish(row.year, today, tax_code=row.tax_code)
    _, now = loss_of(session, wish, Gap(row.kind), law)
    return Worked(row, read_finding(row.finding), now, papers, due)
