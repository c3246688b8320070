"""The history of months is held to the months, to itself, and to the entries."""

import pytest

from ledger.checks.month_checks import Shutters, histories, months
from ledger.checks.stored import StoredEvent, StoredMonth
from tests.ledger.books import NOW_US
from tests.ledger.checks.rows import rows, said

JUNE, JULY = "2026-06", "2026-07"
OPEN = StoredMonth("open", None, 0)
CLOSED = StoredMonth("closed", None, 1)
END = NOW_US + 100


def _event(number: int, change: str, **fields: object) -> StoredEvent:
    before, after = change.split()
    event = StoredEvent(
        number, JULY, before, after, NOW_US + number, "lan", "", "", None, "", number - 1
    )
    return event._replace(**fields)  # type: ignore[arg-type] # a field by its name


def _reopening(number: int, **fields: object) -> StoredEvent:
    given: dict[str, object] = {"second_actor": "hoa", "reason": "muộn", "until_us": END}
    return _event(number, "closed open", **{**given, **fields})


def _codes(events: list[StoredEvent], month: StoredMonth) -> list[str]:
    found = histories("LDA", {JULY: month}, events)
    return [problem.code.removeprefix("verify.") for problem in found]


@pytest.mark.parametrize(
    ("states", "wrong"),
    [
        (("closed", "open"), []),
        (("final", "closed"), []),
        (("soft", "soft"), []),
        (("open", "soft"), [JULY]),
        (("soft", "closed"), [JULY]),
        (("closed", "final"), [JULY]),
        (("x", "open"), [JULY]),
        ((None, "open"), [JULY]),
    ],
)
def test_no_month_is_locked_further_than_one_before_it(
    states: tuple[str, str], wrong: list[str]
) -> None:
    """Ranks never increase with time; a state that is none has got nowhere."""
    kept = {JUNE: StoredMonth(states[0], None, 0), JULY: StoredMonth(states[1], None, 0)}
    found = list(months("LDA", kept))
    assert [problem.facts["period"] for problem in found] == wrong


def test_a_whole_life_of_a_month() -> None:
    """Locked, lifted, closed, reopened, locked while it is open again, closed, final."""
    life = [
        _event(1, "open soft", bound_by="TLD"),
        _event(2, "soft open"),
        _event(3, "open closed"),
        _reopening(4),
        _event(5, "open soft"),
    ]
    assert _codes(life, StoredMonth("soft", END, 5)) == []
    life += [_event(6, "soft closed"), _event(7, "closed final")]
    assert _codes(life, StoredMonth("final", None, 7)) == []


@pytest.mark.parametrize(
    ("events", "month"),
    [
        ([], CLOSED),
        ([_event(1, "open closed")], OPEN),
        ([_event(1, "open closed")], StoredMonth("closed", None, 2)),
        ([_event(1, "open closed"), _reopening(2)], StoredMonth("open", END + 1, 2)),
        ([_event(1, "open soft")], StoredMonth("soft", 5, 1)),
    ],
)
def test_a_state_that_no_event_carries(events: list[StoredEvent], month: StoredMonth) -> None:
    """A month is where its last event took it, no further and no less."""
    assert _codes(events, month) == ["period_state"]


def test_an_event_of_a_month_that_is_none() -> None:
    """A month that is in the history and not in the book is found."""
    found = list(histories("LDA", {}, [_event(1, "open closed")]))
    assert [problem.code for problem in found] == ["verify.period_state"]


@pytest.mark.parametrize(
    "change",
    [
        {"event_no": 3},
        {"event_no": 1},
        {"event_no": "2"},
        {"at_us": NOW_US},
        {"at_seq": -1},
        {"at_us": None},
        {"at_seq": 0.5},
    ],
)
def test_events_are_counted_without_gaps(change: dict[str, object]) -> None:
    """Numbers follow one another; neither time nor place goes back."""
    events = [_event(1, "open soft"), _event(2, "soft closed", **change)]
    assert _codes(events, StoredMonth("closed", None, 2))[0] == "event_order"


@pytest.mark.parametrize(
    "event",
    [
        _event(1, "closed open"),
        _event(1, "open final"),
        _event(1, "soft closed"),
        _event(1, "open closed", actor=""),
        _event(1, "open closed", bound_by="TLD"),
        _event(1, "open closed", until_us=END),
        _event(1, "open closed", second_actor="hoa"),
        _event(1, "open x"),
    ],
)
def test_a_change_that_is_none(event: StoredEvent) -> None:
    """From the state it is in, by a way there is, and nothing claimed that does not belong."""
    assert _codes([event], StoredMonth(event.to_state, None, 1))[0] == "event_change"


@pytest.mark.parametrize(
    "fields",
    [
        {"second_actor": ""},
        {"second_actor": "LAN"},
        {"second_actor": " lan "},
        {"reason": ""},
        {"until_us": None},
        {"until_us": NOW_US + 2},
        {"until_us": "x"},
    ],
)
def test_a_reopening_by_one_or_without_end(fields: dict[str, object]) -> None:
    """Two people, a reason, an end that lies ahead."""
    events = [_event(1, "open closed"), _reopening(2, **fields)]
    assert "event_change" in _codes(events, StoredMonth("open", END, 2))


@pytest.mark.parametrize(
    ("events", "seq", "code"),
    [
        ([_event(1, "open closed", at_seq=5)], 5, ""),
        ([_event(1, "open closed", at_seq=5)], 6, "closed_month"),
        ([_event(1, "open soft", at_seq=5)], 6, ""),
        ([_event(1, "open closed", at_seq=5), _reopening(2, at_seq=5)], 6, ""),
        ([_event(1, "open closed", at_seq=5), _reopening(2, at_seq=6)], 6, "closed_month"),
        (
            [
                _event(1, "open closed", at_seq=0),
                _reopening(2, at_seq=1),
                _event(3, "open closed", at_seq=3),
                _event(4, "closed final", at_seq=3),
            ],
            4,
            "closed_month",
        ),
        (
            [_event(1, "open closed", at_seq=0), _reopening(2, at_seq=0, until_us=NOW_US + 7)],
            7,
            "",
        ),
        (
            [_event(1, "open closed", at_seq=0), _reopening(2, at_seq=0, until_us=NOW_US + 7)],
            8,
            "lapsed_month",
        ),
        ([_event(1, "open closed", at_seq="x")], 6, ""),
        ([_event(1, "open closed", period=JUNE, at_seq=0)], 6, ""),
    ],
)
def test_an_entry_recorded_while_its_month_was_shut(
    events: list[StoredEvent], seq: int, code: str
) -> None:
    """By its place in the book, an entry came before the closing or after a reopening."""
    entry, _ = rows(seq=seq)
    found = [problem.code.removeprefix("verify.") for problem in Shutters(events).entry(entry)]
    assert found == ([code] if code else [])


@pytest.mark.parametrize(
    ("first", "second", "wrong"), [(JUNE, JULY, []), (JULY, JUNE, ["verify.event_change"])]
)
def test_each_change_was_in_turn(first: str, second: str, wrong: list[str]) -> None:
    """July was never closed before June, whatever both have become since."""
    events = [
        _event(1, "open closed", period=first),
        _event(2, "open closed", period=second),
    ]
    kept = {
        first: StoredMonth("closed", None, 1),
        second: StoredMonth("closed", None, 2),
    }
    assert [problem.code for problem in histories("LDA", kept, events)] == wrong


def test_what_is_wrong_with_a_month_is_told() -> None:
    """Which book, which month or change."""
    kept = {JUNE: StoredMonth("open", None, 0), JULY: CLOSED}
    assert said(months("LDA", kept)) == [
        "LDA: Period 07/2026 is locked further than 06/2026 before it."
    ]
    assert said(histories("LDA", {JULY: CLOSED}, [])) == [
        "LDA: The state of period 07/2026 is not what its history says."
    ]
    wrong = [_event(2, "open closed", actor="")]
    assert said(histories("LDA", {JULY: CLOSED._replace(last_event=2)}, wrong)) == [
        "LDA: Change 2 (period 07/2026) leaves a gap, is a double or goes back in time.",
        "LDA: Change 2 of period 07/2026 is not a legal one.",
    ]


def test_an_entry_in_a_shut_month_is_told() -> None:
    """Which entry, and which month."""
    entry, _ = rows(seq=8)
    shut = _event(1, "open closed", at_seq=0)
    assert said(Shutters([shut]).entry(entry)) == [
        "LDA/BK/2026/1: The entry was recorded while period 07/2026 was closed."
    ]
    lapsed = [shut, _reopening(2, at_seq=0, until_us=NOW_US + 7)]
    (told,) = said(Shutters(lapsed).entry(entry))
    assert told.startswith("LDA/BK/2026/1: The entry was recorded after the time")
    assert told.endswith("period 07/2026 was reopened.")


def test_months_are_looked_at_in_their_order() -> None:
    """However they come, and whatever stands where a month should."""
    assert [*months("LDA", {JULY: OPEN, JUNE: CLOSED})] == []
    odd: dict[str, StoredMonth] = {JULY: CLOSED, 5: OPEN, JUNE: OPEN}  # type: ignore[dict-item] # on purpose
    assert [problem.facts["period"] for problem in months("LDA", odd)] == [JULY]
    assert [problem.facts["period"] for problem in histories("LDA", odd, [])] == [JULY]


def test_two_changes_in_one_moment() -> None:
    """Time need not go on between them; it must not go back."""
    events = [_event(1, "open soft"), _event(2, "soft closed", at_us=NOW_US + 1)]
    assert _codes(events, StoredMonth("closed", None, 2)) == []


def test_a_month_is_not_reopened_under_a_closed_one() -> None:
    """June was opened again while July was closed: that was never in turn."""
    events = [
        _event(1, "open closed", period=JUNE),
        _event(2, "open closed"),
        _reopening(3, period=JUNE),
    ]
    kept = {JUNE: StoredMonth("open", END, 3), JULY: StoredMonth("closed", None, 2)}
    found = histories("LDA", kept, events)
    assert [(each.code, each.facts["event"]) for each in found] == [("verify.event_change", 3)]


def test_what_came_before_anything_happened_to_its_month() -> None:
    """Up to and with the place of the first change; another month's changes are no matter."""
    shutters = Shutters([_event(1, "open closed", at_seq=5), _reopening(2, at_seq=7)])
    assert [shutters.untouched(JULY, seq) for seq in (5, 6, 8)] == [True, False, False]
    assert shutters.untouched(JUNE, 6)
