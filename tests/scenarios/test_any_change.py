"""Payers move, merge, are relieved and get money back in any order: nothing is lost."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.approve_refund import ApproveRefund, approve_refund
from finance.actions.ask_refund import AskRefund, ask_refund
from finance.actions.assess_levy import AssessLevy, assess_levy
from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.actions.move_employer import MoveEmployer, move_employer
from finance.actions.record_state_support import RecordStateSupport, record_state_support
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.obligations import ObligationEventRow, ObligationRow
from finance.records.receipts import ReceiptRow
from finance.records.refunds import RefundKind
from finance.rules.levy import EmployerType
from finance.rules.relief import NO_RATE, Ground, ReliefKind
from finance.runtime.database import Database
from ledger.errors import Refusal
from ledger.periods import Period
from ledger.store.verification import verify
from tests.builders import E1, E2, E3, account, account_of, bank_row, declaration, employer, unit
from tests.engines import Engine
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.relieved import grant

FIRST_DAY = dt.date(2026, 8, 1)
MONTHS = ("2026-05", "2026-06")
PLACES = {"LDA": ("G1", "A1"), "LDB": ("G9", "B1"), "LDC": ("", "")}
BEFORE = "2026-04"  # suspended, so that what comes after may be reduced


class Kind(StrEnum):
    """What may happen."""

    DECLARED = "declared"
    PAID = "paid"
    RELEASED = "released"
    DISTRIBUTED = "distributed"
    MOVED = "moved"
    MERGED = "merged"  # E3 into another
    REFUNDED = "refunded"
    STOPPED = "stopped"  # the register says that E2 owes nothing, and it is refunded
    SUPPORTED = "supported"
    RELIEVED = "relieved"  # exempted, reduced after a suspension, or suspended


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens; what a kind has no use for is left aside."""

    kind: Kind
    who: str
    month: str
    amount_vnd: int
    place: str


steps = st.lists(
    st.builds(
        Step,
        st.sampled_from([*Kind, Kind.DECLARED, Kind.PAID, Kind.PAID, Kind.MOVED, Kind.RELIEVED]),
        st.sampled_from([E1, E2, E3]),
        st.sampled_from(MONTHS),
        st.integers(1, 5_000),
        st.sampled_from(sorted(PLACES)),
    ),
    max_size=14,
)


class Changing:
    """A federation of three provinces in which things happen, a day after each other."""

    def __init__(self, database: Database) -> None:
        """Begin with one month declared by each employer."""
        self.fed: Federation = federation(database)
        self.fed.units(
            unit("LDB", level="province", parent_code="TLD"),
            unit("B1", level="upper", parent_code="LDB"),
            unit("G9", parent_code="B1"),
            unit("LDC", level="province", parent_code="TLD"),
        )
        self.fed.accounts(*(account(code) for code in ("LDB", "B1", "G9", "LDC")))
        self.on = FIRST_DAY
        for code in (E1, E2, E3):
            self.fed.owe(code, MONTHS[0], 1_000, self.on)

    def do(self, step: Step) -> None:
        """Let a step happen."""
        verb: Callable[[Step], None] = getattr(self, step.kind.value)
        verb(step)

    def happen(self, step: Step) -> None:
        """Let a step happen, or be refused in both languages."""
        self.on += dt.timedelta(days=1)
        try:
            self.do(step)
        except Refusal as refusal:
            assert refusal.sentence("vi") != refusal.sentence("en")  # noqa: PT017 - either may come

    def declared(self, step: Step) -> None:
        """An employer declares, for the first time or again."""
        self.fed.declare(self.on, declaration(step.who, step.month, step.amount_vnd * 50))
        assess_levy(self.fed.ctx(self.on), AssessLevy(Period(step.month), self.on))

    def paid(self, step: Step) -> None:
        """Money comes in somewhere, and a person says whose it is."""
        row = bank_row(f"R{self.on.isoformat()}", self.on, step.amount_vnd)
        self.fed.bank(self.on, account_of(step.place), row)
        with self.fed.database.reading() as session:
            receipt = session.scalars(
                select(ReceiptRow).where(ReceiptRow.reference == row.reference)
            ).one()
        wish = IdentifyReceipt(receipt.public_id, step.who, self.on, (step.month,))
        identify_receipt(self.fed.ctx(self.on, ACCOUNTANT), wish)

    def released(self, step: Step) -> None:
        """A receipt of a payer is taken off what it pays."""
        with self.fed.database.reading() as session:
            rows = session.scalars(
                select(ReceiptRow)
                .where(ReceiptRow.tax_code == step.who)
                .order_by(ReceiptRow.unit_code, ReceiptRow.seq)
            ).all()
        if rows:
            receipt = rows[step.amount_vnd % len(rows)].public_id
            wish = ReleaseReceipt(receipt, self.on, step.place)
            release_receipt(self.fed.ctx(self.on, ACCOUNTANT), wish)

    def distributed(self, step: Step) -> None:
        """The shares are paid, everywhere or by one unit."""
        self.fed.distribute(self.on, step.place if step.amount_vnd % 2 else "")

    def moved(self, step: Step) -> None:
        """An employer goes to a province, whole or with one month."""
        grassroots, upper = PLACES[step.place]
        wish = MoveEmployer(
            step.who,
            self.on,
            "QĐ",
            to_unit=step.place,
            grassroots_unit=grassroots,
            upper_unit=upper,
            periods=(step.month,) if step.amount_vnd % 3 == 0 else (),
        )
        move_employer(self.fed.ctx(self.on, ACCOUNTANT), wish)

    def merged(self, step: Step) -> None:
        """E3 goes into another employer."""
        wish = MoveEmployer(E3, self.on, "QĐ", into=step.who)
        move_employer(self.fed.ctx(self.on, ACCOUNTANT), wish)

    def refunded(self, step: Step) -> None:
        """What an employer paid too much goes back."""
        self._refund(step.place, step.who, RefundKind.CREDIT)

    def stopped(self, step: Step) -> None:
        """A body turns out to owe nothing; what it paid goes back."""
        funded = employer(E2, employer_type=EmployerType.STATE_FUNDED)
        self.fed.employers(funded, on=self.on)
        self._refund(step.place, E2, RefundKind.STOPPED)

    def supported(self, step: Step) -> None:
        """Money that came in is the State's support."""
        row = bank_row(f"S{self.on.isoformat()}", self.on, step.amount_vnd)
        self.fed.bank(self.on, account_of(step.place), row)
        wish = RecordStateSupport(row.reference, self.on, "QĐ")
        record_state_support(self.fed.ctx(self.on, ACCOUNTANT), wish)

    def relieved(self, step: Step) -> None:
        """A month is exempted, a part of it is not owed, or it is suspended."""
        kind = tuple(ReliefKind)[step.amount_vnd % 3]
        rate, ground = NO_RATE, Ground.BANKRUPTCY
        if kind is ReliefKind.REDUCTION:
            rate = Fraction(1 + step.amount_vnd % 20, 100)
            grant(self.fed, step.who, ReliefKind.SUSPENSION, BEFORE, BEFORE, FIRST_DAY)
        grant(self.fed, step.who, kind, step.month, step.month, self.on, rate, ground=ground)

    def _refund(self, place: str, who: str, kind: RefundKind) -> None:
        wish = AskRefund(place, kind, who, self.on.isoformat(), "20", self.on)
        name = ask_refund(self.fed.ctx(self.on, ACCOUNTANT), wish)
        decide = ApproveRefund(place, int(name.rsplit("/", 1)[1]), self.on)
        approve_refund(self.fed.ctx(self.on, APPROVER), decide)


def test_nothing_is_lost_whoever_moves(
    engine: Engine, new_database: Callable[[], Database]
) -> None:
    """Accounts equal their sub-ledgers, pairs tie, each month is owed once, after every step."""

    @settings(
        max_examples=30 if engine.name == "sqlite" else 5,
        deadline=None,
    )
    @given(happened=steps)
    def holds(happened: list[Step]) -> None:
        story = Changing(new_database())
        for step in happened:
            story.happen(step)
            story.fed.assert_sound()
            with story.fed.database.reading() as session:
                _assert_receipts(session)
                _assert_obligations(session)
                _assert_shares(session)
        with story.fed.database.reading() as session:
            assert verify(session).rows == ()
        story.fed.database.dispose()

    holds()


def _assert_receipts(session: Session) -> None:
    for row in session.scalars(select(ReceiptRow)):
        parts = (row.matched_vnd, row.credit_vnd, row.returned_vnd, row.open_vnd)
        assert sum(parts) == row.amount_vnd
        assert min(parts) >= 0
        assert row.tax_code or not row.credit_vnd


def _assert_obligations(session: Session) -> None:
    """Each row is its history, paid is what is matched, and what moved is nobody's twice."""
    owed: dict[tuple[str, str, str], int] = defaultdict(int)
    for event in session.scalars(select(ObligationEventRow)):
        owed[(event.collecting_unit, event.tax_code, event.period)] += event.delta_vnd
    paid: dict[tuple[str, str, str], int] = defaultdict(int)
    for part in session.scalars(select(MatchEventRow)):
        paid[(part.collecting_unit, part.tax_code, part.period)] += part.delta_vnd
    moved: dict[str, int] = defaultdict(int)
    for row in session.scalars(select(ObligationRow)):
        key = (row.collecting_unit, row.tax_code, row.period)
        assert (row.amount_vnd - row.waived_vnd, row.paid_vnd) == (owed[key], paid[key])
        assert row.open_vnd >= 0
        assert 0 <= 5 * row.relief_vnd <= row.gross_vnd
        moved[row.period] += row.moved_vnd
    assert set(moved.values()) <= {0}


def _assert_shares(session: Session) -> None:
    """The shares of a part add up to it; what is held for workers may stand in another book."""
    shares: dict[tuple[str, str, str, int], int] = defaultdict(int)
    for event in session.scalars(select(ShareEventRow)):
        shares[_part(event)] += event.delta_vnd
    for match in session.scalars(select(MatchEventRow)):
        shares[_part(match)] -= match.delta_vnd
    assert set(shares.values()) <= {0}


def _part(event: MatchEventRow | ShareEventRow) -> tuple[str, str, str, int]:
    return event.tax_code, event.period, event.holder_unit, event.receipt_seq


def test_the_steps_reach_far(new_database: Callable[[], Database]) -> None:
    """Each kind of step is taken at least once without being refused."""
    story = Changing(new_database())
    told = (
        Step(Kind.PAID, E1, MONTHS[0], 1_500, "LDA"),
        Step(Kind.REFUNDED, E1, MONTHS[0], 1, "LDA"),
        Step(Kind.PAID, E2, MONTHS[0], 600, "LDA"),
        Step(Kind.DISTRIBUTED, E1, MONTHS[0], 2, "LDA"),
        Step(Kind.STOPPED, E2, MONTHS[0], 1, "LDA"),
        Step(Kind.PAID, E3, MONTHS[0], 300, "TLD"),
        Step(Kind.RELEASED, E3, MONTHS[0], 0, "LDA"),
        Step(Kind.MOVED, E3, MONTHS[0], 1, "LDB"),
        Step(Kind.MERGED, E1, MONTHS[0], 1, "LDA"),
        Step(Kind.DECLARED, E3, MONTHS[0], 400, "LDA"),
        Step(Kind.SUPPORTED, E1, MONTHS[0], 5, "LDB"),
        Step(Kind.RELIEVED, E3, MONTHS[0], 1, "LDA"),
        Step(Kind.RELIEVED, E1, MONTHS[0], 2, "LDA"),
        Step(Kind.RELIEVED, E1, MONTHS[1], 0, "LDA"),
    )
    for step in told:
        story.on += dt.timedelta(days=1)
        story.do(step)
        story.fed.assert_sound()
    assert {step.kind for step in told} == set(Kind)
