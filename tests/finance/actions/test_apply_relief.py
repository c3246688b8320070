"""An application for relief is registered as the form has it."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from finance.actions.apply_relief import ReliefForm, apply_relief
from finance.actions.identify_receipt import UnknownEmployer
from finance.records.relief_applications import application_named
from finance.rules.relief import Ground, ReliefKind
from finance.rules.relief_cases import ApplicationDiffers, ApplicationWaits, DayAhead, FieldWanted
from finance.rules.relief_grounds import NotSoMany, WrongGround
from finance.rules.relief_limits import LevelMayNotDecide, MonthsTurned
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.periods import Period
from tests.builders import E1
from tests.federation import ACCOUNTANT, Federation, contents, federation
from tests.relieved import IDLE, application, apply

DAY = dt.date(2026, 6, 2)
ASKED = application(E1, ReliefKind.SUSPENSION, "2026-06", "2026-08")


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def test_what_the_form_leaves_out_the_register_knows(fed: Federation) -> None:
    """Name and code are the register's; it goes to the nearest unit that decides."""
    form = ReliefForm(phone=" 024 1 ", quarterly=True, confirmed_by="CĐCS G1")
    done = apply_relief(fed.ctx(DAY, ACCOUNTANT), replace(ASKED, form=form))
    assert (done.application, done.fresh) == ("LDA/RA/1", True)
    with fed.database.reading() as session:
        row = application_named(session, "LDA", 1)
    assert row is not None
    assert (row.name, row.si_unit_code) == (f"Công ty {E1}", f"SI{E1}")
    assert (row.phone, row.quarterly, row.confirmed_by) == ("024 1", True, "CĐCS G1")
    assert (row.state, row.registered_by, row.workers_off) == ("waiting", "lan", 60)
    assert row.months == ("2026-06", "2026-08")


def test_the_same_request_again_changes_nothing(fed: Federation) -> None:
    """Its number and day name it; another one waits for the first to be answered."""
    apply(fed, ASKED, DAY)
    before = contents(fed.database)
    done = apply_relief(fed.ctx(DAY, ACCOUNTANT), ASKED)
    assert (done.application, done.fresh) == ("LDA/RA/1", False)
    with pytest.raises(ApplicationWaits) as refused:
        apply(fed, replace(ASKED, document_no="13/CV"), DAY)
    assert refused.value.facts["application"] == "LDA/RA/1"
    assert contents(fed.database) == before


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"figures": replace(IDLE, workers_off=99)}, "Workers off work"),
        ({"ground": Ground.DISASTER}, "Ground"),
        ({"last": Period("2026-07")}, "To month (MM/YYYY)"),
        ({"received_on": DAY}, "Day it came in"),
        ({"form": ReliefForm(phone="024")}, "7. Telephone"),
        ({"form": ReliefForm(name="Công ty khác")}, "1. Name (empty: the register’s)"),
        ({"form": ReliefForm(quarterly=True)}, "Pays every three months"),
    ],
)
def test_the_same_letter_with_other_words_is_refused(
    fed: Federation, other: dict[str, Any], field: str
) -> None:
    """What differs is named, and nothing is dropped in silence."""
    apply(fed, ASKED, DAY)
    before = contents(fed.database)
    with pytest.raises(ApplicationDiffers) as refused:
        apply(fed, replace(ASKED, **other), DAY)
    assert refused.value.facts["application"] == "LDA/RA/1"
    assert refused.value.facts["fields_en"] == field
    assert contents(fed.database) == before


def test_a_day_nobody_names_is_today_and_no_difference_later(fed: Federation) -> None:
    """The same request again on another day."""
    asked = replace(ASKED, received_on=None)
    apply(fed, asked, DAY)
    with fed.database.reading() as session:
        row = application_named(session, "LDA", 1)
    assert row is not None
    assert row.received_on == DAY
    assert not apply_relief(fed.ctx(dt.date(2026, 6, 9), ACCOUNTANT), asked).fresh


def test_by_who_collects_and_no_command_without_a_person(fed: Federation) -> None:
    """A collector of the province, not one of a grassroots union; never the system."""
    for actor in (SYSTEM, Actor("ba", (Grant("G1", "accountant"),))):
        with pytest.raises(PermissionRefused):
            apply(fed, ASKED, DAY, actor)
    assert apply(fed, ASKED, DAY, Actor("thu", (Grant("LDA", "collector"),))) == "LDA/RA/1"


def test_what_cannot_be_registered(fed: Federation) -> None:
    """No number, a day ahead, months turned round, a wrong ground, figures that cannot be."""
    with pytest.raises(FieldWanted, match="number of the request"):
        apply(fed, replace(ASKED, document_no=" "), DAY)
    ahead = dt.date(2026, 6, 3)
    for asked in (replace(ASKED, document_on=ahead), replace(ASKED, received_on=ahead)):
        with pytest.raises(DayAhead):
            apply(fed, asked, DAY)
    with pytest.raises(MonthsTurned):
        apply(fed, replace(ASKED, last=Period("2026-05")), DAY)
    with pytest.raises(WrongGround):
        apply(fed, replace(ASKED, ground=Ground.BANKRUPTCY), DAY)
    with pytest.raises(NotSoMany):
        apply(fed, replace(ASKED, figures=replace(IDLE, workers_off=101)), DAY)
    with pytest.raises(UnknownEmployer):
        apply(fed, replace(ASKED, tax_code="0100109106"), DAY)
    with pytest.raises(LevelMayNotDecide):
        apply(fed, replace(ASKED, unit="A1"), DAY)
    with pytest.raises(LevelMayNotDecide):
        apply(fed, replace(ASKED, unit="nobody"), DAY)
