"""Whatever happens, in whatever order: not a đồng is lost, and every account has its sub-ledger."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.draw_up_list import DrawUpList, draw_up_list
from finance.actions.end_organisation import EndOrganisation, end_organisation
from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.actions.match_receipts import Decision
from finance.actions.pay_list import PayList, pay_list
from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.actions.return_transfer import BROUGHT_BACK
from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.obligations import EventReason, ObligationEventRow, ObligationRow
from finance.records.receipts import PaymentRow, ReceiptRow
from finance.rules.parts import ORGANISATION_ROLE
from finance.rules.relief import NO_RATE, Ground, ReliefKind
from finance.runtime.database import Database
from ledger.errors import Refusal
from ledger.money import Rounding, Vnd, times
from ledger.periods import Period
from ledger.store.tables import BookRow, TurnoverRow
from ledger.store.verification import verify
from tests.builders import (
    BOOKS,
    E2,
    account_of,
    bank_row,
    decision,
    declaration,
    organisation,
    returns,
    unit,
)
from tests.engines import Engine
from tests.federation import ACCOUNTANT, Federation, federation
from tests.relieved import grant
from tests.strategies import Kind, Step, months

SUSPENSION = ReliefKind.SUSPENSION
FIRST_DAY = dt.date(2026, 7, 1)


class Happening:
    """A federation in which steps happen, a day after each other."""

    def __init__(self, database: Database) -> None:
        """Begin with the registers, and a workers' organisation at E2."""
        self.fed: Federation = federation(database)
        self.fed.add(organisation(E2, "WO"))
        self.on = FIRST_DAY

    def receipts(self) -> list[ReceiptRow]:
        """What came in so far, in order."""
        with self.fed.database.reading() as session:
            order = (ReceiptRow.booked_on, ReceiptRow.unit_code, ReceiptRow.seq)
            return list(session.scalars(select(ReceiptRow).order_by(*order)))

    def happen(self, step: Step) -> None:
        """Let a step happen, or be refused."""
        self.on += dt.timedelta(days=1)
        receipts = self.receipts()
        if step.kind in _WITH_A_RECEIPT:
            if receipts:
                _WITH_A_RECEIPT[step.kind](self, step, receipts[step.which % len(receipts)])
        else:
            _ALONE[step.kind](self, step)

    def declared(self, step: Step) -> None:
        """An employer declares, for the first time or again, and the month is assessed."""
        fund = step.amount_vnd * 50 if step.which else 0
        self.fed.declare(self.on, declaration(step.who, step.month, fund))
        self.fed.assess(step.month, self.on)

    def received(self, step: Step) -> None:
        """Money comes in."""
        row = bank_row(f"R{self.on.isoformat()}", self.on, step.amount_vnd)
        self.fed.bank(self.on, account_of(step.holder), row)

    def matched(self, step: Step, receipt: ReceiptRow) -> None:
        """A receipt is matched with what its payer owes; what is left is its credit."""
        self.fed.match(self.on, self._laid(step, receipt, receipt.open_vnd))

    def credit_used(self, step: Step, receipt: ReceiptRow) -> None:
        """A payer's credit meets what the payer owes."""
        laid = self._laid(step, receipt, receipt.credit_vnd, from_credit=True)
        if laid.parts:
            self.fed.match(self.on, laid)

    def identified(self, step: Step, receipt: ReceiptRow) -> None:
        """A person says whose a receipt is."""
        asked = IdentifyReceipt(receipt.public_id, step.who, self.on, (step.month,))
        self._try(lambda: identify_receipt(self.fed.ctx(self.on, ACCOUNTANT), asked))

    def released(self, _: Step, receipt: ReceiptRow) -> None:
        """A receipt is taken off what it pays."""
        asked = ReleaseReceipt(receipt.public_id, self.on, "Nhầm")
        self._try(lambda: release_receipt(self.fed.ctx(self.on, ACCOUNTANT), asked))

    def taken_back(self, _: Step, receipt: ReceiptRow) -> None:
        """The bank takes a receipt back, whatever has become of it."""
        row = bank_row(f"H{self.on.isoformat()}", self.on, -receipt.amount_vnd)
        account = account_of(receipt.unit_code)
        self.fed.bank(self.on, account, row, read=returns(receipt.seq))

    def noticed(self, step: Step) -> None:
        """The workers' organisation at E2 sends its notice, for the first time or again."""
        levy = Vnd(step.amount_vnd // 4)
        asked = WoNotice(E2, Period(step.month), levy, self.on)
        self._try(lambda: record_wo_notice(self.fed.ctx(self.on), asked))

    def distributed(self, step: Step) -> None:
        """The shares are paid: everywhere, or by one unit."""
        self.fed.distribute(self.on, "" if step.which % 2 else step.holder)

    def relieved(self, step: Step) -> None:
        """A month is suspended, reduced after a suspension long ago, or exempted."""
        kind = tuple(ReliefKind)[step.which % 3]
        rate = Fraction(1 + step.amount_vnd % 20, 100) if kind is ReliefKind.REDUCTION else NO_RATE
        before = "2026-04"
        if kind is ReliefKind.REDUCTION:
            self._try(lambda: grant(self.fed, step.who, SUSPENSION, before, before, self.on))
        self._try(
            lambda: grant(
                self.fed,
                step.who,
                kind,
                step.month,
                step.month,
                self.on,
                rate,
                ground=Ground.BANKRUPTCY,
            )
        )

    def brought_back(self, step: Step) -> None:
        """The bank brings a payment back, or says so of one that came back before."""
        with self.fed.database.reading() as session:
            order = (PaymentRow.unit_code, PaymentRow.seq)
            paid = list(session.scalars(select(PaymentRow).order_by(*order)))
        if paid:
            each = paid[step.which % len(paid)]
            text = f"HOAN {each.purpose}"
            row = bank_row(f"B{self.on.isoformat()}", self.on, each.amount_vnd, content=text)
            self.fed.bank(self.on, account_of(each.unit_code), row)

    def listed(self, _: Step) -> None:
        """TLD pays what LDA lists of the money that lies there."""
        order = DrawUpList("LDA", "TLD", self.on)

        def act() -> None:
            drawn = draw_up_list(self.fed.ctx(self.on), order)
            pay_list(self.fed.ctx(self.on), PayList(drawn.name, self.on))

        self._try(act)

    def ended(self, step: Step) -> None:
        """The workers' organisation at E2 ends, now and then."""
        if step.which == 0:
            asked = EndOrganisation(E2, self.on, self.on)
            end_organisation(self.fed.ctx(self.on, ACCOUNTANT), asked)

    def merged(self, _: Step) -> None:
        """G2 is merged into G1."""
        yesterday = self.on - dt.timedelta(days=1)
        row = unit("G2", valid_to=yesterday, successor_code="G1")
        assert self.fed.units(row, on=self.on).problems == {}

    def _laid(
        self, step: Step, receipt: ReceiptRow, amount: int, *, from_credit: bool = False
    ) -> Decision:
        who = receipt.tax_code if from_credit else step.who
        parts: dict[str, int] = {}
        left = amount
        with self.fed.database.reading() as session:
            owed = select(ObligationRow).where(ObligationRow.tax_code == who)
            for row in session.scalars(owed.order_by(ObligationRow.period)):
                part = min(left, row.open_vnd)
                if part:
                    parts[row.period] = part
                    left -= part
        credit = 0 if from_credit else left
        return decision(receipt.public_id, who, parts, credit, from_credit=from_credit)

    @staticmethod
    def _try(act: Callable[[], object]) -> None:
        try:
            act()
        except Refusal as refusal:
            assert refusal.sentence("vi") != refusal.sentence("en")  # noqa: PT017 - either may come


_ALONE: dict[Kind, Callable[[Happening, Step], None]] = {
    Kind.DECLARED: Happening.declared,
    Kind.RECEIVED: Happening.received,
    Kind.NOTICED: Happening.noticed,
    Kind.DISTRIBUTED: Happening.distributed,
    Kind.BROUGHT_BACK: Happening.brought_back,
    Kind.LISTED: Happening.listed,
    Kind.ENDED: Happening.ended,
    Kind.MERGED: Happening.merged,
    Kind.RELIEVED: Happening.relieved,
}
_WITH_A_RECEIPT: dict[Kind, Callable[[Happening, Step, ReceiptRow], None]] = {
    Kind.MATCHED: Happening.matched,
    Kind.IDENTIFIED: Happening.identified,
    Kind.CREDIT_USED: Happening.credit_used,
    Kind.RELEASED: Happening.released,
    Kind.TAKEN_BACK: Happening.taken_back,
}


def test_nothing_is_lost_in_any_order(engine: Engine, new_database: Callable[[], Database]) -> None:
    """Parts, shares, receipts and books agree after every step, and the book verifies."""

    @settings(max_examples=200 if engine.name == "sqlite" else 30)
    @given(steps=months)
    def holds(steps: list[Step]) -> None:
        happening = Happening(new_database())
        for step in steps:
            happening.happen(step)
            _assert_whole(happening.fed)
        with happening.fed.database.reading() as session:
            found = verify(session)
        assert found.rows == ()
        happening.fed.database.dispose()

    holds()


def _assert_whole(fed: Federation) -> None:
    fed.assert_sound(*BOOKS)
    with fed.database.reading() as session:
        _assert_receipts(session)
        _assert_shares(session)
        _assert_obligations(session)
        _assert_shared_not_received(session)


def _assert_receipts(session: Session) -> None:
    for row in session.scalars(select(ReceiptRow)):
        placed = row.matched_vnd + row.credit_vnd + row.returned_vnd + row.open_vnd
        assert placed == row.amount_vnd
        assert min(row.matched_vnd, row.credit_vnd, row.returned_vnd, row.open_vnd) >= 0
        known = row.tax_code or row.evidence == BROUGHT_BACK  # a payer's, or a payment of ours
        assert bool(known) == bool(row.matched_vnd or row.credit_vnd)


Part = tuple[str, str, str, int]


def _parts(session: Session) -> dict[Part, int]:
    parts: dict[Part, int] = defaultdict(int)
    for row in session.scalars(select(MatchEventRow)):
        parts[(row.tax_code, row.period, row.holder_unit, row.receipt_seq)] += row.delta_vnd
    return parts


def _assert_shares(session: Session) -> None:
    shares: dict[Part, int] = defaultdict(int)
    ground: dict[Part, int] = defaultdict(int)
    for row in session.scalars(select(ShareEventRow)):
        key = (row.tax_code, row.period, row.holder_unit, row.receipt_seq)
        shares[key] += row.delta_vnd
        if row.role in ("grassroots", ORGANISATION_ROLE):
            ground[key] += row.delta_vnd
    for key, amount in _parts(session).items():
        assert amount >= 0
        assert shares[key] == amount
        assert ground[key] == times(Vnd(amount), Fraction(3, 4), Rounding.HALF_UP)


def _assert_obligations(session: Session) -> None:
    paid: dict[tuple[str, str], int] = defaultdict(int)
    for (tax_code, period, _, _), amount in _parts(session).items():
        paid[(tax_code, period)] += amount
    owed: dict[tuple[str, str, str], int] = defaultdict(int)
    for event in session.scalars(select(ObligationEventRow)):
        owed[(event.tax_code, event.period, event.reason)] += event.delta_vnd
    for row in session.scalars(select(ObligationRow)):
        key = (row.tax_code, row.period)
        assert row.paid_vnd == paid[key]
        assert row.open_vnd >= 0
        assert row.gross_vnd == owed[(*key, EventReason.ASSESSMENT)]
        assert row.relief_vnd == -owed[(*key, EventReason.REDUCTION)]
        assert row.waived_vnd == -owed[(*key, EventReason.EXEMPTION)]
        assert 0 <= 5 * row.relief_vnd <= row.gross_vnd


def _assert_shared_not_received(session: Session) -> None:
    """What a book has as shared and not yet received is what waits for it in the shares."""
    waiting: dict[tuple[str, str], int] = defaultdict(int)
    for row in session.scalars(select(ShareEventRow)):
        left = row.delta_vnd - row.settled_delta_vnd
        if row.place == "unit":
            waiting[(row.beneficiary, row.collecting_unit)] += left
        elif row.place == "own":
            waiting[(row.collecting_unit, row.holder_unit)] += left
    held: dict[tuple[str, str], int] = defaultdict(int)
    query = select(TurnoverRow, BookRow.code).join(BookRow, BookRow.book_id == TurnoverRow.book_id)
    for moved, book in session.execute(query.where(TurnoverRow.account == "33885")):
        held[(book, moved.counter_book)] += moved.credit_vnd - moved.debit_vnd
    assert {key: each for key, each in held.items() if each} == {
        key: each for key, each in waiting.items() if each
    }


def test_the_steps_reach_far() -> None:
    """The drawn steps are of every kind, so that the rule above is not kept by idleness."""
    seen: set[Kind] = set()

    @settings(max_examples=100, database=None)
    @given(st.data())
    def look(data: st.DataObject) -> None:
        seen.update(step.kind for step in data.draw(months))

    look()
    assert seen == set(Kind)
