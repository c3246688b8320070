"""A statement as PDF, in a Vietnamese font that travels with the file.

The fonts that come with the PDF library lack most Vietnamese letters, so ours are embedded.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)

from ledger.money import format_vnd
from reports.figures import Cell, Figure, Kind, Section, Statement

REGULAR, BOLD = "Noto Sans", "Noto Sans Bold"
_MARGIN = 16 * mm
_WIDE_FROM = 6  # columns from which the page lies on its side
_ROOM = 45 * mm  # what a longer table needs below its heading, or it begins on the next page
_SHORT = 12  # rows up to which a table is kept on one page
BRAND = colors.HexColor("#7a1c2e")
_RULE = colors.HexColor("#cfc8bf")
_SHADE = colors.HexColor("#f7f3ee")
_SIZE = 8.5
_TITLE = 75  # a title of an amount is wrapped when it is longer (points)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says of itself, and what stands at the foot of each page."""

    title: str
    author: str
    subject: str
    foot: str
    language: str
    wide: bool = False


def pdf_bytes(statement: Statement, language: str) -> bytes:
    """Write a statement as PDF: title, unit, span, a table to each section, notes, page numbers.

    A table's header is repeated on each page it reaches. The same statement gives the same bytes.
    """
    span = statement.span.of(language)
    sheet = Sheet(
        title=" – ".join((statement.title.of(language), statement.unit_name, span)),
        author=statement.unit_name,
        subject=statement.title.of(language),
        foot=f"{statement.unit_code} · {statement.unit_name} · {span}",
        language=language,
        wide=any(len(section.columns) >= _WIDE_FROM for section in statement.sections),
    )
    return printed(sheet, lambda width: _story(statement, language, width))


def printed(sheet: Sheet, story: Callable[[float], list[Flowable]]) -> bytes:
    """Print what a story makes of the width of a page; the same story gives the same bytes."""
    load_fonts()
    page = landscape(A4) if sheet.wide else A4
    file = io.BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=page,
        title=sheet.title,
        author=sheet.author,
        subject=sheet.subject,
        lang=sheet.language,
        invariant=1,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN + 4 * mm,
    )
    frame = Frame(
        document.leftMargin, document.bottomMargin, document.width, document.height, 0, 0, 0, 0
    )

    def foot(canvas: Canvas, _document: BaseDocTemplate) -> None:
        _foot(canvas, sheet, page[0])

    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=foot)])
    document.build(story(document.width))
    return file.getvalue()


@cache
def load_fonts() -> None:
    """Make our fonts known to the library, once."""
    folder = files("reports.render").joinpath("fonts")
    for name, file in ((REGULAR, "NotoSans-Regular.ttf"), (BOLD, "NotoSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(folder.joinpath(file).read_bytes())))


def letters_of(font: str) -> set[str]:
    """Every letter a font of ours has; one that it lacks would be printed as an empty box."""
    load_fonts()
    found = pdfmetrics.getFont(font)
    assert isinstance(found, TTFont), font
    return {chr(code) for code in found.face.charToGlyph}


def style_of(name: str, size: float, *, bold: bool = False, **more: Any) -> ParagraphStyle:  # noqa: ANN401 - the library's own settings
    """A style in our font, with room for stacked diacritics."""
    return ParagraphStyle(
        name,
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.45,
        **more,
    )


def _story(statement: Statement, language: str, width: float) -> list[Flowable]:
    title = style_of("title", 16, bold=True, textColor=BRAND, spaceAfter=2 * mm)
    subject = style_of("subject", 11, spaceAfter=4 * mm)
    note = style_of("note", 8)
    story: list[Flowable] = [
        Paragraph(escape(statement.title.of(language)), title),
        Paragraph(
            escape(
                f"{statement.unit_name} ({statement.unit_code}) · {statement.span.of(language)}"
            ),
            subject,
        ),
    ]
    for section in statement.sections:
        story.extend(section_story(section, language, width))
    story += [Paragraph(escape(each.of(language)), note) for each in statement.notes]
    return story


def section_story(section: Section, language: str, width: float) -> list[Flowable]:
    """A section as it is printed: heading, what it means, and its table."""
    heading = style_of("heading", 11, bold=True, spaceBefore=3 * mm)
    meaning = style_of("meaning", 8, spaceAfter=1.5 * mm)
    made: list[Flowable] = [
        Paragraph(escape(section.title.of(language)), heading),
        Paragraph(escape(section.meaning.of(language)), meaning),
        _table(section, language, width),
        Spacer(1, 3 * mm),
    ]
    if len(section.rows) <= _SHORT:
        return [KeepTogether(made)]
    return [CondPageBreak(_ROOM), *made]


def _table(section: Section, language: str, width: float) -> LongTable:
    head = [
        Paragraph(escape(column.title.of(language)), _cell_style(column.kind, bold=True))
        for column in section.columns
    ]
    body = [[_cell(each, language, total=row.total) for each in row.cells] for row in section.rows]
    totals = [
        command
        for at, row in enumerate(section.rows, start=1)
        if row.total
        for command in (("LINEABOVE", (0, at), (-1, at), 0.8, colors.black),)
    ]
    return LongTable(
        [head, *body],
        colWidths=_widths(section, language, width),
        repeatRows=1,
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 1, BRAND),
                ("LINEBELOW", (0, 1), (-1, -1), 0.3, _RULE),
                ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
                *totals,
            ]
        ),
    )


def _cell_style(kind: Kind, *, bold: bool) -> ParagraphStyle:
    name = f"{kind.value}{'-bold' if bold else ''}"
    if kind is Kind.MONEY:
        return style_of(name, _SIZE, bold=bold, alignment=TA_RIGHT)
    return style_of(name, _SIZE, bold=bold)


def _cell(cell: Cell, language: str, *, total: bool) -> Paragraph:
    if isinstance(cell, Figure):
        text = "" if cell.amount_vnd is None else format_vnd(cell.amount_vnd)
        return Paragraph(text, _cell_style(Kind.MONEY, bold=total))
    return Paragraph(escape(cell.of(language)), _cell_style(Kind.WORDS, bold=total))


def _widths(section: Section, language: str, width: float) -> list[float]:
    """Amounts get the width they need; words share what is left by the length of what they hold."""
    needed: list[float] = []
    for at, column in enumerate(section.columns):
        title = column.title.of(language)
        if column.kind is Kind.MONEY:
            texts = [_plain(row.cells[at], language) for row in section.rows]
            longest = max((pdfmetrics.stringWidth(text, BOLD, _SIZE) for text in texts), default=0)
            word = max(
                (pdfmetrics.stringWidth(each, BOLD, _SIZE) for each in title.split()), default=0
            )
            whole = pdfmetrics.stringWidth(title, BOLD, _SIZE)
            needed.append(max(longest, word, min(whole, _TITLE)) + 8)
        else:
            needed.append(0)
    rest = width - sum(needed)
    lengths = [
        0.0
        if column.kind is Kind.MONEY
        else max(
            5.0,
            *(min(40.0, float(len(_plain(row.cells[at], language)))) for row in section.rows),
            min(20.0, float(len(column.title.of(language)))),
        )
        for at, column in enumerate(section.columns)
    ]
    share = rest / sum(lengths)
    return [need or share * length for need, length in zip(needed, lengths, strict=True)]


def _plain(cell: Cell, language: str) -> str:
    if isinstance(cell, Figure):
        return "" if cell.amount_vnd is None else format_vnd(cell.amount_vnd)
    return cell.of(language)


def _foot(canvas: Canvas, sheet: Sheet, width: float) -> None:
    canvas.saveState()
    canvas.setFont(REGULAR, 8)
    canvas.setFillColor(colors.HexColor("#505a5f"))
    page = "Trang" if sheet.language == "vi" else "Page"
    canvas.drawString(_MARGIN, 10 * mm, sheet.foot)
    canvas.drawRightString(width - _MARGIN, 10 * mm, f"{page} {canvas.getPageNumber()}")
    canvas.restoreState()
