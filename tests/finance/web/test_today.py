"""The office's first page says what waits, the most urgent first, in every room."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy.orm import Session

from finance.records.runs import NoticeRow
from finance.records.scope import EVERYTHING, Scope
from finance.runtime.database import Database
from finance.shell.room import Month, Room, Severity, Waiting
from finance.web import blueprints, links
from tests.doors import House, open_house
from tests.engines import SqliteEngine


def _in_one(session: Session, scope: Scope) -> Sequence[Waiting]:
    seen = len(session.scalars(scope.units()).all())
    return (
        Waiting("b.calm", "việc thong thả", "calm things", 1, "/office/b", Severity.CALM),
        Waiting("a.units", "đơn vị nhìn thấy", "units seen", seen, "/office/a"),
        Waiting("c.none", "việc không có", "absent things", 0, "/office/c", Severity.URGENT),
    )


def _in_another(_session: Session, _scope: Scope) -> Sequence[Waiting]:
    return (Waiting("d.now", "việc gấp", "urgent things", 1234, "/office/d", Severity.URGENT),)


def _months(_session: Session, scope: Scope) -> Sequence[Month]:
    return tuple(Month(code, f"Công đoàn {code}", "2026-05", 2, "/office/m") for code in scope.own)


@pytest.fixture
def house(sqlite_engine: SqliteEngine) -> Iterator[House]:
    """A house of two rooms in which things wait."""
    url = sqlite_engine.fresh()
    database = Database(url).within(EVERYTHING)
    one = Room("finance", blueprints, waiting=_in_one, links=links, months=_months)
    yield open_house(database, [one, Room("other", waiting=_in_another)])
    database.dispose()
    sqlite_engine.drop(url)


def test_what_waits_in_every_room_stands_on_the_page(house: House) -> None:
    """The urgent before the due before the calm; what there is none of is left out."""
    house.sign_in("accountant")
    page = house.client.get("/office/").text
    order = [page.index(text) for text in ("việc gấp", "đơn vị nhìn thấy", "việc thong thả")]
    assert order == sorted(order)
    assert "1.234" in page
    assert "việc không có" not in page


def test_each_line_leads_to_its_list(house: House) -> None:
    """One step from the number to the things themselves."""
    house.sign_in("accountant", "en")
    page = house.client.get("/office/").text
    assert '<a class="govuk-link" href="/office/d">urgent things</a>' in page


def test_the_rooms_are_asked_with_the_persons_own_scope(house: House) -> None:
    """One unit and two below it for LDA, one for its grassroots unit."""
    for name, seen in (("accountant", 3), ("lan", 1)):
        house.sign_in(name)
        cells = house.client.get("/office/").text.partition("đơn vị nhìn thấy")[2]
        assert cells.partition('numeric">')[2].startswith(f"{seen}<")


def test_the_month_stands_beside_what_waits(house: House) -> None:
    """Which month is open, in which unit, and what keeps it from being closed."""
    house.sign_in("accountant")
    page = house.client.get("/office/").text
    assert "Công đoàn LDA" in page
    assert "Kỳ 05/2026 đã hết tháng nhưng chưa khóa." in page
    assert "Còn 2 việc" in page


def test_the_latest_reminders_of_ones_own_units_stand_below(house: House) -> None:
    """The newest five; more of them, and those of the units below, are one step away."""
    with house.database.writing() as session:
        for number in range(6):
            session.add(
                NoticeRow(
                    unit_code="LDA",
                    kind="disclosure",
                    slot=f"2026-0{number}",
                    vi=f"Lời nhắc số {number}",
                    en=f"Reminder {number}",
                    made_at_us=number,
                )
            )
        session.commit()
    house.sign_in("accountant")
    page = house.client.get("/office/").text
    assert [f"Lời nhắc số {number}" in page for number in range(6)] == [False, *[True] * 5]
    assert "Tất cả lời nhắc" in page
    house.sign_in("lan", "en")
    assert "Reminder" not in house.client.get("/office/").text
