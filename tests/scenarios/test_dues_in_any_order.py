"""Dues collected, released, remitted and brought back by the bank, in any order.

What each level has at the end follows from what stands collected and what was paid and arrived,
never from the way there: a second reckoning, made from those sums alone, says the same.
"""

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.decide_dues_extra import DecideDuesExtra, decide_dues_extra
from finance.actions.release_dues import ReleaseDues, release_dues
from finance.actions.remit_dues import RemitDues, remit_dues
from finance.records.dues import DuesEventRow, DuesRow
from finance.records.payments import Payment
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.builders import account_of, bank_row
from tests.dues import JUNE, assessed
from tests.engines import Engine
from tests.federation import ACCOUNTANT, Federation, federation

DAY = dt.date(2026, 7, 1)
MEMBERS = {"M1": "G1", "M2": "G1", "M3": "G2"}
SUPERIOR = {"G1": "A1", "G2": "A1", "A1": "LDA", "LDA": "TLD"}
KEEPS = {"A1": Fraction(15, 30), "LDA": Fraction(9, 15), "TLD": Fraction(1)}
ALL = ("G1", "G2", "A1", "LDA", "TLD")

_collects = st.tuples(st.just("collect"), st.sampled_from(sorted(MEMBERS)), st.integers(1, 40_000))
_releases = st.tuples(st.just("release"), st.just(""), st.integers(0, 9))
_remits = st.tuples(st.just("remit"), st.sampled_from(sorted(SUPERIOR)), st.just(0))
_returns = st.tuples(st.just("return"), st.just(""), st.integers(0, 9))
steps = st.lists(_collects | _releases | _remits | _returns, min_size=3, max_size=12)

# What everyone begins with, so that there is something above to give back.
BEFORE = (
    ("collect", "M1", 11_111),
    ("collect", "M1", 11_112),
    ("remit", "G1", 0),
    ("collect", "M3", 7_777),
    ("remit", "A1", 0),
)


@dataclass(slots=True)
class Happening:
    """A federation in which steps happen; what stands collected, and what is under way or came."""

    fed: Federation
    on: dt.date = DAY
    standing: list[str] = field(default_factory=list)  # references of collections
    out: list[Payment] = field(default_factory=list)  # payments that did not come back
    paid: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SUPERIOR, 0))

    def happen(self, what: str, who: str, number: int) -> None:
        """Let a step happen, the day after the one before; one that cannot, does not."""
        self.on += dt.timedelta(days=1)
        if what == "collect":
            self._collect(who, number)
        elif what == "remit":
            self.remit(who)
        elif what == "release" and self.standing:
            self.release(number % len(self.standing))
        elif what == "return" and self.out:
            self.bring_back(number % len(self.out))

    def _collect(self, member: str, amount: int) -> None:
        unit = MEMBERS[member]
        with self.fed.database.reading() as session:
            left = session.get_one(DuesRow, (unit, member, JUNE)).open_vnd
        slip = self.on.isoformat()
        order = CollectDues(
            unit, JUNE, self.on, "111", amounts={member: min(left, amount)}, slip=slip
        )
        if left and collect_dues(self.fed.ctx(self.on), order):
            with self.fed.database.reading() as session:
                found = select(DuesEventRow.ref).where(DuesEventRow.slip == slip)
                self.standing.append(session.scalars(found).one())

    def release(self, which: int) -> None:
        """A collection is taken back whole."""
        ref = self.standing.pop(which)
        order = ReleaseDues(ref.split("/", maxsplit=1)[0], ref, self.on, "Nhầm")
        release_dues(self.fed.ctx(self.on, ACCOUNTANT), order)

    def remit(self, unit: str) -> None:
        """A unit pays all that it owes."""
        for payment in remit_dues(self.fed.ctx(self.on), RemitDues(unit, self.on)):
            self.out.append(payment)
            self.paid[unit] += payment.amount_vnd

    def bring_back(self, which: int) -> None:
        """The bank brings a payment back."""
        payment = self.out.pop(which)
        self.paid[payment.unit] -= payment.amount_vnd
        content = f"TRA LAI {payment.purpose}"
        row = bank_row(f"B{self.on}", self.on, payment.amount_vnd, content=content)
        self.fed.bank(self.on, account_of(payment.unit), row)

    def check(self) -> None:
        """Books, pairs and histories hold, and every figure is that of the second reckoning."""
        self.fed.assert_sound()
        income, waiting = self._reckoned()
        assert {code: -self.fed.balance(code, "337861") for code in ALL} == income
        there = {unit: -self.fed.balance(above, "33885", unit) for unit, above in SUPERIOR.items()}
        assert there == waiting

    def _reckoned(self) -> tuple[dict[str, int], dict[str, int]]:
        """Income by unit, and what waits of each with its superior, from the sums alone."""
        income = dict.fromkeys(ALL, 0)
        shared = dict.fromkeys(SUPERIOR, 0)
        waiting: dict[str, int] = {}
        with self.fed.database.reading() as session:
            months = list(session.scalars(select(DuesRow)))
        for unit in ("G1", "G2"):
            own = [row for row in months if row.unit_code == unit]
            standard = sum(min(row.paid_vnd, row.amount_vnd - row.extra_vnd) for row in own)
            shared[unit] = standard - _half_up(standard * Fraction(70, 100))
            income[unit] = sum(row.paid_vnd for row in own) - shared[unit]
        for unit, above in SUPERIOR.items():  # from the ground up
            came = min(shared[unit], self.paid[unit])
            waiting[unit] = shared[unit] - came
            kept = _half_up(came * KEEPS[above])
            income[above] += kept
            if above in shared:
                shared[above] += came - kept
        return income, waiting


def _half_up(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))


def test_in_any_order_each_level_has_its_own(engine: Engine) -> None:
    """Figures hold after every step; when all is released and paid or back, nobody has a đồng."""

    @settings(max_examples=25 if engine.name == "sqlite" else 6)
    @given(told=steps)
    def lived(told: list[tuple[str, str, int]]) -> None:
        url = engine.fresh()
        database = Database(url).within(EVERYTHING)
        try:
            _live(federation(database), told)
        finally:
            database.dispose()
            engine.drop(url)

    lived()


def _live(fed: Federation, told: list[tuple[str, str, int]]) -> None:
    decide_dues_extra(fed.ctx(DAY), DecideDuesExtra("G1", JUNE, Fraction(1, 1000), "NQ 3/BCH"))
    assessed(fed, [("M1", 9_999_999), ("M2", 7_777_777)])
    assessed(fed, [("M3", 8_888_889)], "G2")
    happening = Happening(fed)
    for step in (*BEFORE, *told):
        happening.happen(*step)
        happening.check()
    happening.on += dt.timedelta(days=1)
    while happening.standing:
        happening.release(0)
    happening.check()
    assert all(fed.balance(code, "337861") == fed.balance(code, "33885") == 0 for code in ALL)
    while happening.out:
        happening.on += dt.timedelta(days=1)
        happening.bring_back(0)
    happening.check()
    assert all(fed.balance(code, "3362") == fed.balance(code, "112") == 0 for code in ALL)
