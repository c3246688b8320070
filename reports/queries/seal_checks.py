"""Every check of seals, the seal log and its checkpoints; and of a checkpoint from outside.

Whoever owns the database can make a book anew with all its hashes, its seals and the seal log. A
checkpoint that somebody else kept is what finds it: the log of today does not begin as it says.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.records.checkpoints import (
    CheckpointRow,
    SigningKeyRow,
    checkpoints,
    signing_keys,
)
from finance.runtime.keys import check_note
from ledger.errors import Fact, Problem, Refusal
from ledger.notes import Note, VerifierKey, parse_note
from ledger.store.seal_verification import LogVerification, verify_log, verify_seals

CHECKPOINT: Final = "checkpoint"
_SENTENCES: Final = {
    "note": (
        "Điểm kiểm {size}: {why_vi}",
        "Checkpoint {size}: {why_en}",
    ),
    "fields": (
        "Điểm kiểm {size}: cột dữ liệu khác với bản có chữ ký.",
        "Checkpoint {size}: the columns are not what was signed.",
    ),
    "time": (
        "Điểm kiểm {size} được ký khi khóa {signer} chưa có hoặc đã nghỉ.",
        "Checkpoint {size} was signed when key {signer} did not sign yet, or no more.",
    ),
    "root": (
        "Nhật ký niêm phong ở độ dài {size} không phải là nhật ký mà điểm kiểm đã ký.",
        "The seal log of size {size} is not the one that the checkpoint signed.",
    ),
    "size": (
        "Nhật ký niêm phong chỉ có {now} lá, ngắn hơn {size} lá mà điểm kiểm đã ký.",
        "The seal log has {now} leaves only, fewer than the {size} that the checkpoint signed.",
    ),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint that was kept outside, and the keys it is to be signed by."""

    note: Note
    keys: tuple[VerifierKey, ...] = ()  # none: those that the database knows


def check_seals(
    session: Session, codes: Collection[str] | None, kept: Kept | None = None
) -> Iterator[Problem]:
    """Hold the seals of books, the whole seal log and its checkpoints to what can be recomputed.

    Takes    the codes of books, None for all; a checkpoint from outside that today's log has to
             begin with.
    Raises   UnknownKey, WrongSignature for that checkpoint.
    """
    keys = signing_keys(session)
    if kept is not None:
        check_note(kept.note, kept.keys or [row.verifier for row in keys])
    yield from verify_seals(session, codes)
    held = checkpoints(session)
    outside = () if kept is None else (kept.note,)
    sizes = {row.size for row in held} | {note.checkpoint.size for note in outside}
    log = verify_log(session, sizes)
    yield from log.rows
    for row in reversed(held):
        yield from _checkpoint(row, log, keys)
    for note in outside:
        yield from _prefix(note, log)


def _checkpoint(
    row: CheckpointRow, log: LogVerification, keys: Sequence[SigningKeyRow]
) -> Iterator[Problem]:
    """A stored checkpoint is signed, by keys that signed then, and speaks of this log."""
    by_key = {key.verifier: key for key in keys}
    try:
        note = parse_note(row.note)
        signers = [by_key[signer] for signer in check_note(note, by_key)]
    except Refusal as refusal:
        said = {"why_vi": refusal.sentence("vi"), "why_en": refusal.sentence("en")}
        yield _fault("note", row.size, **said)
        return
    if (note.checkpoint.size, note.checkpoint.root) != (row.size, row.root):
        yield _fault("fields", row.size)
    for key in signers:
        until = row.signed_at_us if key.until_us is None else key.until_us
        if not key.from_us <= row.signed_at_us <= until:
            yield _fault("time", row.size, signer=str(key.verifier))
    yield from _prefix(note, log)


def _prefix(note: Note, log: LogVerification) -> Iterator[Problem]:
    """Today's log begins with the log that a note speaks of."""
    size = note.checkpoint.size
    if size > log.size:
        yield _fault("size", size, now=log.size)
    elif log.roots.get(size) != note.checkpoint.root:
        yield _fault("root", size)


def _fault(name: str, size: int, **facts: Fact) -> Problem:
    vi, en = _SENTENCES[name]
    where = f"{CHECKPOINT}/{size}"
    return Problem(f"verify.checkpoint_{name}", vi, en, where=where, facts={"size": size, **facts})
