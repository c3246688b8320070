"""Checks of seals: a book's log is as it was when each of its months was sealed.

Pure. Every seal is held to its bytes and to the log up to its last entry. Turnovers are held to
the newest seal of each month that is closed now: what a reopened month held before it was
reopened cannot be told from its turnovers any more, only its log can.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ledger import merkle
from ledger.chain import leaf_hash
from ledger.checks.stored import StoredTurnover
from ledger.errors import Fact, Problem
from ledger.merkle import Frontier
from ledger.seals import Seal, TagSums, account_sums, packed_sums, turnover_leaves

SEAL_LOG: Final = "seal-log"  # where a problem of the seal log lies
_POSTABLE: Final = frozenset({"open", "soft"})  # states in which a month may still change
_SENTENCES: Final = {
    "seal_kind": (
        "Niêm phong có giá trị sai kiểu.",
        "The seal holds a value of the wrong kind.",
    ),
    "seal_order": (
        "Niêm phong đứng sau số {before} bị hở, lặp hoặc lùi lại.",
        "The seal after number {before} leaves a gap, is a double, or goes back.",
    ),
    "seal_content": (
        "Nội dung niêm phong đã lưu khác với các trường của nó.",
        "The stored bytes of the seal are not those of its fields.",
    ),
    "seal_log_root": (
        "Nhật ký {last_seq} bút toán đầu của sổ không còn như khi niêm phong.",
        "The log of the first {last_seq} entries is not what was sealed.",
    ),
    "seal_turnover": (
        "Số phát sinh đến kỳ {period} không còn như khi niêm phong.",
        "The turnovers up to {period} are not what was sealed.",
    ),
    "seal_event": (
        "Niêm phong không phải của lần khóa kỳ {period} mà nó nêu ({event_no}).",
        "The seal is not of the closing of {period} that it names ({event_no}).",
    ),
    "seal_missing": (
        "Lần khóa kỳ {period} (sự kiện {event_no}) không có niêm phong.",
        "The closing of {period} (event {event_no}) has no seal.",
    ),
    "seal_log_order": (
        "Nhật ký niêm phong: vị trí {position} bị hở hoặc lặp.",
        "The seal log: place {position} leaves a gap or is a double.",
    ),
    "seal_log_leaf": (
        "Nhật ký niêm phong: lá {position} không đúng với nội dung của nó.",
        "The seal log: leaf {position} is not that of its bytes.",
    ),
    "seal_log_seal": (
        "Nhật ký niêm phong: lá {position} không phải là niêm phong của sổ.",
        "The seal log: leaf {position} is not the seal of the book.",
    ),
    "seal_total": (
        "Tổng của kỳ {period} ở vị trí {position} không đúng với các niêm phong.",
        "The total of {period} at place {position} is not that of the seals.",
    ),
}


def seal_fault(name: str, where: str, **facts: Fact) -> Problem:
    """A problem named `verify.NAME`; `where` is BOOK/seal/NUMBER, or the place in the seal log."""
    vi, en = _SENTENCES[name]
    return Problem(f"verify.{name}", vi, en, where=where, facts=facts)


class StoredSeal(NamedTuple):
    """A row of `seal`, without its book."""

    seal_no: int
    period: str
    event_no: int
    last_seq: int
    log_root: bytes
    turnover_root: bytes
    turnover_leaves: int
    debit_vnd: int
    credit_vnd: int
    sealed_at_us: int
    frontier: bytes
    sums: bytes
    content: bytes
    leaf_hash: bytes


@dataclass(slots=True)
class SealWalk:
    """Is fed the leaves of one book's log, and holds each seal to it on the way.

    Takes    the seals in order of their numbers, the state of each month, the month of each
             event that closed one, the turnovers.
    """

    book: str
    seals: Sequence[StoredSeal]
    periods: Mapping[str, str]
    closings: Mapping[int, str]
    turnovers: Sequence[StoredTurnover]
    _log: Frontier = field(default_factory=Frontier)
    _found: list[Problem] = field(default_factory=list)
    _at: int = 0  # the seal whose end has not been reached yet
    _readable: bool = True

    def begin(self) -> None:
        """Check what needs no log."""
        before = 0
        reached = 0
        for seal in self.seals:
            where = self._where(seal)
            if not _readable(seal):
                self._found.append(seal_fault("seal_kind", where))
                self._readable = False
                return
            if seal.seal_no != before + 1 or seal.last_seq < reached:
                self._found.append(seal_fault("seal_order", where, before=before))
            before, reached = seal.seal_no, max(reached, seal.last_seq)
            content = _content(self.book, seal)
            if seal.content != content or seal.leaf_hash != leaf_hash(content):
                self._found.append(seal_fault("seal_content", where))
        self._reached()

    def leaf(self, leaf: bytes) -> None:
        """Take the next leaf of the book's log; after the last seal they are passed over."""
        if self._readable and self._at < len(self.seals):
            self._log.append(leaf)
            self._reached()

    def end(self) -> list[Problem]:
        """All that was found, after the last leaf: seals beyond the log, turnovers, gaps."""
        if not self._readable:
            return self._found
        self._found += [self._broken(seal) for seal in self.seals[self._at :]]
        newest = {seal.period: seal for seal in self.seals}
        closed = {month for month, state in self.periods.items() if state not in _POSTABLE}
        self._events()
        self._turnovers({month: newest[month] for month in sorted(closed & newest.keys())})
        return self._found

    def _events(self) -> None:
        """Each seal is of a closing of its month; from the first seal on each closing has one."""
        self._found += [
            seal_fault("seal_event", self._where(seal), period=seal.period, event_no=seal.event_no)
            for seal in self.seals
            if self.closings.get(seal.event_no) != seal.period
        ]
        named = {seal.event_no for seal in self.seals}
        self._found += [
            seal_fault("seal_missing", self.book, period=month, event_no=number)
            for number, month in sorted(self.closings.items())
            if named and number > min(named) and number not in named
        ]

    def _reached(self) -> None:
        """Hold the seals that end here to the log so far."""
        while self._at < len(self.seals) and self.seals[self._at].last_seq <= self._log.size:
            seal = self.seals[self._at]
            there = seal.last_seq == self._log.size
            if not there or (seal.log_root, seal.frontier) != (
                self._log.root(),
                self._log.packed(),
            ):
                self._found.append(self._broken(seal))
            self._at += 1

    def _turnovers(self, newest: Mapping[str, StoredSeal]) -> None:
        """Hold the newest seal of each closed month to the turnovers up to it."""
        if not all(map(_whole, self.turnovers)):
            return  # told by the check of turnovers
        for month, rows in _by_month(self.turnovers, newest):
            seal = newest[month]
            moved = (
                merkle.root(turnover_leaves(self.book, month, rows)),
                len(rows),
                sum(row.debit_vnd for row in rows),
                sum(row.credit_vnd for row in rows),
                packed_sums(account_sums(rows)),
            )
            if moved != (*seal[5:9], seal.sums):
                self._found.append(seal_fault("seal_turnover", self._where(seal), period=month))

    def _broken(self, seal: StoredSeal) -> Problem:
        return seal_fault("seal_log_root", self._where(seal), last_seq=seal.last_seq)

    def _where(self, seal: StoredSeal) -> str:
        return f"{self.book}/seal/{seal.seal_no}"


def _readable(seal: StoredSeal) -> bool:
    """Whether every value is of its kind; SQLite keeps what it is given."""
    numbers = (seal.seal_no, *seal[2:4], *seal[6:10])
    hashes = (*seal[4:6], *seal[10:])
    return all(type(value) is int for value in numbers) and all(
        type(value) is bytes for value in hashes
    )


def _whole(row: StoredTurnover) -> bool:
    texts = all(isinstance(value, str) for value in row[:5])
    return texts and all(type(value) is int for value in row[5:])


def _content(book: str, seal: StoredSeal) -> bytes:
    return Seal(
        book=book,
        period=seal.period,
        seal_no=seal.seal_no,
        event_no=seal.event_no,
        last_seq=seal.last_seq,
        log_root=seal.log_root.hex(),
        turnover_root=seal.turnover_root.hex(),
        turnover_leaves=seal.turnover_leaves,
        debit_vnd=seal.debit_vnd,
        credit_vnd=seal.credit_vnd,
        sealed_at_us=seal.sealed_at_us,
    ).content


def _by_month(
    turnovers: Sequence[StoredTurnover], wanted: Iterable[str]
) -> Iterable[tuple[str, list[TagSums]]]:
    """What a turnover tree holds of each of these months, in order of month."""
    totals: dict[tuple[str, str, str, str], list[int]] = {}
    in_order = sorted(turnovers, key=lambda row: row.period)
    at = 0
    for month in wanted:
        moved: dict[tuple[str, str, str, str], list[int]] = {}
        while at < len(in_order) and in_order[at].period <= month:
            row = in_order[at]
            tags = row[1:5]
            if row.period == month:
                moved[tags] = list(row[5:])
            held = totals.setdefault(tags, [0, 0, 0])
            for place, value in enumerate(row[5:]):
                held[place] += value
            at += 1
        yield (
            month,
            [TagSums(*tags, *moved.get(tags, (0, 0, 0)), *held) for tags, held in totals.items()],
        )
