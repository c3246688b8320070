"""The yearly lists of relief behind the open door."""

import datetime as dt

import pytest

from finance.actions.publish_relief_list import PublishReliefList, publish_relief_list
from finance.rules.relief import ReliefKind
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.shell.app import create_app
from finance.shell.room import Room
from reports.web import blueprints, links
from tests.builders import E1
from tests.doors import SETTINGS, House
from tests.federation import APPROVER, federation
from tests.relieved import FIFTH, grant

LISTS, LIST = "/open/relief/", "/open/relief/LDA/2026/"


@pytest.fixture
def open_house(database: Database) -> House:
    """LDA suspended and reduced E1 in 2026, and published it; TLD published an empty year."""
    fed = federation(database)
    grant(fed, E1, ReliefKind.SUSPENSION, "2026-06", "2026-06", dt.date(2026, 6, 25))
    grant(fed, E1, ReliefKind.REDUCTION, "2026-07", "2026-12", dt.date(2026, 7, 20), FIFTH)
    fed.owe(E1, "2026-07", 40_000_000, dt.date(2026, 8, 3))
    ctx = fed.ctx(dt.date(2026, 12, 31), APPROVER)
    publish_relief_list(ctx, PublishReliefList("LDA", 2026))
    publish_relief_list(ctx, PublishReliefList("TLD", 2026))
    app = create_app(
        SETTINGS,
        database,
        FixedClock(dt.date(2027, 1, 4)),
        [Room("reports", blueprints, links=links)],
    )
    app.testing = True
    return House(database, FixedClock(dt.date(2027, 1, 4)), app.test_client())


@pytest.mark.parametrize("page", [LISTS, LIST, "/open/relief/TLD/2026/"])
def test_for_everyone_in_both_languages(open_house: House, page: str) -> None:
    """No cookie, no log-in, kept for five minutes."""
    texts = []
    for address in (page, page.replace("/open/", "/open/en/", 1)):
        response = open_house.client.get(address)
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "public, max-age=300"
        assert response.text.count("<table") == response.text.count("<caption")
        texts.append(response.text)
    assert texts[0] != texts[1]


def test_every_case_of_the_year(open_house: House) -> None:
    """Who, what, which months, by which decision, how much; and the published bytes."""
    page = open_house.client.get(LIST).text
    for told in (f"Công ty {E1}", "Tạm dừng", "Giảm 20%", "07/2026 – 12/2026", "8.000.000"):
        assert told in page
    file = open_house.client.get(f"{LIST}list.json")
    assert file.json is not None
    assert [case["kind"] for case in file.json["cases"]] == ["suspension", "reduction"]
    assert "Công đoàn LDA" in open_house.client.get(LISTS).text


@pytest.mark.parametrize(
    "page",
    [
        "/open/relief/LDA/2025/",
        "/open/relief/G1/2026/",
        "/open/relief/LDA/20x6/",
        "/open/relief/LDA/20260/",
        "/open/relief/LDA/2025/list.json",
    ],
)
def test_what_was_not_published_is_not_there(open_house: House, page: str) -> None:
    """Whatever the books hold."""
    assert open_house.client.get(page).status_code == 404
