"""Open obligations move with their due day; what is paid, waived or suspended stays what it is."""

import pytest

from finance.actions.move_employer import MoveEmployer, move_employer
from finance.actions.move_open import (
    Heir,
    OrganisationsMonth,
    heir_key,
    move_open,
    open_obligations,
    registered_heir,
    sharers,
)
from finance.records.obligations import ObligationEventRow, ObligationRow
from finance.runtime.database import Database
from tests.builders import E1, E2, E3, organisation, suspension
from tests.federation import ACCOUNTANT, federation
from tests.finance.actions.changing import DAY, JUNE, LATER, overpay, with_ldb

HEIR = Heir("LDB", E3, "", "A1")


def test_open_months_move_and_their_events_tell_it(database: Database) -> None:
    """Two months, two events on each side, one entry in each book."""
    fed = with_ldb(federation(database))
    fed.owe(E3, JUNE, 500)
    fed.owe(E3, "2026-05", 300)
    with fed.database.writing() as session:
        moved = move_open(session, fed.ctx(LATER), open_obligations(session, E3), HEIR, LATER)
        session.commit()
    assert [(each.period, each.amount_vnd) for each in moved] == [("2026-05", 300), (JUNE, 500)]
    with fed.database.reading() as session:
        events = session.query(ObligationEventRow).filter_by(reason="moved").all()
        assert sorted((row.collecting_unit, row.delta_vnd) for row in events) == [
            ("LDA", -500),
            ("LDA", -300),
            ("LDB", 300),
            ("LDB", 500),
        ]
    assert fed.balance("LDB", "13881") == 800
    fed.assert_sound()


def test_a_suspended_month_stays_suspended(database: Database) -> None:
    """Its make-up day goes along."""
    fed = with_ldb(federation(database))
    fed.add(suspension(E3, JUNE, "2026-08"))
    fed.owe(E3, JUNE, 500)
    with fed.database.writing() as session:
        move_open(session, fed.ctx(LATER), open_obligations(session, E3), HEIR, LATER)
        session.commit()
    there = fed.obligation(E3, JUNE, "LDB")
    assert (there.suspended_to, there.due_on) == ("2026-08", fed.obligation(E3, JUNE).due_on)


def test_only_named_months_and_only_what_is_open(database: Database) -> None:
    """What stands with the heir already stays; nothing to move is nothing done."""
    fed = with_ldb(federation(database))
    overpay(fed, E3, 500, 0)
    fed.owe(E3, "2026-05", 300)
    with fed.database.writing() as session:
        assert open_obligations(session, E3, [JUNE]) == []
        rows = open_obligations(session, E3)
        assert [row.period for row in rows] == ["2026-05"]
        stays = Heir("LDA", E3, "", "A1")
        assert heir_key(stays) == ("LDA", E3)
        assert move_open(session, fed.ctx(LATER), rows, stays, LATER) == []


def test_a_divided_month_of_an_organisation_is_refused(database: Database) -> None:
    """A month that is open as a whole moves; one that is paid in part does not."""
    fed = with_ldb(federation(database))
    fed.add(organisation(E1, "WO"))
    fed.owe(E1, "2026-05", 300)
    overpay(fed, E1, 400, 0)
    fed.owe(E1, JUNE, 500, LATER)
    heir = Heir("LDB", E1, "G1", "A1")
    with fed.database.writing() as session:
        with pytest.raises(OrganisationsMonth, match="06/2026"):
            move_open(session, fed.ctx(LATER), open_obligations(session, E1), heir, LATER)
        rows = open_obligations(session, E1, ["2026-05"])
        assert len(move_open(session, fed.ctx(LATER), rows, heir, LATER)) == 1


def test_whoever_shared_a_month_is_found_from_each_other(database: Database) -> None:
    """However it went: to LDB, later raised and taken over by E1, which had E2's before."""
    fed = with_ldb(federation(database))
    ctx = fed.ctx(LATER, ACCOUNTANT)
    for code in (E1, E2, E3):
        fed.owe(code, JUNE, 500)
    move_employer(ctx, MoveEmployer(E2, LATER, "QĐ", into=E1))
    move_employer(ctx, MoveEmployer(E3, LATER, "QĐ", "LDB", grassroots_unit="", upper_unit=""))
    fed.owe(E3, JUNE, 700, LATER)
    with fed.database.writing() as session:
        rows = open_obligations(session, E3)
        assert [(row.collecting_unit, row.open_vnd) for row in rows] == [("LDA", 200), ("LDB", 500)]
        move_open(session, ctx, rows[:1], Heir("LDA", E1, "G1", "A1"), LATER)
        session.commit()
    names = {("LDA", E1), ("LDA", E2), ("LDA", E3), ("LDB", E3)}
    with fed.database.writing() as session:
        for unit, code in names:
            row = session.get_one(ObligationRow, (unit, code, JUNE))
            found = {(each.collecting_unit, each.tax_code) for each in sharers(session, row)}
            assert found == names - {(unit, code)}
    fed.assert_sound("LDA", "LDB")


def test_where_the_register_has_an_employer(database: Database) -> None:
    """On the day, or as last known before it; an unknown one is nowhere."""
    fed = federation(database)
    with fed.database.reading() as session:
        assert registered_heir(session, E3, DAY) == Heir("LDA", E3, "", "A1")
        assert registered_heir(session, "9900000062", DAY) is None
