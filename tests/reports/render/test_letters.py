"""Papers of a case as PDF."""

import io

import pytest
from pypdf import PdfReader

from finance.rules.casework import Step
from finance.rules.letters import Letter
from finance.runtime.parameters import law
from reports.render.letters import letter_pdf
from reports.render.pdf import BOLD, REGULAR, letters_of
from reports.statements.letters import letter_text
from tests.reports.letters import found, letter, silent_and_paid


def _text(made: Letter) -> str:
    pages = PdfReader(io.BytesIO(letter_pdf(made))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("step", Step)
def test_both_languages_are_in_the_file_vietnamese_first(step: Step) -> None:
    """Title, employer, number and amount, then their translation, said to be one."""
    text = _text(letter(step))
    title = letter_text(letter(step), law()).title
    assert text.index(title.vi) < text.index("English translation") < text.index(title.en)
    assert text.count("6.864.220") >= 2
    for wanted in ("7/2026", "LDA/C/12", "9900000016", "Dệt may Ấp Bắc", "Không tính lãi"):
        assert wanted in text


def test_a_dossier_is_one_file_with_its_evidence() -> None:
    """Every evidence with its place and fingerprint, the range, the decree and the dispute."""
    made = letter(Step.DOSSIER)
    text = "".join(_text(made).split())
    for one in made.evidence:
        assert one.sha256 in text
        assert "".join(one.where.split()) in text
    for wanted in ("CÓTRANHCÃI", "DISPUTED", "283/2026/NĐ-CP", "từ1.647.413đếndưới2.059.266"):
        assert wanted in text
    assert "823.706–1.029.633" in text  # without the multiplier


def test_what_an_employer_writes_is_printed_and_not_carried_out() -> None:
    """A name with signs of the page language stands there as it is; less what was paid."""
    text = _text(letter(Step.NOTICE, silent_and_paid()))
    assert "−500.000" in text
    made = _text(letter(Step.MINUTES, found(measured=False)))
    assert "chưa có căn cứ tính số tiền" in made


def test_the_same_letter_gives_the_same_bytes() -> None:
    """So its digest is its own."""
    assert letter_pdf(letter(Step.DOSSIER)) == letter_pdf(letter(Step.DOSSIER))


def test_no_letter_of_the_alphabet_is_missing() -> None:
    """Everything a paper says is in the fonts."""
    known = letters_of(REGULAR) & letters_of(BOLD)
    for step in Step:
        text = letter_text(letter(step), law())
        said = [text.title, text.subject, *text.opening, *text.closing]
        said += [section.title for section in text.sections]
        assert set("".join(each.vi + each.en for each in said)) <= known
