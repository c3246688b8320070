"""The rules of the state machine: what people do with the books, in any order."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.close_period import ClosePeriod, close_period
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.match_receipts import Decision, match_receipts
from finance.actions.post_entries import Outcome, post_entries
from finance.actions.record_bank_rows import Statement, record_bank_rows
from finance.runtime.context import Context
from finance.runtime.identity import SYSTEM
from ledger.entries import Draft
from ledger.errors import Refusal
from ledger.periods import Period
from tests.assurance.beginning import OWED
from tests.assurance.compared import Remembered, agree, remember
from tests.assurance.model import MEntry, MLine, Model, NotAllowed
from tests.assurance.months_played import MONTHS, Months
from tests.assurance.playing import (
    AGAIN_TOO,
    BOTH,
    LAST,
    Wishes,
    act,
    as_draft,
    as_lines,
    check,
    line_lists,
    raised,
    wishes,
)
from tests.assurance.vouchers_played import Vouchers, days_back, some, units
from tests.builders import E1, account_of, bank_row, decision, numbered, waits

_MOST_REMEMBERED: Final = 3

keys = st.integers(0, 30)
kinds = st.sampled_from(("new", "known", "changed"))
parts = st.sampled_from([(1, 1), (1, 2), (1, 3), (2, 1)])


class Refused(Refusal):
    """What a file's only entry was refused for."""

    code = "test.refused"
    vi = "Bị từ chối: {why}."
    en = "Refused: {why}."


def offer(model: Model, unit: str, entry: MEntry) -> bool:
    """An entry from another program, judged as the model judges: a name that stands comes first.

    Raises   NotAllowed.
    """
    check(entry.lines)
    return model.post_named(unit, entry)


class Machine(Vouchers, Months):
    """People and programs at work; vouchers and months have rules in modules of their own."""

    def __init__(self) -> None:
        """Begin with what was sent before."""
        super().__init__()
        self.sent = [(unit, entry) for (unit, *_), entry in self.model.names.items()]
        self.rows = list(self.stage.rows)
        self.remembered: list[Remembered] = []

    @invariant()
    def books_and_model_agree(self) -> None:
        """After every step."""
        agree(self.fed, self.model, self.remembered)

    @act(when=lambda self: self.today < LAST, days=st.sampled_from((1, 2, 3, 5, 9, 28)))
    def time_passes(self, days: int) -> None:
        """Some days go by; the story ends in November."""
        self.step()
        self.today = min(self.today + dt.timedelta(days=days), LAST)

    @act(when=lambda self: len(self.remembered) < _MOST_REMEMBERED)
    def remember(self) -> None:
        """Keep what is known now: it may never change."""
        self.step()
        self.remembered.append(remember(self.fed, self.clock.now_us()))

    # Entries of other programs

    @act(wished=wishes(st.tuples(units, line_lists(), keys)))
    def post(self, wished: Wishes[tuple[str, tuple[MLine, ...], int]]) -> None:
        """One entry of today, perhaps under a key that was used before."""
        entries = [(unit, self._named(0, lines, key)) for unit, lines, key in wished.tries]
        self._offer("post", Wishes(entries, wished.aim))

    @act(wished=wishes(st.tuples(units, st.integers(1, 70), line_lists(), keys)))
    def back_date(self, wished: Wishes[tuple[str, int, tuple[MLine, ...], int]]) -> None:
        """One entry of a month that is over; its books may be closed or not."""
        entries = [
            (unit, self._named(self.today.day - 1 + back, lines, key))
            for unit, back, lines, key in wished.tries
        ]
        self._offer("back-date", Wishes(entries, wished.aim))

    @act(
        when=lambda self: self.sent,
        wished=wishes(st.tuples(st.integers(0, 30), st.booleans()), ("again", "refused")),
    )
    def retry(self, wished: Wishes[tuple[int, bool]]) -> None:
        """The same request again, or its key with other content."""
        entries = []
        for which, other in wished.tries:
            unit, entry = self.sent[-1 - which % len(self.sent)]
            lines = raised(entry.lines) if other else entry.lines
            entries.append((unit, dataclasses.replace(entry, lines=lines)))
        self._offer("retry", Wishes(entries, wished.aim))

    def _named(self, back: int, lines: tuple[MLine, ...], key: int) -> MEntry:
        day = self.today - dt.timedelta(days=back)
        return MEntry("GL", 0, day, lines, name=("import", f"k{key}"))

    def _offer(self, name: str, wished: Wishes[tuple[str, MEntry]]) -> None:
        def do(wish: tuple[str, MEntry]) -> None:
            outcome = _file(self.ctx(SYSTEM), [wish], whole=False)
            for problem in outcome.refused:
                raise Refused(why=problem.code)

        asked = self.attempt(name, wished, lambda model, wish: offer(model, *wish), do)
        if asked not in self.sent:
            self.sent.append(asked)

    @act(
        rows=st.lists(
            st.tuples(units, days_back, line_lists(), st.integers(0, 60)), min_size=3, max_size=6
        ),
        good=st.booleans(),
        whole=st.booleans(),
    )
    def post_file(
        self,
        rows: list[tuple[str, int, tuple[MLine, ...], int]],
        good: bool,  # noqa: FBT001 - drawn
        whole: bool,  # noqa: FBT001 - drawn
    ) -> None:
        """A file of entries: the good ones are posted, or none where all or nothing was asked."""
        self.step()
        asked = [
            (unit, dataclasses.replace(self._named(back, lines, key), name=("file", str(key))))
            for unit, back, lines, key in rows
        ]
        tried, taken = self._taken(asked)
        if good and any(taken):
            asked = [each for each, fits in zip(asked, taken, strict=True) if fits]
            taken = [True] * len(asked)
        outcome = _file(self.ctx(SYSTEM), asked, whole=whole)
        refused = [number for number, fits in enumerate(taken, start=1) if not fits]
        assert [problem.row for problem in outcome.refused] == refused
        if not (whole and refused):
            again = tried == self.model
            self.go_on(tried)
        self.count("file", "refused" if refused else "again" if again else "done")

    def _taken(self, asked: Sequence[tuple[str, MEntry]]) -> tuple[Model, list[bool]]:
        """The model after a file, and which of its entries it took."""
        tried, taken = self.model.copy(), []
        tried.now_us = self.clock.now_us()
        for each in asked:
            try:
                offer(tried, *each)
            except NotAllowed:
                taken.append(False)
            else:
                taken.append(True)
        return tried, taken

    # Money of the levy

    @act(wished=wishes(st.tuples(st.integers(0, 40), st.integers(1, 200_000), kinds), AGAIN_TOO))
    def receive(self, wished: Wishes[tuple[int, int, str]]) -> None:
        """A statement: a new row, or one that was there before, perhaps with another amount."""
        rows = [self._row(*wish) for wish in wished.tries]

        def in_model(model: Model, row: tuple[str, dt.date, int]) -> None:
            before = [amount for reference, _, amount in self.rows if reference == row[0]]
            if before and row[2] != before[0]:
                raise NotAllowed
            if not before:
                model.received(*row[1:])

        row = self.attempt(
            "bank", Wishes(rows, wished.aim), in_model, lambda row: self._statement(*row)
        )
        if row[0] not in {reference for reference, *_ in self.rows}:
            self.rows.append(row)

    def _row(self, back: int, amount: int, kind: str) -> tuple[str, dt.date, int]:
        if kind == "new":
            return f"R{len(self.rows)}", self.today - dt.timedelta(days=back), amount
        reference, day, before = self.rows[back % len(self.rows)]
        return reference, day, before if kind == "known" else before + amount

    def _statement(self, reference: str, day: dt.date, amount: int) -> None:
        rows = numbered([bank_row(reference, day, amount)])
        statement = Statement(account_of("LDA"), rows, waits)
        judged = record_bank_rows(self.ctx(SYSTEM), statement, self.fed.batches)
        for problems in judged.problems.values():
            raise Refused(why=problems[0].code)

    @act(
        when=lambda self: self.model.receipts,
        wished=wishes(st.tuples(some, st.sampled_from(tuple(OWED)), parts)),
    )
    def split(self, wished: Wishes[tuple[int, str, tuple[int, int]]]) -> None:
        """A receipt, or a part of it, is put on a month and shared; sometimes too much of it."""
        held = self.model.receipts
        puts = []
        for which, month, (part, whole) in wished.tries:
            index = len(held) - 1 - which % len(held)
            puts.append((index, month, max(1, held[index].open * part // whole)))

        def do(put: tuple[int, str, int]) -> None:
            wish = decision(f"LDA/R/{put[0] + 1}", E1, {put[1]: put[2]})
            _matched(self.ctx(SYSTEM), wish, self.today)

        self.attempt(
            "split",
            Wishes(puts, wished.aim),
            lambda model, put: model.matched(*put, self.today),
            do,
        )

    # The power goes

    @act(unit=units, lines=line_lists(), what=st.sampled_from(["post", "draft", "close", "decide"]))
    def crash_before_commit(self, unit: str, lines: tuple[MLine, ...], what: str) -> None:
        """Whatever is going on: nothing of it is there afterwards."""
        entry = MEntry("GL", 0, self.today, lines, name=("crash", "c"))
        places = [place for place, held in self.model.vouchers.items() if held.state == "submitted"]

        def do(ctx: Context) -> object:
            if what == "draft":
                wish = DraftVoucher(unit, self.today, self.today, "Chi", as_lines(lines))
                return draft_voucher(ctx, wish)
            if what == "close":
                return close_period(ctx, ClosePeriod(unit, Period(MONTHS[0])))
            if what == "decide" and places:
                return approve_voucher(ctx, ApproveVoucher(*places[0]))
            return _file(ctx, [(unit, entry)], whole=False)

        self.crash(what, do, BOTH)


def _file(ctx: Context, asked: Sequence[tuple[str, MEntry]], *, whole: bool) -> Outcome:
    drafts: list[tuple[int, Draft | Refusal]] = []
    for number, (unit, entry) in enumerate(asked, start=1):
        try:
            drafts.append((number, as_draft(unit, entry)))
        except Refusal as refusal:
            drafts.append((number, refusal))
    return post_entries(ctx, drafts, all_or_nothing=whole)


def _matched(ctx: Context, wish: Decision, on: dt.date) -> None:
    for refused in match_receipts(ctx, [wish], on).refused:
        raise Refused(why=refused["code"])
