"""Rows of the labelled set whose payer can be told: by a right code, or by a learned account."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from tests.assurance import labelled_texts as texts
from tests.assurance.labelled_people import Employer
from tests.assurance.labelled_rows import Desk, Label, Row

_SHORT: Final = (
    *(("Công ty", "CTY"), ("cổ phần", "CP"), ("Thương mại", "TM"), ("Dịch vụ", "DV")),
    *(("Xây dựng", "XD"), ("Sản xuất", "SX"), ("Đầu tư", "DT"), ("Doanh nghiệp tư nhân", "DNTN")),
    *(("Hợp tác xã", "HTX"), ("Vận tải", "VT"), ("Quốc tế", "QT"), ("Việt Nam", "VN")),
)
_FIRMS: Final = (
    *("CONG TY TNHH KE TOAN THUE TRI VIET", "DAI LY THUE HOANG GIA", "NGUYEN THI KE TOAN"),
    *("CTY TU VAN VA DAI LY THUE SAO MAI", "TRAN VAN DICH VU", "KHO BAC NHA NUOC QUAN 1"),
)


def firm(desk: Desk) -> tuple[str, str]:
    """The account of somebody who pays for many."""
    number = desk.chance.randrange(len(_FIRMS))
    return f"8888{number:08d}", _FIRMS[number]


def short(name: str) -> str:
    """A name as busy people write it."""
    for long, brief in _SHORT:
        name = name.replace(long, brief)
    return name


def _months(desk: Desk, one: Employer, count: int) -> tuple[tuple[str, ...], str]:
    months = one.take(count)
    return months, texts.months_in_words(months, desk.chance)


def paid(desk: Desk, kind: str, one: Employer, written: str, on: dt.date | None = None) -> Row:
    """A month paid from the employer's own account, the code written so."""
    months, words = _months(desk, one, 1)
    verb = texts.verb(desk.chance)
    form = desk.chance.choice(
        (
            "{code} {name} {verb} {months}",
            "{code} {name} {verb} {months}",
            "{name} {code} {verb} {months}",
            "{verb} {months} {code} {name}",
            "{verb} {months} {name} {code}.",
            "{code} {verb} {months}",
        )
    )
    text = form.format(code=written, name=one.name, verb=verb, months=words)
    label = Label(kind, one, months)
    return desk.credit(label, one.levy_vnd, desk.text(text), desk.own(one), on or desk.day())


def _code(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    yield paid(desk, "code", one, texts.labelled(one.code, desk.chance))


def _parted(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    yield paid(desk, "code in groups", one, texts.parted(one.code, desk.chance))


def _bare(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    yield paid(desk, "code without its label", one, texts.hyphened(one.code))


def _glued(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    months, words = _months(desk, one, 1)
    form = desk.chance.choice(
        ("MST{code}KPCD {months}", "KPCD_{code}_{months}", "NOPKPCD{code} {months}")
    )
    text = form.format(code=texts.hyphened(one.code), months=words)
    label = Label("code glued to words", one, months)
    yield desk.credit(
        label, one.levy_vnd, texts.written(text, desk.chance), desk.own(one), desk.day()
    )


def _cut(desk: Desk) -> Iterator[Row]:
    """The bank cut the text somewhere behind the code: the name or the month is lost."""
    one = desk.somebody()
    one.take(1)
    one.sure = False  # it may pay another month than it meant
    head = f"{texts.labelled(one.code, desk.chance)} {one.name} {texts.verb(desk.chance)} "
    least = len(head.split(one.name, maxsplit=1)[0]) + 2
    text = head[: desk.chance.randrange(least, len(head))]
    label = Label("cut short behind the code", one)
    yield desk.credit(
        label, one.levy_vnd, texts.written(text, desk.chance), desk.own(one), desk.day()
    )


def _several(desk: Desk) -> Iterator[Row]:
    count = desk.chance.choice((2, 3, 3, 3, 6))
    one = desk.somebody(count)
    months, words = _months(desk, one, count)
    code = texts.labelled(one.code, desk.chance)
    text = f"{code} {one.name} {texts.verb(desk.chance)} {words}"
    label = Label("several months in one text", one, months)
    yield desk.credit(label, one.levy_vnd * count, desk.text(text), desk.own(one), desk.day())


def _no_month(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    one.take(1)
    one.sure = False
    month = desk.chance.choice(("", "", "thang 5", "T6", "quy 2"))
    code, verb = texts.labelled(one.code, desk.chance), texts.verb(desk.chance)
    text = f"{code} {short(one.name)} {verb} {month}"
    label = Label("no month, or one without its year", one)
    yield desk.credit(label, one.levy_vnd, desk.text(text), desk.own(one), desk.day())


def _short_name(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    months, words = _months(desk, one, 1)
    code, verb = texts.labelled(one.code, desk.chance), texts.verb(desk.chance)
    text = f"{code} {short(one.name)} {verb} {words}"
    label = Label("the name in short", one, months)
    yield desk.credit(label, one.levy_vnd, desk.text(text), desk.own(one), desk.day())


def _by_a_firm(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    months, words = _months(desk, one, 1)
    code = texts.labelled(one.code, desk.chance)
    text = f"{code} {one.name} {texts.verb(desk.chance)} {words}"
    label = Label("paid by somebody who pays for many", one, months)
    yield desk.credit(label, one.levy_vnd, desk.text(text), firm(desk), desk.day())


def _part(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    months, words = _months(desk, one, 1)
    first = desk.chance.randrange(1, one.levy_vnd)
    for amount in (first, one.levy_vnd - first):
        text = f"{texts.labelled(one.code, desk.chance)} {texts.verb(desk.chance)} {words}"
        label = Label("paid in parts", one, months)
        yield desk.credit(label, amount, desk.text(text), desk.own(one), desk.day())


def _over(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    _, words = _months(desk, one, 1)
    one.sure = False  # what is over goes to the oldest open month
    text = f"{texts.labelled(one.code, desk.chance)} {one.name} {texts.verb(desk.chance)} {words}"
    amount = one.levy_vnd + desk.chance.randrange(1, 5_000_000)
    label = Label("too much", one)
    yield desk.credit(label, amount, desk.text(text), desk.own(one), desk.day())


def _twice(desk: Desk) -> Iterator[Row]:
    """Sent twice in error: two rows of the bank, alike in everything."""
    one = desk.somebody()
    row = paid(desk, "two real rows alike", one, texts.labelled(one.code, desk.chance))
    one.sure = False
    yield row
    yield replace(row)


def habit(desk: Desk, kind: str) -> tuple[Employer, list[Row]]:
    """Three months paid with the code from one account, on three days, the last by day 40."""
    one = desk.somebody(4)
    account = f"77{desk.numbers:010d}"
    days = sorted(desk.chance.sample(range(41), 3))
    rows = []
    for number in days:
        row = paid(desk, kind, one, texts.labelled(one.code, desk.chance), desk.day(number, number))
        rows.append(replace(row, counter_account=account, counter_name=_holder(one)))
    return one, rows


def after(desk: Desk, habit_rows: list[Row]) -> dt.date:
    """A day after a habit was formed."""
    last = max(row.booked_on for row in habit_rows)
    return desk.day((last - desk.first_day).days + 1)


def _holder(one: Employer) -> str:
    return texts.plain(one.name).upper()


def _learned(desk: Desk) -> Iterator[Row]:
    """Then the same account again, without the code: its holder pays the levy as before."""
    one, rows = habit(desk, "code")
    yield from rows
    months, words = _months(desk, one, 1)
    form = desk.chance.choice(("{name} {verb} {months}", "{verb} {months}"))
    text = form.format(name=one.name, verb=texts.verb(desk.chance), months=words)
    payer = (rows[0].counter_account, one.name)
    label = Label("a learned account, no code", one, months)
    yield desk.credit(label, one.levy_vnd, desk.text(text), payer, after(desk, rows))


KINDS: Final[Mapping[str, tuple[int, Callable[[Desk], Iterator[Row]]]]] = {
    "code": (300, _code),
    "parted": (60, _parted),
    "bare": (60, _bare),
    "glued": (20, _glued),
    "cut": (50, _cut),
    "several": (80, _several),
    "no month": (50, _no_month),
    "short name": (40, _short_name),
    "by a firm": (50, _by_a_firm),
    "part": (20, _part),
    "over": (20, _over),
    "twice": (10, _twice),
    "learned": (30, _learned),
}
