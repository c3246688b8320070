"""Checkpoints as signed notes: their text, the names of keys, reading with refusals.

Pure. A note is lines of text, an empty line, and one line for each signature; what is signed is
the text with its last line end. Who signs and who checks is `finance.runtime.keys`.
Source   C2SP signed-note and tlog-checkpoint (c2sp.org).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.errors import LedgerError

ED25519: Final = b"\x01"
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
ROOT_BYTES: Final = 32
_ID_BYTES: Final = 4
_FIRST_LINES: Final = 3  # origin, size, root
_KEY_PARTS: Final = 3  # name, id, key
_MOST: Final = 1_000_000  # characters; a note has a line for each month and is far from this
_MARK: Final = "— "
_NAME: Final = re.compile(r"[^\s+]{1,100}")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)


class NotANote(LedgerError):
    """A text that is not a signed checkpoint."""

    code = "checkpoint.not_a_note"
    vi = "Đây không phải là điểm kiểm có chữ ký ({part})."
    en = "This is not a signed checkpoint ({part})."


class NotAKey(LedgerError):
    """A text that is not a verifier key, or a name that no key may have."""

    code = "keys.not_a_key"
    vi = "«{text}» không phải là khóa công khai hoặc tên khóa."
    en = "“{text}” is not a verifier key, or not a name for one."


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key: 32 bytes of Ed25519 under a name."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of the digest of name, algorithm and key."""
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(named).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        """NAME+ID+KEY, as others take it."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(ED25519 + self.public)}"


def check_name(name: str) -> str:
    """A name a key may have: no blank and no plus sign.

    Raises   NotAKey.
    """
    if not _NAME.fullmatch(name):
        raise NotAKey(text=name[:100])
    return name


def parse_key(text: str) -> VerifierKey:
    """Read NAME+ID+KEY.

    Raises   NotAKey, also when the id is not that of name and key.
    """
    parts = text.strip().split("+", 2)
    if len(parts) != _KEY_PARTS:
        raise NotAKey(text=text[:100])
    raw = _bytes(parts[2])
    if raw is None or len(raw) != len(ED25519) + KEY_BYTES:
        raise NotAKey(text=text[:100])
    key = VerifierKey(check_name(parts[0]), raw[len(ED25519) :])
    if str(key) != text.strip():  # another algorithm, or the id of another key
        raise NotAKey(text=text[:100])
    return key


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the key's name and id, and 64 bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: whose log, how long it is, its root, and lines beside."""

    origin: str
    size: int
    root: bytes
    beside: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines that are signed, each with its end."""
        return "".join(
            f"{line}\n" for line in (self.origin, str(self.size), _base64(self.root), *self.beside)
        )


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint with its signatures, none of them checked yet."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]


def total_line(period: str, books: int, sums: tuple[int, int], sum_root: bytes) -> str:
    """The line a checkpoint has for a month.

    Takes    `sums`: debit and credit of the month over all accounts of all books (đồng).
    """
    debit, credit = sums
    return f"period {period} books {books} debit {debit} credit {credit} sum-root {sum_root.hex()}"


def signed_note(checkpoint: Checkpoint, signatures: Sequence[Signature]) -> str:
    """The text of a note."""
    lines = (f"{_MARK}{each.name} {_base64(each.key_id + each.signature)}\n" for each in signatures)
    return checkpoint.text + "\n" + "".join(lines)


def parse_note(text: str) -> Note:
    """Read a note; it is then what `signed_note` writes of it, to the last character.

    Raises   NotANote, naming the part that is wrong.
    """
    if len(text) > _MOST or any(ord(sign) < ord(" ") for sign in text if sign != "\n"):
        raise NotANote(part="text")
    head, gap, tail = text.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise NotANote(part="—")
    note = Note(_checkpoint(head.split("\n")), tuple(map(_signature, tail[:-1].split("\n"))))
    if signed_note(note.checkpoint, note.signatures) != text:
        raise NotANote(part="text")
    return note


def _checkpoint(lines: Sequence[str]) -> Checkpoint:
    if len(lines) < _FIRST_LINES or not all(lines):
        raise NotANote(part="origin, size, root")
    origin, size, root_text = lines[:_FIRST_LINES]
    root = _bytes(root_text)
    if root is None or len(root) != ROOT_BYTES:
        raise NotANote(part="root")
    if not _SIZE.fullmatch(size):
        raise NotANote(part="size")
    return Checkpoint(origin, int(size), root, tuple(lines[_FIRST_LINES:]))


def _signature(line: str) -> Signature:
    name, _, coded = line.removeprefix(_MARK).partition(" ")
    raw = _bytes(coded)
    if raw is None or len(raw) != _ID_BYTES + SIGNATURE_BYTES:
        raise NotANote(part="—")
    if not line.startswith(_MARK) or not _NAME.fullmatch(name):
        raise NotANote(part="—")
    return Signature(name, raw[:_ID_BYTES], raw[_ID_BYTES:])


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes | None:
    """The bytes of base64 text; None when it is none."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
