"""A reference ledger: the same events kept in plain dictionaries of integers.

Pure, and on purpose without a line of the program's own code: what both come to is right, or both
are wrong in the same way by two different ways of thinking.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

# account, side, amount, fund, item, counter book
MLine = tuple[str, str, int, str, str, str]
Tags = tuple[str, str, str, str]

RANKS: Final = {"open": 0, "soft": 1, "closed": 2, "final": 3}
CONTROL: Final = frozenset({"1361", "13881", "3361", "33881", "33883", "33885"})
BELOW: Final = {
    "TLD": ("LDA", "A1", "G1", "G2"),
    "LDA": ("A1", "G1", "G2"),
    "A1": ("G1", "G2"),
    "G1": (),
    "G2": (),
}
_LEVELS: Final = (("A1", 12), ("LDA", 8), ("TLD", 5))  # upper, province, national


class NotAllowed(Exception):
    """The model refuses."""


@dataclass(frozen=True)
class MEntry:
    """A posted entry of the model."""

    journal: str
    number: int
    day: dt.date
    lines: tuple[MLine, ...]
    reverses: int | None = None
    name: tuple[str, str] | None = None  # source and key, where a caller gave them


@dataclass
class MBook:
    """A book of the model: entries in order of recording, and the states of its months."""

    months: dict[str, str]
    entries: list[MEntry] = field(default_factory=list)
    until: dict[str, int] = field(default_factory=dict)  # when a reopened month ends
    closer: dict[str, str] = field(default_factory=dict)  # who closed a month last

    def copy(self) -> "MBook":
        """The same book once more; what is done to one is not done to the other."""
        return MBook(dict(self.months), list(self.entries), dict(self.until), dict(self.closer))

    def takes(self, month: str, now_us: int) -> bool:
        """Whether a month is open, and not by a reopening whose time is over."""
        return self.months.get(month) == "open" and self.until.get(month, now_us) >= now_us

    def balances(self) -> dict[Tags, int]:
        """What stands under each set of tags, debit positive."""
        sums: dict[Tags, int] = defaultdict(int)
        for entry in self.entries:
            for account, side, amount, fund, item, counter in entry.lines:
                sums[account, fund, item, counter] += amount if side == "D" else -amount
        return {tags: amount for tags, amount in sums.items() if amount}

    def turnovers(self) -> dict[tuple[str, Tags], tuple[int, int, int]]:
        """Debit, credit and lines of each month under each set of tags."""
        sums: dict[tuple[str, Tags], list[int]] = defaultdict(lambda: [0, 0, 0])
        for entry in self.entries:
            for account, side, amount, fund, item, counter in entry.lines:
                held = sums[f"{entry.day:%Y-%m}", (account, fund, item, counter)]
                held[0 if side == "D" else 1] += amount
                held[2] += 1
        return {key: (held[0], held[1], held[2]) for key, held in sums.items()}


@dataclass
class MVoucher:
    """A voucher of the model."""

    unit: str
    day: dt.date
    lines: tuple[MLine, ...]
    state: str
    makers: set[str]
    reverses: int | None = None  # index of the entry in its book


@dataclass
class MReceipt:
    """A receipt of the model: what came, and what of it lies on obligations."""

    amount: int
    matched: int = 0
    parts: dict[str, int] = field(default_factory=dict)  # what lies on each month

    @property
    def open(self) -> int:
        """What is not matched yet."""
        return self.amount - self.matched


@dataclass
class Model:
    """The whole federation, as the model sees it."""

    books: dict[str, MBook]
    owed: dict[str, int]  # by wage month, what one employer still owes
    now_us: int = field(default=0, compare=False)
    names: dict[tuple[str, str, str], MEntry] = field(default_factory=dict)
    asked: dict[tuple[str, str], tuple[str, int]] = field(
        default_factory=dict
    )  # by whom, till when
    granted: set[tuple[str, str]] = field(default_factory=set)
    vouchers: dict[tuple[str, int], MVoucher] = field(default_factory=dict)
    receipts: list[MReceipt] = field(default_factory=list)

    def copy(self) -> "Model":
        """The same once more; what is done to one is not done to the other."""
        return Model(
            {code: book.copy() for code, book in self.books.items()},
            dict(self.owed),
            self.now_us,
            dict(self.names),
            dict(self.asked),
            set(self.granted),
            {
                place: replace(held, makers=set(held.makers))
                for place, held in self.vouchers.items()
            },
            [replace(receipt, parts=dict(receipt.parts)) for receipt in self.receipts],
        )

    def first_open(self, day: dt.date, books: Iterable[str]) -> dt.date:
        """The day, or the first later day open in every one of these books."""
        latest = ""
        for code in books:
            for month in self.books[code].months:
                if month >= f"{day:%Y-%m}" and not self.books[code].takes(month, self.now_us):
                    latest = max(latest, month)
        if not latest:
            return day
        year, month_number = int(latest[:4]), int(latest[5:])
        return dt.date(year + month_number // 12, month_number % 12 + 1, 1)

    def post(self, book: str, entry: MEntry, *, from_above: bool = False) -> MEntry:
        """Post an entry; its number is given here.

        Raises   NotAllowed in a month that takes none; a soft lock holds only the unit's own.
        """
        held, month = self.books[book], f"{entry.day:%Y-%m}"
        ended = held.until.get(month, self.now_us) < self.now_us
        softly = from_above and held.months.get(month) == "soft" and not ended
        if not (held.takes(month, self.now_us) or softly):
            raise NotAllowed
        series = [e.number for e in held.entries if self._series(e) == self._series(entry)]
        made = MEntry(
            entry.journal,
            max(series, default=0) + 1,
            entry.day,
            entry.lines,
            entry.reverses,
            entry.name,
        )
        held.entries.append(made)
        return made

    @staticmethod
    def _series(entry: MEntry) -> tuple[str, int]:
        return entry.journal, entry.day.year

    def post_named(self, book: str, entry: MEntry) -> bool:
        """Post an entry that carries a source and a key; False when it stood there already.

        Raises   NotAllowed for other content, NotAllowed.
        """
        assert entry.name is not None
        before = self.names.get((book, *entry.name))
        if before is not None:
            if (before.day, before.lines) != (entry.day, entry.lines):
                raise NotAllowed
            return False
        self.names[book, *entry.name] = self.post(book, entry)
        return True

    def split(self, amount: int) -> dict[str, int]:
        """Three quarters to the grassroots half-up; the rest 12 to 8 to 5, ties to the first."""
        ground = (3 * amount + 2) // 4
        rest, weights = amount - ground, sum(weight for _, weight in _LEVELS)
        whole = {unit: rest * weight // weights for unit, weight in _LEVELS}
        order = sorted(_LEVELS, key=lambda each: -(rest * each[1] % weights))
        for unit, _ in order[: rest - sum(whole.values())]:
            whole[unit] += 1
        return {"G1": ground, **whole}

    def received(self, day: dt.date, amount: int) -> None:
        """A row of a statement comes in; whose it is, is not known yet."""
        lines: tuple[MLine, ...] = (
            ("112", "D", amount, "", "", ""),
            ("33881", "C", amount, "", "", ""),
        )
        self.post("LDA", MEntry("BK", 0, self.first_open(day, ["LDA"]), lines))
        self.receipts.append(MReceipt(amount))

    def matched(self, which: int, month: str, amount: int, on: dt.date) -> None:
        """A receipt's money put on a month, and shared.

        Raises   NotAllowed when the receipt or the month has less than that.
        """
        receipt = self.receipts[which]
        if amount > receipt.open or amount > self.owed[month]:
            raise NotAllowed
        receipt.matched += amount
        self.owed[month] -= amount
        before = self.split(receipt.parts.get(month, 0))
        receipt.parts[month] = receipt.parts.get(month, 0) + amount
        after = self.split(receipt.parts[month])
        shares = {unit: after[unit] - before[unit] for unit in after if after[unit] != before[unit]}
        others = {unit: share for unit, share in shares.items() if unit != "LDA"}
        day = self.first_open(on, ["LDA", *others])
        own = [
            _line("33881", "D", amount, "", "", ""),
            _line("13881", "C", amount, "levy", "", ""),
            _line("33883", "D", amount, "levy", "", ""),
        ]
        for unit, share in others.items():
            own.append(_line("3361", "C", share, "levy", "23" if unit == "TLD" else "", unit))
        if "LDA" in shares:
            own.append(_line("337861", "C", shares["LDA"], "levy", "23", ""))
        self.post("LDA", MEntry("MT", 0, day, tuple(own)))
        for unit, share in others.items():
            there = (
                _line("1361", "D", share, "levy", "", "LDA"),
                _line("33885", "C", share, "levy", "", "LDA"),
            )
            self.post(unit, MEntry("MT", 0, day, there))

    def reverse(self, book: str, index: int, day: dt.date) -> None:
        """Post the mirror of an entry that was not reversed and is no reversal.

        Raises   NotAllowed.
        """
        entry = self.books[book].entries[index]
        self.check_reversible(book, index)
        made = MEntry(entry.journal, 0, day, mirrored(entry.lines), reverses=index)
        self.post(book, made, from_above=True)

    def check_reversible(self, book: str, index: int) -> None:
        """Whether an entry may be reversed by hand.

        Raises   NotAllowed.
        """
        entries = self.books[book].entries
        if entries[index].reverses is not None or any(e.reverses == index for e in entries):
            raise NotAllowed
        if any(line[0] in CONTROL or line[5] for line in entries[index].lines):
            raise NotAllowed

    def soften(self, book: str, month: str) -> None:
        """Lock a month softly after those before it.

        Raises   NotAllowed.
        """
        months = self.books[book].months
        if months[month] == "soft":
            return
        if months[month] != "open" or self._before(book, month, "soft"):
            raise NotAllowed
        months[month] = "soft"

    def lift(self, book: str, month: str) -> None:
        """Lift a soft lock, the latest first.

        Raises   NotAllowed.
        """
        months = self.books[book].months
        if months[month] == "open":
            return
        if months[month] != "soft" or self._after(book, month):
            raise NotAllowed
        months[month] = "open"

    def close(self, book: str, month: str, who: str) -> None:
        """Close a month after those before it; months below that are still open are bound.

        Raises   NotAllowed.
        """
        held = self.books[book]
        if RANKS[held.months[month]] >= RANKS["closed"]:
            return
        if self._before(book, month, "closed") or self.waits(book, month):
            raise NotAllowed
        held.months[month], held.closer[month] = "closed", who
        held.until.pop(month, None)
        if (book, month) in self.granted:
            self.granted.remove((book, month))
            del self.asked[book, month]
        for below in BELOW[book]:
            for each, state in self.books[below].months.items():
                if each <= month and state == "open":
                    self.books[below].months[each] = "soft"

    def waits(self, book: str, month: str) -> bool:
        """Whether a voucher of the month, or a request to reopen one up to it, is undecided."""
        undecided = {"draft", "submitted"}
        return any(
            held.unit == book and held.state in undecided and f"{held.day:%Y-%m}" == month
            for held in self.vouchers.values()
        ) or any(
            place[0] == book and place[1] <= month and place not in self.granted
            for place in self.asked
        )

    def ask(self, book: str, month: str, who: str, until_us: int) -> None:
        """Ask for a closed month to be opened again.

        Raises   NotAllowed.
        """
        if (book, month) in self.asked or self.books[book].months[month] != "closed":
            raise NotAllowed
        self.asked[book, month] = (who, until_us)

    def grant(self, book: str, month: str, who: str) -> None:
        """Open it, the latest month first, unless a unit above has closed it.

        Who opens it neither asked for it nor closed it.
        Raises   NotAllowed.
        """
        held = self.books[book]
        if (book, month) in self.granted:
            return
        if (book, month) not in self.asked or who in (
            self.asked[book, month][0],
            held.closer.get(month),
        ):
            raise NotAllowed
        until_us = self.asked[book, month][1]
        if until_us <= self.now_us or not self.may_reopen(book, month):
            raise NotAllowed
        held.months[month], held.until[month] = "open", until_us
        self.granted.add((book, month))

    def may_reopen(self, book: str, month: str) -> bool:
        """Whether a month is closed, all after it are open, and no unit above has closed it."""
        above = [code for code, under in BELOW.items() if book in under]
        shut = any(RANKS[self.books[code].months[month]] >= RANKS["closed"] for code in above)
        return (
            self.books[book].months[month] == "closed" and not shut and not self._after(book, month)
        )

    def _before(self, book: str, month: str, state: str) -> bool:
        """Whether a month before it has not got as far as this state."""
        months = self.books[book].months.items()
        return any(each < month and RANKS[now] < RANKS[state] for each, now in months)

    def _after(self, book: str, month: str) -> bool:
        """Whether a month after it is not open."""
        return any(each > month and now != "open" for each, now in self.books[book].months.items())


def _line(  # noqa: PLR0913, PLR0917 - a line has these six parts
    account: str, side: str, amount: int, fund: str, item: str, counter: str
) -> MLine:
    """A line; a share that shrinks stands on the other side."""
    if amount < 0:
        return (account, "C" if side == "D" else "D", -amount, fund, item, counter)
    return (account, side, amount, fund, item, counter)


def mirrored(lines: Iterable[MLine]) -> tuple[MLine, ...]:
    """The same lines with the sides exchanged."""
    return tuple(
        (account, "C" if side == "D" else "D", amount, fund, item, counter)
        for account, side, amount, fund, item, counter in lines
    )
