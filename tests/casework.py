"""Facts of the tax branch, a press and people for cases of loss; for tests."""

import datetime as dt
from dataclasses import replace
from typing import Any, Final

from finance.actions.open_case import OpenCase, open_case
from finance.actions.record_tax_facts import record_tax_facts
from finance.actions.take_case_step import TakeStep, take_case_step
from finance.records.cases import CasePaperRow, CaseRow, case_of, papers_of_case
from finance.rules.casework import Step
from finance.rules.facts import TaxFacts, TaxStatus
from finance.rules.letters import Letter, letter_as_told
from finance.rules.loss import Gap
from finance.rules.loss_told import written
from finance.runtime.context import Context
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from tests.builders import E1
from tests.federation import Federation

COLLECTOR: Final = Actor("thu", (Grant("LDA", "collector"),))
ACCOUNTANT: Final = Actor("ke", (Grant("LDA", "accountant"),))
OPENED_ON: Final = dt.date(2026, 10, 1)


def tax_fact(tax_code: str, **changes: Any) -> TaxFacts:  # noqa: ANN401 - any field of the row
    """What tax says of an employer's 2026."""
    made = TaxFacts(
        row=0,
        tax_code=tax_code,
        name=f"Công ty {tax_code}",
        status=TaxStatus.ACTIVE,
        status_on=None,
        province_code="A",
        year=2026,
        employees=10,
        wages_paid_vnd=Vnd(600_000_000),
    )
    return replace(made, **changes)


def by_tax(fed: Federation, on: dt.date, *rows: TaxFacts) -> None:
    """Take facts of the tax branch in."""
    numbered = [replace(row, row=number) for number, row in enumerate(rows, start=2)]
    judged = record_tax_facts(fed.ctx(on), numbered, fed.batches)
    assert judged.problems == {}


def press(letter: Letter) -> bytes:
    """A press that prints what a letter says, for programs."""
    return b"%PDF- " + written(letter_as_told(letter)).encode()


def unpaid(fed: Federation, levy: int = 20_000_000, tax_code: str = E1) -> None:
    """Let an employer owe June, long past its day."""
    fed.owe(tax_code, "2026-06", levy)


def opened(ctx: Context, tax_code: str = E1, kind: Gap = Gap.NOT_PAYING) -> int:
    """Open a case of LDA."""
    return open_case(ctx, OpenCase("LDA", tax_code, 2026, kind)).seq


def sent(
    fed: Federation,
    seq: int,
    step: Step,
    on: dt.date,
    actor: Actor = COLLECTOR,
    **more: Any,  # noqa: ANN401 - any field of the wish
) -> int:
    """Take a step of a case of LDA on a day."""
    wish = TakeStep("LDA", seq, step, press, **more)
    return take_case_step(fed.ctx(on, actor), wish).number


def to_minutes(fed: Federation, seq: int) -> None:
    """Two reminders and the minutes, each on its day."""
    sent(fed, seq, Step.NOTICE, OPENED_ON)
    sent(fed, seq, Step.NOTICE, OPENED_ON + dt.timedelta(days=15))
    sent(fed, seq, Step.MINUTES, OPENED_ON + dt.timedelta(days=30), note="Cam kết nộp.")


def case_row(fed: Federation, seq: int) -> CaseRow:
    """A case of LDA as it is kept."""
    with fed.database.reading() as session:
        return case_of(session, "LDA", seq)


def papers(fed: Federation, seq: int) -> list[CasePaperRow]:
    """The papers of a case of LDA."""
    with fed.database.reading() as session:
        return papers_of_case(session, case_of(session, "LDA", seq))
