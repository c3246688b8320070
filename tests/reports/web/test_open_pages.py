"""The open door: what everyone sees."""

import json
import re

import pytest

from finance.actions.publish_disclosure import PublishDisclosure, publish_disclosure
from finance.actions.store_disclosure import StoreDisclosure, store_disclosure
from finance.runtime.context import Context
from ledger.balances import trial_balance
from ledger.money import format_vnd
from reports.disclosure.period import digest, read
from reports.queries import books
from tests.doors import SETTINGS, House
from tests.reports.june_2026 import FIRST, JULY, LAST, UNITS
from tests.reports.publishing import APPROVER
from tests.reports.reopened import AMOUNT, mend_july

MONTH = "/open/units/G1/2026-07/"
PAGES = [
    "/open/",
    "/open/?q=cong&level=grassroots",
    "/open/?parent=LDA",
    "/open/?q=nothing-of-the-kind",
    "/open/units/G1/",
    "/open/units/TLD/",
    *(f"/open/units/{code}/2026-07/" for code, _, _, _ in UNITS),
]


def _english(page: str) -> str:
    return page.replace("/open/", "/open/en/", 1)


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("page", [*PAGES, *map(_english, PAGES)])
def test_pages_are_for_everyone(house: House, page: str) -> None:
    """No log-in, no cookie, and anyone may keep the page for five minutes."""
    response = house.client.get(page)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "public, max-age=300"
    again = house.client.get(page, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_sent_to_an_open_page(house: House, page: str) -> None:
    """The open door takes no forms."""
    assert house.client.post(page.split("?", maxsplit=1)[0]).status_code == 405


@pytest.mark.parametrize("page", [*PAGES, *map(_english, PAGES)])
def test_pages_are_well_made(house: House, page: str) -> None:
    """One heading, a language, captions and headers for every table, nothing inline."""
    text = house.client.get(page).text
    assert len(re.findall(r"<h1\b", text)) == 1
    assert f'<html lang="{"en" if "/en/" in page else "vi"}"' in text
    assert text.count("<table") == text.count("<caption")
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=", text)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for label in re.findall(r'aria-labelledby="([^"]+)"', text):
        assert set(label.split()) <= set(ids)


@pytest.mark.parametrize("page", PAGES)
def test_english_pages_are_english(house: House, page: str) -> None:
    """The sentences of the two languages differ; no Vietnamese sentence stands in English."""
    vietnamese, english = house.client.get(page).text, house.client.get(_english(page)).text
    sentences = re.compile(r'<p class="govuk-body"[^>]*>([^<]{25,})<')
    told = {text.strip() for text in sentences.findall(vietnamese)}
    assert not told & {text.strip() for text in sentences.findall(english)}


@pytest.mark.parametrize(
    ("query", "found"), [("dong+tam", True), ("%C4%90%E1%BB%93ng+T%C3%A2m", True), ("hai", False)]
)
def test_search_without_diacritics(house: House, query: str, found: bool) -> None:  # noqa: FBT001 - a table
    """A reader finds a unit by its name with or without diacritics."""
    assert ("Công đoàn cơ sở Đồng Tâm" in house.client.get(f"/open/?q={query}").text) is found


def test_the_month_shows_what_the_book_says(house: House) -> None:
    """Closing cash, income and spending on the open page are those of the trial balance."""
    with house.database.reading() as session:
        moved = books.movements(session, books.Asked("G1", FIRST, LAST))
    rows = {row.key: row for row in trial_balance(moved.rows, moved.chart)}
    text = _words(house.client.get(MONTH).text)
    income = rows["337861"].credit_vnd - rows["337861"].debit_vnd
    for amount in (income, rows["611"].debit_vnd, rows["112"].closing_debit_vnd):
        assert format_vnd(amount) in text
    assert "4g\N{NO-BREAK SPACE}−\N{NO-BREAK SPACE}3m" in house.client.get(MONTH).text


def test_the_chart_is_told_in_words(house: House) -> None:
    """Who does not see the picture hears its title and every amount."""
    text = house.client.get(MONTH).text
    [picture] = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert 'role="img"' in picture
    assert "<title" in picture
    assert "Số dư cuối tháng: 62.788.627" in picture
    assert "<script" not in picture


def test_files_are_the_published_month(house: House) -> None:
    """Four kinds of file, each of its own type; the JSON is the very bytes, with its digest."""
    kinds = {
        "csv": b"\xef\xbb\xbf",
        "xlsx": b"PK",
        "pdf": b"%PDF",
        "json": b'{"balance"',
    }
    for ending, start in kinds.items():
        response = house.client.get(f"{MONTH}file.{ending}")
        assert response.status_code == 200
        assert response.data.startswith(start)
        kept = house.client.get(
            f"{MONTH}file.{ending}", headers={"If-None-Match": response.headers["ETag"]}
        )
        assert kept.status_code == 304
    assert digest(house.client.get(f"{MONTH}file.json").data) in _words(
        house.client.get(MONTH).text
    ).replace(" ", "")
    assert house.client.get(f"{MONTH}file.exe").status_code == 404


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/open/units/NOBODY/", 404),
        ("/open/units/NOBODY/2026-07/", 404),
        ("/open/units/G1/2026-06/", 404),
        ("/open/units/G1/2026-13/", 400),
        ("/open/units/G1/2026-07/?version=9", 404),
        ("/open/units/G1/2026-07/?version=x", 400),
        ("/open/?page=0", 400),
    ],
)
def test_what_is_not_there(house: House, page: str, status: int) -> None:
    """A page that is not there says so; an address that cannot be read says that."""
    assert house.client.get(page).status_code == status
    assert house.client.get(_english(page)).status_code == status


def test_a_built_month_is_not_shown(house: House) -> None:
    """Whoever guesses the address of a version that is not public sees nothing of it."""
    ctx = Context(house.database, house.clock, APPROVER, SETTINGS)
    store_disclosure(ctx, StoreDisclosure("G2", "period", JULY, b'{"secret": 1}'))
    assert house.client.get("/open/units/G2/2026-07/?version=2").status_code == 404
    assert "secret" not in house.client.get("/open/units/G2/2026-07/file.json").text


def test_an_earlier_version_stays(house: House) -> None:
    """A corrected month is shown in its newest version, and the earlier one stays to be read."""
    document = read(house.client.get("/open/units/A1/2026-07/file.json").data)
    document["unit"]["name"] = "Tên đã sửa"
    content = json.dumps(document, ensure_ascii=False).encode()
    ctx = Context(house.database, house.clock, APPROVER, SETTINGS)
    made = store_disclosure(ctx, StoreDisclosure("A1", "period", JULY, content))
    publish_disclosure(ctx, PublishDisclosure(made))
    newest = house.client.get("/open/units/A1/2026-07/").text
    earlier = house.client.get("/open/units/A1/2026-07/?version=1")
    assert "bản số 2" in _words(newest)
    assert earlier.status_code == 200
    assert "Đây là bản cũ." in earlier.text
    assert house.client.get("/open/units/A1/2026-07/file.json").data == content


def test_a_month_that_was_mended_says_so(own_house: House) -> None:
    """Where the book is no longer as first reported, accounts are shown, and no entry's text."""
    assert "lần đầu" not in _words(own_house.client.get(MONTH).text)
    mend_july(own_house.database)
    text = _words(own_house.client.get(MONTH).text)
    assert "không còn như khi khóa lần đầu" in text
    assert format_vnd(AMOUNT) in text
    assert "Rút tiền bị sót" not in text
    assert "no longer as it was" in _words(own_house.client.get(_english(MONTH)).text)
