"""A paper of a case as PDF: Vietnamese first, the English translation after it."""

from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer

from finance.rules.letters import Letter
from finance.runtime.parameters import law
from reports.figures import Words
from reports.render.pdf import BRAND, Sheet, printed, section_story, style_of
from reports.statements.letters import LetterText, letter_text

_TRANSLATION: Final = "English translation; the Vietnamese text counts."


def letter_pdf(letter: Letter) -> bytes:
    """Print a paper. The same letter gives the same bytes, which are kept by their digest."""
    text = letter_text(letter, law())
    foot = f"{letter.case_no} · {letter.letter_no} · {letter.tax_code}"
    sheet = Sheet(
        title=f"{text.title.vi} {letter.letter_no}",
        author=letter.unit_name,
        subject=f"{letter.name} ({letter.tax_code})",
        foot=f"{letter.unit_name} · {foot}",
        language="vi",
    )
    return printed(
        sheet,
        lambda width: [
            *_story(letter, text, "vi", width),
            PageBreak(),
            Paragraph(_TRANSLATION, style_of("translation", 8)),
            *_story(letter, text, "en", width),
        ],
    )


def _story(letter: Letter, text: LetterText, language: str, width: float) -> list[Flowable]:
    unit = style_of("unit", 10, bold=True)
    title = style_of(
        "title", 14, bold=True, textColor=BRAND, alignment=TA_CENTER, spaceBefore=4 * mm
    )
    subject = style_of("subject", 9, alignment=TA_CENTER, spaceAfter=4 * mm)
    body = style_of("body", 10, spaceAfter=1.5 * mm)

    def said(each: Words, style: ParagraphStyle) -> Paragraph:
        return Paragraph(escape(each.of(language)), style)

    story: list[Flowable] = [
        Paragraph(escape(f"{letter.unit_name} ({letter.unit_code})"), unit),
        said(text.title, title),
        said(text.subject, subject),
        *(said(each, body) for each in text.opening),
    ]
    for section in text.sections:
        story.extend(section_story(section, language, width))
    return [*story, Spacer(1, 2 * mm), *(said(each, body) for each in text.closing)]
