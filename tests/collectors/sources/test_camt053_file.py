"""A camt.053 is read statement by statement, in every version from .02 to .13."""

from pathlib import Path

import pytest

from collectors.sources.camt053_file import read_camt053
from collectors.sources.statement import Statement
from collectors.sources.statement_refusals import BrokenStatement, NotCamt053, OtherCurrency
from tests.collectors.statements import VERSIONS, Move, Written, camt_of, document

ONE = Written(
    "10101", (Move("FT1", "2026-07-10", 20, "NOP"), Move("FT2", "2026-07-10", -5, "")), 100
)


def _read(folder: Path, text: str) -> list[Statement]:
    path = folder / "x.xml"
    path.write_text(text, encoding="utf-8")
    return read_camt053(path)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_read(tmp_path: Path, version: str) -> None:
    """Account, balances and entries."""
    (only,) = _read(tmp_path, camt_of(ONE, version))
    assert (only.name, only.account, only.opening, only.closing) == ("S1", "10101", 100, 115)
    assert [entry.amount for entry in only.entries] == [20, -5]


@pytest.mark.parametrize("version", ["01", "14"])
def test_other_versions_and_other_messages_are_refused(tmp_path: Path, version: str) -> None:
    """By the name they give themselves."""
    with pytest.raises(NotCamt053) as refused:
        _read(tmp_path, camt_of(ONE, version))
    assert refused.value.facts["found"] == f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"
    with pytest.raises(NotCamt053) as refused:
        _read(tmp_path, "<html><Stmt/></html>")
    assert refused.value.facts["found"] == "html"
    with pytest.raises(NotCamt053):
        _read(tmp_path, document(""))


def test_several_statements_and_pages_keep_their_entries_apart(tmp_path: Path) -> None:
    """A page opens and closes with an interim balance; rows are numbered through the file."""
    whole = camt_of(ONE)
    start, end = whole.index("<Stmt>"), whole.index("</BkToCstmrStmt>")
    page = whole[start:end].replace("OPBD", "ITBD").replace("CLBD", "ITBD")
    first, second = _read(tmp_path, whole[:end] + page + whole[end:])
    rows = [[each.movements[0].row for each in one.entries] for one in (first, second)]
    assert rows == [[1, 2], [3, 4]]
    assert (second.opening, second.closing) == (100, 115)
    carried = whole.replace("OPBD", "PRCD")
    assert _read(tmp_path, carried)[0].opening == 100


def test_an_envelope_around_the_document_is_no_matter(tmp_path: Path) -> None:
    """Banks send it in frames of their own."""
    _, _, inside = camt_of(ONE).partition("?>")
    assert len(_read(tmp_path, f"<Envelope>{inside}</Envelope>")) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<Cd>OPBD</Cd>", "<Cd>XXXX</Cd>"),
        ("<Cd>CLBD</Cd>", "<Cd>XXXX</Cd>"),
        ("<Id>10101</Id>", ""),
        (">115<", ">115.5<"),
        (">115<", ">much<"),
    ],
)
def test_a_part_that_is_missing_refuses_the_file(tmp_path: Path, old: str, new: str) -> None:
    """A balance, the account; or a balance that is no whole amount."""
    with pytest.raises(BrokenStatement):
        _read(tmp_path, camt_of(ONE).replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [("<Ccy>VND</Ccy>", "<Ccy>USD</Ccy>"), ('<Amt Ccy="VND">100<', '<Amt Ccy="USD">100<')],
)
def test_another_currency_is_refused(tmp_path: Path, old: str, new: str) -> None:
    """Of the account, or of a balance."""
    with pytest.raises(OtherCurrency):
        _read(tmp_path, camt_of(ONE).replace(old, new))


def test_what_is_not_booked_is_left_out(tmp_path: Path) -> None:
    """It is in no balance either."""
    text = camt_of(ONE).replace("<Sts>BOOK</Sts>", "<Sts>PDNG</Sts>", 1)
    (only,) = _read(tmp_path, text)
    assert [(str(each.amount), each.movements[0].row) for each in only.entries] == [("-5", 1)]
