"""The books behind the guarded doors."""

import csv
import io
import re

import pytest

from reports.figures import Drill
from reports.web.books import drill_address
from tests.doors import House
from tests.reports.june_2026 import FIRST, LAST
from tests.reports.reopened import mend_july

JULY = "from=2026-07-01&to=2026-07-31"
PLACES = (
    "",
    f"journal?{JULY}",
    "entries/3",
    f"trial-balance?{JULY}",
    f"trial-balance?{JULY}&by=fund",
    f"trial-balance?{JULY}&by=item",
    f"accounts/337861?{JULY}",
    f"settlement?{JULY}",
    f"compare?{JULY}",
    "compare",
    f"trial-balance?{JULY}&known=2026-07-15T12:00",
    f"accounts/337861?{JULY}&known=2026-07-15T12:00:00.000001",
    "collection?year=2026&on=2026-07-31",
    "collection",
    "arrears?on=2026-10-01",
    "arrears",
    "check",
    "months/2026-07/disclosure",
)


@pytest.fixture
def inspector(house: House) -> House:
    """A browser of the inspector of LDA."""
    return _browser(house, "kiem")


@pytest.fixture
def accountant(house: House) -> House:
    """A browser of the accountant of G1."""
    return _browser(house, "ke")


def _browser(house: House, name: str) -> House:
    fresh = House(house.database, house.clock, house.client.application.test_client())
    fresh.sign_in(name)
    return fresh


@pytest.mark.parametrize("place", PLACES)
def test_an_inspector_reads_the_books_below(inspector: House, place: str) -> None:
    """Every page of a book below is read; nothing of a book above."""
    response = inspector.client.get(f"/inspect/books/G1/{place}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert inspector.client.get(f"/inspect/books/TLD/{place}").status_code == 404


@pytest.mark.parametrize("place", PLACES)
def test_an_accountant_reads_their_own_book(accountant: House, place: str) -> None:
    """The same pages hang at the office's door, for one's own unit."""
    assert accountant.client.get(f"/office/books/G1/{place}").status_code == 200
    assert accountant.client.get(f"/office/books/G2/{place}").status_code == 404


@pytest.mark.parametrize("place", PLACES)
def test_pages_of_books_are_well_made(inspector: House, place: str) -> None:
    """One heading, captions for every table, nothing inline, every id once, in both languages."""
    for language in ("vi", "en"):
        inspector.sign_in("kiem", language)
        text = inspector.client.get(f"/inspect/books/G1/{place}").text
        assert len(re.findall(r"<h1\b", text)) == 1
        assert f'<html lang="{language}"' in text
        assert text.count("<table") == text.count("<caption")
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("place", PLACES)
def test_nobody_reads_without_signing_in(house: House, place: str) -> None:
    """Without a visit the sign-in page comes first."""
    response = house.client.get(f"/inspect/books/G1/{place}")
    assert response.status_code == 303
    assert "/office/sign-in" in response.headers["Location"]


def test_the_list_holds_only_ones_own(inspector: House) -> None:
    """The list of books is the visitor's scope, with search."""
    text = inspector.client.get("/inspect/books/").text
    assert "Công đoàn cơ sở Đồng Tâm" in text
    assert "Tổng Liên đoàn Lao động Việt Nam" not in text
    assert "Công đoàn cơ sở Đồng Tâm" not in inspector.client.get("/inspect/books/?q=hai").text


def test_every_figure_leads_to_its_entries(inspector: House) -> None:
    """From the trial balance to the account's lines, and from a line to its entry."""
    page = inspector.client.get(f"/inspect/books/G1/trial-balance?{JULY}").text
    [address] = set(re.findall(r'href="(/inspect/books/G1/accounts/611[^"]*)"', page))
    account = inspector.client.get(address.replace("&amp;", "&")).text
    [entry, *_] = re.findall(r'href="(/inspect/books/G1/entries/\d+)"', account)
    text = inspector.client.get(entry).text
    assert "G1/PV/2026/1" in text
    assert "3.000.000" in text


def test_a_consolidated_balance_shows_no_debts_between_units(inspector: House) -> None:
    """With all units below, what they owe each other has left, and nothing is off."""
    text = inspector.client.get(f"/inspect/books/LDA/trial-balance?{JULY}&below=1").text
    assert "191.656.845" in text
    assert "1362" not in re.sub(r"<(?!th scope)[^>]+>", "", text)
    assert 'role="alert"' not in text


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf", "json"])
@pytest.mark.parametrize("place", ["trial-balance", "accounts/112", "settlement", "compare"])
def test_statements_are_taken_home(inspector: House, place: str, ending: str) -> None:
    """Each statement is downloaded in each kind of file, under a plain name."""
    response = inspector.client.get(f"/inspect/books/G1/{place}?{JULY}&file={ending}")
    assert response.status_code == 200
    assert re.search(rf'filename="[a-z0-9-]+\.{ending}"', response.headers["Content-Disposition"])


def test_a_statement_as_a_file_is_whole(inspector: House) -> None:
    """A file has all lines, whatever page was on the screen."""
    page = f"/inspect/books/G1/accounts/112?{JULY}&page=3&file=csv"
    rows = list(csv.reader(io.StringIO(inspector.client.get(page).data.decode("utf-8-sig"))))
    assert rows[1][-1] == "6500000"
    assert rows[-1][-1] == "63334793"


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ("trial-balance?by=rumour", 400),
        ("trial-balance?from=x", 400),
        ("accounts/999", 404),
        ("entries/999", 404),
        ("settlement?file=exe", 404),
        ("months/2026-13/disclosure", 400),
        ("months/2026-08/disclosure", 409),
    ],
)
def test_what_cannot_be_shown(inspector: House, place: str, status: int) -> None:
    """What does not exist is not found; what cannot be read is a bad request."""
    assert inspector.client.get(f"/inspect/books/G1/{place}").status_code == status


def test_the_check_says_how_much_it_looked_at(inspector: House) -> None:
    """An inspector sees that the book is right, and that all of it was read."""
    text = re.sub(r"\s+", " ", inspector.client.get("/inspect/books/A1/check").text)
    assert "Không phát hiện sai lệch nào." in text
    assert re.search(r"Đã xem [1-9]\d* bút toán, [1-9]\d* dòng", text)


def test_a_unit_shows_its_months_and_receipts(inspector: House) -> None:
    """Months with their state, and every receipt by what it waits for."""
    text = re.sub(r"<[^>]+>", " ", inspector.client.get("/inspect/books/LDA/").text)
    text = re.sub(r"\s+", " ", text)
    assert "07/2026 Đã khóa" in text
    assert "Chờ xác định 1 750.000" in text
    preview = inspector.client.get("/inspect/books/G1/months/2026-06/disclosure")
    assert "7.000.000" in preview.text


def test_addresses_behind_figures(house: House) -> None:
    """A figure of one entry leads there, another to the account's lines with its tags."""
    with house.client.application.test_request_context("/inspect/books/G1/journal"):
        entry = drill_address(Drill("G1", FIRST, LAST, entry_seq=7))
        lines = drill_address(Drill("G1", FIRST, LAST, account="112", fund="levy"))
    assert entry == "/inspect/books/G1/entries/7"
    assert lines == "/inspect/books/G1/accounts/112?from=2026-07-01&to=2026-07-31&fund=levy"


def test_a_balance_as_it_was_known(inspector: House) -> None:
    """Before anything was recorded the book is empty; figures lead on at the same moment."""
    place = "/inspect/books/G1/trial-balance"
    early = inspector.client.get(f"{place}?{JULY}&known=1970-01-01T08:00").text
    assert "accounts/" not in early
    assert "01/01/1970" in early
    late = inspector.client.get(f"{place}?{JULY}&known=2026-08-01T12:00:00").text
    assert "accounts/611?" in late
    assert "known=2026-08-01T12%3A00%3A00" in late
    account = inspector.client.get(f"/inspect/books/G1/accounts/112?{JULY}&known=1970-01-01T08:00")
    assert "entries/" not in account.text
    whole = inspector.client.get(f"{place}?{JULY}&below=1&known=2026-08-01T12:00").text
    assert 'role="alert"' not in whole


def test_a_moment_that_is_none_is_refused(inspector: House) -> None:
    """What cannot be read is a bad request, never a guess."""
    for page in ("trial-balance", "accounts/112"):
        answer = inspector.client.get(f"/inspect/books/G1/{page}?{JULY}&known=hom-qua")
        assert answer.status_code == 400


def test_a_month_mended_later_is_compared(own_house: House) -> None:
    """The accounts that differ, the entry that makes the difference, and the way to it."""
    mend_july(own_house.database)
    inspector = _browser(own_house, "kiem")
    text = inspector.client.get(f"/inspect/books/G1/compare?{JULY}").text
    assert "123.456" in text
    assert "Rút tiền bị sót" in text
    [address] = set(re.findall(r'href="(/inspect/books/G1/entries/\d+)"', text))
    assert inspector.client.get(address).status_code == 200
    august = inspector.client.get("/inspect/books/G1/compare?from=2026-08-01&to=2026-08-31").text
    assert "chưa khóa lần nào" in august
