"""An entry or a voucher as another program writes it, read into one of ours.

Pure. Form: unit, source, key, journal, accounting_on, document_on, text, lines; each line has
an account, a debit or a credit, and may have fund, item, counter_unit and interbook_ref. A
voucher has the days, the text and the lines alone.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from finance.rules.errors import RuleError
from ledger.entries import Draft, Line, credit, debit

EntryAsked = Mapping[str, Any]

_TEXTS = {"unit": 40, "source": 60, "key": 200, "journal": 4, "text": 1000}
_LINE_TEXTS = {"account": 20, "fund": 40, "item": 20, "counter_unit": 40, "interbook_ref": 80}


class NotAnEntry(RuleError):
    """A line of the file that cannot be read as an entry."""

    code = "entry.unreadable"
    vi = "Không đọc được bút toán: trường «{field}» {why}."
    en = "This is not an entry: field “{field}” {why}."


@dataclass(frozen=True, slots=True)
class VoucherAsked:
    """What a draft is to hold."""

    accounting_on: dt.date
    document_on: dt.date
    text: str
    lines: tuple[Line, ...]


def voucher_asked(asked: object) -> VoucherAsked:
    """Read a voucher; it need not balance yet.

    Raises   NotAnEntry naming the field.
    """
    if not isinstance(asked, Mapping):
        raise _no_json()
    accounting_on = _day(asked, "accounting_on")
    return VoucherAsked(
        accounting_on=accounting_on,
        document_on=_day(asked, "document_on") if "document_on" in asked else accounting_on,
        text=_text(asked, "text", _TEXTS["text"]),
        lines=_lines(asked),
    )


def entry_of(asked: EntryAsked, actor: str) -> Draft:
    """Read an entry.

    Raises   NotAnEntry naming the field; Unbalanced, OutOfRange when it cannot be an entry.
    """
    if not isinstance(asked, Mapping) or "unreadable" in asked:
        raise _no_json()
    texts = {name: _text(asked, name, most) for name, most in _TEXTS.items()}
    lines = _lines(asked)
    accounting_on = _day(asked, "accounting_on")
    return Draft(
        book=texts["unit"],
        journal=texts["journal"],
        accounting_on=accounting_on,
        document_on=_day(asked, "document_on") if "document_on" in asked else accounting_on,
        text=texts["text"],
        source=texts["source"],
        key=texts["key"],
        lines=lines,
        actor=actor,
    )


def _no_json() -> NotAnEntry:
    return NotAnEntry(field="JSON", why_vi="không đúng dạng", why_en="is not readable")


def _lines(asked: EntryAsked) -> tuple[Line, ...]:
    lines = asked.get("lines")
    if not isinstance(lines, list) or not all(isinstance(line, Mapping) for line in lines):
        raise NotAnEntry(
            field="lines", why_vi="phải là danh sách", why_en="must be a list of lines"
        )
    return tuple(_line(line) for line in lines)


def _line(asked: EntryAsked) -> Line:
    given = {name: asked[name] for name in ("debit", "credit") if asked.get(name) is not None}
    if len(given) != 1:
        raise NotAnEntry(
            field="debit/credit", why_vi="phải có đúng một bên", why_en="must be given on one side"
        )
    name, amount = next(iter(given.items()))
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise NotAnEntry(field=name, why_vi="phải là số nguyên đồng", why_en="must be whole đồng")
    texts = {
        key: _text(asked, key, most) if asked.get(key) else "" for key, most in _LINE_TEXTS.items()
    }
    side = debit if name == "debit" else credit
    return side(
        texts["account"],
        amount,
        fund=texts["fund"],
        item=texts["item"],
        counter_book=texts["counter_unit"],
        interbook_ref=texts["interbook_ref"],
    )


def _text(asked: EntryAsked, name: str, most: int) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise NotAnEntry(
            field=name,
            why_vi=f"phải là văn bản, tối đa {most} ký tự",
            why_en=f"must be text of at most {most} characters",
        )
    return value


def _day(asked: EntryAsked, name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(asked.get(name, ""))
    except (TypeError, ValueError):
        raise NotAnEntry(
            field=name, why_vi="phải là ngày NNNN-TT-NN", why_en="must be a day, YYYY-MM-DD"
        ) from None
