"""Dues on their way up: shared, paid, taken back and brought back, level by level."""

import datetime as dt
from fractions import Fraction

import pytest
from sqlalchemy import select

from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.pass_dues import DuesWay, Keeper, keeper
from finance.actions.release_dues import ReleaseDues, release_dues
from finance.actions.remit_dues import RemitDues, remit_dues
from finance.records.dues import DuesEventRow
from finance.rules.sharing import NoSplitRule, Role
from finance.runtime.database import Database
from ledger import book
from ledger.entries import Draft, credit, debit
from ledger.periods import Period
from tests.builders import E2, START, dues_rule, unit
from tests.dues import JUNE, assessed
from tests.federation import ACCOUNTANT, Federation, contents, federation

DAY = dt.date(2026, 7, 20)
LATER = dt.date(2026, 8, 10)
LEVELS = ("G1", "A1", "LDA", "TLD")


@pytest.fixture
def fed(database: Database) -> Federation:
    """M1 of G1 owes 100,000, M2 of G1 as much, M3 of G2 100,001."""
    made = federation(database)
    assessed(made, [("M1", 20_000_000), ("M2", 20_000_000)])
    assessed(made, [("M3", 20_000_100)], "G2")
    return made


def _collect(fed: Federation, member: str = "M1", slip: str = "1", unit_code: str = "G1") -> str:
    """A member pays all in cash; the reference of the collection."""
    amount = {"M1": 100_000, "M2": 100_000, "M3": 100_001}[member]
    order = CollectDues(unit_code, JUNE, DAY, "111", amounts={member: amount}, slip=slip)
    assert collect_dues(fed.ctx(DAY), order) == amount
    with fed.database.reading() as session:
        query = select(DuesEventRow.ref).where(
            DuesEventRow.unit_code == unit_code, DuesEventRow.slip == slip
        )
        return session.scalars(query).one()


def _release(fed: Federation, ref: str, on: dt.date = DAY) -> None:
    order = ReleaseDues(ref.split("/", maxsplit=1)[0], ref, on, "Nhầm người")
    assert release_dues(fed.ctx(on, ACCOUNTANT), order) > 0
    fed.assert_sound()


def _remit(fed: Federation, *units: str, on: dt.date = DAY) -> list[int]:
    """What each pays its superior."""
    paid = [line for code in units for line in remit_dues(fed.ctx(on), RemitDues(code, on))]
    fed.assert_sound()
    return [line.amount_vnd for line in paid]


def _income(fed: Federation, *units: str) -> list[int]:
    return [-fed.balance(code, "337861") for code in units or LEVELS]


def _waiting(fed: Federation, *units: str) -> list[int]:
    return [-fed.balance(code, "33885") for code in units or LEVELS]


def test_what_a_unit_keeps_by_its_place(fed: Federation) -> None:
    """A1 keeps 15 of 30; the national unit keeps all."""
    with fed.database.reading() as session:
        assert keeper(session, "A1", DAY) == Keeper(Fraction(1, 2), "LDA")
        assert keeper(session, "TLD", DAY) == Keeper(Fraction(1), "")


def test_released_after_it_was_remitted_at_all_levels(fed: Federation) -> None:
    """Nobody keeps income that is not theirs, and nothing waits below zero; debts turn round."""
    ref = _collect(fed)
    assert _remit(fed, "G1", "A1", "LDA") == [30_000, 15_000, 6_000]
    assert _income(fed) == [70_000, 15_000, 9_000, 6_000]
    _release(fed, ref)
    assert _income(fed) == _waiting(fed) == [0, 0, 0, 0]
    assert [fed.balance(unit_code, "3362") for unit_code in LEVELS] == [30_000, 15_000, 6_000, 0]
    assert _remit(fed, "G1", "A1", "LDA", on=LATER) == []


def test_collected_again_all_is_as_if_once(fed: Federation) -> None:
    """The second collection is met by what is owed back: no second payment, no second income."""
    ref = _collect(fed)
    _remit(fed, "G1", "A1", "LDA")
    _release(fed, ref)
    _collect(fed, slip="2")
    fed.assert_sound()
    assert _remit(fed, "G1", "A1", "LDA", on=LATER) == []
    assert _income(fed) == [70_000, 15_000, 9_000, 6_000]
    assert _waiting(fed) == [0, 0, 0, 0]
    assert [fed.balance(unit_code, "3362") for unit_code in LEVELS] == [0, 0, 0, 0]
    assert [fed.balance(code, "112") for code in LEVELS] == [-30_000, 15_000, 9_000, 6_000]


def test_released_before_it_was_remitted(fed: Federation) -> None:
    """What waited waits no more; no income above was ever touched."""
    ref = _collect(fed)
    assert _waiting(fed) == [0, 30_000, 0, 0]
    _release(fed, ref)
    assert _income(fed) == _waiting(fed) == [0, 0, 0, 0]
    assert fed.balance("G1", "3362") == 0


def test_released_when_it_was_remitted_in_part(fed: Federation) -> None:
    """M1's went up and M2's waits: first goes what waits, then what was paid."""
    first = _collect(fed)
    _remit(fed, "G1", "A1")
    second = _collect(fed, "M2", "2")
    _release(fed, first)
    assert _income(fed) == [70_000, 15_000, 9_000, 0]  # LDA has been paid, and TLD has not
    assert _waiting(fed) == [0, 0, 0, 6_000]
    _release(fed, second)
    assert _income(fed) == _waiting(fed) == [0, 0, 0, 0]


def test_a_payment_that_nets_is_income_once(fed: Federation) -> None:
    """M1's went up and is released; of M2's and M1's anew only the difference is paid."""
    ref = _collect(fed)
    _remit(fed, "G1", "A1", "LDA")
    _release(fed, ref)
    _collect(fed, "M2", "2")
    _collect(fed, "M1", "3")
    assert _waiting(fed) == [0, 30_000, 0, 0]
    assert _remit(fed, "G1", "A1", "LDA", on=LATER) == [30_000, 15_000, 6_000]
    assert _income(fed) == [140_000, 30_000, 18_000, 12_000]


def test_dues_set_off_are_given_back_too(fed: Federation) -> None:
    """G2's 30,000 were set off in its levy share; released, A1 gives back and owes G2."""
    ref = _collect(fed, "M3", "1", "G2")
    fed.pay(E2, "2026-06", 1_000_000, DAY)
    fed.distribute(DAY, "LDA", "G2")
    fed.assert_sound()
    levy = [750_000, 120_000]
    dues = [70_001, 15_000]
    assert _income(fed, "G2", "A1") == [a + b for a, b in zip(levy, dues, strict=True)]
    _release(fed, ref)
    assert _income(fed, "G2", "A1") == levy
    assert (fed.balance("A1", "1362", "G2"), _waiting(fed, "A1", "LDA")) == (-30_000, [0, 0])
    fed.pay(E2, "2026-05", 1_000_000, LATER)
    fed.distribute(LATER, "LDA", "G2")  # nothing is owed that could be set off
    assert fed.balance("A1", "1362", "G2") == -30_000
    fed.assert_sound()


def test_two_below_one_superior(fed: Federation) -> None:
    """What G1's release takes back from A1 leaves G2's part where it is."""
    ref = _collect(fed)
    _collect(fed, "M3", "1", "G2")
    _remit(fed, "G1", "G2", "A1", "LDA")
    _release(fed, ref)
    assert _income(fed, "G1", "G2", "A1", "LDA", "TLD") == [0, 70_001, 15_000, 9_000, 6_000]
    assert fed.balance("A1", "3362", "LDA") == 15_000


def test_the_superior_of_the_day_of_the_collection_gives_back(fed: Federation) -> None:
    """G1 has gone over to A2 since: A2, which never had a part, is not asked."""
    ref = _collect(fed)
    _remit(fed, "G1", "A1")
    _move(fed, "G1", Role.GRASSROOTS, "A1", ("A2", Role.UPPER, "LDA"))
    _release(fed, ref, LATER)
    assert (fed.balance("G1", "3362", "A1"), fed.balance("G1", "3362", "A2")) == (30_000, 0)
    assert _income(fed) == [0, 0, 0, 0]
    assert _income(fed, "A2") == _waiting(fed, "A2") == [0]


def test_a_superior_that_moved_asks_whom_it_paid(fed: Federation) -> None:
    """A1 has gone over to LDB, with which it shared only M2's: the rest is LDA's to give back."""
    ref = _collect(fed)
    _remit(fed, "G1", "A1")
    _move(fed, "A1", Role.UPPER, "LDA", ("LDB", Role.PROVINCE, "TLD"))
    _release(fed, ref, LATER)
    assert (fed.balance("A1", "3362", "LDA"), fed.balance("A1", "3362", "LDB")) == (15_000, 0)
    assert _income(fed, "A1", "LDA", "LDB") == [0, 0, 0]


def _move(
    fed: Federation, code: str, level: Role, parent: str, heir: tuple[str, Role, str]
) -> None:
    """From August on a unit stands under another one."""
    new, its_level, above = heir
    august = dt.date(2026, 8, 1)
    fed.units(unit(new, level=its_level, parent_code=above))
    july = dt.date(2026, 7, 31)
    fed.units(
        unit(code, level=level, parent_code=parent, valid_from=START, valid_to=july),
        unit(code, level=level, parent_code=new, valid_from=august),
    )


def test_what_an_earlier_version_left_is_put_right(fed: Federation) -> None:
    """A debit stood where dues wait, and income above: the next remittance takes both back."""
    ref = _collect(fed)
    _remit(fed, "G1")
    _release(fed, ref)
    _leave_as_once(fed)
    assert _waiting(fed, "A1", "LDA") == [-30_000, 15_000]
    with pytest.raises(AssertionError):
        fed.assert_sound()
    assert _remit(fed, "G1") == []
    assert _income(fed) == _waiting(fed) == [0, 0, 0, 0]
    before = contents(fed.database)
    assert _remit(fed, "G1", "A1") == []
    assert contents(fed.database) == before


def _leave_as_once(fed: Federation) -> None:
    """The books as a release left them when it only turned the collection's lines round."""
    down = {"fund": "dues", "counter_book": "G1", "interbook_ref": "OLD"}
    up = {"fund": "dues", "interbook_ref": "OLD"}
    lines = {
        "A1": (
            debit("33885", 30_000, **down),
            credit("337861", 15_000, item="22", **down),
            credit("3362", 15_000, item="22", counter_book="LDA", **up),
        ),
        "LDA": (
            debit("1362", 15_000, counter_book="A1", **up),
            credit("33885", 15_000, counter_book="A1", **up),
        ),
    }
    drafts = [
        Draft(code, "DU", DAY, DAY, "Gỡ thu đoàn phí", "test", "OLD", own, "lan")
        for code, own in lines.items()
    ]
    with fed.database.writing() as session:
        book.post(session, fed.ctx(DAY).clock.now_us(), drafts)
        session.commit()


def test_without_a_rule_of_the_day_nothing_is_passed_on(database: Database) -> None:
    """How what reaches A1 in July is divided is decided, never guessed."""
    fed = federation(database, rules=False)
    fed.rules(*dues_rule(valid_from=Period("2026-06"), valid_to=Period("2026-06")))
    assessed(fed, [("M1", 20_000_000)])
    _collect(fed)
    with pytest.raises(NoSplitRule):
        _remit(fed, "G1")


def test_nothing_told_nothing_moved(fed: Federation) -> None:
    """No line, and so no entry."""
    with fed.database.reading() as session:
        way = DuesWay(session, "R", DAY)
        way.share("G1", 0, "A1")
        way.pay("G1", "A1", 0)
        assert way.books == {}
