"""Looks into a file before it is kept: packed ones have to be opened to be judged."""

import io
import struct
import zipfile
import zlib
from typing import Final

from finance.rules.papers import (
    Package,
    PaperKind,
    WrongKind,
    check_package,
    kind_of,
)

_CONTENT_TYPES: Final = "[content_types].xml"
_MOST_CONTENT_TYPES: Final = 1 << 20
_ENCRYPTED: Final = 0x1


def judged(name: str, content: bytes) -> PaperKind:
    """The kind of a file, by what it holds.

    Raises   WrongKind, HasDoctype, RunsCode.
    """
    kind = kind_of(name, content)
    if kind is PaperKind.XLSX:
        check_package(name, len(content), _package(name, content))
    return kind


def _package(name: str, content: bytes) -> Package:
    """What a workbook says of itself.

    Raises   WrongKind when it is damaged or locked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & _ENCRYPTED for part in parts):
                raise WrongKind(name=name)
            return Package(
                sum(part.file_size for part in parts),
                tuple(part.filename for part in parts),
                _kinds(name, archive, parts),
            )
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, NotImplementedError) as error:
        raise WrongKind(name=name) from error


def _kinds(name: str, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    """The text in which a workbook says what its parts are.

    Raises   WrongKind when it is too long to be read.
    """
    told = [part for part in parts if part.filename.lower() == _CONTENT_TYPES]
    if sum(part.file_size for part in told) > _MOST_CONTENT_TYPES:
        raise WrongKind(name=name)
    return "".join(archive.read(part).decode("utf-8", "replace") for part in told)
