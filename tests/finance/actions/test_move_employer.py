"""An employer moves by a person's act, with a decision, in every unit concerned."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.actions.identify_receipt import UnknownEmployer
from finance.actions.move_employer import (
    DecisionMissing,
    IntoItself,
    MoveEmployer,
    NoSuchPlace,
    NothingNamed,
    NotInOneLine,
    move_employer,
)
from finance.records.employers import EmployerRow
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.errors import Refusal
from tests.builders import E1, E2, E3, employer
from tests.federation import ACCOUNTANT, contents, federation
from tests.finance.actions.changing import JUNE, LATER, logged, overpay, with_ldb

WISH = MoveEmployer(E1, LATER, "QĐ 1", to_unit="LDB", grassroots_unit="", upper_unit="B1")


def test_the_act_stands_in_the_log_of_both_units(database: Database) -> None:
    """Where from, where to, by which decision, how much."""
    fed = with_ldb(federation(database))
    overpay(fed, E1, 500, 70)
    fed.owe(E1, "2026-05", 300)
    done = move_employer(fed.ctx(LATER, ACCOUNTANT), WISH)
    assert (done.registered, done.credit_vnd, len(done.months)) == (True, 70, 1)
    lines = logged(fed, "move_employer")
    assert [unit for unit, _, _ in lines] == ["LDA", "LDB"]
    assert lines[0][2]["decision"] == "QĐ 1"
    assert (lines[0][2]["amount_vnd"], lines[0][2]["credit_vnd"]) == (300, 70)
    before = contents(database)
    assert move_employer(fed.ctx(LATER, ACCOUNTANT), WISH).changed is False
    assert contents(database) == before


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (replace(WISH, decision=" "), DecisionMissing),
        (replace(WISH, to_unit=""), NothingNamed),
        (replace(WISH, into=E1), IntoItself),
        (replace(WISH, tax_code="9900000062"), UnknownEmployer),
        (replace(WISH, into="9900000062"), UnknownEmployer),
        (replace(WISH, to_unit="XX"), NoSuchPlace),
        (replace(WISH, grassroots_unit="A1"), NoSuchPlace),
        (replace(WISH, upper_unit="XX"), NoSuchPlace),
        (replace(WISH, upper_unit="G1"), NoSuchPlace),
        (replace(WISH, upper_unit=None), NotInOneLine),
        (replace(WISH, grassroots_unit=None), NotInOneLine),
    ],
)
def test_what_is_refused(database: Database, wish: MoveEmployer, refusal: type[Refusal]) -> None:
    """Nothing is changed by it."""
    fed = with_ldb(federation(database))
    fed.owe(E1, JUNE, 500)
    before = contents(database)
    with pytest.raises(refusal):
        move_employer(fed.ctx(LATER, ACCOUNTANT), wish)
    assert contents(database) == before


def test_both_units_are_to_be_the_person_s(database: Database) -> None:
    """The accountant of LDA alone does not write into LDB's book; nor does the system."""
    fed = with_ldb(federation(database))
    for actor in (Actor("an", (Grant("LDA", "accountant"),)), fed.ctx(LATER).actor):
        with pytest.raises(PermissionRefused):
            move_employer(fed.ctx(LATER, actor), WISH)


def test_a_row_that_begins_on_the_day_is_changed_in_place(database: Database) -> None:
    """The register has one row for a day."""
    fed = with_ldb(federation(database))
    fed.employers(
        employer(E1, valid_to=LATER - dt.timedelta(days=1)), employer(E1, valid_from=LATER)
    )
    assert move_employer(fed.ctx(LATER, ACCOUNTANT), WISH).registered
    with fed.database.reading() as session:
        rows = session.query(EmployerRow).filter_by(tax_code=E1).order_by(EmployerRow.valid_from)
        assert [row.collecting_unit for row in rows] == ["LDA", "LDB"]


def test_merged_into_one_of_another_unit(database: Database) -> None:
    """E1 goes into E2, from which LDB collects: its row ends, and its debt is E2's there."""
    fed = with_ldb(federation(database))
    fed.owe(E1, JUNE, 500)
    fed.employers(employer(E2, collecting_unit="LDB", grassroots_unit=""))
    done = move_employer(fed.ctx(LATER, ACCOUNTANT), MoveEmployer(E1, LATER, "QĐ", into=E2))
    assert (done.unit, done.tax_code) == ("LDB", E2)
    assert fed.obligation(E2, JUNE, "LDB").open_vnd == 500
    with fed.database.reading() as session:
        ended = session.query(EmployerRow).filter_by(tax_code=E1).one().valid_to
    assert ended == LATER - dt.timedelta(days=1)
    again = MoveEmployer(E1, LATER, "QĐ", into=E2)
    assert move_employer(fed.ctx(LATER, ACCOUNTANT), again).changed is False
    fed.assert_sound()


def test_nobody_takes_over_who_has_gone(database: Database) -> None:
    """The employer that takes over is there on the day."""
    fed = federation(database)
    fed.employers(employer(E3, valid_to=dt.date(2026, 7, 1)))
    with pytest.raises(UnknownEmployer):
        move_employer(fed.ctx(LATER, ACCOUNTANT), MoveEmployer(E1, LATER, "QĐ", into=E3))
