"""The rules of the state machine: what people do with the books, in any order."""

import copy
import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.ask_reversal import AskReversal, ask_reversal
from finance.actions.close_period import ClosePeriod, close_period
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.match_receipts import Decision, match_receipts
from finance.actions.post_entries import Outcome, post_entries
from finance.actions.record_bank_rows import Statement, record_bank_rows
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.runtime.context import Context
from finance.runtime.identity import SYSTEM, Actor
from ledger.entries import Draft
from ledger.errors import Refusal
from ledger.periods import Period
from tests.assurance.compared import Remembered, agree, remember
from tests.assurance.model import RANKS, MEntry, MLine, Model, MVoucher, NotAllowed, mirrored
from tests.assurance.months_played import MONTHS, Months, people, some
from tests.assurance.playing import (
    BOTH,
    LAST,
    MAY_APPROVE,
    MAY_DRAFT,
    as_draft,
    as_lines,
    check,
    line_lists,
    raised,
)
from tests.builders import E1, account_of, bank_row, decision, numbered, waits

_MOST_REMEMBERED: Final = 3
_CRASHES: Final = ("post", "draft", "close", "decide")
_MATCHED: Final = ("2026-05", "2026-06")  # the months E1 owes

units = st.sampled_from(("G1", "LDA"))
days_back = st.sampled_from([0, 0, 1, 5, 20, 40, 70])


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


class Machine(Months):
    """People and programs at work; what they do with months is in `months_played`."""

    def __init__(self) -> None:
        """Begin with nothing sent."""
        super().__init__()
        self.sent: list[tuple[str, MEntry]] = []
        self.rows: list[tuple[str, dt.date, int]] = []
        self.remembered: list[Remembered] = []

    @invariant()
    def books_and_model_agree(self) -> None:
        """After every step."""
        agree(self.fed, self.model, self.remembered)

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        """Some days go by; the story ends in November."""
        self.step()
        self.today = min(self.today + dt.timedelta(days=days), LAST)

    @rule()
    def remember(self) -> None:
        """Keep what is known now: it may never change."""
        self.step()
        if len(self.remembered) < _MOST_REMEMBERED:
            self.remembered.append(remember(self.fed, self.clock.now_us()))

    # Entries of other programs

    @rule(unit=units, back=days_back, lines=line_lists(), key=st.integers(0, 30))
    def post(self, unit: str, back: int, lines: tuple[MLine, ...], key: int) -> None:
        """One entry, perhaps of an earlier day, perhaps under a key that was used before."""
        day = self.today - dt.timedelta(days=back)
        asked = (unit, MEntry("PV", 0, day, lines, name=("import", f"k{key}")))
        name = "post" if f"{day:%Y-%m}" == f"{self.today:%Y-%m}" else "back-date"
        self.attempt(name, lambda model: offer(model, *asked), lambda: self._send(asked))
        self.sent.append(asked)

    @precondition(lambda self: self.sent)
    @rule(which=some, other=st.booleans())
    def retry(self, which: int, other: bool) -> None:  # noqa: FBT001 - drawn
        """The same request again, or its key with other content."""
        known = [each for each in self.sent if (each[0], *(each[1].name or ())) in self.model.names]
        pool = known if known and which % 3 else self.sent
        unit, entry = pool[-1 - which % len(pool)]
        if other:
            entry = dataclasses.replace(entry, lines=raised(entry.lines))
        asked = (unit, entry)
        self.attempt("retry", lambda model: offer(model, *asked), lambda: self._send(asked))

    @rule(
        rows=st.lists(
            st.tuples(units, days_back, line_lists(), st.integers(0, 60)), min_size=2, max_size=4
        ),
        whole=st.booleans(),
    )
    def post_file(
        self,
        rows: list[tuple[str, int, tuple[MLine, ...], int]],
        whole: bool,  # noqa: FBT001 - drawn
    ) -> None:
        """A file of entries: the good ones are posted, or none where all or nothing was asked."""
        self.step()
        asked = [
            (
                unit,
                MEntry(
                    "PV", 0, self.today - dt.timedelta(days=back), lines, name=("file", str(key))
                ),
            )
            for unit, back, lines, key in rows
        ]
        tried, refused = copy.deepcopy(self.model), []
        tried.now_us = self.clock.now_us()
        for number, each in enumerate(asked, start=1):
            try:
                offer(tried, *each)
            except NotAllowed:
                refused.append(number)
        outcome = _file(self.ctx(SYSTEM), asked, whole=whole)
        assert [problem.row for problem in outcome.refused] == refused
        if not (whole and refused):
            self.model = tried
        (self.stage.refused if refused else self.stage.done)["file"] += 1

    def _send(self, asked: tuple[str, MEntry]) -> None:
        outcome = _file(self.ctx(SYSTEM), [asked], whole=False)
        for problem in outcome.refused:
            raise Refused(why=problem.code)

    # Vouchers

    @rule(unit=units, back=days_back, lines=line_lists(), who=people)
    def draft(self, unit: str, back: int, lines: tuple[MLine, ...], who: Actor) -> None:
        """Somebody writes a voucher down; it need not balance yet."""
        day = self.today - dt.timedelta(days=back)

        def in_model(model: Model) -> None:
            if who.name not in MAY_DRAFT:
                raise NotAllowed
            check(lines, whole=False)
            seq = 1 + sum(place[0] == unit for place in model.vouchers)
            model.vouchers[unit, seq] = MVoucher(unit, day, lines, "draft", {who.name})

        wish = DraftVoucher(unit, day, day, "Chi", as_lines(lines))
        self.attempt("draft", in_model, lambda: draft_voucher(self.ctx(who), wish))

    @precondition(lambda self: self.model.vouchers)
    @rule(which=some, who=people)
    def submit(self, which: int, who: Actor) -> None:
        """Somebody hands a voucher to the second person."""
        place = self._voucher(which, "draft")

        def in_model(model: Model) -> None:
            held = model.vouchers[place]
            if who.name not in MAY_DRAFT or held.state != "draft":
                raise NotAllowed
            check(held.lines)
            held.state = "submitted"
            held.makers.add(who.name)

        wish = SubmitVoucher(*place)
        self.attempt("submit", in_model, lambda: submit_voucher(self.ctx(who), wish))

    @precondition(lambda self: self.model.vouchers)
    @rule(which=some, who=people, yes=st.booleans())
    def decide(self, which: int, who: Actor, yes: bool) -> None:  # noqa: FBT001 - drawn
        """Somebody approves a voucher, or sends it back."""
        place = self._voucher(which, "submitted")

        def in_model(model: Model) -> None:
            held = model.vouchers[place]
            if who.name not in MAY_APPROVE or held.state != "submitted":
                raise NotAllowed
            if who.name in held.makers:
                raise NotAllowed
            if not yes:
                held.state = "rejected"
                return
            if held.reverses is None:
                model.post(held.unit, MEntry("PV", 0, held.day, held.lines), from_above=True)
            else:
                model.reverse(held.unit, held.reverses, held.day)
            held.state = "posted"

        def act() -> object:
            if yes:
                return approve_voucher(self.ctx(who), ApproveVoucher(*place))
            reject_voucher(self.ctx(who), RejectVoucher(*place, "Sai"))
            return None

        self.attempt("approve" if yes else "reject", in_model, act)

    @rule(unit=units, which=some, back=days_back, who=people)
    def reverse(self, unit: str, which: int, back: int, who: Actor) -> None:
        """Somebody asks for an entry to be reversed; a second person decides, as on any voucher."""
        entries = self.model.books[unit].entries
        if not entries:
            return
        index = len(entries) - 1 - which % len(entries)
        entry, day = entries[index], self.today - dt.timedelta(days=back)

        def in_model(model: Model) -> None:
            month = model.books[unit].months[f"{day:%Y-%m}"]
            if who.name not in MAY_DRAFT or RANKS[month] > RANKS["soft"]:
                raise NotAllowed
            model.check_reversible(unit, index)
            for held in model.vouchers.values():
                if (held.unit, held.reverses, held.state) == (unit, index, "submitted"):
                    raise NotAllowed
            seq = 1 + sum(place[0] == unit for place in model.vouchers)
            lines = mirrored(entry.lines)
            model.vouchers[unit, seq] = MVoucher(
                unit, day, lines, "submitted", {who.name}, reverses=index
            )

        number = f"{entry.journal}/{entry.day.year}/{entry.number}"
        wish = AskReversal(unit, number, "Nhầm", day)
        self.attempt("reverse", in_model, lambda: ask_reversal(self.ctx(who), wish))

    def _voucher(self, which: int, state: str) -> tuple[str, int]:
        """A voucher in this state, twice in three times; else any."""
        fit = [place for place, held in self.model.vouchers.items() if held.state == state]
        places = fit if fit and which % 3 else list(self.model.vouchers)
        return places[-1 - which % len(places)]

    # Money of the levy

    @rule(back=st.integers(0, 40), amount=st.integers(1, 200_000), known=st.booleans())
    def receive(self, back: int, amount: int, known: bool) -> None:  # noqa: FBT001 - drawn
        """A statement: a new row, or one that was there before, perhaps with another amount."""
        if known and self.rows:
            reference, day, before = self.rows[back % len(self.rows)]
            amount = amount if amount % 2 else before
        else:
            reference, day = f"R{len(self.rows)}", self.today - dt.timedelta(days=back)
            before = 0

        def in_model(model: Model) -> None:
            if before and amount != before:
                raise NotAllowed
            if not before:
                model.received(day, amount)

        self.attempt("bank", in_model, lambda: self._statement(reference, day, amount))
        if not before:
            self.rows.append((reference, day, amount))

    def _statement(self, reference: str, day: dt.date, amount: int) -> None:
        rows = numbered([bank_row(reference, day, amount)])
        statement = Statement(account_of("LDA"), rows, waits)
        judged = record_bank_rows(self.ctx(SYSTEM), statement, self.fed.batches)
        for problems in judged.problems.values():
            raise Refused(why=problems[0].code)

    @precondition(lambda self: self.model.receipts)
    @rule(
        which=some,
        month=st.sampled_from(_MATCHED),
        part=st.sampled_from([(1, 1), (1, 2), (1, 3), (2, 1)]),
    )
    def split(self, which: int, month: str, part: tuple[int, int]) -> None:
        """A receipt, or a part of it, is put on a month and shared; sometimes too much of it."""
        index = len(self.model.receipts) - 1 - which % len(self.model.receipts)
        amount = max(1, self.model.receipts[index].open * part[0] // part[1])
        wish = decision(f"LDA/R/{index + 1}", E1, {month: amount})
        self.attempt(
            "split",
            lambda model: model.matched(index, month, amount, self.today),
            lambda: _matched(self.ctx(SYSTEM), wish, self.today),
        )

    # The power goes

    @rule(
        unit=units, lines=line_lists(), what=st.sampled_from(["post", "draft", "close", "decide"])
    )
    def crash_before_commit(self, unit: str, lines: tuple[MLine, ...], what: str) -> None:
        """Whatever is going on: nothing of it is there afterwards."""
        entry = MEntry("PV", 0, self.today, lines, name=("crash", "c"))
        places = [place for place, held in self.model.vouchers.items() if held.state == "submitted"]

        def act(ctx: Context) -> object:
            if what == "draft":
                wish = DraftVoucher(unit, self.today, self.today, "Chi", as_lines(lines))
                return draft_voucher(ctx, wish)
            if what == "close":
                return close_period(ctx, ClosePeriod(unit, Period(MONTHS[0])))
            if what == "decide" and places:
                return approve_voucher(ctx, ApproveVoucher(*places[0]))
            return _file(ctx, [(unit, entry)], whole=False)

        self.crash(what, act, BOTH)


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
