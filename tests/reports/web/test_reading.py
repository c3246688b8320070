"""What pages read from their address."""

import datetime as dt

import pytest
from werkzeug.exceptions import BadRequest

from reports.web import reading
from tests.doors import House


@pytest.mark.parametrize(("count", "expected"), [(0, 1), (50, 1), (51, 2), (101, 3)])
def test_how_many_pages_there_are(count: int, expected: int) -> None:
    """An empty list has one page, and the last page may be short."""
    assert reading.pages(count, 50) == expected


def test_spans(house: House) -> None:
    """Without days asked for, a span goes from New Year to today."""
    app = house.client.application
    with app.test_request_context("/inspect/"):
        assert reading.span_asked() == (dt.date(2026, 1, 1), dt.date(2026, 8, 5))
    with app.test_request_context("/inspect/?from=2026-07-01&to=2026-07-31"):
        assert reading.span_asked() == (dt.date(2026, 7, 1), dt.date(2026, 7, 31))
    with app.test_request_context("/inspect/?from=2027-01-01"):
        assert reading.span_asked() == (dt.date(2027, 1, 1), dt.date(2027, 1, 1))


@pytest.mark.parametrize("query", ["from=x", "to=2026-02-30", "from=2026-07-02&to=2026-07-01"])
def test_bad_spans(house: House, query: str) -> None:
    """A day that does not exist, or a span that ends before it begins, is a bad request."""
    with (
        house.client.application.test_request_context(f"/inspect/?{query}"),
        pytest.raises(BadRequest),
    ):
        reading.span_asked()


def test_pages_and_versions(house: House) -> None:
    """A page is a number from 1, a version a number or nothing; anything else is a bad request."""
    app = house.client.application
    with app.test_request_context("/open/"):
        assert reading.page_asked() == 1
        assert reading.version_asked() is None
    with app.test_request_context("/open/?page=7&version=2"):
        assert reading.page_asked() == 7
        assert reading.version_asked() == 2
    for bad in ("0", "-1", "x", "١", "9999999"):  # noqa: RUF001 - digits of another script
        with app.test_request_context(f"/open/?page={bad}"), pytest.raises(BadRequest):
            reading.page_asked()
    with app.test_request_context("/open/?version=x"), pytest.raises(BadRequest):
        reading.version_asked()


def test_months_in_addresses() -> None:
    """A month is read; what is no month is a bad request, not a mistake of ours."""
    assert reading.period_in("2026-07") == "2026-07"
    with pytest.raises(BadRequest):
        reading.period_in("2026-13")


def test_pages_read_only(house: House) -> None:
    """The session of a page cannot write: the database itself refuses."""
    with house.client.application.test_request_context("/open/"), reading.session() as session:
        connection = session.connection()
        with pytest.raises(Exception, match="readonly"):
            connection.exec_driver_sql("DELETE FROM notice")
