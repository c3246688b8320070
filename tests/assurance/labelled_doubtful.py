"""Rows of the labelled set that only a person can decide, and money that goes back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from tests.assurance import labelled_texts as texts
from tests.assurance.labelled_people import check_digit, core
from tests.assurance.labelled_rows import Desk, Label, Row
from tests.assurance.labelled_sure import after, firm, habit, paid, short

_NOTHING: Final = ("CHUYEN TIEN", "NOP TIEN", "KPCD", "TT KPCD T6/2026", "CK", "thanh toan", "")
_FOR_OTHERS: Final = (
    "NOP HO CTY {name} KPCD {months}",
    "nop thay cho cong ty con KPCD {months}",
    "TT KPCD {months} giup chi nhanh Da Nang",
    "chuyen ho KPCD {months} cho {name}",
)
_OTHER_MONEY: Final = (
    "nop doan phi cong doan T6/2026",
    "tien thue mat bang thang 6/2026",
    "ung ho quy vi nguoi ngheo",
    "DPCD QUY II/2026",
)
_RETURNS: Final = (
    "HOAN TRA GD {ref}",
    "TRA LAI LENH CHUYEN TIEN {ref}",
    "RTN {ref} SAI TEN",
    "REFUND {ref}",
)
_FEES: Final = ("PHI CHUYEN TIEN", "PHI SMS BANKING T7/2026", "THU PHI QUAN LY TK", "VAT PHI DV")


def _waits(desk: Desk, kind: str, text: str, payer: tuple[str, str]) -> Row:
    amount = desk.chance.randrange(900_001, 90_000_000)
    return desk.credit(Label(kind), amount, desk.text(text), payer, desk.day())


def _about(desk: Desk) -> str:
    month = f"2026-{desk.chance.randrange(1, 7):02d}"
    return f"{texts.verb(desk.chance)} {texts.months_in_words((month,), desk.chance)}"


def _stranger(desk: Desk) -> str:
    """A right code that nobody bears."""
    known = {one.code[:10] for one in desk.people}
    while True:
        head = f"88{desk.chance.randrange(1, 10_000_000):07d}"
        digit = check_digit(head)
        if digit is not None and f"{head}{digit}" not in known:
            return f"{head}{digit}"


def _mistyped(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    code = texts.mistyped(one.code, desk.chance)
    text = f"MST {texts.hyphened(code)} {one.name} {_about(desk)}"
    yield _waits(desk, "a code that fails", text, desk.own(one))


def _nobody(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    name = one.name if desk.chance.randrange(2) else "CTY TNHH KHONG CO TRONG SO"
    text = f"MST {_stranger(desk)} {name} {_about(desk)}"
    yield _waits(desk, "a code of nobody", text, desk.own(one))


def _another_name(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    other = desk.another(one)
    text = f"{texts.labelled(one.code, desk.chance)} {other.name} {_about(desk)}"
    yield _waits(desk, "the code of one, the name of another", text, ("", ""))


def _cut_name(desk: Desk) -> Iterator[Row]:
    """The other's name, cut by the end of the text after enough of it to know it by."""
    one = desk.somebody()
    other = desk.another(one)
    name = other.name[: -desk.chance.randrange(1, 3)]
    row = _waits(desk, "", "", ("", ""))
    text = texts.written(
        f"{_about(desk)} {texts.labelled(one.code, desk.chance)} {name}", desk.chance
    )
    label = Label("the code of one, the name of another cut short")
    yield desk.credit(label, row.credit_vnd, text, ("", ""), row.booked_on)


def _similar_name(desk: Desk) -> Iterator[Row]:
    """The code of one employer beside the name of one whose name is its own and a word more."""
    pairs = [one for one in desk.people if one.name.endswith((" Hưng", " Phát", " Việt"))]
    one = desk.chance.choice(pairs)
    base = one.name.rsplit(" ", 1)[0]
    other = next((each for each in desk.people if each.name == base), None)
    if other is None:
        return
    text = f"{texts.labelled(one.code, desk.chance)} {other.name} {_about(desk)}"
    yield _waits(desk, "the code of one, the similar name of another", text, ("", ""))


def _another_account(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    other = desk.another(one)
    text = f"{texts.labelled(one.code, desk.chance)} {_about(desk)}"
    payer = (other.account, other.name)
    yield _waits(desk, "the code of one, the account in the name of another", text, payer)


def _two_codes(desk: Desk) -> Iterator[Row]:
    one, other = desk.chance.sample(desk.people, 2)
    text = f"MST {texts.hyphened(one.code)} VA {texts.hyphened(other.code)} {_about(desk)}"
    yield _waits(desk, "two codes", text, ("", ""))


def _bare_name(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    name = desk.chance.choice((one.name, short(one.name), core(one.name)))
    yield _waits(desk, "a bare name", f"{name} {_about(desk)}", ("", one.name))


def _cut_code(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    code = one.code[: desk.chance.randrange(5, 10)]
    text = texts.written(f"{one.name} {_about(desk)} MST {code}", desk.chance)
    amount = desk.chance.randrange(900_001, 90_000_000)
    yield desk.credit(Label("a code cut short"), amount, text, desk.own(one), desk.day())


def _cut_tail(desk: Desk) -> Iterator[Row]:
    """A dependent unit's code cut within its last three digits: its parent did not pay."""
    dependents = [one for one in desk.people if one.code[10:]]
    if not dependents:
        return
    one = desk.chance.choice(dependents)
    code = texts.hyphened(one.code)[: desk.chance.choice((11, 12, 13))]
    text = texts.written(f"{_about(desk)} MST {code}", desk.chance)
    amount = desk.chance.randrange(900_001, 90_000_000)
    label = Label("a dependent unit's code cut short")
    yield desk.credit(label, amount, text, ("", ""), desk.day())


def _nothing(desk: Desk) -> Iterator[Row]:
    yield _waits(desk, "nothing", desk.chance.choice(_NOTHING), ("", ""))


def _firms_money(desk: Desk) -> Iterator[Row]:
    yield _waits(desk, "an account that pays for many, no code", _about(desk), firm(desk))


def _for_another(desk: Desk) -> Iterator[Row]:
    """An account that paid for its holder three times now pays for somebody else."""
    one, rows = habit(desk, "code")
    yield from rows
    month = texts.months_in_words(("2026-05",), desk.chance)
    name = desk.chance.choice(("HOAN TOAN KHAC", "VAN AN LACH", desk.another(one).name))
    text = desk.chance.choice(_FOR_OTHERS).format(name=name, months=month)
    payer = (rows[0].counter_account, one.name)
    label = Label("a learned account pays for another")
    yield desk.credit(label, one.levy_vnd, desk.text(text), payer, after(desk, rows))


def _other_money(desk: Desk) -> Iterator[Row]:
    one, rows = habit(desk, "code")
    yield from rows
    payer = (rows[0].counter_account, one.name)
    label = Label("a learned account pays something else")
    text = desk.text(desk.chance.choice(_OTHER_MONEY))
    yield desk.credit(label, one.levy_vnd, text, payer, after(desk, rows))


def _habit_mistyped(desk: Desk) -> Iterator[Row]:
    """A learned account, and a code that fails, or is nobody's: neither speaks for the other."""
    one, rows = habit(desk, "code")
    yield from rows
    code = desk.chance.choice((texts.mistyped(one.code[:10], desk.chance), _stranger(desk)))
    mark = desk.chance.choice(("", "MST "))
    payer = (rows[0].counter_account, one.name)
    label = Label("a learned account, a code that fails or is nobody's")
    text = desk.text(f"{mark}{code} {one.name} {_about(desk)}")
    yield desk.credit(label, one.levy_vnd, text, payer, after(desk, rows))


def _dues(desk: Desk) -> Iterator[Row]:
    one = desk.somebody()
    for kind, about in (("dues", "nộp đoàn phí"), ("levy and dues", "nộp KPCĐ và đoàn phí")):
        text = f"{texts.labelled(one.code, desk.chance)} {one.name} {about} T6/2026"
        yield _waits(desk, f"{kind}, with a code", text, desk.own(one))


_ELSE: Final = (
    *("BHXH BHYT BHTN T6/2026", "nộp tiền phạt VPHC", "thanh toán tiền thuê văn phòng T6/2026"),
    *("lương tháng 6/2026", "hoàn trả tiền thừa", "nộp BHXH và KPCĐ T6/2026", "tiền thuê nhà"),
    *("nộp phạt chậm đóng KPCĐ", "thuế TNCN quý II/2026", "tạm ứng hợp đồng 12/2026"),
)


def _something_else(desk: Desk) -> Iterator[Row]:
    """A code that holds, and a text that says the money is not the levy, or not only."""
    one = desk.somebody()
    about = desk.chance.choice(_ELSE)
    text = f"{texts.labelled(one.code, desk.chance)} {one.name} {about}"
    yield _waits(desk, "something else, with a code", text, desk.own(one))


def _once(desk: Desk) -> Iterator[Row]:
    """An account that paid once is no habit."""
    one = desk.somebody(2)
    account = f"66{desk.numbers:010d}"
    row = paid(desk, "code", one, texts.labelled(one.code, desk.chance), desk.day(0, 20))
    yield replace(row, counter_account=account)
    text = f"{one.name} {_about(desk)}"
    label = Label("an account that paid once, and a name")
    payer = (account, one.name)
    yield desk.credit(label, one.levy_vnd, desk.text(text), payer, desk.day(21))


def _sent_back(desk: Desk) -> Iterator[Row]:
    """A receipt taken back by the bank, in full, named by its reference."""
    found = [
        row
        for row in desk.chance.sample(desk.made, min(30, len(desk.made)))
        if row.credit_vnd
        and row.reference not in desk.used
        and row.label.kind != "two real rows alike"
        and (row.booked_on - desk.first_day).days < desk.days - 3
    ]
    if not found:
        return
    row = found[0]
    desk.used.add(row.reference)
    if row.label.payer is not None:
        row.label.payer.sure = False  # its months are open again
    label = Label("a receipt taken back", returned=row.reference)
    text = desk.chance.choice(_RETURNS).format(ref=row.reference)
    on = desk.day((row.booked_on - desk.first_day).days + 1)
    yield desk.debit(label, row.credit_vnd, text, row.counter_account, on)


def _fee(desk: Desk) -> Iterator[Row]:
    label = Label("a debit that nobody knows")
    text = desk.chance.choice(_FEES)
    yield desk.debit(label, desk.chance.randrange(1_000, 500_000), text, "", desk.day())


KINDS: Final[Mapping[str, tuple[int, Callable[[Desk], Iterator[Row]]]]] = {
    "mistyped": (40, _mistyped),
    "nobody": (25, _nobody),
    "another name": (40, _another_name),
    "cut name": (10, _cut_name),
    "similar name": (10, _similar_name),
    "another account": (15, _another_account),
    "two codes": (15, _two_codes),
    "bare name": (50, _bare_name),
    "cut code": (25, _cut_code),
    "cut tail": (8, _cut_tail),
    "nothing": (25, _nothing),
    "firm": (15, _firms_money),
    "for another": (8, _for_another),
    "other money": (8, _other_money),
    "habit mistyped": (8, _habit_mistyped),
    "dues": (12, _dues),
    "something else": (12, _something_else),
    "once": (10, _once),
    "sent back": (20, _sent_back),
    "fee": (15, _fee),
}
