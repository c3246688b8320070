"""An entry or a voucher as another program writes it, read into one of ours.

Pure. Form: unit, source, key, journal, accounting_on, document_on, text, lines; each line has
an account, a debit or a credit, and may have fund, item, counter_unit and interbook_ref. A
voucher has the days, the text and the lines alone. An entry says nothing else: what would be
dropped, or read in one of two ways, is refused.
"""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from finance.rules.errors import RuleError
from finance.rules.vouchers import LARGEST_VND
from ledger.entries import Draft, Line, Side, credit, debit, total
from ledger.errors import OutOfRange

EntryAsked = Mapping[str, Any]

_TEXTS = {"unit": 40, "source": 60, "key": 200, "journal": 4, "text": 1000}
_LINE_TEXTS = {"account": 20, "fund": 40, "item": 20, "counter_unit": 40, "interbook_ref": 80}
_FIELDS: Final = frozenset({*_TEXTS, "accounting_on", "document_on", "lines"})
_LINE_FIELDS: Final = frozenset({*_LINE_TEXTS, "debit", "credit"})
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Signs that are not seen: controls, what turns the direction of writing, breaks of line.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
_LONGEST_NAME: Final = 40  # of a field nobody knows, as far as a refusal shows it


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


def read_json(line: bytes) -> object:
    """Read one line of a file.

    Raises   NotAnEntry when it is no JSON or no UTF-8, or names a field twice.
    """
    try:
        return json.loads(line.decode("utf-8-sig"), parse_float=str, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):  # no UTF-8, no JSON, no end of it
        raise _no_json() from None


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    held: dict[str, object] = {}
    for name, value in pairs:
        if name in held:
            raise _wrong(name, "có hai lần", "is given twice")
        held[name] = value
    return held


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


def entry_of(asked: object, actor: str) -> Draft:
    """Read an entry.

    Raises   NotAnEntry naming the field; Unbalanced, OutOfRange when it cannot be an entry.
    """
    if not isinstance(asked, Mapping):
        raise _no_json()
    _check_fields(asked, _FIELDS)
    texts = {name: _text(asked, name, most) for name, most in _TEXTS.items()}
    lines = _lines(asked)
    accounting_on = _day(asked, "accounting_on")
    for side in Side:
        amount = total(lines, side)
        if amount > LARGEST_VND:
            raise OutOfRange(amount=amount)
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


def _wrong(name: str, why_vi: str, why_en: str) -> NotAnEntry:
    """The refusal of a field; a name from a file is shown without what is not seen."""
    shown = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    return NotAnEntry(field=shown[:_LONGEST_NAME], why_vi=why_vi, why_en=why_en)


def _check_fields(asked: EntryAsked, known: frozenset[str]) -> None:
    for name in asked:
        if name not in known:
            raise _wrong(name, "không có trong mẫu", "is not one of the form")


def _lines(asked: EntryAsked) -> tuple[Line, ...]:
    lines = asked.get("lines")
    if not isinstance(lines, list) or not all(isinstance(line, Mapping) for line in lines):
        raise NotAnEntry(
            field="lines", why_vi="phải là danh sách", why_en="must be a list of lines"
        )
    return tuple(_line(line) for line in lines)


def _line(asked: EntryAsked) -> Line:
    _check_fields(asked, _LINE_FIELDS)
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
    if any(unicodedata.category(sign) in _UNSEEN for sign in value):
        raise NotAnEntry(
            field=name,
            why_vi="có ký tự điều khiển không nhìn thấy được",
            why_en="holds control signs that are not seen",
        )
    return value


def _day(asked: EntryAsked, name: str) -> dt.date:
    value = asked.get(name)
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass  # no such day
    raise NotAnEntry(
        field=name, why_vi="phải là ngày NNNN-TT-NN", why_en="must be a day, YYYY-MM-DD"
    )
