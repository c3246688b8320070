"""Books as one XML file in the shape of SAF-T: header, masters with balances, entries.

It has the shape that tax offices have made usual, in a namespace and with a schema of its own
(`saft.xsd`, beside this module): no country's SAF-T. Text is written as it was posted; what XML
cannot hold is replaced by U+FFFD and counted in the footer, while the leaf hash stands on the
original. Lines come as they are read: a book of any size is never held together.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from finance.runtime.clock import moment
from ledger.entries import Line, Side
from reports.inspection.audit_book import AccountMaster, AuditBook, Heading, Named, Recorded

NAMESPACE: Final = "urn:union-finance:saft-shaped:1"
PROGRAM: Final = "union-finance"
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A carriage return would be read as a line feed, were it not written as a number.
_ESCAPES: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}


def schema() -> bytes:
    """The XML Schema that every such file follows."""
    return files("reports.render").joinpath("saft.xsd").read_bytes()


def saft_lines(heading: Heading, books: Iterable[AuditBook]) -> Iterator[str]:
    """The file, line by line, without line ends.

    Takes    the books in order, each read once and left before the next is asked for.
    """
    pen = _Pen()
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<AuditFile xmlns="{NAMESPACE}">'
    yield from _header(pen, heading)
    for book in books:
        yield "<Book>"
        yield from _company(pen, book)
        yield from _masters(pen, book)
        yield from _entries(pen, book)
        yield "</Book>"
    yield f"<Footer>{pen.tag('ReplacedCharacters', pen.replaced)}</Footer>"
    yield "</AuditFile>"


@dataclass(slots=True)
class _Pen:
    """Writes elements and counts the characters it had to replace."""

    replaced: int = 0

    def tag(self, name: str, value: object) -> str:
        text, count = _FORBIDDEN.subn("\ufffd", str(value))
        self.replaced += count
        return f"<{name}>{text.translate(_ESCAPES)}</{name}>"

    def row(self, name: str, **values: object) -> str:
        """An element with these children; None leaves a child out."""
        inside = "".join(
            self.tag(child, value) for child, value in values.items() if value is not None
        )
        return f"<{name}>{inside}</{name}>"


def _header(pen: _Pen, heading: Heading) -> Iterator[str]:
    yield "<Header>"
    yield pen.tag("AuditFileVersion", "1.0")
    yield pen.tag("AuditFileDateCreated", heading.made_at.date().isoformat())
    yield pen.tag("AsOfMoment", heading.made_at.isoformat())
    yield pen.tag("AsOfMomentMicroseconds", heading.made_at_us)
    yield pen.tag("SoftwareID", PROGRAM)
    yield pen.tag("SoftwareVersion", heading.program_version)
    yield pen.tag("NumberOfBooks", heading.books)
    yield pen.row(
        "SelectionCriteria",
        SelectionStartDate=heading.first.isoformat(),
        SelectionEndDate=heading.last.isoformat(),
    )
    yield "</Header>"


def _company(pen: _Pen, book: AuditBook) -> Iterator[str]:
    yield pen.row(
        "Company",
        RegistrationNumber=book.code,
        Name=book.name,
        AccountingRegime=book.regime,
        DefaultCurrencyCode=book.currency,
    )


def _masters(pen: _Pen, book: AuditBook) -> Iterator[str]:
    yield "<MasterFiles>"
    yield "<GeneralLedgerAccounts>"
    for account in book.accounts:
        yield _account(pen, account)
    yield "</GeneralLedgerAccounts>"
    yield "<AnalysisTypeTable>"
    yield from _analyses(pen, "FUND", book.funds)
    yield from _analyses(pen, "ITEM", book.items)
    yield "</AnalysisTypeTable>"
    yield "<Owners>"
    for owner in book.owners:
        yield pen.row("Owner", OwnerID=owner.code, Name=owner.name.vi)
    yield "</Owners>"
    yield "</MasterFiles>"


def _account(pen: _Pen, account: AccountMaster) -> str:
    sums = account.sums
    return pen.row(
        "Account",
        AccountID=account.code,
        AccountDescription=account.name.vi,
        AccountDescriptionEnglish=account.name.of("en"),
        AccountType=account.nature,
        OpeningDebitBalance=sums.opening_debit_vnd,
        OpeningCreditBalance=sums.opening_credit_vnd,
        DebitTurnover=sums.debit_vnd,
        CreditTurnover=sums.credit_vnd,
        ClosingDebitBalance=sums.closing_debit_vnd,
        ClosingCreditBalance=sums.closing_credit_vnd,
    )


def _analyses(pen: _Pen, kind: str, tags: Iterable[Named]) -> Iterator[str]:
    for tag in tags:
        yield pen.row(
            "AnalysisTypeTableEntry",
            AnalysisType=kind,
            AnalysisID=tag.code,
            AnalysisIDDescription=tag.name.vi,
            AnalysisIDDescriptionEnglish=tag.name.of("en"),
        )


def _entries(pen: _Pen, book: AuditBook) -> Iterator[str]:
    yield "<GeneralLedgerEntries>"
    yield pen.tag("NumberOfEntries", book.totals.entries)
    yield pen.tag("TotalDebit", book.totals.debit_vnd)
    yield pen.tag("TotalCredit", book.totals.credit_vnd)
    for journal, recorded in book.journals:
        yield "<Journal>"
        yield pen.tag("JournalID", journal)
        for each in recorded:
            yield from _transaction(pen, each)
        yield "</Journal>"
    yield "</GeneralLedgerEntries>"


def _transaction(pen: _Pen, recorded: Recorded) -> Iterator[str]:
    posted, draft = recorded.posted, recorded.posted.draft
    yield "<Transaction>"
    yield pen.tag("TransactionID", posted.public_id)
    yield pen.tag("SequenceInBook", posted.seq)
    yield pen.tag("Period", draft.accounting_on.month)
    yield pen.tag("PeriodYear", draft.accounting_on.year)
    yield pen.tag("TransactionDate", draft.accounting_on.isoformat())
    yield pen.tag("DocumentDate", draft.document_on.isoformat())
    yield pen.tag("SourceID", draft.actor)
    yield pen.tag("SourceSystem", draft.source)
    yield pen.tag("SourceKey", draft.key)
    yield pen.tag("Description", draft.text)
    yield pen.tag("SystemEntryDate", moment(posted.recorded_at_us).date().isoformat())
    yield pen.tag("SystemEntryMicroseconds", posted.recorded_at_us)
    if draft.reverses_seq is not None:
        yield pen.tag("ReversesSequence", draft.reverses_seq)
    if draft.papers:
        yield pen.tag("PapersHash", draft.papers)
    yield pen.tag("LeafHash", recorded.leaf_hash.hex())
    for number, line in enumerate(draft.lines, start=1):
        yield _line(pen, number, line)
    yield "</Transaction>"


def _line(pen: _Pen, number: int, line: Line) -> str:
    analyses = "".join(
        pen.row("Analysis", AnalysisType=kind, AnalysisID=code)
        for kind, code in (("FUND", line.fund), ("ITEM", line.item))
        if code
    )
    side = "DebitAmount" if line.side is Side.DEBIT else "CreditAmount"
    parts = [pen.tag("RecordID", number), pen.tag("AccountID", line.account), analyses]
    parts.append(pen.row(side, Amount=line.amount_vnd))
    if line.counter_book:
        parts.append(pen.tag("OwnerID", line.counter_book))
        parts.append(pen.tag("CrossReference", line.interbook_ref))
    return f"<Line>{''.join(parts)}</Line>"
