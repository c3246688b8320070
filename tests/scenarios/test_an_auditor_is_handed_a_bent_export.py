"""Books left out, files and columns nobody published, files that cannot be read: none passes."""

import copy
import json
from pathlib import Path

import pytest

from reports.verifier import verify_books
from tests.reports.verifier.bent_packages import (
    NOT_SOUND,
    SOUND,
    USAGE,
    check,
    contents,
    only,
    rewritten,
    zipped,
)
from tests.reports.verifier.packages import (
    House,
    Package,
    signed,
    two_books,
    verifier_key,
    written,
)
from tests.reports.verifier.proof_documents import entry_proof


@pytest.fixture(scope="module")
def house() -> House:
    """Two books, a month of them sealed, not to be changed."""
    return two_books()


@pytest.fixture
def package(house: House) -> Package:
    """Their export, for a test to bend."""
    return copy.deepcopy(house.package(signed(house.checkpoint())))


def test_a_book_is_not_left_out_of_all_books(
    package: Package, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever takes a sealed book out of all books is found, totals or not, whatever the scope."""
    assert check(package, tmp_path, "--all") == SOUND
    assert "scope: all; sổ · books: 2" in capsys.readouterr().out
    left = only(copy.deepcopy(package), "A")
    assert check(left, tmp_path) == NOT_SOUND
    assert "there is no such seal" in capsys.readouterr().out
    for scope in ("B", "", "ALL", "units"):
        left.scope = scope
        assert check(left, tmp_path) == NOT_SOUND, scope
    left.scope = "unit"
    assert check(left, tmp_path, "--all") == NOT_SOUND
    for codes in (("A", "B"), ()):
        many = only(copy.deepcopy(package), *codes)
        many.scope = "unit"
        assert check(many, tmp_path) == NOT_SOUND, codes


# --- exactly what is published ---------------------------------------------------------------


def test_a_table_has_its_published_columns_and_no_others(package: Package, tmp_path: Path) -> None:
    """A column twice, one more, another order, a cell more: refused, however it is described."""
    text = package.files()["lines.csv"]
    assert rewritten(package, tmp_path, "lines.csv", text) == SOUND
    head, _, body = text.partition("\r\n")
    twice = "".join(f"1,{line}\r\n" for line in body.split("\r\n") if line)
    for bad in (
        f"amount_vnd,{head}\r\n{twice}",
        f"note,{head}\r\n{twice}",
        f"{head.replace('fund,item', 'item,fund')}\r\n{body}",
        f"{head}\r\n{twice}",
        "",
    ):
        assert rewritten(package, tmp_path, "lines.csv", bad) == NOT_SOUND, bad[:60]


@pytest.mark.parametrize(
    "name", ["notes.html", "../../evil.txt", "checkpoints/../x.txt", "other.csv"]
)
def test_an_export_holds_no_file_that_is_not_published(
    package: Package, tmp_path: Path, name: str
) -> None:
    """A file nobody published is refused, even one the package lists with its digest."""
    assert rewritten(package, tmp_path, "README.txt", "đọc") == SOUND
    assert rewritten(package, tmp_path, name, "x") == NOT_SOUND


def test_books_and_accounts_stand_once(package: Package, tmp_path: Path) -> None:
    """A second row of a book, or of an account under another name, is found."""
    twice = copy.deepcopy(package)
    twice.tables["accounts"].append(twice.tables["accounts"][0] | {"name_vi": "Khác"})
    assert check(twice, tmp_path) == NOT_SOUND
    empty = {"last_seq": "0", "last_recorded_at_us": "0"}
    for code, status in (("C", SOUND), ("B", NOT_SOUND)):
        more = copy.deepcopy(package)
        more.tables["books"].append(more.tables["books"][1] | empty | {"book": code})
        assert check(more, tmp_path) == status, code


def test_what_the_package_says_of_itself_is_so(package: Package, tmp_path: Path) -> None:
    """Rows, sizes and the moment are as declared; a version not known here is not guessed at."""
    text = package.files()["lines.csv"]
    for said, status in (
        ({}, SOUND),
        ({"created": "2030-01-01T00:00:00+07:00"}, NOT_SOUND),
        ({"as_of_us": 1}, NOT_SOUND),
        ({"created": "0001-01-01T00:00:00+14:00"}, NOT_SOUND),
        ({"version": "2"}, USAGE),
    ):
        assert rewritten(package, tmp_path, "lines.csv", text, **said) == status, said
    for name, value in (("rows", 1), ("rows", None), ("bytes", 1)):
        about = package.about()
        about["resources"][0][name] = value
        path = written(tmp_path / "bent.zip", package.files(), **about)
        assert verify_books.main(["export", str(path), "--no-signature"]) == NOT_SOUND, name


def test_a_name_stands_once_in_a_json_document(
    package: Package, house: House, tmp_path: Path
) -> None:
    """Two programs may read a doubled name in two ways: neither export nor proof has one."""
    whole = contents(package.write(tmp_path / "books.zip"))
    whole["datapackage.json"] = b'{"scope": "unit", ' + whole["datapackage.json"][1:]
    assert (
        verify_books.main(["export", str(zipped(tmp_path, whole)), "--no-signature"]) == NOT_SOUND
    )
    path = tmp_path / "proof.json"
    path.write_text('{"kind": "balance", ' + json.dumps(entry_proof(house))[1:], "utf-8")
    assert verify_books.main(["proof", str(path), "--no-signature"]) == NOT_SOUND


# --- what cannot be used ----------------------------------------------------------------------


DEEP = b"[" * 200_000


@pytest.mark.parametrize(
    ("flags", "method"), [(1, 0), (0, 99), (0, 12)], ids=["encrypted", "unknown", "bzip2"]
)
def test_a_zip_that_cannot_be_read_is_told(
    package: Package,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    flags: int,
    method: int,
) -> None:
    """Encrypted, or compressed in a way that is not published: a sentence, and status 2."""
    path = package.write(tmp_path / "books.zip")
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8], content[at + 10] = flags, method
    path.write_bytes(content)
    assert verify_books.main(["export", str(path), "--no-signature"]) == USAGE
    assert "encrypted, or compressed oddly" in capsys.readouterr().out


def test_no_input_ends_in_a_traceback(
    package: Package, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A huge cell and JSON nested without end are answered with a sentence and status 2."""
    huge = copy.deepcopy(package)
    huge.tables["entries"][0]["text"] = "x" * 200_000
    assert check(huge, tmp_path) == USAGE
    whole = {**contents(tmp_path / "books.zip"), "datapackage.json": DEEP}
    assert verify_books.main(["export", str(zipped(tmp_path, whole)), "--no-signature"]) == USAGE
    (tmp_path / "proof.json").write_bytes(DEEP)
    assert verify_books.main(["proof", str(tmp_path / "proof.json"), "--no-signature"]) == USAGE
    assert capsys.readouterr().out.count("cannot be used") == 3


def test_a_key_or_checkpoint_that_is_none_is_wrong_use(
    package: Package, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistyped key, or a file that holds none, blames the command and not the books."""
    path, other = str(package.write(tmp_path / "books.zip")), tmp_path / "other.txt"
    other.write_text("không phải", "utf-8")
    wrong = verifier_key()[:-4] + "AAA="
    for words in (
        ["--key", "a+b+c"],
        ["--key", wrong],
        ["--key", str(other)],
        ["--checkpoint", str(other)],
    ):
        assert verify_books.main(["export", path, *words]) == USAGE, words
        told = capsys.readouterr().out
        assert "no key or checkpoint" in told
        assert "NOT SOUND" not in told
