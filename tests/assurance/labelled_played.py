"""The labelled set brought through the program: files taken in twice, matched day after day."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from collectors.evidence import Feed
from collectors.intake.receipts import parts_of
from finance.records.receipts import BankDebitRow, ReceiptRow, ReceiptState
from ledger.periods import Period
from tests.assurance.labelled import LabelledSet
from tests.assurance.labelled_people import MONTHS, Employer
from tests.assurance.labelled_rows import Label, Row
from tests.collectors.federation import (
    BANK,
    LDA,
    OPENING,
    REGISTERS,
    SI,
    Federation,
    as_csv,
)

_EMPLOYERS: Final = (
    *("tax_code", "name", "employer_type", "province_code", "grassroots_unit"),
    *("collecting_unit", "upper_unit", "valid_from", "si_unit_code"),
)
_HEADCOUNT: Final = 10
_LEVY_OF: Final = 50  # a wage fund is so many times its levy
_CHUNK: Final = 500


@dataclass(slots=True)
class Judged:
    """What the program did, beside what the rows truly are; counts of rows by kind."""

    rows: Counter[str] = field(default_factory=Counter)
    posted: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    decidable: set[str] = field(default_factory=set)
    waiting_unsaid: list[str] = field(default_factory=list)
    doubled: int = 0

    @property
    def precision(self) -> int:
        """Right of what was posted, in hundredths of a per cent, rounded down."""
        return 10_000 * self.right.total() // max(1, self.posted.total())

    @property
    def decidable_rows(self) -> int:
        """Rows whose text, or whose account's history, tells whose they are."""
        return sum(self.rows[kind] for kind in self.decidable)

    @property
    def recall(self) -> int:
        """Right of what can be decided, in hundredths of a per cent, rounded down."""
        right = sum(self.right[kind] for kind in self.decidable)
        return 10_000 * right // max(1, self.decidable_rows)


def play(federation: Federation, made: LabelledSet) -> Judged:
    """Register, declare and assess; then each file twice, and a match after it; and judge."""
    _register(federation, made.employers)
    judged = Judged()
    for rows in made.files:
        day = max(row.booked_on for row in rows) + dt.timedelta(days=1)
        statement = as_csv(BANK, [_cells(row) for row in rows])
        federation.bring(day, Feed.BANK, statement, LDA)
        again = federation.bring(day, Feed.BANK, statement, LDA)
        judged.doubled += again.rows_taken + again.rows_superseded
        federation.match(day)
    with federation.database.reading() as session:
        _judge(session, made, judged)
    return judged


def _register(federation: Federation, employers: Iterable[Employer]) -> None:
    for feed in (Feed.UNITS, Feed.ACCOUNTS, Feed.SPLIT_RULES):
        federation.bring(OPENING, feed, REGISTERS[feed])
    register, declared = [], []
    for number, one in enumerate(employers):
        si_unit = f"S{number}"
        place = ("enterprise", "A", "G1", "LDA", "A1", "2020-01-01", si_unit)
        register.append((one.code, one.name, *place))
        declared += [
            (si_unit, one.code, one.name, month, _HEADCOUNT, one.levy_vnd * _LEVY_OF)
            for month in MONTHS
        ]
    report = federation.bring(OPENING, Feed.EMPLOYERS, as_csv(_EMPLOYERS, register))
    assert not report.problems, report.problems[:3]
    report = federation.bring(OPENING, Feed.SI, as_csv(SI, declared))
    assert not report.problems, report.problems[:3]
    for month in MONTHS:
        federation.assess(OPENING, Period(month))


def _cells(row: Row) -> list[object]:
    cells = {
        "reference": row.reference,
        "booked_on": row.booked_on.isoformat(),
        "credit": row.credit_vnd or "",
        "debit": row.debit_vnd or "",
        "counter_account": row.counter_account,
        "counter_name": row.counter_name,
        "content": row.content,
    }
    return [cells.get(column, "") for column in BANK]


def _judge(session: Session, made: LabelledSet, judged: Judged) -> None:
    receipts = {(row.reference, row.occurrence): row for row in session.scalars(select(ReceiptRow))}
    parts = parts_of(session, [(row.unit_code, row.seq) for row in receipts.values()])
    debits = {row.reference: row for row in session.scalars(select(BankDebitRow))}
    for (reference, occurrence), label in made.labels.items():
        if reference in debits:
            _judge_debit(debits[reference], label, receipts, judged)
            continue
        row = receipts[reference, occurrence]
        months = {part.period for part in parts[row.unit_code, row.seq]}
        _judge_credit(row, months, label, judged)


def _judge_credit(row: ReceiptRow, months: set[str], label: Label, judged: Judged) -> None:
    if row.state == ReceiptState.RETURNED.value:
        return  # judged with the debit that took it back
    kind, payer = label.kind, label.payer
    judged.rows[kind] += 1
    if payer is not None:
        judged.decidable.add(kind)
    if not row.tax_code:
        if not row.evidence:
            judged.waiting_unsaid.append(row.reference)
        return
    judged.posted[kind] += 1
    whose = payer is not None and payer.code == row.tax_code
    named = set(label.months) if payer is not None and payer.sure else set()
    if whose and (not named or (months <= named and not row.credit_vnd)):
        judged.right[kind] += 1
    else:
        judged.wrong.append(f"{kind}: {row.content} / {row.counter_name} → {row.tax_code} {months}")


def _judge_debit(
    row: BankDebitRow, label: Label, receipts: dict[tuple[str, int], ReceiptRow], judged: Judged
) -> None:
    judged.rows[label.kind] += 1
    meant = receipts.get((label.returned, 1))
    taken = row.state == "returns"
    if taken:
        judged.posted[label.kind] += 1
    if label.returned:
        judged.decidable.add(label.kind)
    right = meant is not None and row.settles == meant.public_id
    if taken and right:
        judged.right[label.kind] += 1
    elif taken:
        judged.wrong.append(f"{label.kind}: {row.content} → {row.settles}")
