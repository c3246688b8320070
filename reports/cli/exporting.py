"""`ledger export`: books as files that other programs check."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import click
from sqlalchemy.orm import Session

from finance.cli.parameters import DAY
from finance.records.checkpoints import checkpoints
from finance.runtime.clock import moment
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.entries import Posted
from ledger.errors import Refusal
from ledger.export import beancount_ledger, hledger_journal
from ledger.store import reads
from ledger.store.reads import Book
from reports.cli.ledger_reading import check_span
from reports.cli.seen import require
from reports.inspection.audit_book import AuditBook, Heading
from reports.inspection.audit_files import CHECKPOINTS, FILES, VERSION
from reports.queries import books
from reports.queries.audit_books import audit_books, days_of
from reports.queries.audit_rows import hold_still, rows
from reports.render.data_package import Note, Table, read_me, write_package
from reports.render.saft import PROGRAM, saft_lines

_TEXTS: Final = {"beancount": beancount_ledger, "hledger": hledger_journal}
_FORMATS: Final = ("beancount", "csv", "hledger", "saft")


class UnitOrAll(Refusal):
    """An export is of one unit or of all, and of one of them only."""

    code = "report.wrong_choice"
    vi = "Hãy chọn một trong hai: --unit hoặc --all."
    en = "Choose one of the two: --unit or --all."


class SpanOfSaftOnly(Refusal):
    """Only the SAF-T-shaped file has opening balances, so only it can begin in the middle."""

    code = "report.whole_book"
    vi = "Chỉ định dạng saft nhận --from và --to; các định dạng khác luôn xuất toàn bộ sổ."
    en = "Only the format saft takes --from and --to; the others are always of the whole book."


@dataclass(frozen=True, slots=True)
class _Export:
    """What is to be written where: these books, all of them or one, as they stand now."""

    books: Sequence[Book]
    scope: str  # "all" or "unit"
    span: tuple[dt.date, dt.date] | None
    at_us: int
    out: Path


@command(
    "export",
    "The books as files for other programs, for auditors.",
    [
        click.Option(["--unit"], default="", metavar="CODE"),
        click.Option(["--all", "every"], is_flag=True, help="All books."),
        click.Option(["--format", "kind"], type=click.Choice(_FORMATS), required=True),
        click.Option(["--from", "first"], type=DAY, help="First day (saft)."),
        click.Option(["--to", "last"], type=DAY, help="Last day, included (saft)."),
        click.Option(
            ["--out"], type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True
        ),
    ],
)
def export(
    ctx: Context, *, unit: str, every: bool, kind: str, out: Path, **span: dt.date | None
) -> dict[str, Any]:
    """Write one book or all as they stand at one moment, nothing netted, nothing left out."""
    if bool(unit) == every:
        raise UnitOrAll
    if kind != "saft" and any(span.values()):
        raise SpanOfSaftOnly
    with ctx.database.reading() as session:
        hold_still(session)
        require(ctx, session, unit)
        held = reads.books_by_code(session) if every else {unit: books.book_of(session, unit)}
        chosen = [held[code] for code in sorted(held)]
        days = _span(session, chosen, ctx.today, **span) if kind == "saft" else None
        wanted = _Export(chosen, "all" if every else "unit", days, ctx.clock.now_us(), out)
        write = _package if kind == "csv" else _saft if kind == "saft" else _text_as(kind)
        answer = write(session, wanted)
    return {"books": len(chosen), **answer, "out": str(out)}


def _span(
    session: Session,
    chosen: Sequence[Book],
    today: dt.date,
    first: dt.date | None,
    last: dt.date | None,
) -> tuple[dt.date, dt.date]:
    """The days asked for; without them, from the first entry to the last."""
    earliest, latest = days_of(session, [book.book_id for book in chosen]) or (today, today)
    days = (first or min(earliest, last or earliest), last or max(latest, first or latest))
    check_span(*days)
    return days


def _text_as(kind: str) -> Callable[[Session, _Export], Mapping[str, object]]:
    def write(session: Session, wanted: _Export) -> Mapping[str, object]:
        count = 0
        codes = [book.code for book in wanted.books]

        def entries() -> Iterator[Posted]:
            nonlocal count
            for code in codes:
                for posted in reads.entries(session, code):
                    count += 1
                    yield posted

        _write(wanted.out, _TEXTS[kind](codes, entries()))
        return {"entries": count}

    return write


def _package(session: Session, wanted: _Export) -> Mapping[str, object]:
    ids = None if wanted.scope == "all" else [book.book_id for book in wanted.books]
    about = {
        "profile": "data-package",
        "name": f"{PROGRAM}-audit-export",
        "version": VERSION,
        "description": "Sổ kế toán xuất cho kiểm toán · Books exported for auditors",
        "created": moment(wanted.at_us).isoformat(),
        "as_of_us": wanted.at_us,
        "scope": wanted.scope,
        "program": {"name": PROGRAM, "version": version(PROGRAM)},
    }
    tables = (Table(file, rows(session, file, ids)) for file in FILES)
    notes = [
        Note(f"{CHECKPOINTS}/{each.size:012}.txt", "Điểm kiểm · Checkpoint", each.note)
        for each in reversed(checkpoints(session))
    ]
    counted = write_package(wanted.out, about, tables, [read_me(), *notes])
    return {
        "entries": counted["entries"],
        "lines": counted["lines"],
        "sha256": _sha256(wanted.out),
    }


def _saft(session: Session, wanted: _Export) -> Mapping[str, object]:
    span = wanted.span
    assert span is not None, "the command gave it one"
    heading = Heading(
        made_at_us=wanted.at_us,
        made_at=moment(wanted.at_us),
        program_version=version(PROGRAM),
        first=span[0],
        last=span[1],
        books=len(wanted.books),
    )
    count = 0

    def counted() -> Iterator[AuditBook]:
        nonlocal count
        for book in audit_books(session, wanted.books, span):
            count += book.totals.entries
            yield book

    _write(wanted.out, saft_lines(heading, counted()))
    return {
        "entries": count,
        "from": span[0].isoformat(),
        "to": span[1].isoformat(),
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(out: Path, lines: Iterable[str]) -> None:
    part = out.with_name(f"{out.name}.part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line)
            file.write("\n")
    part.replace(out)  # a file that stands there is whole


commands: tuple[tuple[str, click.Command], ...] = (("ledger export", export),)
