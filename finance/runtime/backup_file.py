"""The file a backup is: a ZIP of one member for each table and a manifest, sealed by a digest.

The last bytes of the file, the comment of the archive, are the SHA-256 of all bytes before them:
one bit changed anywhere, or one byte missing, and the file is refused before anything is read
from it. The digest tells damage, not forgery; against that stand the published checkpoints.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final, Self

from finance.rules.errors import RuleError

_MANIFEST: Final = "manifest.json"
_MARK: Final = b"union-finance backup 1 sha256:"
_SEAL: Final = len(_MARK) + 2 * hashlib.sha256().digest_size
_BLOCK: Final = 1 << 20
_LEVEL: Final = 3  # a tenth larger than the default, in a third of its time
_WHEN: Final = (1980, 1, 1, 0, 0, 0)  # the moment stands in the manifest
_OWN: Final = 0o600  # password hashes are inside


class BackupExists(RuleError):
    """A backup never takes the place of a file that is there."""

    code = "backup.exists"
    vi = "Đã có tệp «{file}»: bản sao lưu không bao giờ ghi đè."
    en = "“{file}” is there already: a backup never overwrites."


class BackupDamaged(RuleError):
    """The file is not whole, or never was a backup."""

    code = "backup.damaged"
    vi = "Tệp «{file}» bị hỏng hoặc không phải bản sao lưu: {why}. Chưa có gì được ghi."
    en = "“{file}” is damaged or is no backup: {why}. Nothing was written."


@dataclass(frozen=True, slots=True)
class TableDigest:
    """One table as it was: its columns, how many rows, and the SHA-256 of all of them."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BookPoint:
    """How far one book had got: its last entry, and when that was recorded (µs, UTC)."""

    book: str
    last_seq: int
    last_recorded_at_us: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `taken_at_us` and `books` are its recovery point."""

    program: str
    head: str  # the newest migration of the database it was taken from
    engine: str
    taken_at_us: int
    books: tuple[BookPoint, ...]
    left_out: tuple[str, ...]  # tables whose rows are not kept
    tables: tuple[TableDigest, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all content, the same on each engine."""
        return content_digest(self.tables)

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def last_recorded_at_us(self) -> int:
        """When the newest entry of any book was recorded; 0 when there is none."""
        return max((book.last_recorded_at_us for book in self.books), default=0)

    def as_json(self) -> str:
        """The manifest as the file keeps it."""
        return json.dumps({**asdict(self), "digest": self.digest}, ensure_ascii=False, indent=1)

    @classmethod
    def of_json(cls, text: str | bytes) -> Self:
        """The manifest a file holds."""
        held = json.loads(text)
        held.pop("digest")
        tables = (
            TableDigest(**{**each, "columns": tuple(each["columns"])})
            for each in held.pop("tables")
        )
        books = (BookPoint(**each) for each in held.pop("books"))
        return cls(
            books=tuple(books),
            left_out=tuple(held.pop("left_out")),
            tables=tuple(tables),
            **held,
        )


def content_digest(tables: tuple[TableDigest, ...]) -> str:
    """SHA-256 over names, columns, counts and digests of tables, in order of their names."""
    told = [[each.name, each.columns, each.rows, each.sha256] for each in tables]
    return hashlib.sha256(json.dumps(sorted(told)).encode()).hexdigest()


class NewBackup:
    """A backup that is being written, under a name of its own until it is whole."""

    def __init__(self, path: Path) -> None:
        """Take the name the file is to have; BackupExists when it is taken."""
        self.path = path
        self.part = path.with_name(f"{path.name}.part")
        if path.exists():
            raise BackupExists(file=str(path))
        try:
            number = os.open(self.part, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWN)
        except FileExistsError:
            raise BackupExists(file=str(self.part)) from None
        self._file = os.fdopen(number, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)

    @contextmanager
    def table(self, name: str) -> Iterator[IO[bytes]]:
        """Write the rows of one table."""
        with self._zip.open(_member(f"{name}.jsonl"), "w", force_zip64=True) as member:
            yield member

    def seal(self, manifest: Manifest) -> None:
        """Write the manifest and the digest, and see that all of it is on the disk."""
        self._zip.writestr(_member(_MANIFEST), manifest.as_json())
        self._zip.comment = _MARK + b"0" * (_SEAL - len(_MARK))
        self._zip.close()
        size = self._file.seek(0, os.SEEK_END)
        mark = _seal_of(self._file, size - _SEAL)
        self._file.seek(size - _SEAL)
        self._file.write(mark)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def keep(self) -> int:
        """Give the file its name; returns its size in bytes."""
        if self.path.exists():
            raise BackupExists(file=str(self.path))
        self.part.rename(self.path)
        return self.path.stat().st_size

    def drop(self) -> None:
        """Remove what was written, unless it has got its name."""
        try:
            self._zip.close()
            self._file.close()
        finally:
            self.part.unlink(missing_ok=True)


@contextmanager
def new_backup(path: Path) -> Iterator[NewBackup]:
    """A new backup; nothing is left of it unless it was sealed and kept.

    Raises   BackupExists.
    """
    made = NewBackup(path)
    try:
        yield made
    finally:
        made.drop()


class Backup:
    """A backup whose digest was found right."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        """Take the open archive."""
        self._archive = archive
        try:
            self.manifest = Manifest.of_json(archive.read(_MANIFEST))
        except (KeyError, TypeError, ValueError) as error:
            raise _damaged(path, "bản kê không đọc được", "its manifest cannot be read") from error

    @contextmanager
    def table(self, name: str) -> Iterator[IO[bytes]]:
        """Read the rows of one table, a line each."""
        with self._archive.open(f"{name}.jsonl") as member:
            yield member


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """A backup to read, after every byte of it was held to its digest.

    Raises   BackupDamaged; OSError where the file cannot be read.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size <= _SEAL:
            raise _damaged(path, "tệp quá ngắn", "it is too short")
        file.seek(size - _SEAL)
        mark = file.read(_SEAL)
        if not mark.startswith(_MARK):
            raise _damaged(path, "thiếu dấu kết thúc", "its end is missing")
        if mark != _seal_of(file, size - _SEAL):
            raise _damaged(path, "mã kiểm tra không khớp", "its digest does not agree")
        try:
            archive = zipfile.ZipFile(file)
        except zipfile.BadZipFile as error:
            raise _damaged(path, "không phải tệp ZIP", "it is no ZIP file") from error
        with archive:
            yield Backup(path, archive)


def _member(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _WHEN)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = _OWN << 16
    return made


def _seal_of(file: IO[bytes], size: int) -> bytes:
    digest = hashlib.sha256()
    file.seek(0)
    while size and (block := file.read(min(size, _BLOCK))):
        digest.update(block)
        size -= len(block)
    return _MARK + digest.hexdigest().encode()


def _damaged(path: Path, vi: str, en: str) -> BackupDamaged:
    return BackupDamaged(file=str(path), why_vi=vi, why_en=en)
