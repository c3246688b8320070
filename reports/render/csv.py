"""A statement as CSV that a spreadsheet opens as it is and a program reads without guessing.

UTF-8 with a byte order mark, because the spreadsheets in use take a file without one for another
encoding and spoil every diacritic; programs read it as `utf-8-sig`. Amounts are plain integers.
"""

from collections.abc import Iterator

from pandas import DataFrame

from reports.figures import Figure, Kind, Row, Section, Statement

FLAT = ("unit_code", "span", "section", "row", "kind", "label", "figure", "amount_vnd")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(statement: Statement, language: str) -> bytes:
    """Write a statement as CSV.

    Returns  a statement of one section as its own table; of several, one figure to a row under
             the columns FLAT, so that every disclosure of every unit has the same columns.
    """
    if len(statement.sections) == 1:
        header, *rows = _table(statement.sections[0], language)
    else:
        header, rows = list(FLAT), list(_flat(statement, language))
    # Every cell is text, or pandas would make a float of an amount beside an empty one.
    table = DataFrame(rows, columns=header, dtype="str")
    return table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def cell(text: str) -> str:
    """A text no spreadsheet takes for a formula: one that begins like it gets an apostrophe."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def _table(section: Section, language: str) -> Iterator[list[str]]:
    yield [cell(column.title.of(language)) for column in section.columns]
    for row in section.rows:
        yield [
            _amount(each) if isinstance(each, Figure) else cell(each.of(language))
            for each in row.cells
        ]


def _flat(statement: Statement, language: str) -> Iterator[list[str]]:
    for section in statement.sections:
        for number, row in enumerate(section.rows, start=1):
            for title, figure in _figures(section, row, language):
                yield [
                    cell(statement.unit_code),
                    statement.span_key,
                    section.key,
                    str(number),
                    "total" if row.total else "row",
                    cell(row.label(language)),
                    cell(title),
                    figure,
                ]


def _figures(section: Section, row: Row, language: str) -> Iterator[tuple[str, str]]:
    found = False
    for column, each in zip(section.columns, row.cells, strict=True):
        if column.kind is Kind.MONEY and isinstance(each, Figure) and each.amount_vnd is not None:
            found = True
            yield column.title.of(language), _amount(each)
    if not found:  # a row of words, such as a rule, is told as well
        yield "", ""


def _amount(figure: Figure) -> str:
    return "" if figure.amount_vnd is None else str(figure.amount_vnd)
