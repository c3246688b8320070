"""The rules of the state machine that concern months: locked, closed, asked for, opened again."""

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
from tests.assurance.playing import MAY_APPROVE, MAY_DRAFT, PEOPLE, Playing
from tests.builders import BOOKS

MONTHS: Final = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
_DAY_US: Final = 86_400_000_000

books = st.sampled_from(BOOKS)
some = st.integers(0, 7)
people = st.sampled_from(PEOPLE)


class Months(Playing):
    """What people do with months."""

    @rule(book=books, month=st.sampled_from(MONTHS), who=people)
    def close(self, book: str, month: str, who: Actor) -> None:
        """Somebody closes a month."""

        def in_model(model: Model) -> None:
            if who.name not in MAY_DRAFT or self.today < last_day(Period(month)):
                raise NotAllowed
            model.close(book, month, who.name)

        wish = ClosePeriod(book, Period(month))
        self.attempt("close", in_model, lambda: close_period(self.ctx(who), wish))

    @rule(book=books, month=st.sampled_from(MONTHS), who=people, lock=st.booleans())
    def soften(self, book: str, month: str, who: Actor, lock: bool) -> None:  # noqa: FBT001 - drawn
        """Somebody locks a month softly, or lifts the lock."""

        def in_model(model: Model) -> None:
            if who.name not in MAY_DRAFT:
                raise NotAllowed
            (model.soften if lock else model.lift)(book, month)

        def act() -> object:
            if lock:
                return soften_period(self.ctx(who), SoftenPeriod(book, Period(month)))
            return lift_period(self.ctx(who), LiftPeriod(book, Period(month)))

        self.attempt("soften" if lock else "lift", in_model, act)

    @rule(book=books, which=some, who=people, days=st.integers(1, 6))
    def ask_to_reopen(self, book: str, which: int, who: Actor, days: int) -> None:
        """Somebody asks for a month to be opened again for some days."""
        month = self._closed(book, which)
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
        places = waiting or [(book, MONTHS[0]) for book in BOOKS]
        book, month = places[which % len(places)]

        def in_model(model: Model) -> None:
            if who.name not in MAY_APPROVE:
                raise NotAllowed
            model.grant(book, month, who.name)

        wish = GrantReopening(book, Period(month))
        self.attempt("reopen", in_model, lambda: grant_reopening(self.ctx(who), wish))

    def _closed(self, book: str, which: int) -> str:
        """The latest closed month of a book, or now and then another one."""
        months = self.model.books[book].months
        closed = [month for month in MONTHS if months[month] == "closed"]
        return closed[-1] if closed and which else MONTHS[which % len(MONTHS)]
