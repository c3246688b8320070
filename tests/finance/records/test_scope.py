"""What a person may see: own units, all below, and those that have gone."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from finance.records.runs import NoticeRow
from finance.records.scope import EVERYTHING, NOTHING, SEPARATOR, Scope
from finance.records.units import FOREVER, UnitClosureRow, UnitRow, rebuild_closure
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from reports.cli import seen
from tests.doors import DAY, LONG_AGO, PARENTS, SETTINGS, seed


@pytest.mark.parametrize(
    ("own", "seen"),
    [
        (("TLD",), set(PARENTS)),
        (("LDA",), {"LDA", "CTA", "CTB"}),
        (("CTC",), {"CTC"}),
        (("CTC", "LDA"), {"LDA", "CTA", "CTB", "CTC"}),
        ((), set()),
    ],
)
def test_one_sees_own_units_and_all_below(
    database: Database, own: tuple[str, ...], seen: set[str]
) -> None:
    """Neither beside nor above, for one unit or several; with none, nothing."""
    seed(database, FixedClock(DAY))
    scope = Scope(own, DAY)
    with database.reading() as session:
        assert set(session.scalars(scope.units())) == seen
        assert {code for code in PARENTS if scope.holds(session, code)} == seen
        assert not scope.holds(session, "NONE")


def test_a_unit_that_was_merged_away_stays_readable_above(database: Database) -> None:
    """Its books belong to those above it on its last day; a unit that moved, to the new place."""
    seed(database, FixedClock(DAY))
    gone_on, moved_on = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
    with database.writing() as session:
        session.get_one(UnitRow, ("CTB", LONG_AGO)).valid_to = gone_on
        moved = session.get_one(UnitRow, ("CTA", LONG_AGO))
        moved.valid_to = gone_on
        session.add(
            UnitRow(
                code="CTA",
                valid_from=moved_on,
                valid_to=dt.date(9999, 12, 31),
                name=moved.name,
                name_folded=moved.name_folded,
                level=moved.level,
                kind="",
                parent_code="LDB",
                successor_code="",
            )
        )
        session.flush()
        rebuild_closure(session)
        session.commit()
    with database.reading() as session:
        assert set(session.scalars(Scope(("LDA",), DAY).units())) == {"LDA", "CTB"}
        assert set(session.scalars(Scope(("LDB",), DAY).units())) == {
            "LDB",
            "CTA",
            "CTC",
        }
        assert set(session.scalars(Scope(("LDA",), gone_on).units())) == {
            "LDA",
            "CTA",
            "CTB",
        }


def test_the_ends_of_a_scope(database: Database) -> None:
    """Nothing holds no unit, everything holds each unit of the tree."""
    seed(database, FixedClock(DAY))
    with database.reading() as session:
        assert set(session.scalars(NOTHING.units())) == set()
        assert set(session.scalars(EVERYTHING.units())) == set(PARENTS)


def test_units_are_told_apart_in_the_setting() -> None:
    """No code can pass for two: what stands between them stands in no code."""
    assert Scope(("A", "B,C"), DAY).setting() == ("", "2026-06-15", f"A{SEPARATOR}B,C")
    with pytest.raises(AssertionError, match="control"):
        Scope((f"A{SEPARATOR}TLD",), DAY).setting()


CODES = ("T", "P1", "P2", "U1", "U2", "G1", "G2", "G3")
FIRST = dt.date(2020, 1, 1)
_DAYS = st.integers(0, 12).map(lambda month: FIRST + dt.timedelta(days=91 * month))


@st.composite
def _spans(draw: st.DrawFn) -> list[tuple[str, dt.date, dt.date, str]]:
    """Units over time: each moves a few times, may pause, and may end; no parent is below it."""
    made = []
    for place, code in enumerate(CODES):
        starts = sorted(draw(st.sets(_DAYS, min_size=1, max_size=3)))
        ends = [*(day - dt.timedelta(days=draw(st.sampled_from((1, 40)))) for day in starts[1:])]
        ends.append(draw(st.sampled_from((FOREVER, starts[-1], starts[-1] + dt.timedelta(60)))))
        for first, last in zip(starts, ends, strict=True):
            parent = draw(st.sampled_from(CODES[:place])) if place else ""
            made.append((code, first, last, parent))
    return made


def _plant(session: Session, spans: Sequence[tuple[str, dt.date, dt.date, str]]) -> None:
    """Another tree in the place of the one before, and a notice in each unit."""
    session.execute(delete(NoticeRow))
    session.execute(delete(UnitRow))
    session.execute(
        insert(UnitRow),
        [
            {
                "code": code,
                "valid_from": first,
                "valid_to": last,
                "name": code,
                "name_folded": code,
                "level": "upper",
                "kind": "",
                "parent_code": parent,
                "successor_code": "",
            }
            for code, first, last, parent in spans
        ],
    )
    session.execute(
        insert(NoticeRow),
        [
            {"unit_code": code, "kind": "k", "slot": "1", "vi": "", "en": "", "made_at_us": 0}
            for code in CODES
        ],
    )
    rebuild_closure(session)
    session.expire_all()


def _by_hand(session: Session, own: Sequence[str], on: dt.date) -> set[str]:
    """The same once more, in plain steps: who stood over a unit on its day."""
    rows = session.scalars(select(UnitClosureRow)).all()
    last = {code: max(r.valid_to for r in rows if r.unit_code == code) for code in CODES}
    day = {code: min(on, last[code]) for code in CODES}
    return {
        row.unit_code
        for row in rows
        if row.ancestor_code in own and row.valid_from <= day[row.unit_code] <= row.valid_to
    }


@settings(max_examples=60)
@given(spans=_spans(), own=st.sets(st.sampled_from(CODES), max_size=3), on=_DAYS, data=st.data())
def test_page_command_permission_and_policy_agree(
    database: Database,
    spans: list[tuple[str, dt.date, dt.date, str]],
    own: set[str],
    on: dt.date,
    data: st.DataObject,
) -> None:
    """For any tree and day, the four say the same of each unit."""
    scope = Scope(tuple(sorted(own)), on)
    actor = Actor("ai", tuple(Grant(unit, "inspector") for unit in sorted(own)))
    ctx = Context(database, FixedClock(on), actor, SETTINGS)
    with database.writing() as session:
        _plant(session, spans)
        expected = _by_hand(session, scope.own, on)
        assert set(session.scalars(scope.units())) == expected
        assert {code for code in CODES if ctx.may(session, seen.READ, code)} == expected
        one = data.draw(st.sampled_from(CODES))
        assert scope.holds(session, one) == (one in expected)
        if own:
            allowed = seen.within(ctx)
            assert allowed is not None
            assert set(session.scalars(allowed)) == expected
        if database.engine_name == "postgresql":
            said = text(
                "SELECT set_config('union_finance.scope', :kind, true), "
                "set_config('union_finance.scope_on', :day, true), "
                "set_config('union_finance.scope_units', :units, true)"
            )
            session.execute(said, dict(zip(("kind", "day", "units"), scope.setting(), strict=True)))
            assert set(session.scalars(select(NoticeRow.unit_code))) == expected
