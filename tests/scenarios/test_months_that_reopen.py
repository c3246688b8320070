"""A closed month opens again by two people, for a reason, until a moment; and everyone sees it."""

import datetime as dt

import pytest

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.ask_reopening import AskReopening, ask_reopening
from finance.actions.close_lapsed import close_lapsed
from finance.actions.close_period import ClosePeriod, close_period
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.grant_reopening import ClosedAbove, GrantReopening, grant_reopening
from finance.actions.lift_period import LiftPeriod, lift_period
from finance.actions.make_year_final import MakeYearFinal, make_year_final
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.soften_period import SoftenPeriod, soften_period
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.reopened import reopened
from finance.records.reopenings import ReopeningState, requests
from finance.rules.permissions import SamePerson
from finance.rules.year_end import YearNotClosed
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from ledger.errors import PeriodFinal, PeriodLapsed, PeriodNotOpen, ReopenInOrder
from ledger.periods import Period, PeriodState, periods_between
from ledger.store import reads
from ledger.store.verification import verify
from tests.builders import unit
from tests.federation import Federation, federation

JUNE, JULY = Period("2026-06"), Period("2026-07")
ON = dt.date(2026, 7, 20)
IN_JUNE = dt.date(2026, 6, 25)
HOUR_US = 3_600_000_000
LAN = Actor("lan", (Grant("G1", "accountant"),))
MAI = Actor("mai", (Grant("G1", "approver"),))
HOA = Actor("Hoa", (Grant("A1", "accountant"),))
MINH = Actor("minh", (Grant("A1", "approver"),))
TRUNG = Actor("trung", (Grant("TLD", "approver"), Grant("TLD", "accountant")))


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1 has closed its months up to June; those above it have not."""
    made = federation(database)
    for month in _months(made, "G1", JUNE):
        close_period(made.ctx(ON, LAN), ClosePeriod("G1", month))
    return made


def _months(fed: Federation, code: str, last: Period) -> list[Period]:
    with fed.database.reading() as session:
        held = reads.books_by_code(session, [code])[code]
        return sorted(m for m in reads.period_states(session, held.book_id) if m <= last)


def _state(fed: Federation, code: str, period: Period) -> PeriodState:
    with fed.database.reading() as session:
        held = reads.books_by_code(session, [code])[code]
        return reads.period_states(session, held.book_id)[period]


def _ask(ctx: Context, code: str = "G1", period: Period = JUNE) -> bool:
    until = ctx.clock.now_us() + HOUR_US
    return ask_reopening(ctx, AskReopening(code, period, "Hóa đơn điện về muộn", until))


def _spend(fed: Federation, on: dt.date, maker: Actor, checker: Actor) -> str:
    lines = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
    seq = draft_voucher(fed.ctx(ON, maker), DraftVoucher("G1", on, on, "Tiền điện", lines))
    submit_voucher(fed.ctx(ON, maker), SubmitVoucher("G1", seq))
    return approve_voucher(fed.ctx(ON, checker), ApproveVoucher("G1", seq))


def test_a_late_invoice(fed: Federation) -> None:
    """Asked by the accountant, granted from above, posted, closed again: all of it stays listed."""
    with pytest.raises(PeriodNotOpen):
        _spend(fed, IN_JUNE, LAN, MAI)
    seq = 1  # the voucher waits, submitted
    assert _ask(fed.ctx(ON, LAN))
    assert not _ask(fed.ctx(ON, LAN))
    assert _state(fed, "G1", JUNE) is PeriodState.CLOSED
    assert grant_reopening(fed.ctx(ON, MINH), GrantReopening("G1", JUNE))
    assert not grant_reopening(fed.ctx(ON, MINH), GrantReopening("G1", JUNE))
    entry = approve_voucher(fed.ctx(ON, MAI), ApproveVoucher("G1", seq))
    assert close_period(fed.ctx(ON, LAN), ClosePeriod("G1", JUNE)).fresh
    with pytest.raises(PeriodNotOpen):
        _spend(fed, IN_JUNE, LAN, MAI)
    with fed.database.reading() as session:
        (told,) = reopened(session, "G1")
        (request,) = requests(session, "G1", JUNE)
        assert verify(session).clean
    assert (told.period, told.reason) == (JUNE, "Hóa đơn điện về muộn")
    assert (told.asked_by, told.granted_by, told.count) == ("lan", "minh", 1)
    assert told.closed_at_us is not None
    (done,) = told.entries
    assert (f"G1/{done.number}", done.accounting_on, done.amount_vnd) == (entry, IN_JUNE, 5)
    assert request.state == ReopeningState.ENDED


def test_nobody_opens_a_month_alone(fed: Federation) -> None:
    """Not who asked, in whatever spelling; not who closed it; and not without the right."""
    both = (Grant("A1", "approver"),)
    _ask(fed.ctx(ON, Actor("minh", both)))
    for alone in (Actor("minh", both), Actor("MINH", both), Actor("Lan", both)):
        with pytest.raises(SamePerson):
            grant_reopening(fed.ctx(ON, alone), GrantReopening("G1", JUNE))
    for other in (HOA, Actor("x", (Grant("G2", "approver"),))):
        with pytest.raises(PermissionRefused):
            grant_reopening(fed.ctx(ON, other), GrantReopening("G1", JUNE))
    assert _state(fed, "G1", JUNE) is PeriodState.CLOSED


def test_what_is_closed_above_stays_closed_below(fed: Federation) -> None:
    """A unit above that has closed the month opens it first."""
    for month in _months(fed, "A1", JUNE):
        close_period(fed.ctx(ON, HOA), ClosePeriod("A1", month))
    _ask(fed.ctx(ON, LAN))
    with pytest.raises(ClosedAbove):
        grant_reopening(fed.ctx(ON, MINH), GrantReopening("G1", JUNE))
    _ask(fed.ctx(ON, Actor("binh", (Grant("A1", "accountant"),))), "A1")
    grant_reopening(fed.ctx(ON, MINH), GrantReopening("A1", JUNE))
    assert grant_reopening(fed.ctx(ON, MINH), GrantReopening("G1", JUNE))


def test_months_open_in_reverse_order(fed: Federation) -> None:
    """The last closed month first; a request for an earlier one waits until then."""
    may = Period("2026-05")
    _ask(fed.ctx(ON, LAN), period=may)
    with pytest.raises(ReopenInOrder):
        grant_reopening(fed.ctx(ON, MINH), GrantReopening("G1", may))
    _ask(fed.ctx(ON, LAN))
    assert grant_reopening(fed.ctx(ON, MINH), GrantReopening("G1", JUNE))
    assert grant_reopening(fed.ctx(ON, MINH), GrantReopening("G1", may))


def test_what_was_bound_from_above_is_opened_from_there(fed: Federation) -> None:
    """A month closed under a lock of the unit above takes somebody with the right up there."""
    for month in _months(fed, "A1", JUNE):
        close_period(fed.ctx(ON, HOA), ClosePeriod("A1", month))
    soften_period(fed.ctx(ON, HOA), SoftenPeriod("A1", JULY, below=True))
    end = dt.date(2026, 7, 31)
    close_period(fed.ctx(end, LAN), ClosePeriod("G1", JULY))
    _ask(fed.ctx(end, LAN), period=JULY)
    with pytest.raises(PermissionRefused) as refused:
        grant_reopening(fed.ctx(end, MAI), GrantReopening("G1", JULY))
    assert refused.value.facts["unit"] == "A1"
    assert grant_reopening(fed.ctx(end, MINH), GrantReopening("G1", JULY))


def test_the_time_runs_out(fed: Federation) -> None:
    """After its end nothing is posted, by any path, and the month is closed by itself."""
    _ask(fed.ctx(ON, LAN))
    grant_reopening(fed.ctx(ON, MINH), GrantReopening("G1", JUNE))
    late = fed.ctx(dt.date(2026, 7, 21))
    lines = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
    wanted = DraftVoucher("G1", IN_JUNE, IN_JUNE, "Chi", lines)
    seq = draft_voucher(fed.ctx(ON, LAN), wanted)
    submit_voucher(fed.ctx(ON, LAN), SubmitVoucher("G1", seq))
    with pytest.raises(PeriodLapsed):
        approve_voucher(fed.ctx(dt.date(2026, 7, 21), MAI), ApproveVoucher("G1", seq))
    closed, left = close_lapsed(late)
    assert (closed, [problem.where for problem in left]) == (0, ["G1 2026-06"])
    again = RejectVoucher("G1", seq, "Ghi vào tháng 7")
    reject_voucher(fed.ctx(dt.date(2026, 7, 21), MAI), again)
    assert close_lapsed(late) == (1, [])
    assert close_lapsed(late) == (0, [])
    assert _state(fed, "G1", JUNE) is PeriodState.CLOSED
    with fed.database.reading() as session:
        (told,) = reopened(session, "G1", JUNE)
    assert (told.count, told.entries) == (0, ())


def test_a_soft_lock_from_above(fed: Federation) -> None:
    """The unit's own people post nothing more; those above adjust; only they lift it."""
    for month in _months(fed, "A1", JUNE):
        close_period(fed.ctx(ON, HOA), ClosePeriod("A1", month))
    done = soften_period(fed.ctx(ON, HOA), SoftenPeriod("A1", JULY, below=True))
    assert (done.fresh, done.bound) == (True, 2)  # July of G1 and of G2
    again = soften_period(fed.ctx(ON, HOA), SoftenPeriod("A1", JULY, below=True))
    assert (again.fresh, again.bound) == (False, 0)
    with pytest.raises(PeriodNotOpen):
        _spend(fed, ON, LAN, MAI)
    entry = approve_voucher(fed.ctx(ON, MINH), ApproveVoucher("G1", 1))
    assert entry.startswith("G1/PV/2026/")
    with pytest.raises(PermissionRefused) as refused:
        lift_period(fed.ctx(ON, LAN), LiftPeriod("G1", JULY))
    assert refused.value.facts["unit"] == "A1"
    assert lift_period(fed.ctx(ON, TRUNG), LiftPeriod("G1", JULY))
    assert not lift_period(fed.ctx(ON, TRUNG), LiftPeriod("G1", JULY))
    assert _spend(fed, ON, LAN, MAI).startswith("G1/PV/2026/")


def test_money_of_a_batch_goes_to_the_next_open_day(fed: Federation) -> None:
    """A softly locked month takes no batch: its entry stands on the first open day after it."""
    soften_period(fed.ctx(ON, LAN), SoftenPeriod("G1", JULY))
    fed.receive("G1", "A", 100, ON)
    with fed.database.reading() as session:
        (entry,) = reads.entries(session, "G1")
    assert (entry.draft.accounting_on, entry.draft.document_on) == (dt.date(2026, 8, 1), ON)


def test_a_year_is_approved_from_above(fed: Federation) -> None:
    """All twelve months become final, once, by somebody above the unit; then none reopens."""
    last = dt.date(2026, 12, 31)
    wish = MakeYearFinal("G1", 2026)
    with pytest.raises(YearNotClosed):
        make_year_final(fed.ctx(last, MINH), wish)
    for month in _months(fed, "G1", Period("2026-12")):
        close_period(fed.ctx(last, LAN), ClosePeriod("G1", month))
    with pytest.raises(PermissionRefused):
        make_year_final(fed.ctx(last, MAI), wish)
    first = MakeYearFinal("G1", 2025)
    if _months(fed, "G1", Period("2025-12")):
        assert make_year_final(fed.ctx(last, MINH), first) == 12
    assert make_year_final(fed.ctx(last, MINH), wish) == 12
    assert make_year_final(fed.ctx(last, MINH), wish) == 0
    with pytest.raises(PeriodFinal):
        _ask(fed.ctx(last, LAN), period=Period("2026-12"))
    with fed.database.reading() as session:
        assert verify(session).clean


def test_the_unit_at_the_top_approves_its_own_year(database: Database) -> None:
    """By a person other than the one who closed December."""
    fed = Federation(database)
    fed.units(unit("TLD"), on=dt.date(2026, 1, 5))
    last = dt.date(2026, 12, 31)
    for month in periods_between(Period("2025-01"), Period("2026-12")):
        if month in _months(fed, "TLD", month):
            close_period(fed.ctx(last, TRUNG), ClosePeriod("TLD", month))
    other = Actor("quy", (Grant("TLD", "approver"),))
    if _months(fed, "TLD", Period("2025-12")):
        make_year_final(fed.ctx(last, other), MakeYearFinal("TLD", 2025))
    with pytest.raises(SamePerson):
        make_year_final(fed.ctx(last, TRUNG), MakeYearFinal("TLD", 2026))
    assert make_year_final(fed.ctx(last, other), MakeYearFinal("TLD", 2026)) == 12
