"""Who changed a month, and why, is told twice: neither telling can be bent by itself."""

import pytest
from sqlalchemy import text

from finance.actions.close_period import ClosePeriod, close_period
from finance.actions.grant_reopening import GrantReopening, grant_reopening
from finance.actions.lift_period import LiftPeriod, lift_period
from finance.actions.make_year_final import MakeYearFinal, make_year_final
from finance.actions.soften_period import SoftenPeriod, soften_period
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.periods import Period
from reports.queries.month_acts import MONTH_ACT, month_acts
from tests.federation import Federation
from tests.finance.actions.months import JUNE, LAN, MINH, ON, ask, closed_to_june
from tests.ledger.books import past_the_guards

JULY = Period("2026-07")
TOP = Actor("trung", (Grant("TLD", "approver"), Grant("TLD", "accountant")))
G1 = "book_id = (SELECT book_id FROM book WHERE code = 'G1')"
A1 = "book_id = (SELECT book_id FROM book WHERE code = 'A1')"
CLOSING = f"{G1} AND to_state = 'closed' AND period = '2026-05'"
BOUND = f"{A1} AND period = '2026-07'"
REOPENING = f"{G1} AND from_state = 'closed' AND to_state = 'open'"


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1's June was reopened and closed again, its July lifted; then TLD locks what is below."""
    made = closed_to_june(database)
    ask(made.ctx(ON, LAN))
    grant_reopening(made.ctx(ON, MINH), GrantReopening("G1", JUNE))
    close_period(made.ctx(ON, LAN), ClosePeriod("G1", JUNE))
    soften_period(made.ctx(ON, LAN), SoftenPeriod("G1", JULY))
    lift_period(made.ctx(ON, LAN), LiftPeriod("G1", JULY))
    made.close("TLD", JUNE, ON)
    soften_period(made.ctx(ON, TOP), SoftenPeriod("TLD", JULY, below=True))
    return made


def _found(fed: Federation, unit: str = "") -> set[str]:
    with fed.database.reading() as session:
        problems = list(month_acts(session, unit))
    assert {problem.code for problem in problems} <= {MONTH_ACT}
    assert {problem.where for problem in problems} == {p.facts["book"] for p in problems}
    return {f"{problem.facts['book']} {problem.facts['period']}" for problem in problems}


def test_an_honest_history_is_as_the_log_says(fed: Federation) -> None:
    """Locked, lifted, closed, reopened: for all units and for one."""
    assert _found(fed) == _found(fed, "G1") == _found(fed, "A1") == set()


IN_MAY = "action = 'close_period' AND unit_code = 'G1' AND subject = '2026-05'"
EVENT, LINE = "period_event", "audit_line"
BENT = [
    (EVENT, "actor = 'x'", CLOSING, "G1 2026-05"),
    (EVENT, "reason = 'x'", CLOSING, "G1 2026-05"),
    (EVENT, "from_state = 'final'", CLOSING, "G1 2026-05"),
    (EVENT, "actor = 'x'", REOPENING, "G1 2026-06"),
    (EVENT, "second_actor = 'x'", REOPENING, "G1 2026-06"),
    (EVENT, "reason = 'x'", REOPENING, "G1 2026-06"),
    (EVENT, "until_us = until_us + 1", REOPENING, "G1 2026-06"),
    (EVENT, "actor = 'x'", f"{G1} AND to_state = 'soft' AND bound_by = ''", "G1 2026-07"),
    (EVENT, "bound_by = ''", BOUND, "A1 2026-07"),
    (EVENT, "reason = 'x'", BOUND, "A1 2026-07"),
    (EVENT, "bound_by = 'LDA'", BOUND, "A1 2026-07"),
    (EVENT, "actor = 'x'", BOUND, "A1 2026-07"),
    (LINE, "subject = '2026-08'", "action = 'soften_period' AND unit_code = 'G1'", "G1 2026-07"),
    (LINE, "action = 'x'", "action = 'lift_period'", "G1 2026-07"),
    (LINE, "action = 'x'", "action = 'grant_reopening'", "G1 2026-06"),
    (LINE, "details = '{}'", "action = 'grant_reopening'", "G1 2026-06"),
    (LINE, "details = '{'", "action = 'grant_reopening'", "G1 2026-06"),
    (LINE, "details = '[]'", "action = 'grant_reopening'", "G1 2026-06"),
    (LINE, "actor = 'x'", IN_MAY, "G1 2026-05"),
]


def _bend(owner_url: str, table: str, change: str, where: str) -> None:
    statement = f"UPDATE {table} SET {change} WHERE {where}"  # noqa: S608 - words from this file
    with past_the_guards(owner_url, LINE) as connection:
        assert connection.execute(text(statement)).rowcount > 0


@pytest.mark.parametrize(("bent", "named"), [(each[:3], each[3]) for each in BENT])
def test_what_was_bent_is_named(
    fed: Federation, owner_url: str, bent: tuple[str, str, str], named: str
) -> None:
    """By book and month."""
    _bend(owner_url, *bent)
    assert _found(fed) == {named}


def test_a_lock_from_above_is_looked_up_among_all(fed: Federation, owner_url: str) -> None:
    """Who asks for one unit sees its own log and no other's."""
    _bend(owner_url, EVENT, "bound_by = 'LDA'", BOUND)
    assert _found(fed, "A1") == set()
    assert _found(fed) == {"A1 2026-07"}


def test_a_final_year_is_one_act(fed: Federation, owner_url: str) -> None:
    """Twelve months and one line of the log: by the same person, or it is told once."""
    make_year_final(fed.ctx(ON, TOP), MakeYearFinal("G1", 2025))
    assert _found(fed) == set()
    _bend(owner_url, EVENT, "actor = 'x'", "to_state = 'final'")
    assert _found(fed) == {"G1 2025"}
    with past_the_guards(owner_url, "audit_line") as connection:
        connection.execute(text("DELETE FROM period_event WHERE to_state = 'final'"))
    assert _found(fed) == {"G1 2025"}


def test_closings_from_before_the_history_need_their_act_alone(
    fed: Federation, owner_url: str
) -> None:
    """Whoever did it. Where the act is another month's, that month is told."""
    _bend(owner_url, EVENT, "actor = 'migration'", CLOSING)
    assert _found(fed) == set()
    _bend(owner_url, LINE, "subject = '2026-04'", IN_MAY)
    assert _found(fed) == {"G1 2026-04"}
