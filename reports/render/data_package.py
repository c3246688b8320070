"""Tables as one file: a zip of CSV with a `datapackage.json` that describes them (Table Schema).

The same rows make the same bytes: files in order of their names, no times of their own. Rows are
taken as they come and never held together. Cells are exact: a text that begins like a formula
stays as it was posted, because the hash of its entry stands on it; such cells are counted and the
package says so. Sheets for people are made by `reports.render.sheets`, which guards them.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from reports.inspection.audit_files import AuditFile, Column, Kind
from reports.render.csv import STARTS_A_FORMULA

DESCRIPTION: Final = "datapackage.json"
_CHUNK: Final = 2_000  # rows that are written at a time
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o100644 << 16
_UNIX: Final = 3


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the package: what it is, and its rows in order, read once."""

    file: AuditFile
    rows: Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Note:
    """A file that is no table: its path, what it is, and its text."""

    path: str
    means: str
    text: str


def read_me() -> Note:
    """What stands beside the tables for whoever opens the zip: how to read and how to check it."""
    text = files("reports.render").joinpath("audit_readme.txt").read_text("utf-8")
    return Note("README.txt", _both("Cách đọc và kiểm tra", "How to read and to check"), text)


def write_package(
    out: Path, about: dict[str, Any], tables: Iterable[Table], notes: Iterable[Note]
) -> dict[str, int]:
    """Write a package; what stood at `out` is replaced when all of it is there.

    Takes    `about`: what the description says beside its files; notes in order of their paths.
    Returns  how many rows each table has.
    """
    part = out.with_name(f"{out.name}.part")
    described: list[dict[str, Any]] = []
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        described += [_written_table(archive, table) for table in tables]
        described += [_written_note(archive, note) for note in notes]
        whole = json.dumps({**about, "resources": described}, ensure_ascii=False, indent=1)
        with _member(archive, DESCRIPTION) as member:
            member.write(f"{whole}\n".encode())
    part.replace(out)
    return {each["name"]: each["rows"] for each in described if "rows" in each}


def _member(archive: zipfile.ZipFile, path: str) -> IO[bytes]:
    info = zipfile.ZipInfo(path, _NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
    return archive.open(info, "w", force_zip64=True)  # a book has any size


def _written_table(archive: zipfile.ZipFile, table: Table) -> dict[str, Any]:
    file = table.file
    texts = [at for at, column in enumerate(file.columns) if column.kind is Kind.TEXT]
    digest, size, count, formulas = hashlib.sha256(), 0, 0, 0
    with _member(archive, file.path) as member:
        for rows in _chunks([column.name for column in file.columns], table.rows):
            count += len(rows)
            formulas += sum(
                1 for row in rows for at in texts if row[at].startswith(STARTS_A_FORMULA)
            )
            content = _csv(rows)
            digest.update(content)
            size += len(content)
            member.write(content)
    return {
        "name": file.name,
        "path": file.path,
        "profile": "tabular-data-resource",
        "description": _both(file.means.vi, file.means.en),
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "bytes": size,
        "hash": f"sha256:{digest.hexdigest()}",
        "rows": count - 1,
        "formula_like_cells": formulas,
        "schema": _schema(file),
    }


def _written_note(archive: zipfile.ZipFile, note: Note) -> dict[str, Any]:
    content = note.text.encode()
    with _member(archive, note.path) as member:
        member.write(content)
    return {
        "name": note.path.partition(".")[0].lower().replace("/", "-"),
        "path": note.path,
        "description": note.means,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _chunks(
    header: Sequence[str], rows: Iterable[Sequence[str]]
) -> Iterator[Sequence[Sequence[str]]]:
    yield [header]
    left = iter(rows)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _schema(file: AuditFile) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in file.columns],
        "primaryKey": list(file.key),
        # An empty text is a text; only where a number may be missing does empty say so.
        "missingValues": [""] if any(column.optional for column in file.columns) else [],
    }
    if file.leads:
        schema["foreignKeys"] = [
            {
                "fields": list(each.columns),
                "reference": {
                    "resource": "" if each.file == file.name else each.file,
                    "fields": list(each.to),
                },
            }
            for each in file.leads
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    kind = Kind.TEXT if column.kind is Kind.HASH else column.kind
    field: dict[str, Any] = {
        "name": column.name,
        "type": kind.value,
        "description": _both(column.means.vi, column.means.en),
        "description_vi": column.means.vi,
        "description_en": column.means.en,
    }
    if column.kind is Kind.HASH:
        field["constraints"] = {"pattern": "([0-9a-f]{2})*"}
    if column.kind is Kind.FLAG:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return field


def _both(vi: str, en: str) -> str:
    return f"{vi} · {en}"
