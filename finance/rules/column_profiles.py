"""How a bank lays out its statements: which of its words heads which column, and how it writes.

Pure. A profile says only how to read; it holds no amount and judges no row. It is dated data of a
unit, kept by `finance.records.column_profiles` (docs/decisions/0018).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn, TypeVar

from finance.rules.errors import RuleError
from finance.rules.folding import fold

LONGEST_NAME: Final = 60
LONGEST_WORDS: Final = 100
LAST_HEADER_ROW: Final = 50
MOST_WORDS: Final = 20
_BIN_DIGITS: Final = 6


class Sign(StrEnum):
    """How a bank tells money in from money out."""

    TWO_COLUMNS = "two_columns"  # one column for debits, one for credits
    SIGNED = "signed"  # one column: what went out is negative
    MARKED = "marked"  # one column of amounts, one of marks


class DateOrder(StrEnum):
    """In which order a bank writes day, month and year."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Grouping(StrEnum):
    """What stands between thousands; of dot and comma the other one then begins a fraction."""

    DOT = "dot"
    COMMA = "comma"
    SPACE = "space"


ALWAYS: Final = ("reference", "booked_on", "content")
BY_SIGN: Final[Mapping[Sign, tuple[str, ...]]] = {
    Sign.TWO_COLUMNS: ("debit", "credit"),
    Sign.SIGNED: ("amount",),
    Sign.MARKED: ("amount", "mark"),
}
COLUMNS: Final = (
    *ALWAYS,
    *("debit", "credit", "amount", "mark"),
    *("value_on", "balance", "counter_account", "counter_name"),
)


class UnfitProfile(RuleError):
    """A profile by which no statement could be read, or in two ways."""

    code = "profile.unfit_form"
    vi = "Mẫu cột không dùng được, mục «{place}»: {why}."
    en = "The column profile cannot be used, at “{place}”: {why}."


class UnknownProfile(RuleError):
    """No profile of this name serves the account today."""

    code = "profile.unknown"
    vi = "Không có mẫu cột «{name}» đang dùng."
    en = "There is no column profile “{name}” in force."


class UnitOfNoProfile(RuleError):
    """A profile is a unit's."""

    code = "profile.unknown_unit"
    vi = "Không có đơn vị {unit}."
    en = "There is no unit {unit}."


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """How one bank's statements are read. Made by `parse_profile`."""

    name: str
    bank_bin: str  # of the accounts it is chosen for by itself; empty: by its name only
    columns: Mapping[str, str]  # canonical column -> the bank's words in its header
    header_row: int = 1
    date_order: DateOrder = DateOrder.DMY
    sign: Sign = Sign.TWO_COLUMNS
    debit_marks: tuple[str, ...] = ()
    credit_marks: tuple[str, ...] = ()
    grouping: Grouping = Grouping.DOT
    footers: tuple[str, ...] = ()  # words with which a line below the movements begins
    prefixes: tuple[str, ...] = ()  # what the bank writes before the payer's text; * is anything


def parse_profile(data: Mapping[str, object]) -> ColumnProfile:
    """Read a profile.

    Takes    the fields of `ColumnProfile`, as a TOML or JSON document gives them; what is left out
             is the default.
    Returns  the profile; words are tidied of spaces around them.
    Raises   UnfitProfile naming the field.
    """
    known = set(ColumnProfile.__dataclass_fields__)
    for name in data:
        if name not in known:
            _refuse(name, "không có mục này", "there is no such field")
    sign = _choice(data, "sign", Sign, Sign.TWO_COLUMNS)
    made = ColumnProfile(
        name=_name(data),
        bank_bin=_bin(data),
        columns=_columns(data, sign),
        header_row=_header_row(data),
        date_order=_choice(data, "date_order", DateOrder, DateOrder.DMY),
        sign=sign,
        debit_marks=_words(data, "debit_marks"),
        credit_marks=_words(data, "credit_marks"),
        grouping=_choice(data, "grouping", Grouping, Grouping.DOT),
        footers=_words(data, "footers"),
        prefixes=_words(data, "prefixes"),
    )
    _check_marks(made)
    return made


def profile_data(profile: ColumnProfile) -> dict[str, object]:
    """A profile as a document that `parse_profile` reads back."""
    return {
        "name": profile.name,
        "bank_bin": profile.bank_bin,
        "columns": {name: profile.columns[name] for name in COLUMNS if name in profile.columns},
        "header_row": profile.header_row,
        "date_order": profile.date_order.value,
        "sign": profile.sign.value,
        "debit_marks": list(profile.debit_marks),
        "credit_marks": list(profile.credit_marks),
        "grouping": profile.grouping.value,
        "footers": list(profile.footers),
        "prefixes": list(profile.prefixes),
    }


_E = TypeVar("_E", bound=StrEnum)


def _refuse(place: str, vi: str, en: str) -> NoReturn:
    raise UnfitProfile(place=place, why_vi=vi, why_en=en)


def _text(place: str, value: object, longest: int) -> str:
    """A field of words, without the spaces around them."""
    if not isinstance(value, str) or not value.isprintable() or len(value.strip()) > longest:
        _refuse(place, f"phải là chữ, dài nhất {longest}", f"it must be text, of at most {longest}")
    return value.strip()


def _name(data: Mapping[str, object]) -> str:
    name = " ".join(_text("name", data.get("name", ""), LONGEST_NAME).split())
    if not name:
        _refuse("name", "còn trống", "it is empty")
    return name


def _bin(data: Mapping[str, object]) -> str:
    text = _text("bank_bin", data.get("bank_bin", ""), LONGEST_WORDS)
    if text and not (text.isascii() and text.isdigit() and len(text) == _BIN_DIGITS):
        _refuse("bank_bin", "mã BIN có 6 chữ số", "a BIN has 6 digits")
    return text


def _columns(data: Mapping[str, object], sign: Sign) -> dict[str, str]:
    given = data.get("columns")
    if not isinstance(given, Mapping):
        _refuse("columns", "còn trống", "it is empty")
    found: dict[str, str] = {}
    wanted = (*ALWAYS, *BY_SIGN[sign])
    left_out = {name for names in BY_SIGN.values() for name in names} - set(wanted)
    for name, words in given.items():
        place = f"columns.{name}"
        if name not in COLUMNS:
            _refuse(place, "không có cột này", "there is no such column")
        text = _text(place, words, LONGEST_WORDS)
        if text and name in left_out:
            vi, en = (
                "cách ghi nợ, có đã chọn không dùng cột này",
                "the chosen way of signs has none",
            )
            _refuse(place, vi, en)
        if text:
            found[name] = text
    for name in wanted:
        if name not in found:
            _refuse(f"columns.{name}", "còn trống", "it is empty")
    _check_once([(f"columns.{name}", text) for name, text in found.items()])
    return found


def _check_once(places: Sequence[tuple[str, str]]) -> None:
    """Refuse words that stand in two places."""
    seen: set[str] = set()
    for place, text in places:
        if fold(text) in seen:
            _refuse(place, f"«{text}» đã dùng ở mục khác", f"“{text}” stands elsewhere already")
        seen.add(fold(text))


def _header_row(data: Mapping[str, object]) -> int:
    row = data.get("header_row", 1)
    if isinstance(row, bool) or not isinstance(row, int) or not 1 <= row <= LAST_HEADER_ROW:
        _refuse("header_row", "từ 1 đến 50", "it is a number from 1 to 50")
    return row


def _choice(data: Mapping[str, object], place: str, kind: type[_E], default: _E) -> _E:
    given = data.get(place, default.value)
    for each in kind:
        if each.value == given:
            return each
    known = ", ".join(each.value for each in kind)
    _refuse(place, f"phải là một trong: {known}", f"it must be one of: {known}")


def _words(data: Mapping[str, object], place: str) -> tuple[str, ...]:
    given = data.get(place, ())
    if isinstance(given, str) or not isinstance(given, Sequence) or len(given) > MOST_WORDS:
        _refuse(
            place,
            f"phải là danh sách, nhiều nhất {MOST_WORDS}",
            f"it must be a list of at most {MOST_WORDS}",
        )
    return tuple(text for each in given if (text := _text(place, each, LONGEST_WORDS)))


def _check_marks(profile: ColumnProfile) -> None:
    if profile.sign is not Sign.MARKED:
        return
    for place, words in (
        ("debit_marks", profile.debit_marks),
        ("credit_marks", profile.credit_marks),
    ):
        if not words:
            _refuse(place, "còn trống", "it is empty")
    _check_once(
        [("debit_marks", each) for each in profile.debit_marks]
        + [("credit_marks", each) for each in profile.credit_marks]
    )
