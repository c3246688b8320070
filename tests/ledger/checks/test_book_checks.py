"""A walk through a book finds what is missing, doubled, out of order or not by the chart."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.chain import sealed_values
from ledger.checks import book_checks
from ledger.checks.book_checks import Kept, Walk
from ledger.checks.stored import (
    StoredEntry,
    StoredEvent,
    StoredLine,
    StoredMonth,
    StoredTurnover,
)
from ledger.entries import Draft, Line, Side, credit, debit
from ledger.errors import Problem
from ledger.money import Vnd
from tests.ledger.books import BOOKS, CHART, NOW_US, draft, mirror_of, received
from tests.ledger.checks.rows import rows, said

TURNOVERS = [
    StoredTurnover("2026-07", "112", "", "", "", 2_000, 0, 2),
    StoredTurnover("2026-07", "33881", "", "", "", 0, 2_000, 2),
]
OPEN = StoredMonth("open", None, 0)
SHUT = StoredMonth("closed", None, 1)
CLOSING = StoredEvent(1, "2026-06", "open", "closed", NOW_US, "lan", "", "", None, "", 0)
KEPT = Kept(
    head=(2, NOW_US + 2),
    numbers={("BK", 2026): 2},
    periods={"2026-06": SHUT, "2026-07": OPEN},
    events=[CLOSING],
    turnovers=TURNOVERS,
)


def _walk(*drafts: Draft, **kept: object) -> list[str]:
    """The codes of what is found in a book of these entries that keeps this."""
    given = dataclasses.replace(KEPT, **kept)  # type: ignore[arg-type] # a field by its name
    walk = Walk("LDA", CHART, frozenset(BOOKS), given)
    found = []
    for number, each in enumerate(drafts or (draft("1"), draft("2")), start=1):
        found += walk.entry(*rows(each, number, number))
    return [problem.code.removeprefix("verify.") for problem in (*found, *walk.end())]


def test_an_honest_book() -> None:
    """Nothing is found where nothing is wrong."""
    assert _walk() == []


def test_a_month_may_be_shut_after_the_last_entry() -> None:
    """That is what a closing is; past it there is nothing yet."""
    assert _walk(events=[CLOSING._replace(at_seq=2)]) == []


def test_a_book_without_entries() -> None:
    """An empty book keeps nothing, and that is right."""
    walk = Walk("LDA", CHART, frozenset(BOOKS), Kept((0, 0), {}, {}, [], []))
    assert walk.end() == []


@pytest.mark.parametrize(
    ("kept", "codes"),
    [
        ({"head": (3, NOW_US + 2)}, ["head"]),
        ({"head": (2, NOW_US)}, ["head"]),
        ({"numbers": {}}, ["counter"]),
        ({"numbers": {("BK", 2026): 3}}, ["counter"]),
        ({"numbers": {("BK", 2026): 2, ("PV", 2026): 1}}, ["counter"]),
        ({"turnovers": TURNOVERS[:1]}, ["turnover_missing"]),
        ({"turnovers": [*TURNOVERS, TURNOVERS[0]._replace(account="111")]}, ["turnover_extra"]),
        ({"turnovers": [TURNOVERS[0]._replace(lines=3), TURNOVERS[1]]}, ["turnover_wrong"]),
        ({"periods": {"2026-07": OPEN, "2026-06": OPEN}}, ["period_state"]),
        ({"periods": {"2026-06": SHUT}}, ["no_period", "no_period"]),
        (
            {"periods": {"2026-07": SHUT, "2026-06": OPEN}, "events": []},
            ["period_order", "period_state"],
        ),
        ({"events": [CLOSING._replace(at_seq=3)]}, ["event_ahead"]),
        ({"events": [CLOSING._replace(at_seq=0.5)]}, ["event_order", "event_ahead"]),  # type: ignore[arg-type] # on purpose
        (
            {
                "events": [CLOSING._replace(period="2026-07", at_seq=1)],
                "periods": {"2026-07": SHUT},
            },
            ["closed_month"],
        ),
    ],
)
def test_what_a_book_keeps_is_counted_again(kept: dict[str, object], codes: list[str]) -> None:
    """Head, counters, turnovers and months: each by its own name."""
    assert _walk(**kept) == codes


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seq": 3}, "seq"),
        ({"seq": 1}, "seq"),
        ({"number": 3}, "number"),
        ({"number": 1}, "number"),
        ({"recorded_at_us": NOW_US}, "recorded_at"),
        ({"seq": "2"}, "kind"),
        ({"number": 2.0}, "kind"),
        ({"recorded_at_us": None}, "kind"),
    ],
)
def test_the_order_of_recording(change: dict[str, object], code: str) -> None:
    """Places and numbers follow one another, and times grow."""
    walk = Walk("LDA", CHART, frozenset(BOOKS), KEPT)
    walk.entry(*rows())
    entry, lines = rows(draft("2"), 2, 2)
    changed = entry._replace(**change)  # type: ignore[arg-type] # a field by its name
    assert f"verify.{code}" in [each.code for each in walk.entry(changed, lines)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (debit("000", 5), "account"),
        (debit("999", 5), "account"),
        (debit("112", 5, item="23"), "tags"),
        (debit("4316", 5), "tags"),
        (debit("4316", 5, fund="levy", counter_book="XX", interbook_ref="R"), "counter_book"),
        (debit("4316", 5, fund="levy", counter_book="LDA", interbook_ref="R"), "counter_book"),
        (debit("4316", 5, fund="levy", counter_book="TLD", interbook_ref="R"), ""),
    ],
)
def test_lines_are_held_to_the_chart(line: Line, code: str) -> None:
    """What the posting would have refused is found."""
    walk = Walk("LDA", CHART, frozenset(BOOKS), KEPT)
    found = walk.entry(*rows(draft("1", (line, credit("33881", 5)))))
    assert [each.code.removeprefix("verify.") for each in found] == ([code] if code else [])


def test_an_entry_reversed_twice() -> None:
    """The second reversal is found, whatever the keys of the database say."""
    walk = Walk("LDA", CHART, frozenset(BOOKS), KEPT)
    walk.entry(*rows())
    again = [walk.entry(*rows(mirror_of("r", 1), seq, seq)) for seq in (2, 3)]
    assert [[each.code for each in found] for found in again] == [[], ["verify.reversal"]]


def test_an_amount_that_is_none_is_not_summed() -> None:
    """A wrong amount is told by its own check; the sums go on without it."""
    walk = Walk("LDA", CHART, frozenset(BOOKS), KEPT)
    entry, lines = rows()
    broken = [lines[0]._replace(amount_vnd=0.5), lines[1]]  # type: ignore[arg-type] # on purpose
    assert "verify.amount" in [each.code for each in walk.entry(entry, broken)]
    assert "verify.turnover_wrong" in [each.code for each in walk.end()]


def test_large_sums_are_exact() -> None:
    """Turnovers are added up past 64 bits."""
    most = Vnd(2**63 - 1)
    one = draft("1", received(most))
    two = draft("2", (Line("112", Side.DEBIT, most), Line("33881", Side.CREDIT, most)))
    turnovers = [
        TURNOVERS[0]._replace(debit_vnd=2 * most),
        TURNOVERS[1]._replace(credit_vnd=2 * most),
    ]
    assert _walk(one, two, turnovers=turnovers) == []


def _said(*drafts: Draft, **kept: object) -> list[str]:
    """What is said of a book of these entries that keeps this."""
    walk = Walk("LDA", CHART, frozenset(BOOKS), dataclasses.replace(KEPT, **kept))  # type: ignore[arg-type] # a field by its name
    found = []
    for number, each in enumerate(drafts or (draft("1"), draft("2")), start=1):
        found += walk.entry(*rows(each, number, number))
    return said([*found, *walk.end()])


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (
            {"head": (3, NOW_US + 2)},
            f"LDA: The head of the book says 3 / {NOW_US + 2}, its entries say 2 / {NOW_US + 2}.",
        ),
        ({"numbers": {}}, "LDA: Counter BK/2026 says –, the entries say 2."),
        (
            {"numbers": {("BK", 2026): 2, ("PV", 2025): 1}},
            "LDA: Counter PV/2025 says 1, the entries say –.",
        ),
        (
            {"turnovers": TURNOVERS[:1]},
            "LDA: The turnover of 2026-07 33881 – – – is missing: 0 / 2000 / 2.",
        ),
        (
            {"turnovers": [*TURNOVERS, TURNOVERS[0]._replace(account="111")]},
            "LDA: The turnover of 2026-07 111 – – – has no lines: 2000 / 0 / 2.",
        ),
        (
            {"turnovers": [TURNOVERS[0]._replace(lines=3), TURNOVERS[1]]},
            "LDA: The turnover of 2026-07 112 – – – says 2000 / 0 / 3, the lines say 2000 / 0 / 2.",
        ),
        ({"periods": {"2026-06": SHUT}}, "LDA/BK/2026/1: The book has no period 07/2026."),
        (
            {"events": [CLOSING._replace(at_seq=3)]},
            "LDA: Change 1 of period 06/2026 stands past the last entry of the book.",
        ),
    ],
)
def test_what_a_book_keeps_is_told(kept: dict[str, object], told: str) -> None:
    """Which book, what it keeps, and what its lines count to."""
    assert _said(**kept)[0] == told


def test_the_order_of_recording_is_told() -> None:
    """Which entry, its place or number, and those of the one before."""
    walk = Walk("LDA", CHART, frozenset(BOOKS), KEPT)
    walk.entry(*rows())
    entry, lines = rows(draft("2"), 4, 5)
    found = said(walk.entry(entry._replace(recorded_at_us=NOW_US + 1), lines))
    assert found[-3:] == [
        "LDA/BK/2026/5: Place 4 follows 1: a gap or a double.",
        "LDA/BK/2026/5: It was not recorded later than the entry before it.",
        "LDA/BK/2026/5: Number 5 follows 1: a gap or a double.",
    ]
    assert said(walk.entry(entry._replace(seq="4"), lines)) == [  # type: ignore[arg-type] # on purpose
        "LDA/BK/2026/5: Place, number or time of recording is not an integer."
    ]


def test_a_line_that_does_not_fit_the_chart_is_told() -> None:
    """Which entry, which account, which book."""
    assert _said(draft("1", (debit("000", 5), credit("33881", 5))))[0] == (
        "LDA/BK/2026/1: Account 000 is not in the chart or takes no postings."
    )
    assert _said(draft("1", (debit("4316", 5), credit("33881", 5))))[0] == (
        "LDA/BK/2026/1: Account 4316: fund, item or counter book is missing or refused."
    )
    towards = debit("4316", 5, fund="levy", counter_book="XX", interbook_ref="R")
    assert _said(draft("1", (towards, credit("33881", 5))))[0] == (
        "LDA/BK/2026/1: Counter book XX does not exist, or is this book itself."
    )


def test_a_second_reversal_is_told() -> None:
    """Which entry it reverses."""
    found = _said(draft("1"), mirror_of("2", 1), mirror_of("3", 1))
    assert found[0] == (
        "LDA/BK/2026/3: The reversal is not the mirror of entry 1, or is its second."
    )


def test_an_entry_recorded_in_the_first_moment() -> None:
    """Time is counted from 1970, and a book could begin then."""
    walk = Walk("LDA", CHART, frozenset(BOOKS), KEPT)
    entry, lines = rows()
    found = walk.entry(entry._replace(recorded_at_us=0), lines)
    assert "verify.recorded_at" not in [each.code for each in found]


class _Thorough(Walk):
    """A walk that takes no short cut: every check is asked about every entry."""

    def _sound(self, _entry: object, _lines: object) -> bool:
        return False


def _never(*_asked: object) -> list[Problem]:
    pytest.fail("an honest entry was doubted")


def test_an_honest_entry_is_proven_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """No check is asked about it, whatever its lines; that is what makes a walk quick."""
    monkeypatch.setattr(book_checks, "CHECKS", (_never,))
    walk = Walk("LDA", CHART, frozenset(BOOKS), KEPT)
    many = (debit("4316", 5, fund="levy"), credit("112", 2), credit("33881", 3))
    honest = (draft("1"), draft("2", received(1)), draft("3", many), draft("4", journal="PV"))
    for place, each in enumerate(honest, start=1):
        assert walk.entry(*rows(each, place, 1 if each.journal == "PV" else place)) == []
    with pytest.raises(pytest.fail.Exception, match="doubted"):
        walk.entry(*rows(mirror_of("5", 1), 5, 4))


@pytest.mark.parametrize(
    ("amounts", "code"), [((5, 5, 0), "amount"), ((6, 5, -1), "amount"), ((5, 4, 2), "unbalanced")]
)
def test_amounts_are_looked_at_however_well_they_were_hashed(
    amounts: tuple[int, ...], code: str
) -> None:
    """Every hash fits, and still each amount is positive and the sides are equal."""
    lines = (debit("112", 5), credit("33881", 4), credit("33881", 1))
    entry, stored = rows(draft("1", lines))
    stored = [
        line._replace(amount_vnd=amount) for line, amount in zip(stored, amounts, strict=True)
    ]
    made = sealed_values(entry[:16], [line[:8] for line in stored])
    entry = entry._replace(request_hash=made[0], content=made[1], leaf_hash=made[2])
    walk = Walk("LDA", CHART, frozenset(BOOKS), KEPT)
    assert f"verify.{code}" in [each.code for each in walk.entry(entry, stored)]


def test_an_entry_of_the_same_moment_is_found_however_well_it_was_hashed() -> None:
    """Each entry is recorded later than the one before it, not at its side."""
    walk = Walk("LDA", CHART, frozenset(BOOKS), KEPT)
    first, lines = rows()
    walk.entry(first, lines)
    entry, lines = rows(draft("2"), 2, 2)
    entry = entry._replace(recorded_at_us=first.recorded_at_us)
    made = sealed_values(entry[:16], [line[:8] for line in lines])
    entry = entry._replace(request_hash=made[0], content=made[1], leaf_hash=made[2])
    assert [each.code for each in walk.entry(entry, lines)] == ["verify.recorded_at"]


_VALUES = st.one_of(
    st.sampled_from([None, "", "112", "999", "D", "C", "X", "2026-06", "2026-07", "LDA", "TLD"]),
    st.sampled_from([0, 1, 2, 3, -5, 2026, 2025, 1_000, 0.5, 2.0, b"", b"112", NOW_US + 1, True]),
    st.sampled_from(["2026-07-14", "2026-06-14", "2025-07-14", "23", "levy"]),
)


_DAYS = {"accounting_on", "document_on"}  # read as text, whatever is stored
_Stored = tuple[StoredEntry, list[StoredLine]]


def _changed(draw: st.DrawFn, entry: StoredEntry, lines: list[StoredLine]) -> _Stored:
    """The rows with one value changed, and with lines lost or hashes made anew."""
    name = draw(st.sampled_from([*StoredEntry._fields, *StoredLine._fields]))
    value: Any = str(draw(_VALUES)) if name in _DAYS else draw(_VALUES)
    if name in StoredLine._fields and (name not in StoredEntry._fields or draw(st.booleans())):
        number = draw(st.integers(0, len(lines) - 1))
        lines = [*lines]
        lines[number] = lines[number]._replace(**{name: value})
    else:
        entry = entry._replace(**{name: value})
    lines = lines[: draw(st.sampled_from([1, 2, 3, 3]))]
    if draw(st.booleans()):
        request, content, leaf = sealed_values(entry[:16], [line[:8] for line in lines])
        entry = entry._replace(request_hash=request, content=content, leaf_hash=leaf)
    return entry, lines


@st.composite
def _stored(draw: st.DrawFn) -> list[_Stored]:
    """Three entries with a few values changed, by someone who may know how to hash."""
    drafts = (
        draft("1", received(5)),
        draft("2", (debit("4316", 5, fund="levy"), credit("112", 2), credit("33881", 3))),
        draw(st.sampled_from([draft("3"), mirror_of("3", 1), draft("3", papers="a" * 64)])),
    )
    made = [rows(each, place, place) for place, each in enumerate(drafts, start=1)]
    for place in draw(st.lists(st.integers(0, 2), max_size=3)):
        made[place] = _changed(draw, *made[place])
    return made


def _found(walk: Walk, stored: list[_Stored]) -> list[list[Problem]]:
    return [*(walk.entry(entry, lines) for entry, lines in stored), walk.end()]


@settings(max_examples=400)
@given(stored=_stored())
def test_the_short_way_finds_what_every_check_finds(
    stored: list[_Stored],
) -> None:
    """However rows were changed and hashed anew: the same findings, and the same sums."""
    books = frozenset(BOOKS)
    quick, thorough = (kind("LDA", CHART, books, KEPT) for kind in (Walk, _Thorough))
    assert _found(quick, stored) == _found(thorough, stored)
