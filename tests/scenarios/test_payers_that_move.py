"""Employers that move, merge and split: what is open goes along, what was paid stays."""

import datetime as dt
from typing import Any

import pytest

from collectors.intake.match_run import MatchRun, match_run
from finance.actions.carry_forward import CarryForward, carry_forward
from finance.actions.follow_register import FollowRegister, follow_register
from finance.actions.hand_over_unit import HandOverUnit, hand_over_unit
from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.actions.move_employer import EmployerMoved, MoveEmployer, move_employer
from finance.actions.move_open import OrganisationsMonth
from finance.actions.release_custody import ReleaseCustody, release_custody
from finance.records.employers import EmployerRow
from finance.runtime.database import Database
from ledger.store.verification import verify
from tests.builders import (
    E1,
    E2,
    E3,
    E4,
    E5,
    UNIONS,
    account,
    account_of,
    bank_row,
    decision,
    employer,
    organisation,
    unit,
)
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.scenarios.changes import figures, posted, there

JUNE, JULY_MONTH = "2026-06", "2026-07"
DAY = dt.date(2026, 7, 10)
MOVED = dt.date(2026, 8, 1)
LATER = dt.date(2026, 8, 10)
DAY_BEFORE = dt.date(2026, 8, 9)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June and a second province, LDB, with B1 and G9 below it."""
    made = federation(database)
    made.units(
        unit("LDB", level="province", parent_code="TLD"),
        unit("B1", level="upper", parent_code="LDB"),
        unit("G9", parent_code="B1"),
    )
    made.accounts(account("LDB"))
    return made


def _move(fed: Federation, tax_code: str, **changes: Any) -> EmployerMoved:  # noqa: ANN401 - any field
    wish = MoveEmployer(tax_code, MOVED, "QĐ 15/LĐLĐ", **changes)
    return move_employer(fed.ctx(MOVED, ACCOUNTANT), wish)


def _part_paid(fed: Federation) -> None:
    """E3 has paid 9,000,000 of June's 9,135,780."""
    fed.owe(E3, JUNE, 9_135_780)
    receipt = fed.receive("LDA", "R6", 9_000_000, DAY)
    fed.match(DAY, decision(receipt, E3, {JUNE: 9_000_000}))


def _sound(fed: Federation) -> None:
    fed.assert_sound()
    with fed.database.reading() as session:
        assert verify(session).rows == ()


def test_k18_an_employer_moves_to_another_collecting_unit(fed: Federation) -> None:
    """The 135,780 that are open go to LDB with their due day; what is paid and shared stays."""
    _part_paid(fed)
    before = there(fed)
    done = _move(fed, E3, to_unit="LDB", upper_unit="B1", periods=(JUNE,))
    assert posted(fed, before) == figures("K18")
    assert [(each.unit, each.period, each.amount_vnd) for each in done.months] == [
        ("LDA", JUNE, 135_780)
    ]
    stays, goes = fed.obligation(E3, JUNE), fed.obligation(E3, JUNE, "LDB")
    assert (stays.amount_vnd, stays.paid_vnd, stays.moved_vnd) == (9_000_000, 9_000_000, -135_780)
    assert (goes.open_vnd, goes.moved_vnd, goes.due_on) == (135_780, 135_780, stays.due_on)
    assert _move(fed, E3, to_unit="LDB", upper_unit="B1", periods=(JUNE,)).changed is False
    _sound(fed)


def test_the_register_is_dated(fed: Federation) -> None:
    """Until the day before, LDA collected; the row of before is kept."""
    _move(fed, E3, to_unit="LDB", upper_unit="B1")
    with fed.database.reading() as session:
        rows = session.query(EmployerRow).filter_by(tax_code=E3).order_by(EmployerRow.valid_from)
        told = [(row.collecting_unit, row.upper_unit, row.valid_to) for row in rows]
    assert told == [
        ("LDA", "A1", MOVED - dt.timedelta(days=1)),
        ("LDB", "B1", dt.date(9999, 12, 31)),
    ]
    fed.owe(E3, "2026-08", 100_000, LATER)
    assert fed.obligation(E3, "2026-08", "LDB").amount_vnd == 100_000


def test_what_was_moved_is_paid_where_it_is_now(fed: Federation) -> None:
    """The money that comes in LDB pays it, and it is shared among those above the workers there."""
    _part_paid(fed)
    _move(fed, E3, to_unit="LDB", upper_unit="B1", grassroots_unit="G9")
    receipt = fed.receive("LDB", "S", 135_780, LATER)
    identify_receipt(fed.ctx(LATER, ACCOUNTANT), IdentifyReceipt(receipt, E3, LATER))
    assert fed.obligation(E3, JUNE, "LDB").open_vnd == 0
    assert fed.balance("LDB", "3361", "G9") == -101_835
    assert fed.balance("LDB", "3361", "B1") == -16_294
    _sound(fed)


def test_a_correction_downwards_takes_first_what_is_open(fed: Federation) -> None:
    """135,780 less is owed in all: LDB has nothing left to collect, and nobody paid too much."""
    _part_paid(fed)
    _move(fed, E3, to_unit="LDB", upper_unit="B1")
    fed.owe(E3, JUNE, 9_000_000, LATER)
    assert fed.obligation(E3, JUNE, "LDB").open_vnd == 0
    assert fed.obligation(E3, JUNE).paid_vnd == 9_000_000
    assert fed.balance("LDA", "33882") == 0
    fed.owe(E3, JUNE, 8_999_000, LATER)
    assert fed.balance("LDA", "33882") == -1_000
    _sound(fed)


def test_a_correction_upwards_stays_where_it_was_declared(fed: Federation) -> None:
    """Until it is moved too: moving again takes what has become open since."""
    _part_paid(fed)
    _move(fed, E3, to_unit="LDB", upper_unit="B1")
    fed.owe(E3, JUNE, 9_200_000, LATER)
    assert fed.obligation(E3, JUNE).open_vnd == 64_220
    _move(fed, E3, to_unit="LDB", upper_unit="B1")
    assert fed.obligation(E3, JUNE).open_vnd == 0
    assert fed.obligation(E3, JUNE, "LDB").open_vnd == 200_000
    fed.assess(JUNE, LATER)
    assert fed.obligation(E3, JUNE, "LDB").open_vnd == 200_000
    _sound(fed)


def test_who_pays_all_of_a_month_that_two_units_keep_is_clear(fed: Federation) -> None:
    """Paid to who collects now: its part is met, the rest waits there for the part that follows."""
    _part_paid(fed)
    _move(fed, E3, to_unit="LDB", upper_unit="B1")
    fed.owe(E3, JUNE, 10_000_000, LATER)
    row = bank_row("T6", LATER, 1_000_000, content=f"MST {E3} DONG KPCD T6/2026")
    fed.bank(LATER, account_of("LDB"), row)
    matched = match_run(fed.ctx(LATER), MatchRun(LATER))
    assert (matched.matched_vnd, matched.credit_vnd) == (135_780, 864_220)
    assert fed.obligation(E3, JUNE, "LDB").open_vnd == 0
    assert match_run(fed.ctx(LATER), MatchRun(LATER)).receipts == 0
    done = follow_register(fed.ctx(LATER, ACCOUNTANT), FollowRegister("LDA", LATER))
    assert [(each.period, each.amount_vnd) for each in done.months] == [(JUNE, 864_220)]
    assert match_run(fed.ctx(LATER), MatchRun(LATER)).matched_vnd == 864_220
    assert [fed.obligation(E3, JUNE, unit).open_vnd for unit in ("LDA", "LDB")] == [0, 0]
    assert fed.balance("LDB", "33882") == 0
    _sound(fed)


def test_a_credit_goes_with_its_money(fed: Federation) -> None:
    """E2 paid 246,914 too much: LDA pays them to LDB, where they meet E2's next month."""
    fed.owe(E2, JUNE, 19_753_086)
    receipt = fed.receive("LDA", "R2", 20_000_000, DAY)
    fed.match(DAY, decision(receipt, E2, {JUNE: 19_753_086}, credit=246_914))
    before = there(fed)
    done = _move(fed, E2, to_unit="LDB", upper_unit="B1", grassroots_unit="G9")
    assert posted(fed, before) == {
        "LDA": [
            ("112", 0, 246_914, "", "", ""),
            ("3368", 0, 246_914, "levy", "", "LDB"),
            ("3368", 246_914, 0, "levy", "", "LDB"),
            ("33882", 246_914, 0, "levy", "", ""),
        ],
        "LDB": [
            ("112", 246_914, 0, "", "", ""),
            ("1368", 0, 246_914, "levy", "", "LDA"),
            ("1368", 246_914, 0, "levy", "", "LDA"),
            ("33882", 0, 246_914, "levy", "", ""),
        ],
    }
    assert [(each.payee, each.amount_vnd) for each in done.payments] == [("LDB", 246_914)]
    assert fed.receipt(receipt).credit_vnd == 0
    fed.owe(E2, "2026-08", 300_000, LATER)
    held = fed.receipt("LDB/R/1")
    assert (held.credit_vnd, held.tax_code, held.collecting_unit) == (246_914, E2, "LDB")
    laid = decision("LDB/R/1", E2, {"2026-08": 246_914}, from_credit=True, collector="LDB")
    assert fed.match(LATER, laid).refused == []
    assert fed.obligation(E2, "2026-08", "LDB").open_vnd == 53_086
    _sound(fed)


def test_an_employer_is_merged_into_another(fed: Federation) -> None:
    """E4 goes into E5: E5 owes what was open, with its own; E4's history stays E4's."""
    fed.owe(E4, JUNE, 1_000_000)
    fed.owe(E5, JUNE, 300_000)
    receipt = fed.receive("LDA", "R", 400_000, DAY)
    fed.match(DAY, decision(receipt, E4, {JUNE: 400_000}))
    before = there(fed)
    done = _move(fed, E4, into=E5)
    assert posted(fed, before) == {}  # one book, one account: nothing is to be posted
    assert sum(each.amount_vnd for each in done.months) == 600_000
    assert fed.obligation(E5, JUNE).open_vnd == 900_000
    assert (fed.obligation(E4, JUNE).amount_vnd, fed.obligation(E4, JUNE).paid_vnd) == (
        400_000,
        400_000,
    )
    assert fed.receipt(receipt).tax_code == E4
    fed.owe(E5, JUNE, 350_000, LATER)  # its own declaration, corrected
    assert fed.obligation(E5, JUNE).open_vnd == 950_000
    fed.owe(E4, JUNE, 900_000, LATER)  # of before the merger, corrected
    fed.owe(E4, JUNE, 300_000, LATER)
    assert fed.obligation(E5, JUNE).open_vnd == 350_000
    assert fed.balance("LDA", "33882") == -100_000
    _sound(fed)


def test_a_part_of_an_employer_takes_named_months_along(fed: Federation) -> None:
    """E4 is split and the new employer answers for July; June stays with E4, which goes on."""
    fed.owe(E4, JUNE, 1_000_000)
    fed.owe(E4, JULY_MONTH, 500_000, DAY)
    fed.employers(employer("9900000062", valid_from=MOVED, grassroots_unit="G2"), on=MOVED)
    wish = MoveEmployer(E4, MOVED, "QĐ 3", into="9900000062", periods=(JULY_MONTH,))
    move_employer(fed.ctx(MOVED, ACCOUNTANT), wish)
    assert fed.obligation("9900000062", JULY_MONTH).open_vnd == 500_000
    assert fed.obligation(E4, JUNE).open_vnd == 1_000_000
    with fed.database.reading() as session:
        row = session.query(EmployerRow).filter_by(tax_code=E4).one()
    assert row.valid_to == dt.date(9999, 12, 31)
    fed.owe(E4, "2026-08", 300_000, LATER)
    assert fed.obligation(E4, "2026-08").open_vnd == 300_000
    assert move_employer(fed.ctx(LATER, ACCOUNTANT), wish).changed is False
    _sound(fed)


def test_a_part_paid_month_of_a_workers_organisation_is_not_divided(fed: Federation) -> None:
    """Its part is reckoned from all that was paid for the month, in one book."""
    fed.add(organisation(E3, "WO"))
    _part_paid(fed)
    before = there(fed)
    with pytest.raises(OrganisationsMonth):
        _move(fed, E3, to_unit="LDB", upper_unit="B1")
    assert posted(fed, before) == {}


def test_provinces_of_july_2025_are_merged(fed: Federation) -> None:
    """LDA goes into LDB: the register says so, and books, debts and credits follow by one verb."""
    fed.owe(E1, JUNE, 500_000)
    fed.owe(E2, JUNE, 100_000)
    fed.pay(E3, JUNE, 100_000, DAY)
    receipt = fed.receive("LDA", "R", 130_000, DAY)
    fed.match(DAY, decision(receipt, E2, {JUNE: 100_000}, credit=30_000))
    fed.distribute(DAY)
    last = MOVED - dt.timedelta(days=1)
    old = fed.tagged(dt.date(2026, 1, 1), last, "LDA")
    fed.units(
        unit("LDA", valid_to=last, successor_code="LDB"),
        unit("A1", valid_to=last),
        unit("A1", valid_from=MOVED, parent_code="LDB"),
        on=MOVED,
    )
    fed.employers(
        *(employer(each, valid_to=last) for each in UNIONS),
        *(employer(each, valid_from=MOVED, collecting_unit="LDB") for each in UNIONS),
        on=MOVED,
    )
    ctx = fed.ctx(MOVED, ACCOUNTANT)
    done = follow_register(ctx, FollowRegister("LDA", MOVED))
    assert (done.employers, done.credit_vnd, done.custody_vnd) == (3, 30_000, 75_000)
    assert sum(month.amount_vnd for month in done.months) == 500_000
    assert follow_register(ctx, FollowRegister("LDA", MOVED)).employers == 0
    assert fed.balance("LDA", "13881") == fed.balance("LDA", "33882") == 0
    paid = fed.receive("LDB", "S", 500_000, LATER)
    identify_receipt(fed.ctx(LATER, ACCOUNTANT), IdentifyReceipt(paid, E1, LATER))
    assert fed.balance("LDB", "3361", "A1") == -60_000
    assert fed.tagged(dt.date(2026, 1, 1), last, "LDA") == old  # what was reported stays
    carry_forward(ctx, CarryForward("LDA", 2026))
    order = HandOverUnit("LDA", MOVED, "NQ 202/2025/QH15")
    given = hand_over_unit(fed.ctx(MOVED, APPROVER), order)
    assert (given.taker, given.funds) == ("LDB", {"levy": 16_000})
    assert fed.tagged(dt.date(2026, 1, 1), last, "LDA") == old
    _sound(fed)


def test_custody_that_was_passed_on_is_released_by_the_heir(fed: Federation) -> None:
    """G9 is founded at E3 in LDB: LDB gives it what LDA had held, and pays it."""
    _part_paid(fed)
    _move(fed, E3, to_unit="LDB", upper_unit="B1")
    fed.employers(
        employer(E3, valid_from=MOVED, collecting_unit="LDB", upper_unit="B1", valid_to=DAY_BEFORE),
        employer(
            E3, valid_from=LATER, collecting_unit="LDB", upper_unit="B1", grassroots_unit="G9"
        ),
        on=LATER,
    )
    released = release_custody(fed.ctx(LATER, ACCOUNTANT), ReleaseCustody(E3, LATER))
    assert [(each.unit, each.union, each.amount_vnd, each.held_vnd) for each in released] == [
        ("LDB", "G9", 6_750_000, 0)
    ]
    assert fed.balance("LDB", "33811") == 0
    assert fed.balance("G9", "33885", "LDB") == -6_750_000
    _sound(fed)
    assert {each.payee: each.amount_vnd for each in fed.distribute(LATER, "LDB")} == {
        "G9": 6_750_000
    }
    assert fed.balance("G9", "337861") == -6_750_000
    _sound(fed)
    fed.owe(E3, JUNE, 5_000_000, LATER)  # less by now: what G9 has is not touched, LDA is short
    _sound(fed)
    again = release_custody(fed.ctx(LATER, ACCOUNTANT), ReleaseCustody(E3, LATER))
    assert [each.amount_vnd for each in again if each.amount_vnd] == []


def test_custody_goes_with_its_money(fed: Federation) -> None:
    """E3 has no union: 75% of what it paid was held in LDA, and is held in LDB from now on."""
    _part_paid(fed)
    before = there(fed)
    done = _move(fed, E3, to_unit="LDB", upper_unit="B1")
    assert done.custody_vnd == 6_750_000
    assert posted(fed, before)["LDB"] == sorted(
        [
            ("112", 6_750_000, 0, "", "", ""),
            ("1368", 0, 6_750_000, "levy", "", "LDA"),
            ("1368", 6_750_000, 0, "levy", "", "LDA"),
            ("13881", 135_780, 0, "levy", "", ""),
            ("33811", 0, 6_750_000, "levy", "", ""),
            ("33883", 0, 135_780, "levy", "", ""),
        ]
    )
    assert [(each.payee, each.amount_vnd) for each in done.payments] == [("LDB", 6_750_000)]
    assert (fed.balance("LDA", "33811"), fed.balance("LDB", "33811")) == (0, -6_750_000)
    _sound(fed)


def test_a_part_corrected_after_its_custody_went(fed: Federation) -> None:
    """LDB keeps what it has; what is too much of it by now stands against LDA's custody."""
    _part_paid(fed)
    _move(fed, E3, to_unit="LDB", upper_unit="B1")
    fed.owe(E3, JUNE, 8_000_000, LATER)
    assert fed.balance("LDB", "33811") == -6_750_000
    assert fed.balance("LDA", "33811") == 750_000
    assert fed.balance("LDA", "33882") == -1_000_000
    _sound(fed)


def test_custody_that_awaits_a_notice_stays(fed: Federation) -> None:
    """A month paid in full moves nothing, and its custody waits for the organisation's word."""
    fed.add(organisation(E3, "WO"))
    fed.pay(E3, JUNE, 100_000, DAY)
    assert _move(fed, E3, to_unit="LDB", upper_unit="B1").custody_vnd == 0
    assert fed.balance("LDA", "33811") == -75_000
    _sound(fed)


def test_what_the_new_unit_was_paid_too_much_is_credit_there(fed: Federation) -> None:
    """LDB was paid 135,780; only 100,000 of it are owed by now: 35,780 are E3's credit in LDB."""
    _part_paid(fed)
    _move(fed, E3, to_unit="LDB", upper_unit="B1")
    receipt = fed.receive("LDB", "S", 135_780, LATER)
    identify_receipt(fed.ctx(LATER, ACCOUNTANT), IdentifyReceipt(receipt, E3, LATER))
    fed.owe(E3, JUNE, 100_000, LATER)
    assert fed.obligation(E3, JUNE, "LDB").amount_vnd == 100_000
    assert fed.obligation(E3, JUNE).amount_vnd == 0
    assert fed.balance("LDB", "33882") == -35_780
    assert fed.balance("LDA", "33882") == -9_000_000
    _sound(fed)
