"""How a step of the state machine is taken: the model first, then the program."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, Final, Generic, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy import Row
from sqlalchemy.orm import Session

from finance.records.scope import EVERYTHING
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import Draft, Line, Side
from ledger.errors import Refusal
from ledger.money import Vnd
from tests.assurance.model import MEntry, MLine, Model, NotAllowed
from tests.federation import SETTINGS, Federation, contents

BEGIN: Final = dt.date(2026, 8, 3)
LAST: Final = dt.date(2026, 11, 20)
CLERK: Final = Actor("lan", (Grant("TLD", "accountant"),))
CHECKER: Final = Actor("minh", (Grant("TLD", "approver"),))
BOTH: Final = Actor("hoa", (Grant("TLD", "accountant"), Grant("TLD", "approver")))
WATCHER: Final = Actor("tra", (Grant("TLD", "inspector"),))
PEOPLE: Final = (CLERK, CHECKER, BOTH, WATCHER)
MAY_DRAFT: Final = frozenset({"lan", "minh", "hoa"})
MAY_APPROVE: Final = frozenset({"minh", "hoa"})
# Tables in which a step that was refused may leave a word: what was thought of a receipt.
Contents = dict[str, list[Row[*tuple[Any, ...]]]]
_NO_MONEY: Final = frozenset({"receipt"})


_KINDS: Final = ("cash", "spent", "given") * 4 + ("unknown", "control", "bare")
_TRIES: Final = 6
_MOST_ABSENT: Final = 6
# How a step ends; one that is done "again" finds that it stood already, and changes nothing.
_AIMS: Final = ("done", "refused")
AGAIN_TOO: Final = ("done", "done", "again", "refused", "refused")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wishes(Generic[T]):
    """Some things somebody might ask for, and how the step is to end if one of them ends so."""

    tries: Sequence[T]
    aim: str


def wishes(each: st.SearchStrategy[T], aims: Sequence[str] = _AIMS) -> st.SearchStrategy[Wishes[T]]:
    """A few wishes of a kind: drawn blindly, most steps would be refused for the same reasons."""
    tries = st.lists(each, min_size=_TRIES, max_size=_TRIES)
    return st.builds(Wishes, tries, st.sampled_from(aims))


@dataclass(frozen=True, slots=True)
class Act:
    """Something people or programs do: how, what is drawn for it, and when there is cause to."""

    do: Callable[..., None]
    drawn: Mapping[str, st.SearchStrategy[Any]]
    when: Callable[[Any], object]


def act(
    when: Callable[[Any], object] = lambda _: True, **drawn: st.SearchStrategy[Any]
) -> Callable[[Callable[..., None]], Act]:
    """Make a method something that is done in a story."""
    return lambda do: Act(do, drawn, when)


class Stopped(Exception):
    """The power went just before the commit."""


class Failing(Database):
    """A database whose power goes before each commit."""

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that never gets to commit."""
        with super().writing() as session:
            session.commit = _stop  # type: ignore[method-assign] # that is what fails
            yield session


def _stop() -> None:
    raise Stopped


@dataclass(slots=True)
class Stage:
    """Where the machine plays: federations all alike, and what was done in all of them."""

    make: Callable[[], Federation]
    drop: Callable[[str], None]  # takes the URL of a federation that is played out
    model: Model
    rows: Sequence[tuple[str, dt.date, int]]  # rows of statements that came before
    done: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    steps: int = 0


class Playing(RuleBasedStateMachine):
    """One federation and its model; the rules are in `machine`."""

    stage: ClassVar[Stage]

    def __init__(self) -> None:
        """Begin with a federation of its own."""
        super().__init__()
        self.fed = self.stage.make()
        self._failing = Failing(self.fed.database.url).within(EVERYTHING)
        self.model = self.stage.model.copy()
        self.today = BEGIN
        self.steps = 0
        self._absent: set[str] | None = None
        self._left: Contents | None = None  # what the last step left in the tables, if known

    def teardown(self) -> None:
        """Leave nothing behind: a full run plays hundreds of stories."""
        for database in (self.fed.database, self._failing):
            database.dispose()
        self.stage.drop(self.fed.database.url)

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        """One step: anything there is cause to do, all alike; a few acts each story does without.

        Were each act a rule, Hypothesis would leave out most of them in most stories, and what
        takes several people, one after another, would hardly ever come to its end.
        """
        acts = _acts(type(self))
        if self._absent is None:
            some = st.sets(st.sampled_from(sorted(acts)), max_size=_MOST_ABSENT)
            self._absent = data.draw(some, label="nobody does")
        fit = [each for each in acts if each not in self._absent and acts[each].when(self)]
        name = data.draw(st.sampled_from(fit), label="act")
        drawn = {word: data.draw(each, label=word) for word, each in acts[name].drawn.items()}
        acts[name].do(self, **drawn)

    def ctx(self, actor: Actor) -> Context:
        """The surroundings of an act today."""
        return Context(self.fed.database, self.clock, actor, SETTINGS)

    @property
    def clock(self) -> FixedClock:
        """Noon of today, and a second more for each step of the story."""
        clock = FixedClock(self.today)
        clock.forward(seconds=self.steps)
        return clock

    def step(self) -> None:
        """Count a step; time goes on by a second."""
        self.steps += 1
        self.stage.steps += 1

    def attempt(
        self,
        name: str,
        wished: Wishes[T],
        in_model: Callable[[Model, T], object],
        act: Callable[[T], object],
    ) -> T:
        """Let both do it; or both refuse, and nothing has changed. What was asked is returned.

        Of the wishes the first is taken that ends as is aimed at, or else the first.
        """
        self.step()
        judged = ((*self._judged(in_model, wish), wish) for wish in wished.tries)
        first = next(judged)
        fits = (each for each in (first, *judged) if each[0] == wished.aim)
        outcome, tried, wish = next(fits, first)
        if outcome == "refused":
            before = self._contents()
            assert _refuses(lambda: act(wish)), f"{name}: the model refuses, the program does not"
            self._same_as(before, name)
        else:
            act(wish)
            self.go_on(tried)
        self.count(name, outcome)
        return wish

    def _judged(self, in_model: Callable[[Model, T], object], wish: T) -> tuple[str, Model]:
        tried = self.model.copy()
        tried.now_us = self.clock.now_us()
        try:
            in_model(tried, wish)
        except NotAllowed:
            return "refused", self.model
        return "again" if tried == self.model else "done", tried

    def go_on(self, model: Model) -> None:
        """This is how things stand from now on."""
        self.model, self._left = model, None

    def count(self, name: str, outcome: str) -> None:
        """Count how a step ended."""
        stage = self.stage
        {"done": stage.done, "again": stage.again, "refused": stage.refused}[outcome][name] += 1

    def crash(self, name: str, act: Callable[[Context], object], actor: Actor) -> None:
        """The power goes before the commit: nothing of the step is there afterwards."""
        self.step()
        before = self._contents()
        ctx = Context(self._failing, self.clock, actor, SETTINGS)
        stopped = False
        try:
            act(ctx)
        except Stopped:
            stopped = True
        except Refusal:
            pass  # it did not get as far as the commit
        self._same_as(before, name)  # also where there was nothing to commit
        self.stage.done["crash"] += stopped

    def _contents(self) -> Contents:
        """What is in the tables; where the last step left them as they were, it is known."""
        return contents(self.fed.database) if self._left is None else self._left

    def _same_as(self, before: Contents, name: str) -> None:
        """Nothing was changed, but for what is thought of a receipt."""
        after = contents(self.fed.database)
        changed = [table for table in after if after[table] != before[table]]
        assert set(changed) <= _NO_MONEY, f"{name}: left a trace in {changed}"
        self._left = after


@cache
def _acts(machine: type[Playing]) -> dict[str, Act]:
    """What is done in its stories, by name."""
    return {
        name: each
        for kind in machine.__mro__
        for name, each in vars(kind).items()
        if isinstance(each, Act)
    }


def _refuses(act: Callable[[], object]) -> bool:
    try:
        act()
    except Refusal as refusal:
        return refusal.sentence("vi") != refusal.sentence("en")
    return False


@st.composite
def line_lists(draw: st.DrawFn) -> tuple[MLine, ...]:
    """Lines of an entry: mostly ones a book would take, now and then ones it refuses."""
    amount = draw(st.integers(1, 400_000))
    kind = draw(st.sampled_from(_KINDS))
    off = draw(st.sampled_from([0] * 9 + [1]))
    first: dict[str, MLine] = {
        "cash": ("111", "D", amount, "", "", ""),
        "spent": ("611", "D", amount, "levy", "31", ""),
        "given": ("331", "D", amount, "", "", ""),
        "unknown": ("999", "D", amount, "", "", ""),
        "control": ("13881", "D", amount, "levy", "", ""),
        "bare": ("611", "D", amount, "", "31", ""),
    }
    return first[kind], ("112", "C", amount + off, "", "", "")


def check(lines: Sequence[MLine], *, whole: bool = True) -> None:
    """What the model takes: known accounts with their tags, posted by hand, and balanced.

    Raises   NotAllowed.
    """
    account, _, amount, fund, *_ = lines[0]
    if account in ("999", "13881") or (account == "611" and not fund):
        raise NotAllowed
    if whole and amount != lines[1][2]:
        raise NotAllowed


def as_lines(lines: Sequence[MLine]) -> tuple[Line, ...]:
    """The model's lines as the program's."""
    return tuple(
        Line(account, Side(side), Vnd(amount), fund, item)
        for account, side, amount, fund, item, _ in lines
    )


def as_draft(unit: str, entry: MEntry) -> Draft:
    """An entry another program sends.

    Raises   Refusal when it does not balance.
    """
    assert entry.name is not None
    return Draft(
        book=unit,
        journal=entry.journal,
        accounting_on=entry.day,
        document_on=entry.day,
        text="Từ tệp",
        source=entry.name[0],
        key=entry.name[1],
        lines=as_lines(entry.lines),
        actor="lan",
    )


def raised(lines: Sequence[MLine]) -> tuple[MLine, ...]:
    """The same lines, a đồng more on each."""
    return tuple(
        (account, side, amount + 1, fund, item, counter)
        for account, side, amount, fund, item, counter in lines
    )
