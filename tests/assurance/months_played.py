"""The rules of the state machine that concern months: locked, closed, asked for, opened again."""

from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st

from finance.actions.ask_reopening import AskReopening, ask_reopening
from finance.actions.close_period import ClosePeriod, close_period
from finance.actions.grant_reopening import GrantReopening, grant_reopening
from finance.actions.lift_period import LiftPeriod, lift_period
from finance.actions.soften_period import SoftenPeriod, soften_period
from finance.runtime.identity import Actor
from ledger.periods import Period, last_day
from tests.assurance.model import Model, NotAllowed
from tests.assurance.playing import (
    AGAIN_TOO,
    BOTH,
    CHECKER,
    CLERK,
    MAY_APPROVE,
    MAY_DRAFT,
    WATCHER,
    Playing,
    Wishes,
    act,
    wishes,
)
from tests.assurance.vouchers_played import people, some
from tests.builders import BOOKS

MONTHS: Final = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
_DAY_US: Final = 86_400_000_000

books = st.sampled_from((*BOOKS, "G1", "G1", "G2"))
likely = st.sampled_from((CLERK, CLERK, CHECKER, BOTH, WATCHER))


def picked(fit: Sequence[str], which: int) -> str:
    """One of the months that a step fits, twice in three times; else any."""
    return fit[which % len(fit)] if fit and which % 3 else MONTHS[which % len(MONTHS)]


class Months(Playing):
    """What people do with months."""

    @act(wished=wishes(st.tuples(books, some, likely)))
    def close(self, wished: Wishes[tuple[str, int, Actor]]) -> None:
        """Somebody closes a month."""

        def place_of(wish: tuple[str, int, Actor]) -> tuple[str, str]:
            fit = self._closable()
            if fit and wish[1] % 3:
                return fit[wish[1] % len(fit)]
            return wish[0], MONTHS[wish[1] % len(MONTHS)]

        def in_model(model: Model, wish: tuple[str, int, Actor]) -> None:
            book, month = place_of(wish)
            if wish[2].name not in MAY_DRAFT or self.today < last_day(Period(month)):
                raise NotAllowed
            model.close(book, month, wish[2].name)

        def do(wish: tuple[str, int, Actor]) -> None:
            book, month = place_of(wish)
            close_period(self.ctx(wish[2]), ClosePeriod(book, Period(month)))

        self.attempt("close", wished, in_model, do)

    @act(wished=wishes(st.tuples(books, some, people), AGAIN_TOO))
    def soften(self, wished: Wishes[tuple[str, int, Actor]]) -> None:
        """Somebody locks a month softly."""

        def month_of(wish: tuple[str, int, Actor]) -> str:
            return picked(self._in_states(wish[0], "open")[:1], wish[1])

        def in_model(model: Model, wish: tuple[str, int, Actor]) -> None:
            if wish[2].name not in MAY_DRAFT:
                raise NotAllowed
            model.soften(wish[0], month_of(wish))

        def do(wish: tuple[str, int, Actor]) -> None:
            soften_period(self.ctx(wish[2]), SoftenPeriod(wish[0], Period(month_of(wish))))

        self.attempt("soften", wished, in_model, do)

    @act(
        when=lambda self: any(self._in_states(book, "soft") for book in BOOKS),
        wished=wishes(st.tuples(books, some, people), AGAIN_TOO),
    )
    def lift(self, wished: Wishes[tuple[str, int, Actor]]) -> None:
        """Somebody lifts a soft lock."""

        def place_of(wish: tuple[str, int, Actor]) -> tuple[str, str]:
            last = [(book, month) for book in BOOKS for month in self._in_states(book, "soft")[-1:]]
            if wish[1] % 3:
                return last[wish[1] % len(last)]
            return wish[0], MONTHS[wish[1] % len(MONTHS)]

        def in_model(model: Model, wish: tuple[str, int, Actor]) -> None:
            if wish[2].name not in MAY_DRAFT:
                raise NotAllowed
            model.lift(*place_of(wish))

        def do(wish: tuple[str, int, Actor]) -> None:
            book, month = place_of(wish)
            lift_period(self.ctx(wish[2]), LiftPeriod(book, Period(month)))

        self.attempt("lift", wished, in_model, do)

    @act(wished=wishes(st.tuples(books, some, likely, st.integers(2, 14))))
    def ask_to_reopen(self, wished: Wishes[tuple[str, int, Actor, int]]) -> None:
        """Somebody asks for a month to be opened again for some days."""
        now_us = self.clock.now_us()

        def place_of(wish: tuple[str, int, Actor, int]) -> tuple[str, str]:
            fit = [place for place in self._reopenable() if place not in self.model.asked]
            if fit and wish[1] % 3:
                return fit[wish[1] % len(fit)]
            shut = ["2026-05", *self._in_states(wish[0], "closed")]
            return wish[0], picked(shut, wish[1])

        def in_model(model: Model, wish: tuple[str, int, Actor, int]) -> None:
            if wish[2].name not in MAY_DRAFT:
                raise NotAllowed
            model.ask(*place_of(wish), wish[2].name, now_us + wish[3] * _DAY_US)

        def do(wish: tuple[str, int, Actor, int]) -> None:
            book, month = place_of(wish)
            until_us = now_us + wish[3] * _DAY_US
            asked = AskReopening(book, Period(month), "Quên một chứng từ", until_us)
            ask_reopening(self.ctx(wish[2]), asked)

        self.attempt("ask to reopen", wished, in_model, do)

    @act(
        when=lambda self: self.model.asked.keys() - self.model.granted,
        wished=wishes(st.tuples(some, people), ("done", "done", "refused")),
    )
    def reopen(self, wished: Wishes[tuple[int, Actor]]) -> None:
        """A second person opens a month again, where somebody asked for it."""

        def in_model(model: Model, wish: tuple[int, Actor]) -> None:
            if wish[1].name not in MAY_APPROVE:
                raise NotAllowed
            model.grant(*self._asked(wish[0]), wish[1].name)

        def do(wish: tuple[int, Actor]) -> None:
            book, month = self._asked(wish[0])
            grant_reopening(self.ctx(wish[1]), GrantReopening(book, Period(month)))

        self.attempt("reopen", wished, in_model, do)

    def _asked(self, which: int) -> tuple[str, str]:
        """A month somebody asked for; twice in three times one that could be opened."""
        waiting = [place for place in self.model.asked if place not in self.model.granted]
        fit = [place for place in waiting if self.model.may_reopen(*place)]
        places = fit if fit and which % 3 else waiting
        return places[which % len(places)]

    def _closable(self) -> list[tuple[str, str]]:
        """The month of each book that is to be closed next, where it is over and nothing waits."""
        following = [
            (book, month) for book in BOOKS for month in self._in_states(book, "open", "soft")[:1]
        ]
        return [
            (book, month)
            for book, month in following
            if last_day(Period(month)) <= self.today and not self.model.waits(book, month)
        ]

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
