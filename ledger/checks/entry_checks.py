"""Checks that need one entry and its lines.

Pure.
"""

from collections.abc import Callable, Sequence
from itertools import starmap

from ledger.chain import leaf_hash, sealed_values
from ledger.checks.stored import StoredEntry, StoredLine, fault
from ledger.entries import FEWEST_LINES
from ledger.errors import Problem

_ENTRY_VALUES = 16
_LINE_VALUES = 8
_OTHER = {"D": "C", "C": "D"}

Check = Callable[[StoredEntry, Sequence[StoredLine]], list[Problem]]


def amounts(entry: StoredEntry, lines: Sequence[StoredLine]) -> list[Problem]:
    """Amounts are positive integers on one of two sides, and the sides are equal."""
    debit = credit = 0
    found = []
    for line in lines:
        amount = line[3]
        if type(amount) is not int or amount <= 0 or line[2] not in _OTHER:
            found.append(fault("amount", entry.public_id, line=line.line_no))
        elif line[2] == "D":
            debit += amount
        else:
            credit += amount
    if debit != credit or debit == 0:
        found.append(fault("unbalanced", entry.public_id, debit=debit, credit=credit))
    return found


def counted(entry: StoredEntry, lines: Sequence[StoredLine]) -> list[Problem]:
    """There are as many lines as the entry says, two or more, numbered from one."""
    count = len(lines)
    if (
        count == entry.line_count
        and count >= FEWEST_LINES
        and [line[0] for line in lines] == list(range(1, count + 1))
    ):
        return []
    return [fault("lines", entry.public_id, lines=count, line_count=entry.line_count)]


def hashes(entry: StoredEntry, lines: Sequence[StoredLine]) -> list[Problem]:
    """The stored bytes are those of the fields; leaf and request hash are those of the bytes."""
    request, content, leaf = sealed_values(
        entry[:_ENTRY_VALUES], [line[:_LINE_VALUES] for line in lines]
    )
    if entry[_ENTRY_VALUES:] == (request, content, leaf):
        return []
    found = []
    if entry.content != content:
        found.append(fault("content", entry.public_id))
    stored = entry.content if isinstance(entry.content, bytes) else b""
    if entry.leaf_hash != leaf_hash(stored):
        found.append(fault("leaf", entry.public_id))
    if entry.request_hash != request:
        found.append(fault("request", entry.public_id))
    return found


def days(entry: StoredEntry, lines: Sequence[StoredLine]) -> list[Problem]:
    """Period and year are those of the accounting date, and the lines carry it too."""
    found = []
    day = entry.accounting_on
    if entry.period != day[:7] or str(entry.year) != day[:4]:
        found.append(
            fault("period", entry.public_id, period=entry.period, year=entry.year, day=day)
        )
    found += [
        fault("line_day", entry.public_id, line=line.line_no) for line in lines if line[8] != day
    ]
    return found


def mirrors(
    entry: StoredEntry, lines: Sequence[StoredLine], before: Sequence[StoredLine] | None
) -> list[Problem]:
    """A reversal has the lines of the entry before it with the sides exchanged.

    Takes    the lines of the entry it names; None when there is none, or it is a reversal.
    """
    if before is not None:
        turned = sorted(starmap(_turned, (line[1:_LINE_VALUES] for line in before)), key=repr)
        if turned == sorted((tuple(line[1:_LINE_VALUES]) for line in lines), key=repr):
            return []
    return [fault("reversal", entry.public_id, seq=entry.reverses_seq)]


def _turned(account: str, side: str, *rest: object) -> tuple[object, ...]:
    return (account, _OTHER.get(side, side), *rest)


CHECKS: tuple[Check, ...] = (amounts, counted, hashes, days)
