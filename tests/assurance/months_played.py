"""The rules of the state machine that concern months: locked, closed, asked for, opened again."""

from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import rule

from finance.actions.ask_reopening import AskReopening, ask_reopening
from finance.actions.close_period import ClosePeriod, close_period
from finance.actions.grant_reopening import GrantReopening, grant_reopening
from finance.actions.lift_period import LiftPeriod, lift_period
from finance.actions.soften_period import SoftenPeriod, soften_period
from finance.runtime.identity import Actor
from ledger.periods import Period, last_day
from tests.assurance.model import Model, NotAllowed
from tests.assurance.playing import (
    BOTH,
    CHECKER,
    CLERK,
    MAY_APPROVE,
    MAY_DRAFT,
    PEOPLE,
    WATCHER,
    Playing,
)
from tests.builders import BOOKS

MONTHS: Final = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
_DAY_US: Final = 86_400_000_000

books = st.sampled_from((*BOOKS, "G1", "G1", "G2"))
some = st.integers(0, 11)
people = st.sampled_from(PEOPLE)
likely = st.sampled_from((CLERK, CLERK, CHECKER, BOTH, WATCHER))


def picked(fit: Sequence[str], which: int) -> str:
    """One of the months that a step fits, twice in three times; else any."""
    return fit[which % len(fit)] if fit and which % 3 else MONTHS[which % len(MONTHS)]


class Months(Playing):
    """What people do with months."""

    @rule(book=books, which=some, who=likely)
    def close(self, book: str, which: int, who: Actor) -> None:
        """Somebody closes a month."""
        month = picked(self._in_states(book, "open", "soft")[:1], which)

        def in_model(model: Model) -> None:
            if who.name not in MAY_DRAFT or self.today < last_day(Period(month)):
                raise NotAllowed
            model.close(book, month, who.name)

        wish = ClosePeriod(book, Period(month))
        self.attempt("close", in_model, lambda: close_period(self.ctx(who), wish))

    @rule(book=books, which=some, who=people, lock=st.booleans())
    def soften(self, book: str, which: int, who: Actor, lock: bool) -> None:  # noqa: FBT001 - drawn
        """Somebody locks a month softly, or lifts the lock."""
        open_ones, locked = self._in_states(book, "open"), self._in_states(book, "soft")
        month = picked(open_ones[:1] if lock else locked[-1:], which)

        def in_model(model: Model) -> None:
            if who.name not in MAY_DRAFT:
                raise NotAllowed
            (model.soften if lock else model.lift)(book, month)

        def act() -> object:
            if lock:
                return soften_period(self.ctx(who), SoftenPeriod(book, Period(month)))
            return lift_period(self.ctx(who), LiftPeriod(book, Period(month)))

        self.attempt("soften" if lock else "lift", in_model, act)

    @rule(book=books, which=some, who=likely, days=st.integers(2, 12))
    def ask_to_reopen(self, book: str, which: int, who: Actor, days: int) -> None:
        """Somebody asks for a month to be opened again for some days."""
        month = picked(self._in_states(book, "closed")[-1:], which)
        fit = self._reopenable()
        if fit and which % 3:
            book, month = fit[which % len(fit)]
        until_us = self.clock.now_us() + days * _DAY_US

        def in_model(model: Model) -> None:
            if who.name not in MAY_DRAFT:
                raise NotAllowed
            model.ask(book, month, who.name, until_us)

        wish = AskReopening(book, Period(month), "Quên một chứng từ", until_us)
        self.attempt("ask to reopen", in_model, lambda: ask_reopening(self.ctx(who), wish))

    @rule(which=some, who=people)
    def reopen(self, which: int, who: Actor) -> None:
        """A second person opens a month again, where somebody asked for it."""
        waiting = [place for place in self.model.asked if place not in self.model.granted]
        fit = [place for place in waiting if place in self._reopenable()]
        if not waiting:
            waiting = [(BOOKS[which % len(BOOKS)], MONTHS[which % len(MONTHS)])]
        book, month = waiting[which % len(waiting)]
        if fit and which % 3:
            book, month = fit[which % len(fit)]
            closer = self.model.books[book].closer.get(month)
            others = {self.model.asked[book, month][0], closer}
            who = next((each for each in (CHECKER, BOTH) if each.name not in others), who)

        def in_model(model: Model) -> None:
            if who.name not in MAY_APPROVE:
                raise NotAllowed
            model.grant(book, month, who.name)

        wish = GrantReopening(book, Period(month))
        self.attempt("reopen", in_model, lambda: grant_reopening(self.ctx(who), wish))

    def _reopenable(self) -> list[tuple[str, str]]:
        """The months that could be opened again now: the last closed ones, where none above is."""
        return [
            (book, month)
            for book in BOOKS
            for month in ("2026-05", *MONTHS)
            if self.model.may_reopen(book, month)
        ]

    def _in_states(self, book: str, *states: str) -> list[str]:
        """The months of a book in one of these states, in order."""
        return [month for month in MONTHS if self.model.books[book].months[month] in states]
