"""The `voucher` commands: list, show, draft, submit, withdraw, approve, reject, and the rest."""

from pathlib import Path
from typing import Any, Final

import click
from sqlalchemy import select

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.attach_papers import AttachPapers, GivenPaper, attach_papers
from finance.actions.copy_voucher import CopyVoucher, copy_voucher
from finance.actions.discard_voucher import DiscardVoucher, discard_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.actions.withdraw_voucher import WithdrawVoucher, withdraw_voucher
from finance.cli.parameters import Numbered, numbered, written
from finance.records.audit_lines import acts_on
from finance.records.papers import papers_of
from finance.records.vouchers import (
    VoucherRow,
    VoucherState,
    makers_of,
    voucher_id,
    voucher_lines,
)
from finance.rules.entry_lines import read_json, voucher_asked
from finance.rules.papers import MOST_BYTES
from finance.rules.vouchers import UnknownVoucher, VoucherNotThere
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.entries import Line, Side, total
from ledger.errors import UnknownBook
from ledger.store import reads

_MARK: Final = "V"  # UNIT/V/SEQ
VOUCHER: Final = numbered(_MARK, "a voucher")
_ONE: Final = click.Argument(["voucher"], type=VOUCHER)
_SEEN: Final = click.Option(
    ["--seen"], type=int, help="What `voucher show` told as `seen`; refused when it has changed."
)
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@command(
    "list",
    "The vouchers of a unit.",
    [
        click.Argument(["unit"]),
        click.Option(["--state"], type=click.Choice([state.value for state in VoucherState])),
    ],
)
def list_vouchers(ctx: Context, unit: str, state: str | None) -> dict[str, Any]:
    """Each voucher with its state, in order of number."""
    with ctx.database.reading() as session:
        ctx.require(session, "ledger.read", unit)
        if unit not in reads.books_by_code(session, {unit}):
            raise UnknownBook(book=unit)
        query = select(VoucherRow).where(VoucherRow.unit_code == unit).order_by(VoucherRow.seq)
        if state:
            query = query.where(VoucherRow.state == state)
        rows = [_short(row, voucher_lines(session, row)) for row in session.scalars(query)]
    return {"rows": rows}


@command("show", "A voucher with its lines, files and history.", [_ONE])
def show(ctx: Context, voucher: Numbered) -> dict[str, Any]:
    """Everything that is known of a voucher; `seen` names it as it stands now."""
    with ctx.database.reading() as session:
        ctx.require(session, "ledger.read", voucher.unit)
        row = session.get(VoucherRow, tuple(voucher))
        if row is None:
            raise UnknownVoucher(voucher=voucher.named(_MARK))
        lines = voucher_lines(session, row)
        return {
            **_short(row, lines),
            "document_on": row.document_on.isoformat(),
            "makers": makers_of(session, row),
            "checker": row.checker,
            "reason": row.reason,
            "reverses": row.reverses,
            "discarded_by": row.discarded_by,
            "seen": row.changed_at_us,
            "lines": [_line(line) for line in lines],
            "papers": [
                {
                    "digest": paper.digest,
                    "file_name": paper.file_name,
                    "media_type": paper.media_type,
                    "size_bytes": paper.size_bytes,
                    "added_by": paper.added_by,
                }
                for paper in papers_of(session, *voucher)
            ],
            "history": [
                {
                    "at": written(act.at_us),
                    "actor": act.actor,
                    "action": act.action,
                    "details": act.facts,
                }
                for act in acts_on(session, voucher.unit, [voucher.named(_MARK)])
            ],
        }


@command(
    "draft",
    "Keep a draft from a JSON file: accounting_on, document_on, text, lines.",
    [
        click.Argument(["unit"]),
        click.Argument(["file"], type=_FILE),
        click.Option(["--voucher"], type=VOUCHER, help="The draft to be replaced."),
        _SEEN,
    ],
)
def draft(
    ctx: Context, unit: str, file: Path, voucher: Numbered | None, seen: int | None
) -> dict[str, Any]:
    """A new draft, or other lines in one that is still in its makers' hands."""
    given = voucher_asked(read_json(file.read_bytes()))
    if voucher is not None and voucher.unit != unit:
        raise UnknownVoucher(voucher=voucher.named(_MARK))
    wish = DraftVoucher(
        unit=unit,
        accounting_on=given.accounting_on,
        document_on=given.document_on,
        text=given.text,
        lines=given.lines,
        seq=None if voucher is None else voucher.seq,
        seen=seen,
    )
    return _told(Numbered(unit, draft_voucher(ctx, wish)), VoucherState.DRAFT)


@command("submit", "Hand a draft to the second person.", [_ONE, _SEEN])
def submit(ctx: Context, voucher: Numbered, seen: int | None) -> dict[str, Any]:
    """Submit it."""
    try:
        submit_voucher(ctx, SubmitVoucher(*voucher, seen))
    except VoucherNotThere as refusal:
        return _unchanged(_again(ctx, voucher, VoucherState.SUBMITTED, refusal))
    return _told(voucher, VoucherState.SUBMITTED)


@command("withdraw", "Take back what one submitted oneself; it is a draft again.", [_ONE, _SEEN])
def withdraw(ctx: Context, voucher: Numbered, seen: int | None) -> dict[str, Any]:
    """Withdraw it."""
    withdraw_voucher(ctx, WithdrawVoucher(*voucher, seen))
    return _told(voucher, VoucherState.DRAFT)


@command("approve", "Post a submitted voucher, as the second person.", [_ONE, _SEEN])
def approve(ctx: Context, voucher: Numbered, seen: int | None) -> dict[str, Any]:
    """Approve it; the entry stands in the book."""
    try:
        entry = approve_voucher(ctx, ApproveVoucher(*voucher, seen))
    except VoucherNotThere as refusal:
        row = _again(ctx, voucher, VoucherState.POSTED, refusal)
        return {**_unchanged(row), "entry": row.entry}
    return {**_told(voucher, VoucherState.POSTED), "entry": entry}


@command(
    "reject",
    "Send a submitted voucher back, as the second person.",
    [_ONE, click.Option(["--reason"], required=True), _SEEN],
)
def reject(ctx: Context, voucher: Numbered, reason: str, seen: int | None) -> dict[str, Any]:
    """Send it back with the reason."""
    try:
        reject_voucher(ctx, RejectVoucher(*voucher, reason, seen))
    except VoucherNotThere as refusal:
        row = _again(ctx, voucher, VoucherState.REJECTED, refusal)
        if row.reason != reason.strip():
            raise
        return _unchanged(row)
    return _told(voucher, VoucherState.REJECTED)


@command("copy", "Copy a voucher into a new draft, dated today, without its files.", [_ONE])
def copy(ctx: Context, voucher: Numbered) -> dict[str, Any]:
    """Copy it."""
    made = Numbered(voucher.unit, copy_voucher(ctx, CopyVoucher(*voucher)))
    return {**_told(made, VoucherState.DRAFT), "from": voucher.named(_MARK)}


@command(
    "attach",
    "Attach files to a draft or a voucher that was sent back: all of them, or none.",
    [_ONE, click.Argument(["files"], type=_FILE, nargs=-1, required=True), _SEEN],
)
def attach(
    ctx: Context, voucher: Numbered, files: tuple[Path, ...], seen: int | None
) -> dict[str, Any]:
    """Attach them; one that the voucher has already is left as it is."""
    given = []
    for path in files:
        with path.open("rb") as file:
            given.append(GivenPaper(path.name, file.read(MOST_BYTES + 1)))
    new = attach_papers(ctx, AttachPapers(*voucher, given, seen))
    return {"voucher": voucher.named(_MARK), "attached": new, "changed": bool(new)}


@command("discard", "Throw a draft away; its number stays.", [_ONE, _SEEN])
def discard(ctx: Context, voucher: Numbered, seen: int | None) -> dict[str, Any]:
    """Discard it."""
    try:
        discard_voucher(ctx, DiscardVoucher(*voucher, seen))
    except VoucherNotThere as refusal:
        return _unchanged(_again(ctx, voucher, VoucherState.DISCARDED, refusal))
    return _told(voucher, VoucherState.DISCARDED)


def _again(
    ctx: Context, voucher: Numbered, wanted: VoucherState, refusal: VoucherNotThere
) -> VoucherRow:
    """The voucher, when this very person has brought it to the wanted state before.

    Raises   the refusal itself otherwise.
    """
    with ctx.database.reading() as session:
        row = session.get_one(VoucherRow, tuple(voucher))
        doers = {
            VoucherState.SUBMITTED: makers_of(session, row),
            VoucherState.DISCARDED: [row.discarded_by],
        }.get(wanted, [row.checker])
    if row.state != wanted.value or ctx.actor.name not in doers:
        raise refusal
    return row


def _unchanged(row: VoucherRow) -> dict[str, Any]:
    return {"voucher": voucher_id(row), "state": row.state, "changed": False}


def _told(voucher: Numbered, state: VoucherState) -> dict[str, Any]:
    return {"voucher": voucher.named(_MARK), "state": state.value, "changed": True}


def _short(row: VoucherRow, lines: tuple[Line, ...]) -> dict[str, Any]:
    return {
        "voucher": voucher_id(row),
        "kind": row.kind,
        "state": row.state,
        "accounting_on": row.accounting_on.isoformat(),
        "text": row.text,
        "amount_vnd": total(lines, Side.DEBIT),
        "maker": row.maker,
        "entry": row.entry,
    }


def _line(line: Line) -> dict[str, Any]:
    side = "debit" if line.side is Side.DEBIT else "credit"
    return {"account": line.account, side: line.amount_vnd, "fund": line.fund, "item": line.item}


commands: tuple[tuple[str, click.Command], ...] = (
    ("voucher list", list_vouchers),
    ("voucher show", show),
    ("voucher draft", draft),
    ("voucher submit", submit),
    ("voucher withdraw", withdraw),
    ("voucher approve", approve),
    ("voucher reject", reject),
    ("voucher copy", copy),
    ("voucher attach", attach),
    ("voucher discard", discard),
)
