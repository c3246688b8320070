"""What stands in the lines of an MT940: balances, entries, and the text that belongs to them.

Pure. An amount is digits and a comma, with its fraction behind the comma: `1234,` and `1234,00`
are whole. A year has two digits; 80 and later are of the last century.
"""

import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

_AMOUNT: Final = r"(?=[\d,]{2,15}(?![\d,]))\d+,\d*"
_BALANCE: Final = re.compile(rf"([CD])(\d{{6}})([A-Z]{{3}})({_AMOUNT})", re.ASCII)
_ENTRY: Final = re.compile(
    rf"(\d{{6}})(\d{{4}})?(RC|RD|C|D)([A-Z])?({_AMOUNT})[A-Z][A-Z0-9]{{3}}(.*)", re.ASCII
)
_FIRST_OF_LAST_CENTURY: Final = 80
NO_REFERENCE: Final = "NONREF"
_LONGEST_LINE: Final = 65
_LONGEST_PART: Final = 27
_NUMBERED: Final = re.compile(r"\d{3}([?>])(?=\d\d)")
_SLASHED: Final = re.compile(
    r"/(ACCT|BENM|CNTP|CSID|EREF|IBAN|IREF|MARF|NAME|ORDP|PREF|PURP|REMI|RTRN|TRTP)/"
)
_REMITTANCE: Final = (*range(20, 30), *range(60, 64))
_ACCOUNT_PART, _NAME_PARTS = 31, (32, 33)


@dataclass(frozen=True, slots=True)
class Balance:
    """What a field :60: or :62: says; the amount is negative for an overdraft."""

    on: dt.date
    currency: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class EntryLine:
    """What a field :61: says; the amount is positive for money in, reversals taken in account."""

    value_on: dt.date
    booked_on: dt.date
    amount: Fraction
    owner_reference: str
    bank_reference: str
    supplement: str


@dataclass(frozen=True, slots=True)
class Details:
    """What a field :86: says of an entry."""

    content: str
    counter_account: str = ""
    counter_name: str = ""


def read_balance(text: str) -> Balance | None:
    """Read a balance; None when it is none."""
    found = _BALANCE.fullmatch(text.strip())
    on = None if found is None else _day(found[2])
    if found is None or on is None:
        return None
    amount = read_amount(found[4])
    return Balance(on, found[3], -amount if found[1] == "D" else amount)


def read_entry(lines: list[str]) -> EntryLine | None:
    """Read the lines of an entry; None when they are none.

    Returns  the entry. Without a day of its own it was booked on its value day; with one, in the
             year that brings it nearest to that.
    """
    found = _ENTRY.fullmatch(lines[0].rstrip())
    if found is None:
        return None
    value_on, booked_on = _days(found[1], found[2])
    if value_on is None or booked_on is None:
        return None
    mark, amount = found[3], read_amount(found[5])
    owner, _, bank = found[6].partition("//")
    return EntryLine(
        value_on=value_on,
        booked_on=booked_on,
        amount=amount if mark in {"C", "RD"} else -amount,
        owner_reference="" if owner.strip() == NO_REFERENCE else owner.strip(),
        bank_reference=bank.strip(),
        supplement=" ".join(line.strip() for line in lines[1:]).strip(),
    )


def read_amount(text: str) -> Fraction:
    """An amount with its comma, exactly."""
    whole, _, part = text.partition(",")
    return Fraction(int(whole + part), 10 ** len(part))


def read_details(lines: list[str]) -> Details:
    """Read the text of an entry: numbered parts (`?20…`), codes (`/REMI/…`), or free words.

    A line or part that fills its place runs on into the next; a shorter one has ended a word.
    """
    numbered = _NUMBERED.match(lines[0]) if lines else None
    if numbered is not None:
        return _numbered("".join(lines), numbered[1])
    text = _joined(lines, _LONGEST_LINE)
    return _slashed(text) if _SLASHED.match(text) else Details(text)


def _days(value: str, booked: str | None) -> tuple[dt.date | None, dt.date | None]:
    value_on = _day(value)
    if booked is None or value_on is None:
        return value_on, value_on
    years = (value_on.year - 1, value_on.year, value_on.year + 1)
    days = [_made(year, booked[:2], booked[2:]) for year in years]
    near = [day for day in days if day is not None]
    return value_on, min(near, key=lambda day: abs(day - value_on), default=None)


def _day(text: str) -> dt.date | None:
    short = int(text[:2])
    century = 1900 if short >= _FIRST_OF_LAST_CENTURY else 2000
    return _made(century + short, text[2:4], text[4:])


def _made(year: int, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(year, int(month), int(day))
    except ValueError:
        return None


def _joined(parts: list[str], full: int) -> str:
    made = ""
    for part in parts:
        made += part if len(part) >= full else f"{part.strip()} "
    return " ".join(made.split())


def _numbered(text: str, sign: str) -> Details:
    pieces = re.split(rf"{re.escape(sign)}(\d\d)", text)
    parts: dict[int, str] = {}
    for number, words in zip(pieces[1::2], pieces[2::2], strict=True):
        parts[int(number)] = parts.get(int(number), "") + words
    content = _joined([parts[n] for n in _REMITTANCE if n in parts], _LONGEST_PART)
    name = _joined([parts[n] for n in _NAME_PARTS if n in parts], _LONGEST_PART)
    account = "".join(parts.get(_ACCOUNT_PART, "").split())
    return Details(content or _joined([text], _LONGEST_LINE), account, name)


def _slashed(text: str) -> Details:
    pieces = _SLASHED.split(text)
    parts = dict(zip(pieces[1::2], (words.strip(" /") for words in pieces[2::2]), strict=True))
    party = parts.get("CNTP", "").split("/")
    account = parts.get("IBAN") or parts.get("ACCT") or party[0]
    name = parts.get("NAME") or parts.get("ORDP") or parts.get("BENM")
    if not name and len(party) > 2:  # noqa: PLR2004 - account, bank, name
        name = party[2]
    content = parts.get("REMI", text).removeprefix("USTD//")
    return Details(content, "".join(account.split()), name or "")
