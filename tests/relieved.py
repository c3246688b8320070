"""Relief in a test's federation: an application, its dossier, and the decision on it."""

import datetime as dt
from fractions import Fraction
from typing import Any

from finance.actions.add_relief_papers import AddReliefPapers, add_relief_papers
from finance.actions.apply_relief import ApplyRelief, ReliefFigures, apply_relief
from finance.actions.attach_papers import GivenPaper
from finance.actions.grant_relief import Granted, GrantRelief, grant_relief
from finance.rules.relief import GROUNDS, NO_RATE, ReliefKind
from finance.rules.relief_dossier import ReliefPaper
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.periods import Period
from tests.federation import ACCOUNTANT, Federation
from tests.papers import PDF

FIFTH = Fraction(20, 100)
DECIDER = Actor("duc", (Grant("LDA", "approver"),))
IDLE = ReliefFigures(workers_before=100, workers_off=60, stopped_days=31)
CUT = ReliefFigures(workers_before=100, workers_cut=30)
PAPERS = {
    ReliefKind.SUSPENSION: (
        ReliefPaper.REQUEST,
        ReliefPaper.LABOUR_REPORT,
        ReliefPaper.OFF_LIST,
    ),
    ReliefKind.REDUCTION: (ReliefPaper.REQUEST, ReliefPaper.LABOUR_REPORT, ReliefPaper.CUT_LIST),
    ReliefKind.EXEMPTION: (ReliefPaper.REQUEST, ReliefPaper.DEBT_PLAN),
}
FIGURES = {
    ReliefKind.SUSPENSION: IDLE,
    ReliefKind.REDUCTION: CUT,
    ReliefKind.EXEMPTION: ReliefFigures(),
}


def application(tax_code: str, kind: ReliefKind, first: str, last: str, **more: Any) -> ApplyRelief:  # noqa: ANN401 - any field
    """An application whose dossier will meet the conditions of the decree."""
    given: dict[str, Any] = {
        "tax_code": tax_code,
        "kind": kind,
        "ground": GROUNDS[kind][0],
        "first": Period(first),
        "last": Period(last),
        "document_no": "12/CV",
        "document_on": dt.date(2026, 6, 1),
        "received_on": dt.date(2026, 6, 1),
        "figures": FIGURES[kind],
    }
    return ApplyRelief(**{**given, **more})


def apply(fed: Federation, asked: ApplyRelief, on: dt.date, actor: Actor = ACCOUNTANT) -> str:
    """Register an application; its public id."""
    return apply_relief(fed.ctx(on, actor), asked).application


def add_papers(
    fed: Federation, public_id: str, on: dt.date, *papers: ReliefPaper, actor: Actor = ACCOUNTANT
) -> None:
    """Add a paper of each of these kinds to a dossier."""
    unit, _, seq = public_id.split("/")
    for paper in papers:
        given = [GivenPaper(f"{paper.value}.pdf", PDF + paper.value.encode())]
        wish = AddReliefPapers(unit, int(seq), paper, given, on)
        add_relief_papers(fed.ctx(on, actor), wish)


def grant(  # noqa: PLR0913, PLR0917 - a decision in one line
    fed: Federation,
    tax_code: str,
    kind: ReliefKind,
    first: str,
    last: str,
    on: dt.date,
    rate: Fraction = NO_RATE,
    actor: Actor = SYSTEM,
    **more: Any,  # noqa: ANN401 - any field
) -> Granted:
    """Grant relief by a decision of that day."""
    wish = GrantRelief(
        tax_code, kind, Period(first), Period(last), f"QĐ {kind.value} {first}", on, rate, **more
    )
    return grant_relief(fed.ctx(on, actor), wish)
