"""The rules of the state machine that concern vouchers: written, handed on, decided, reversed."""

import datetime as dt

from hypothesis import strategies as st

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.ask_reversal import AskReversal, ask_reversal
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.runtime.identity import Actor
from tests.assurance.beginning import UNITS
from tests.assurance.model import RANKS, MEntry, MLine, Model, MVoucher, NotAllowed, mirrored
from tests.assurance.playing import (
    MAY_APPROVE,
    MAY_DRAFT,
    PEOPLE,
    Playing,
    Wishes,
    act,
    as_lines,
    check,
    line_lists,
    wishes,
)

units = st.sampled_from(UNITS)
days_back = st.sampled_from([0, 0, 1, 5, 20, 40, 70])
some = st.integers(0, 11)
people = st.sampled_from(PEOPLE)


class Vouchers(Playing):
    """What people do with vouchers."""

    @act(wished=wishes(st.tuples(units, days_back, line_lists(), people)))
    def draft(self, wished: Wishes[tuple[str, int, tuple[MLine, ...], Actor]]) -> None:
        """Somebody writes a voucher down; it need not balance yet."""

        def in_model(model: Model, wish: tuple[str, int, tuple[MLine, ...], Actor]) -> None:
            unit, back, lines, who = wish
            if who.name not in MAY_DRAFT:
                raise NotAllowed
            check(lines, whole=False)
            day = self._before_today(back)
            _keep(model, MVoucher(unit, day, lines, "draft", {who.name}))

        def do(wish: tuple[str, int, tuple[MLine, ...], Actor]) -> None:
            unit, back, lines, who = wish
            day = self._before_today(back)
            draft_voucher(self.ctx(who), DraftVoucher(unit, day, day, "Chi", as_lines(lines)))

        self.attempt("draft", wished, in_model, do)

    @act(when=lambda self: self.model.vouchers, wished=wishes(st.tuples(some, people)))
    def submit(self, wished: Wishes[tuple[int, Actor]]) -> None:
        """Somebody hands a voucher to the second person."""

        def in_model(model: Model, wish: tuple[int, Actor]) -> None:
            held, who = model.vouchers[self._voucher(wish[0], "draft")], wish[1]
            if who.name not in MAY_DRAFT or held.state != "draft":
                raise NotAllowed
            check(held.lines)
            held.state = "submitted"
            held.makers.add(who.name)

        def do(wish: tuple[int, Actor]) -> None:
            submit_voucher(self.ctx(wish[1]), SubmitVoucher(*self._voucher(wish[0], "draft")))

        self.attempt("submit", wished, in_model, do)

    @act(when=lambda self: self.model.vouchers, wished=wishes(st.tuples(some, people)))
    def approve(self, wished: Wishes[tuple[int, Actor]]) -> None:
        """Somebody approves a voucher: its entry is posted, or the one it is about reversed."""

        def in_model(model: Model, wish: tuple[int, Actor]) -> None:
            held = self._decided(model, wish)
            if held.reverses is None:
                model.post(held.unit, MEntry("PV", 0, held.day, held.lines), from_above=True)
            else:
                model.reverse(held.unit, held.reverses, held.day)
            held.state = "posted"

        def do(wish: tuple[int, Actor]) -> None:
            place = self._voucher(wish[0], "submitted")
            approve_voucher(self.ctx(wish[1]), ApproveVoucher(*place))

        self.attempt("approve", wished, in_model, do)

    @act(when=lambda self: self.model.vouchers, wished=wishes(st.tuples(some, people)))
    def reject(self, wished: Wishes[tuple[int, Actor]]) -> None:
        """Somebody sends a voucher back."""

        def in_model(model: Model, wish: tuple[int, Actor]) -> None:
            self._decided(model, wish).state = "rejected"

        def do(wish: tuple[int, Actor]) -> None:
            place = self._voucher(wish[0], "submitted")
            reject_voucher(self.ctx(wish[1]), RejectVoucher(*place, "Sai"))

        self.attempt("reject", wished, in_model, do)

    @act(
        when=lambda self: any(self.model.books[unit].entries for unit in UNITS),
        wished=wishes(st.tuples(units, st.integers(0, 30), days_back, people)),
    )
    def reverse(self, wished: Wishes[tuple[str, int, int, Actor]]) -> None:
        """Somebody asks for an entry to be reversed; a second person decides, as on any voucher."""

        def in_model(model: Model, wish: tuple[str, int, int, Actor]) -> None:
            unit, index, day = self._entry(wish)
            who, month = wish[3].name, model.books[unit].months[f"{day:%Y-%m}"]
            if who not in MAY_DRAFT or RANKS[month] > RANKS["soft"]:
                raise NotAllowed
            model.check_reversible(unit, index)
            for held in model.vouchers.values():
                if (held.unit, held.reverses, held.state) == (unit, index, "submitted"):
                    raise NotAllowed
            lines = mirrored(model.books[unit].entries[index].lines)
            _keep(model, MVoucher(unit, day, lines, "submitted", {who}, reverses=index))

        def do(wish: tuple[str, int, int, Actor]) -> None:
            unit, index, day = self._entry(wish)
            entry = self.model.books[unit].entries[index]
            number = f"{entry.journal}/{entry.day.year}/{entry.number}"
            ask_reversal(self.ctx(wish[3]), AskReversal(unit, number, "Nhầm", day))

        self.attempt("reverse", wished, in_model, do)

    def _before_today(self, back: int) -> dt.date:
        return self.today - dt.timedelta(days=back)

    def _voucher(self, which: int, state: str) -> tuple[str, int]:
        """A voucher in this state, twice in three times; else any."""
        fit = [place for place, held in self.model.vouchers.items() if held.state == state]
        places = fit if fit and which % 3 else list(self.model.vouchers)
        return places[-1 - which % len(places)]

    def _decided(self, model: Model, wish: tuple[int, Actor]) -> MVoucher:
        """The voucher somebody decides on, who had no hand in it.

        Raises   NotAllowed.
        """
        held, who = model.vouchers[self._voucher(wish[0], "submitted")], wish[1].name
        if who not in MAY_APPROVE or held.state != "submitted" or who in held.makers:
            raise NotAllowed
        return held

    def _entry(self, wish: tuple[str, int, int, Actor]) -> tuple[str, int, dt.date]:
        """The book and index of the entry that is wished away, and the day; the unit's, if any."""
        unit, which, back, _ = wish
        if not self.model.books[unit].entries:
            unit = next(each for each in UNITS if self.model.books[each].entries)
        count = len(self.model.books[unit].entries)
        return unit, count - 1 - which % count, self._before_today(back)


def _keep(model: Model, voucher: MVoucher) -> None:
    """Put a voucher in, under the next number of its unit."""
    seq = 1 + sum(unit == voucher.unit for unit, _ in model.vouchers)
    model.vouchers[voucher.unit, seq] = voucher
