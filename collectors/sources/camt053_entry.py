"""What stands in one entry of a camt.053: its amount and side, and a movement for each detail.

Versions .02 to .13 differ little here: a status and a party stand one level deeper since
.08. Only what is booked has moved money. An entry that reverses another one names its own side,
so it is read as it stands.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from collectors.screening.forms import VIETNAM
from collectors.sources.safe_xml import Node
from collectors.sources.statement import CURRENCY, Entry, Movement, written
from ledger.errors import Fact, Problem

_AMOUNT: Final = re.compile(r"\+?(\d{1,18})(?:\.(\d{0,5}))?", re.ASCII)
_NOT_BOOKED: Final = frozenset({"PDNG", "INFO", "FUTR"})
_NO_REFERENCE: Final = frozenset({"", "NOTPROVIDED", "NONREF"})
_BAD: Final = (
    "statement.bad_entry_part",
    "Bút toán thứ {entry}: «{part}» là «{text}», không đọc được; tổng của sao kê chưa kiểm được.",
    "Entry {entry}: “{part}” is “{text}” and cannot be read; the statement's sum is not proved.",
)
_DETAILS: Final = (
    "statement.details_do_not_add_up",
    "Bút toán thứ {entry}: các chi tiết cộng lại không bằng số tiền {text}.",
    "Entry {entry}: its details do not add up to its amount of {text}.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: which of the file it is, and the number of its first row."""

    entry: int
    row: int


@dataclass(frozen=True, slots=True)
class _Head:
    """What an entry says once for all its details."""

    place: Place
    node: Node
    amount: Fraction


def read_amount(node: Node | None) -> Fraction | None:
    """Read an amount in đồng, exactly; None when it is in another currency or none at all."""
    if node is None or node.attributes.get("Ccy", "") != CURRENCY:
        return None
    found = _AMOUNT.fullmatch(node.words.strip())
    if found is None:
        return None
    part = found[2] or ""
    return Fraction(int(found[1] + part), 10 ** len(part))


def signed(node: Node, amount: Fraction | None) -> Fraction | None:
    """An amount with the side that an entry, detail or balance names: credit is positive."""
    side = node.text("CdtDbtInd")
    if amount is None or side not in {"CRDT", "DBIT"}:
        return None
    return amount if side == "CRDT" else -amount


def day_of(node: Node, name: str) -> str:
    """A day, or the Vietnamese day of a moment; as it stands when it is none."""
    text = node.text(name, "Dt") or node.text(name, "DtTm")
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return (read if read.tzinfo is None else read.astimezone(VIETNAM)).date().isoformat()


def read_entry(node: Node, place: Place) -> Entry | None:
    """Read an entry.

    Returns  its amount, and a movement for each of its details where they have amounts of their
             own that add up to it; else one. None when it is not booked.
    """
    status = node.text("Sts", "Cd") or node.text("Sts")
    if status in _NOT_BOOKED:
        return None
    amount = signed(node, read_amount(node.first("Amt")))
    if status != "BOOK":
        return _bad(node, place, "Sts", status)
    if amount is None:
        shown = " ".join(
            (node.text("CdtDbtInd"), node.text("Amt"), _currency(node.first("Amt")))
        ).strip()
        return _bad(node, place, "Amt", shown)
    head = _Head(place, node, amount)
    return Entry(amount, _movements(head, list(node.all("NtryDtls", "TxDtls"))))


def _currency(node: Node | None) -> str:
    return "" if node is None else node.attributes.get("Ccy", "")


def _bad(node: Node, place: Place, part: str, text: str) -> Entry:
    facts: dict[str, Fact] = {"entry": place.entry, "part": part, "text": text}
    problem = Problem(*_BAD, row=place.row, column=part, facts=facts)
    own = _own(node, place, node, "")
    return Entry(None, (Movement(place.row, None, own=own, problems=(problem,)),))


def _movements(head: _Head, details: Sequence[Node]) -> tuple[Movement, ...]:
    if len(details) < 2:  # noqa: PLR2004 - one detail says more of the entry itself
        return (_movement(head, details, head.place.row, head.amount),)
    amounts = [_amount_of(detail, head) for detail in details]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(details):
        return (_movement(head, details, head.place.row, head.amount),)
    if sum(known) != head.amount:
        facts: dict[str, Fact] = {"entry": head.place.entry, "text": written(head.amount)}
        problem = Problem(*_DETAILS, row=head.place.row, column="Amt", facts=facts)
        own = _own(head.node, head.place, head.node, "")
        return (Movement(head.place.row, head.amount, own=own, problems=(problem,)),)
    return tuple(
        _movement(head, [detail], head.place.row + number, amount, part=number + 1)
        for number, (detail, amount) in enumerate(zip(details, known, strict=True))
    )


def _amount_of(detail: Node, head: _Head) -> Fraction | None:
    """A detail's own amount, with its own side or else its entry's."""
    amount = read_amount(detail.first("Amt") or detail.first("AmtDtls", "TxAmt", "Amt"))
    if amount is None or not detail.text("CdtDbtInd"):
        return None if amount is None else amount * (1 if head.amount >= 0 else -1)
    return signed(detail, amount)


def _movement(
    head: _Head, details: Sequence[Node], row: int, amount: Fraction, *, part: int = 0
) -> Movement:
    node = head.node
    first = details[0] if details else Node("TxDtls")
    name, account = _other_side(first, came_in=amount >= 0) if len(details) == 1 else ("", "")
    texts = [text for text in map(_remittance, details) if text]
    content = " ".join(texts) or first.text("AddtlTxInf") or node.text("AddtlNtryInf")
    return Movement(
        row=row,
        amount=amount,
        reference=_reference(node, first),
        booked_on=day_of(node, "BookgDt"),
        value_on=day_of(node, "ValDt"),
        counter_account=account,
        counter_name=name,
        content=content,
        own=_own(node, head.place, first, str(part) if part else ""),
    )


def _reference(entry: Node, detail: Node) -> str:
    """What the bank calls the booking; what it or the payer calls the detail only in its place.

    A batch is one booking: its details share its reference and are told apart by their order.
    """
    found = (
        entry.text("AcctSvcrRef"),
        detail.text("Refs", "AcctSvcrRef"),
        entry.text("NtryRef"),
        detail.text("Refs", "TxId"),
        detail.text("Refs", "EndToEndId"),
    )
    return next((text for text in found if text not in _NO_REFERENCE), "")


def _remittance(detail: Node) -> str:
    words = [each.words for each in detail.all("RmtInf", "Ustrd")]
    words += [each.words for each in detail.all("RmtInf", "Strd", "CdtrRefInf", "Ref")]
    words += [each.words for each in detail.all("RmtInf", "Strd", "AddtlRmtInf")]
    return " ".join(" ".join(words).split())


def _other_side(detail: Node, *, came_in: bool) -> tuple[str, str]:
    """The name and account of who paid, or of who was paid."""
    role = "Dbtr" if came_in else "Cdtr"
    names = (
        detail.text("RltdPties", role, "Pty", "Nm"),
        detail.text("RltdPties", role, "Nm"),
        detail.text("RltdPties", f"Ultmt{role}", "Pty", "Nm"),
        detail.text("RltdPties", f"Ultmt{role}", "Nm"),
    )
    account = detail.first("RltdPties", f"{role}Acct", "Id")
    numbers = () if account is None else (account.text("IBAN"), account.text("Othr", "Id"))
    return next(filter(None, names), ""), "".join(next(filter(None, numbers), "").split())


def _own(entry: Node, place: Place, detail: Node, part: str) -> tuple[tuple[str, str], ...]:
    """What the file says besides, in its own words, to be kept with the row."""
    said = (
        ("entry", str(place.entry)),
        ("detail", part),
        ("Amt", " ".join((entry.text("Amt"), _currency(entry.first("Amt")))).strip()),
        ("CdtDbtInd", entry.text("CdtDbtInd")),
        ("RvslInd", entry.text("RvslInd")),
        ("BookgDt", entry.text("BookgDt", "Dt") or entry.text("BookgDt", "DtTm")),
        ("NtryRef", entry.text("NtryRef")),
        ("AcctSvcrRef", entry.text("AcctSvcrRef")),
        ("Refs/AcctSvcrRef", detail.text("Refs", "AcctSvcrRef")),
        ("EndToEndId", detail.text("Refs", "EndToEndId")),
        ("TxId", detail.text("Refs", "TxId")),
        ("AddtlTxInf", detail.text("AddtlTxInf")),
        ("AddtlNtryInf", entry.text("AddtlNtryInf")),
    )
    return tuple((name, text) for name, text in said if text)
