"""Tables as one file."""

import csv
import io
import itertools
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.figures import Words
from reports.inspection.audit_files import AuditFile, Column, Kind
from reports.render.data_package import Note, Table, read_me, write_package

FILE = AuditFile(
    "things",
    Words("Vật", "Things"),
    "thing x",
    (
        Column("name", Kind.TEXT, Words("Tên", "Name")),
        Column("count", Kind.NUMBER, Words("Số", "Count"), optional=True),
    ),
    ("name",),
    ("x.name",),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


def _write(folder: Path, *rows: list[str]) -> tuple[list[list[str]], dict[str, object]]:
    out = folder / "things.zip"
    write_package(out, {"name": "x"}, [Table(FILE, rows)], [])
    with zipfile.ZipFile(out) as archive:
        text = archive.read("things.csv").decode()
        package = json.loads(archive.read("datapackage.json"))
    return list(csv.reader(io.StringIO(text, newline=""))), package["resources"][0]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, max_size=5))
def test_every_text_comes_back_as_it_was(texts: list[str], tmp_path: Path) -> None:
    """Line ends, quotes, commas, whatever people write: the file gives back exactly that."""
    rows = [[text, str(at)] for at, text in enumerate(texts)]
    assert _write(tmp_path, *rows)[0] == [["name", "count"], *rows]


def test_a_text_like_a_formula_is_kept_and_counted(tmp_path: Path) -> None:
    """The hash stands on the text, so nothing is put before it; the package says how many."""
    rows, described = _write(tmp_path, ["=1+1", "1"], ["@x", "-5"], ["x", ""])
    assert rows[1:] == [["=1+1", "1"], ["@x", "-5"], ["x", ""]]
    assert described["formula_like_cells"] == 2
    assert described["rows"] == 3


def test_the_schema_says_what_may_be_missing(tmp_path: Path) -> None:
    """An empty number is none; an empty text is a text, unless the table has such numbers."""
    described = _write(tmp_path)[1]
    schema = described["schema"]
    assert isinstance(schema, dict)
    assert schema["missingValues"] == [""]
    assert [field["type"] for field in schema["fields"]] == ["string", "integer"]


def test_what_stood_there_stays_until_all_is_written(tmp_path: Path) -> None:
    """A package that breaks in the middle does not replace the one before."""
    out = tmp_path / "things.zip"
    out.write_bytes(b"before")

    def broken() -> Iterator[list[str]]:
        yield ["a", "1"]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_package(out, {}, [Table(FILE, broken())], [])
    assert out.read_bytes() == b"before"


def test_rows_are_not_held(tmp_path: Path) -> None:
    """Rows are written as they come: a table may be longer than the memory."""
    alive: list[int] = []
    most = 0

    class Row(list[str]):
        def __del__(self) -> None:
            alive.pop()

    def rows() -> Iterator[list[str]]:
        nonlocal most
        for number in itertools.islice(itertools.count(), 20_000):
            row = Row([str(number), ""])
            alive.append(number)
            most = max(most, len(alive))
            yield row

    write_package(tmp_path / "x.zip", {}, [Table(FILE, rows())], [])
    assert most < 5_000


def test_notes_stand_beside_the_tables(tmp_path: Path) -> None:
    """Texts are in the package with their digests; the README is one, in both languages."""
    out = tmp_path / "x.zip"
    write_package(out, {}, [], [read_me(), Note("checkpoints/1.txt", "Điểm kiểm", "x\n")])
    with zipfile.ZipFile(out) as archive:
        package = json.loads(archive.read("datapackage.json"))
        text = archive.read("README.txt").decode()
        assert all(each.date_time == (1980, 1, 1, 0, 0, 0) for each in archive.infolist())
    assert [each["name"] for each in package["resources"]] == ["readme", "checkpoints-1"]
    assert "verify_books.py" in text
    assert "đồng" in text
