"""The match run: what every receipt is for, decided in the order the money came.

What is certain is posted chunk by chunk; then, when all that can be learned from it is learned,
the rest is given its suggestion. So a second run finds nothing more to do.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from collectors.intake.lookups import Looked, look_up, names_known, receipt_of
from collectors.matching.allocation import allocate
from collectors.matching.known import Receipt
from collectors.matching.match import Kind, Proposal, propose
from collectors.matching.names import Names
from collectors.matching.reasons import reason
from collectors.matching.transfer_text import TransferText, read_text
from finance.actions.match_receipts import Decision, match_receipts
from finance.actions.record_bank_rows import UnknownBankAccount
from finance.records.bank_accounts import BankAccountRow
from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow
from finance.rules.tax_codes import shown
from finance.runtime.context import Context
from finance.runtime.progress import Told, nobody
from ledger.money import Vnd, format_vnd

CHUNK = 100_000  # receipts decided in one transaction: those of the largest account of a month
BY_PERSON = "person"  # the evidence of what a person has decided
RELEASED = "receipt.released"
_OF_THE_OLD = ("credit.left", "period.not_assessed")
_DOUBTED = 80  # no more than the likeliest suggestion

_OPEN = (
    ReceiptRow.amount_vnd - ReceiptRow.matched_vnd - ReceiptRow.credit_vnd - ReceiptRow.returned_vnd
)
_ORDER = (ReceiptRow.booked_on, ReceiptRow.unit_code, ReceiptRow.seq)
D = TypeVar("D")
_Place = tuple[dt.date, str, int]


@dataclass(frozen=True, slots=True)
class MatchRun:
    """What to run: the day of the matches; one account, or (empty) all."""

    on: dt.date
    account_no: str = ""


@dataclass(slots=True)
class MatchReport:
    """What came of it; amounts in đồng.

    `receipts` were decided in this run; `suggested` and `unidentified` are those that wait now,
    and `later` those the bank booked after the day of the run: they are for a later one.
    """

    receipts: int = 0
    matched_vnd: int = 0
    credit_vnd: int = 0
    suggested: int = 0
    unidentified: int = 0
    later: int = 0
    refs: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)


def match_run(
    ctx: Context, run: MatchRun, told: Told = nobody, names: Names | None = None
) -> MatchReport:
    """Match what is certain and suggest the rest.

    Takes    the day and the account; `told` hears how many receipts have been looked at; the
             `names_known` on the day, where the caller has read them for several runs.
    Returns  what came of it; run again with nothing new, nothing changes.
    Raises   UnknownBankAccount, PermissionRefused.
    """
    with ctx.database.reading() as session:
        ctx.require(session, "levy.match", "")
        if run.account_no and session.get(BankAccountRow, run.account_no) is None:
            raise UnknownBankAccount(account_no=run.account_no)
        names = names_known(session, run.on) if names is None else names
    report = MatchReport()
    for decisions in _chunks(ctx, run, names, _certain, told):
        if decisions:
            done = match_receipts(ctx, decisions, run.on)
            report.receipts += done.receipts
            report.matched_vnd += done.matched_vnd
            report.credit_vnd += done.credit_vnd
            report.refs += done.refs
            report.refused += done.refused
    for waiting in _chunks(ctx, run, names, _doubtful, told):
        changed = [decision for decision, row in waiting if _differs(decision, row)]
        if changed:
            match_receipts(ctx, changed, run.on)
        report.suggested += sum(1 for decision, _ in waiting if decision.tax_code)
        report.unidentified += sum(1 for decision, _ in waiting if not decision.tax_code)
    with ctx.database.reading() as session:
        report.later = _later(session, run)
    return report


def propose_for(row: ReceiptRow, looked: Looked) -> tuple[Proposal, str]:
    """Say whose the open money of a receipt is and what it pays, and the unit that collects it.

    Money of an employer that owes nothing and was merged into another is suggested for that one.
    One receipt pays one collecting unit: where its months lie with two, those of the unit that
    keeps the earliest of them are paid, and the rest stays credit there for a person to settle.
    Where two keep parts of one month, the unit that collects now is paid: once the other part has
    followed the register there, what was paid for it meets it.
    """
    receipt = receipt_of(row, row.open_vnd)
    text = looked.texts.get(row.content) or read_text(row.content)
    proposal = propose(receipt, looked.known(), text)
    code = proposal.tax_code
    if code is None:
        return proposal, ""
    if not proposal.parts and code in looked.heirs:
        return _of_heir(receipt, proposal, text, looked)
    if not proposal.parts:
        return proposal, looked.collectors[code]
    keepers = {looked.kept(code, period).collector for period, _ in proposal.parts}
    earliest, _ = min(proposal.parts)
    collector = looked.kept(code, earliest).collector
    if len(keepers) > 1:
        proposal = propose(receipt, looked.known(collector), text)
    return proposal, collector


def _of_heir(
    receipt: Receipt, proposal: Proposal, text: TransferText, looked: Looked
) -> tuple[Proposal, str]:
    """Suggest the employer that took over: it may owe, and a person looks at the merger."""
    assert proposal.tax_code is not None
    heir = looked.heirs[proposal.tax_code]
    laid = allocate(receipt.amount_vnd, text.periods.periods, looked.obligations(heir))
    reasons = [one for one in proposal.reasons if one.code not in _OF_THE_OLD]
    merged = reason("employer.merged", tax_code=shown(proposal.tax_code))
    left = [reason("credit.left", credit=format_vnd(laid.credit_vnd))] if laid.credit_vnd else []
    suggested = replace(
        proposal,
        kind=Kind.SUGGESTED,
        confidence=min(proposal.confidence, _DOUBTED),
        reasons=(*reasons, merged, *left),
        tax_code=heir,
        parts=laid.parts,
        credit_vnd=laid.credit_vnd,
    )
    keeper = looked.owed[(heir, min(laid.parts)[0])].collector if laid.parts else ""
    return suggested, keeper or looked.collectors[heir]


def _chunks(
    ctx: Context,
    run: MatchRun,
    names: Names,
    decide: Callable[[Sequence[ReceiptRow], Looked], list[D]],
    told: Told,
) -> Iterator[list[D]]:
    """Decide all that waits, a bounded number of receipts at a time."""
    after: _Place | None = None
    count = 0
    while True:
        with ctx.database.reading() as session:
            rows = _waiting(session, run, after)
            looked = look_up(session, rows, names, run.on)
        if not rows:
            return
        yield decide(rows, looked)
        after = (rows[-1].booked_on, rows[-1].unit_code, rows[-1].seq)
        count += len(rows)
        told(count)


def _waiting(session: Session, run: MatchRun, after: _Place | None) -> Sequence[ReceiptRow]:
    """The next receipts with open money, or with credit that meets an open obligation."""
    owed = ObligationRow
    meets = exists().where(
        owed.collecting_unit == ReceiptRow.collecting_unit,
        owed.tax_code == ReceiptRow.tax_code,
        owed.amount_vnd - owed.waived_vnd - owed.paid_vnd > 0,
    )
    query = select(ReceiptRow).where(
        or_(_OPEN > 0, (ReceiptRow.credit_vnd > 0) & meets), ReceiptRow.booked_on <= run.on
    )
    if run.account_no:
        query = query.where(ReceiptRow.account_no == run.account_no)
    if after is not None:
        query = query.where(tuple_(*_ORDER) > after)
    return session.scalars(query.order_by(*_ORDER).limit(CHUNK)).all()


def _later(session: Session, run: MatchRun) -> int:
    """How many receipts with open money were booked after the day."""
    query = select(func.count()).where(_OPEN > 0, ReceiptRow.booked_on > run.on)
    if run.account_no:
        query = query.where(ReceiptRow.account_no == run.account_no)
    return session.execute(query).scalar_one()


def _certain(rows: Sequence[ReceiptRow], looked: Looked) -> list[Decision]:
    decisions = []
    for row in rows:
        decision = _of_open(row, looked) if row.open_vnd else _of_credit(row, looked)
        if decision is not None and decision.certain:
            looked.pay(decision.tax_code, decision.parts, decision.collector)
            looked.learn(row, decision.tax_code)
            decisions.append(decision)
    return decisions


def _doubtful(rows: Sequence[ReceiptRow], looked: Looked) -> list[tuple[Decision, ReceiptRow]]:
    """What waits for a person; what is certain and still waits was refused, and says so itself."""
    pairs = [(_of_open(row, looked), row) for row in rows if row.open_vnd]
    return [(decision, row) for decision, row in pairs]


def _of_open(row: ReceiptRow, looked: Looked) -> Decision:
    """What to do with the open money of a receipt; what a person released waits for a person."""
    proposal, collector = propose_for(row, looked)
    released = row.decided_by != ""
    return Decision(
        holder_unit=row.unit_code,
        receipt_seq=row.seq,
        certain=proposal.kind is Kind.CERTAIN and not released,
        confidence=min(proposal.confidence, _DOUBTED) if released else proposal.confidence,
        evidence=(*proposal.evidence, RELEASED) if released else proposal.evidence,
        tax_code=proposal.tax_code or "",
        collector=collector,
        parts=tuple((str(period), int(amount)) for period, amount in proposal.parts),
        credit_vnd=proposal.credit_vnd,
    )


def _of_credit(row: ReceiptRow, looked: Looked) -> Decision | None:
    """Put a payer's credit on what is open: the months the payer named, then the oldest first."""
    named = () if row.evidence == BY_PERSON else read_text(row.content).periods.periods
    owed = looked.obligations(row.tax_code, row.collecting_unit)
    laid = allocate(Vnd(row.credit_vnd), named, owed)
    if not laid.parts:
        return None
    return Decision(
        holder_unit=row.unit_code,
        receipt_seq=row.seq,
        certain=True,
        confidence=row.confidence,
        evidence=(),
        tax_code=row.tax_code,
        collector=row.collecting_unit,
        parts=tuple((str(period), int(amount)) for period, amount in laid.parts),
        from_credit=True,
    )


def _differs(decision: Decision, row: ReceiptRow) -> bool:
    if decision.certain:
        return False  # refused above, and told with its reason
    known = (row.suggested_tax_code, row.confidence, row.evidence)
    return known != (decision.tax_code, decision.confidence, " ".join(decision.evidence))
