"""Private keys are files that only their owner reads; a signature is of one key and one text."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from finance.runtime.keys import (
    KeyFileReadable,
    KeyFileTrouble,
    UnknownKey,
    WrongSignature,
    check_note,
    key_file,
    make_key,
    sign,
)
from ledger.notes import Checkpoint, Note, Signature, VerifierKey, parse_note, signed_note

CHECKPOINT = Checkpoint("a/b", 3, b"r" * 32)


def _note(folder: Path, *keys: VerifierKey) -> Note:
    signatures = [sign(folder, key, CHECKPOINT.text) for key in keys]
    return parse_note(signed_note(CHECKPOINT, signatures))


def test_a_key_lies_where_only_its_owner_reads_it(tmp_path: Path) -> None:
    """PKCS8 PEM, mode 600, in a folder of mode 700."""
    key = make_key(tmp_path / "keys", "a/b")
    file = key_file(tmp_path / "keys", key)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.read_text().startswith("-----BEGIN PRIVATE KEY-----")
    assert check_note(_note(tmp_path / "keys", key), [key]) == [key]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o700])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """It may be another's already."""
    key = make_key(tmp_path, "a/b")
    key_file(tmp_path, key).chmod(mode)
    with pytest.raises(KeyFileReadable) as caught:
        sign(tmp_path, key, "x")
    assert caught.value.facts["mode"] == f"{mode:o}"


def test_a_file_that_is_no_key_of_ours(tmp_path: Path) -> None:
    """Missing, damaged, of another kind, or another key under this name."""
    key, other = make_key(tmp_path, "a/b"), make_key(tmp_path, "a/b")
    file = key_file(tmp_path, key)
    private = generate_private_key(65537, 2048)
    rsa = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for content in (b"", b"no key", rsa, key_file(tmp_path, other).read_bytes()):
        file.write_bytes(content)
        with pytest.raises(KeyFileTrouble):
            sign(tmp_path, key, "x")
    file.unlink()
    with pytest.raises(KeyFileTrouble):
        sign(tmp_path, key, "x")


def test_a_note_of_two_keys_holds_by_either(tmp_path: Path) -> None:
    """Who knows one of the keys passes over the line of the other."""
    old, new = make_key(tmp_path, "a/b"), make_key(tmp_path, "a/b")
    note = _note(tmp_path, old, new)
    assert check_note(note, [old, new]) == [old, new]
    assert check_note(note, [new]) == [new]


def test_a_note_of_nobody_we_know_is_refused(tmp_path: Path) -> None:
    """Neither another key nor the same key under another name will do."""
    key, other = make_key(tmp_path, "a/b"), make_key(tmp_path, "a/b")
    note = _note(tmp_path, key)
    for known in ([], [other], [replace(key, name="c")]):
        with pytest.raises(UnknownKey) as caught:
            check_note(note, known)
        assert key.key_id.hex() in str(caught.value.facts["signers"])


def test_a_changed_note_is_refused(tmp_path: Path) -> None:
    """One leaf more, another root, or a signature that was made of something else."""
    key = make_key(tmp_path, "a/b")
    note = _note(tmp_path, key)
    longer = replace(note, checkpoint=replace(CHECKPOINT, size=4))
    other = replace(note, checkpoint=replace(CHECKPOINT, root=b"x" * 32))
    forged = replace(note, signatures=(Signature(key.name, key.key_id, b"s" * 64),))
    for changed in (longer, other, forged):
        with pytest.raises(WrongSignature):
            check_note(changed, [key])
