"""A statement as JSON: titles in both languages, amounts as integers of đồng.

A disclosure's own JSON is not made here: it is the published bytes themselves.
"""

import json
from typing import Any

from reports.figures import Cell, Figure, Statement, Words


def json_bytes(statement: Statement, _language: str = "") -> bytes:
    """Write a statement as JSON, keys in order; both languages stand in it, whichever is asked."""
    document = {
        "key": statement.key,
        "title": _words(statement.title),
        "unit_code": statement.unit_code,
        "unit_name": statement.unit_name,
        "span": statement.span_key,
        "sections": [
            {
                "key": section.key,
                "title": _words(section.title),
                "columns": [_words(column.title) for column in section.columns],
                "rows": [[_cell(each) for each in row.cells] for row in section.rows],
            }
            for section in statement.sections
        ],
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True).encode()


def _words(words: Words) -> dict[str, str]:
    return {"vi": words.vi, "en": words.of("en")}


def _cell(cell: Cell) -> Any:  # noqa: ANN401 - an integer, nothing, or words in two languages
    return cell.amount_vnd if isinstance(cell, Figure) else _words(cell)
