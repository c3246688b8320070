"""PDF: every letter is there, every figure, on every page."""

import io

import pytest
from pypdf import PdfReader

from finance.runtime.database import Database
from reports.disclosure.period import read
from reports.disclosure.shown import statement_of
from reports.figures import Figure, Row, Statement, Words
from reports.library import period_content
from reports.render.pdf import REGULAR, letters_of, pdf_bytes
from tests.reports.june_2026 import JULY, UNITS
from tests.reports.statement import hostile, one_section


def _disclosed(database: Database, unit: str) -> Statement:
    with database.reading() as session:
        return statement_of(read(period_content(session, unit, JULY)))


def _text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_words_and_figures_are_in_the_file(june: Database) -> None:
    """What the page shows is read back out of the file, with every diacritic."""
    text = _text(pdf_bytes(_disclosed(june, "G1"), "vi"))
    for wanted in (
        "Công khai tài chính công đoàn",
        "Công đoàn cơ sở Đồng Tâm",
        "62.788.627",
        "24.691.358",
        "Phần giữ lại và phần chuyển đi",
        "Trang 1",
    ):
        assert wanted in text


def test_the_font_travels_with_the_file(june: Database) -> None:
    """Every font is ours and embedded, so that no machine puts another in its place."""
    reader = PdfReader(io.BytesIO(pdf_bytes(_disclosed(june, "G1"), "vi")))
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].get_object().values()  # type: ignore[index] # pypdf's own
    ]
    names = {str(font["/BaseFont"]) for font in fonts}
    assert any("NotoSans-Regular" in name for name in names)
    assert all("NotoSans" in name or "Helvetica" in name for name in names)
    assert all("/FontDescriptor" in font for font in fonts if "NotoSans" in str(font["/BaseFont"]))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_letter_is_missing(june: Database, language: str) -> None:
    """Each letter of each disclosure is in the font; none is shown as an empty box."""
    known = letters_of(REGULAR)
    for code, _, _, _ in UNITS:
        statement = _disclosed(june, code)
        texts = [statement.title.of(language), *(note.of(language) for note in statement.notes)]
        for section in statement.sections:
            texts += [section.title.of(language), section.meaning.of(language)]
            texts += [column.title.of(language) for column in section.columns]
            texts += [row.label(language) for row in section.rows]
        assert {letter for text in texts for letter in text} - known == set()


def test_the_file_says_what_it_is(june: Database) -> None:
    """Title, author and language stand in the file, for readers that read aloud."""
    reader = PdfReader(io.BytesIO(pdf_bytes(_disclosed(june, "G1"), "vi")))
    assert reader.metadata is not None
    assert reader.metadata.author == "Công đoàn cơ sở Đồng Tâm"
    assert "Tháng 07/2026" in (reader.metadata.title or "")
    assert str(reader.root_object["/Lang"]) == "vi"


def test_a_long_table_repeats_its_header() -> None:
    """A table of five hundred rows says on each page what its columns are."""
    rows = tuple(Row((Words(f"Dòng {at}"), Figure(at), Words(""))) for at in range(500))
    reader = PdfReader(io.BytesIO(pdf_bytes(one_section(rows), "vi")))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 5
    assert all("Số tiền" in page for page in pages)
    assert all(f"Trang {number}" in page for number, page in enumerate(pages, start=1))


def test_names_are_not_read_as_markup() -> None:
    """A name with brackets and ampersands is printed as it is."""
    assert "Đơn vị <b>&" in _text(pdf_bytes(hostile(), "vi"))


def test_the_same_statement_gives_the_same_bytes() -> None:
    """A file says nothing of when it was made."""
    assert pdf_bytes(hostile(), "vi") == pdf_bytes(hostile(), "vi")
