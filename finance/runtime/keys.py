"""Signing keys: Ed25519, the private halves as files that only their owner can read.

A key's file is named by its id and lies in the folder of the settings, never in the database.
"""

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ledger.errors import Refusal
from ledger.notes import Note, Signature, VerifierKey

_OWNER_ONLY: Final = 0o600
_FOLDER: Final = 0o700


class KeyFileTrouble(Refusal):
    """The private half of a key is not where it belongs, or is another."""

    code = "keys.file"
    vi = (
        "Không dùng được tệp khóa «{file}»: thiếu tệp, không phải PKCS8 Ed25519, hoặc là khóa khác."
    )
    en = "Key file “{file}” is of no use: it is missing, no PKCS8 Ed25519 key, or another key."


class KeyFileReadable(Refusal):
    """Others on the machine could read the private half of a key."""

    code = "keys.readable"
    vi = "Người khác đọc được tệp khóa «{file}» (quyền {mode}): đặt lại quyền 600."
    en = "Others can read key file “{file}” (mode {mode}): set its mode to 600."


class UnknownKey(Refusal):
    """No key we know has signed the note."""

    code = "checkpoint.unknown_key"
    vi = "Không có chữ ký nào của khóa đã biết; điểm kiểm được ký bởi: {signers}."
    en = "No key that is known has signed this checkpoint; it was signed by: {signers}."


class WrongSignature(Refusal):
    """A key we know is named, and the signature is not its."""

    code = "checkpoint.wrong_signature"
    vi = "Chữ ký mang tên khóa {signer} không đúng: điểm kiểm đã bị sửa hoặc giả."
    en = "The signature in the name of key {signer} is wrong: the checkpoint was changed or forged."


def make_key(folder: Path, name: str) -> VerifierKey:
    """Make a key and write its private half to a new file, PKCS8 PEM, mode 600.

    Returns  its public half.
    """
    made = Ed25519PrivateKey.generate()
    key = VerifierKey(name, made.public_key().public_bytes_raw())
    folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle = os.open(key_file(folder, key), os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    return key


def key_file(folder: Path, key: VerifierKey) -> Path:
    """Where the private half of a key lies."""
    return folder / f"{key.key_id.hex()}.pem"


def sign(folder: Path, key: VerifierKey, text: str) -> Signature:
    """Sign a text with the private half of a key.

    Raises   KeyFileTrouble, KeyFileReadable.
    """
    private = _private(key_file(folder, key))
    if private.public_key().public_bytes_raw() != key.public:
        raise KeyFileTrouble(file=str(key_file(folder, key)))
    return Signature(key.name, key.key_id, private.sign(text.encode()))


def check_note(note: Note, known: Iterable[VerifierKey]) -> list[VerifierKey]:
    """The known keys that have signed a note, in the order of its lines.

    A line of a key that nobody here knows says nothing and is passed over.
    Raises   UnknownKey when no line is of a known key, WrongSignature when one of them is wrong.
    """
    by_id = {(key.name, key.key_id): key for key in known}
    signers: list[VerifierKey] = []
    for line in note.signatures:
        key = by_id.get((line.name, line.key_id))
        if key is None:
            continue
        public = Ed25519PublicKey.from_public_bytes(key.public)
        try:
            public.verify(line.signature, note.checkpoint.text.encode())
        except InvalidSignature:
            raise WrongSignature(signer=f"{line.name}+{line.key_id.hex()}") from None
        signers.append(key)
    if not signers:
        named = ", ".join(f"{line.name}+{line.key_id.hex()}" for line in note.signatures)
        raise UnknownKey(signers=named)
    return signers


def _private(path: Path) -> Ed25519PrivateKey:
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if os.name == "posix" and mode & ~_OWNER_ONLY:
                raise KeyFileReadable(file=str(path), mode=f"{mode:o}")
            found = load_pem_private_key(file.read(), password=None)
    except (FileNotFoundError, ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyFileTrouble(file=str(path)) from None
    if not isinstance(found, Ed25519PrivateKey):
        raise KeyFileTrouble(file=str(path))
    return found
