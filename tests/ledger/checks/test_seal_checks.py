"""A book is held to its seals: every seal to the log, the newest of a closed month to turnovers."""

from collections.abc import Iterable, Mapping, Sequence

import pytest

from ledger import merkle
from ledger.chain import leaf_hash
from ledger.checks.seal_checks import SealWalk, StoredSeal
from ledger.checks.stored import StoredTurnover
from ledger.errors import Problem
from ledger.merkle import Frontier
from ledger.seals import Seal, TagSums, account_sums, packed_sums, turnover_leaves
from tests.ledger.checks.rows import said

LEAVES = [leaf_hash(bytes([number])) for number in range(6)]
MAY = [
    StoredTurnover("2026-05", "112", "", "", "", 7, 0, 2),
    StoredTurnover("2026-05", "33881", "", "", "", 0, 7, 2),
]
JUNE = [StoredTurnover("2026-06", "112", "", "", "", 5, 1, 2)]
CLOSED = {"2026-05": "closed", "2026-06": "closed", "2026-07": "open"}
MAY_SUMS = [
    TagSums("112", "", "", "", 7, 0, 2, 7, 0, 2),
    TagSums("33881", "", "", "", 0, 7, 2, 0, 7, 2),
]
JUNE_SUMS = [
    TagSums("112", "", "", "", 5, 1, 2, 12, 1, 4),
    TagSums("33881", "", "", "", 0, 0, 0, 0, 7, 2),
]


def _stored(number: int, period: str, last_seq: int, rows: Sequence[TagSums]) -> StoredSeal:
    grown = Frontier()
    for leaf in LEAVES[:last_seq]:
        grown.append(leaf)
    tree = merkle.root(turnover_leaves("G1", period, rows))
    debit, credit = sum(row.debit_vnd for row in rows), sum(row.credit_vnd for row in rows)
    seal = Seal(
        "G1",
        period,
        number,
        number,
        last_seq,
        grown.root().hex(),
        tree.hex(),
        len(rows),
        debit,
        credit,
        9,
    )
    return StoredSeal(
        number,
        period,
        number,
        last_seq,
        grown.root(),
        tree,
        len(rows),
        debit,
        credit,
        9,
        grown.packed(),
        packed_sums(account_sums(rows)),
        seal.content,
        leaf_hash(seal.content),
    )


SEALS = (_stored(1, "2026-05", 3, MAY_SUMS), _stored(2, "2026-06", 5, JUNE_SUMS))


def _found(
    seals: Sequence[StoredSeal] = SEALS,
    leaves: Iterable[bytes] = LEAVES,
    periods: Mapping[str, str] = CLOSED,
    closings: Mapping[int, str] | None = None,
    turnovers: Sequence[StoredTurnover] = (*JUNE, *MAY),
) -> list[tuple[str, str]]:
    events = {seal.event_no: seal.period for seal in seals} if closings is None else closings
    walk = SealWalk("G1", seals, periods, events, turnovers)
    return [(each.code.removeprefix("verify."), each.where) for each in _walked(walk, leaves)]


def _walked(walk: SealWalk, leaves: Iterable[bytes] = LEAVES) -> list[Problem]:
    walk.begin()
    for leaf in leaves:
        walk.leaf(leaf)
    return walk.end()


def _with(seal: StoredSeal, column: str, value: object) -> StoredSeal:
    """The seal with another value in a column, of whatever kind."""
    return StoredSeal._make(
        value if name == column else getattr(seal, name) for name in seal._fields
    )


def test_an_honest_book_fits_its_seals() -> None:
    """Entries after the last seal are of no concern to it."""
    assert _found() == []
    assert _found(leaves=LEAVES[:5]) == []
    assert _found(seals=()) == []


def test_an_empty_book_fits_its_seal() -> None:
    """A seal over no entry is held to the log of none."""
    first = _stored(1, "2026-05", 0, [])
    assert _found([first], [], {"2026-05": "closed"}, turnovers=[]) == []


@pytest.mark.parametrize("at", range(3))
def test_a_changed_leaf_breaks_every_seal_after_it(at: int) -> None:
    """The first seal and all that build on it."""
    forged = [*LEAVES[:at], b"x" * 32, *LEAVES[at + 1 :]]
    assert _found(leaves=forged) == [("seal_log_root", "G1/seal/1"), ("seal_log_root", "G1/seal/2")]
    later = [*LEAVES[:3], b"x" * 32, *LEAVES[4:]]
    assert _found(leaves=later) == [("seal_log_root", "G1/seal/2")]


def test_a_log_that_ends_too_soon() -> None:
    """A seal beyond the last entry speaks of entries that are gone."""
    assert _found(leaves=LEAVES[:4]) == [("seal_log_root", "G1/seal/2")]


@pytest.mark.parametrize("column", ["log_root", "frontier"])
def test_a_changed_root_or_edge_is_found(column: str) -> None:
    """Also the edge, with which the next seal would go on wrongly."""
    forged = _with(SEALS[0], column, b"x" * 64)
    found = _found([forged, SEALS[1]])
    assert ("seal_log_root", "G1/seal/1") in found
    assert (("seal_content", "G1/seal/1") in found) == (column == "log_root")


@pytest.mark.parametrize("column", ["sealed_at_us", "content", "leaf_hash"])
def test_the_bytes_are_those_of_the_fields(column: str) -> None:
    """What was hashed is what is shown."""
    forged = _with(SEALS[1], column, b"x" if column in {"content", "leaf_hash"} else 77)
    assert _found([SEALS[0], forged]) == [("seal_content", "G1/seal/2")]


@pytest.mark.parametrize("column", ["turnover_root", "turnover_leaves", "debit_vnd", "sums"])
def test_a_seal_is_held_to_the_turnovers(column: str) -> None:
    """Root, count, sums of the month, sums by account."""
    forged = _with(SEALS[1], column, 1 if column in {"debit_vnd", "turnover_leaves"} else b"x")
    assert ("seal_turnover", "G1/seal/2") in _found([SEALS[0], forged])


def test_changed_turnovers_break_the_month_and_those_after_it() -> None:
    """Totals reach back to the beginning."""
    forged = [MAY[0]._replace(debit_vnd=8), MAY[1], *JUNE]
    assert _found(turnovers=forged) == [
        ("seal_turnover", "G1/seal/1"),
        ("seal_turnover", "G1/seal/2"),
    ]
    assert _found(turnovers=MAY) == [("seal_turnover", "G1/seal/2")]


@pytest.mark.parametrize("state", ["open", "soft"])
def test_a_month_that_was_reopened_may_move(state: str) -> None:
    """Its turnovers are no longer what was sealed, and its log is still held to the seal."""
    reopened = {**CLOSED, "2026-06": state}
    assert _found(periods=reopened, turnovers=MAY) == []
    forged = [b"x" * 32, *LEAVES[1:]]
    assert len(_found(leaves=forged, periods=reopened, turnovers=MAY)) == 2


def test_of_a_month_closed_twice_the_newest_seal_counts() -> None:
    """The earlier one is held to the log only."""
    first = _stored(2, "2026-06", 4, MAY_SUMS)
    assert _found([SEALS[0], first, _stored(3, "2026-06", 5, JUNE_SUMS)]) == []
    assert _found([SEALS[0], first]) == [("seal_turnover", "G1/seal/2")]


def test_a_closing_without_a_seal_is_told() -> None:
    """From the first sealed closing on; before it nothing was sealed."""
    events = {1: "2026-05", 2: "2026-06"}
    assert _found(closings={**events, 4: "2026-06"}) == [("seal_missing", "G1")]
    assert _found(closings={**events, 0: "2026-04"}) == []
    assert _found([], closings=events) == []


@pytest.mark.parametrize("events", [{1: "2026-05"}, {1: "2026-05", 2: "2026-05"}], ids=str)
def test_a_seal_names_the_closing_of_its_month(events: Mapping[int, str]) -> None:
    """Neither one that never was, nor another month's."""
    assert _found(closings=events) == [("seal_event", "G1/seal/2")]


def test_seals_are_counted_and_go_forward() -> None:
    """A seal left out, doubled or going back is told."""
    assert _found([SEALS[1]]) == [("seal_order", "G1/seal/2")]
    assert _found([SEALS[0], SEALS[0]])[0] == ("seal_order", "G1/seal/1")
    back = _stored(2, "2026-06", 2, JUNE_SUMS)
    assert _found([SEALS[0], back]) == [
        ("seal_order", "G1/seal/2"),
        ("seal_log_root", "G1/seal/2"),
    ]


@pytest.mark.parametrize("column", [name for name in StoredSeal._fields if name != "period"])
@pytest.mark.parametrize("wrong", ["3", 1.0, None])
def test_a_value_of_the_wrong_kind_is_told(column: str, wrong: object) -> None:
    """SQLite keeps what it is given; nothing more is read of such a book's seals."""
    (found,) = _found([_with(SEALS[0], column, wrong), SEALS[1]])
    assert found[0] == "seal_kind"


@pytest.mark.parametrize("wrong", [{"debit_vnd": "7"}, {"account": None}], ids=str)
def test_turnovers_of_the_wrong_kind_are_left_to_their_own_check(
    wrong: Mapping[str, object],
) -> None:
    """They are told there, once."""
    forged = MAY[0]._replace(**wrong)  # type: ignore[arg-type] # wrong on purpose
    assert _found(turnovers=[forged]) == []


def test_a_seal_that_does_not_follow_is_told() -> None:
    """Which seal, and after which it should come."""
    walk = SealWalk("G1", SEALS[1:], CLOSED, {2: "2026-06"}, (*JUNE, *MAY))
    assert said(_walked(walk)) == [
        "G1/seal/2: The seal after number 0 leaves a gap, is a double, or goes back."
    ]


def test_what_is_wrong_with_a_seal_is_told() -> None:
    """Which month, which closing, how far the log went."""
    closings = {1: "2026-05", 2: "2026-05", 4: "2026-06"}
    walk = SealWalk("G1", SEALS, CLOSED, closings, MAY)
    told = [each.facts for each in _walked(walk, LEAVES[:4])]
    assert told == [
        {"last_seq": 5},
        {"period": "2026-06", "event_no": 2},
        {"period": "2026-06", "event_no": 4},
        {"period": "2026-06"},
    ]
