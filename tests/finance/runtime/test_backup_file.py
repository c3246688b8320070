"""A backup is one file that is whole or is refused, and that takes no other file's place."""

import hashlib
import stat
import zipfile
from pathlib import Path

import pytest

from finance.runtime.backup_file import (
    BackupDamaged,
    BackupExists,
    BookPoint,
    Manifest,
    TableDigest,
    new_backup,
    open_backup,
)

ROWS = b'[1,"H\xe1\xbb\x99i ph\xc3\xad"]\n[2,null]\n'
MANIFEST = Manifest(
    program="1",
    head="0007_heads",
    engine="sqlite",
    taken_at_us=1_780_000_000_000_000,
    books=(BookPoint("G1", 3, 1_779_000_000_000_000), BookPoint("G2", 5, 1_779_500_000_000_000)),
    left_out=("web_session",),
    tables=(
        TableDigest("line", ("a", "b"), 2, hashlib.sha256(ROWS).hexdigest()),
        TableDigest("book", ("c",), 7, "0" * 64),
    ),
)


def _made(folder: Path) -> Path:
    path = folder / "june.zip"
    with new_backup(path) as file:
        with file.table("line") as member:
            member.write(ROWS)
        file.seal(MANIFEST)
        assert file.keep() == path.stat().st_size
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Manifest and rows come back as they were."""
    with open_backup(_made(tmp_path)) as backup:
        assert backup.manifest == MANIFEST
        with backup.table("line") as member:
            assert member.read() == ROWS


def test_any_zip_program_opens_it(tmp_path: Path) -> None:
    """Who holds a backup and not this program can still read what is in it."""
    with zipfile.ZipFile(_made(tmp_path)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["line.jsonl", "manifest.json"]


def test_the_recovery_point_is_that_of_the_newest_entry() -> None:
    """A backup of no books has none."""
    assert MANIFEST.last_recorded_at_us == 1_779_500_000_000_000
    assert MANIFEST.rows == 9
    empty = Manifest("1", "h", "sqlite", 1, (), (), ())
    assert empty.last_recorded_at_us == 0


def test_the_digest_is_of_the_content_alone() -> None:
    """Engine, moment and order do not count; each part of a table does."""

    def of(*tables: TableDigest, engine: str = "sqlite", taken_at_us: int = 1) -> str:
        return Manifest("1", "h", engine, taken_at_us, (), (), tables).digest

    line, book = MANIFEST.tables
    same = of(line, book)
    assert of(book, line) == same == of(line, book, engine="postgresql", taken_at_us=2)
    others = [
        of(line),
        of(line, TableDigest("book", ("c",), 7, "1" * 64)),
        of(line, TableDigest("book", ("c",), 8, "0" * 64)),
        of(line, TableDigest("book", ("d",), 7, "0" * 64)),
        of(line, TableDigest("booк", ("c",), 7, "0" * 64)),
    ]
    assert len({same, *others}) == 6


def test_each_byte_counts(tmp_path: Path) -> None:
    """Whichever bit of the file is turned over, the file is refused."""
    path = _made(tmp_path)
    whole = path.read_bytes()
    for place in range(len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 1 << place % 8
        path.write_bytes(broken)
        with pytest.raises(BackupDamaged), open_backup(path):
            pass


def test_each_missing_byte_is_missed(tmp_path: Path) -> None:
    """A file cut short anywhere is refused, and so is one with something after its end."""
    path = _made(tmp_path)
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        with pytest.raises(BackupDamaged), open_backup(path):
            pass
    path.write_bytes(whole + b"\n")
    with pytest.raises(BackupDamaged), open_backup(path):
        pass


@pytest.mark.parametrize("inside", [b"no archive", b""])
def test_a_right_digest_makes_no_backup(tmp_path: Path, inside: bytes) -> None:
    """Bytes that carry our mark and are no archive are refused like damaged ones."""
    path = tmp_path / "forged.zip"
    mark = b"union-finance backup 1 sha256:" + hashlib.sha256(inside).hexdigest().encode()
    path.write_bytes(inside + mark)
    with pytest.raises(BackupDamaged), open_backup(path):
        pass


@pytest.mark.parametrize("manifest", [None, "{", "[]", "{}", '{"digest": "", "tables": 5}'])
def test_an_archive_without_our_manifest_is_no_backup(tmp_path: Path, manifest: str | None) -> None:
    """A manifest that is missing, broken, or of another kind is refused."""
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        if manifest is not None:
            archive.writestr("manifest.json", manifest)
        archive.comment = b"union-finance backup 1 sha256:" + b"0" * 64
    inside = path.read_bytes()[:-64]
    size = len(inside) - len(b"union-finance backup 1 sha256:")
    path.write_bytes(inside + hashlib.sha256(inside[:size]).hexdigest().encode())
    with pytest.raises(BackupDamaged), open_backup(path):
        pass


def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    """Neither a file of its name nor one that is still being written."""
    path = _made(tmp_path)
    before = path.read_bytes()
    with pytest.raises(BackupExists), new_backup(path):
        pass
    assert path.read_bytes() == before
    with new_backup(tmp_path / "july.zip"), pytest.raises(BackupExists) as refused:
        new_backup(tmp_path / "july.zip").__enter__()
    assert refused.value.facts["file"] == str(tmp_path / "july.zip.part")


def test_a_file_that_came_meanwhile_stays(tmp_path: Path) -> None:
    """The name may be taken while the backup is written."""
    path = tmp_path / "june.zip"
    with new_backup(path) as file:
        file.seal(MANIFEST)
        path.write_text("another's")
        with pytest.raises(BackupExists):
            file.keep()
    assert path.read_text() == "another's"
    assert list(tmp_path.iterdir()) == [path]


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    """A backup has its name when it is whole, and before that none that lasts."""
    path = tmp_path / "june.zip"
    with pytest.raises(ZeroDivisionError):
        _break_off(path)
    assert list(tmp_path.iterdir()) == []


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    """Hashes of passwords are inside: the file is its owner's alone, from its first byte."""
    path = tmp_path / "june.zip"
    with new_backup(path) as file:
        assert stat.S_IMODE(file.part.stat().st_mode) == 0o600
        file.seal(MANIFEST)
        file.keep()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def _break_off(path: Path) -> float:
    with new_backup(path) as file, file.table("line") as member:
        member.write(ROWS)
        assert not path.exists()
        return 1 / 0
