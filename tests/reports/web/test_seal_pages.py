"""Seals, checkpoints and proofs behind the open door."""

import pytest

from ledger.notes import parse_key, parse_note
from tests.doors import House
from tests.reports.sealing import first_entry, sign

SEALS = "/open/units/G1/seals"
PAGES = ("/open/checkpoints/", f"{SEALS}/", "/open/units/TLD/seals/")


@pytest.fixture(scope="module")
def size(house: House, tmp_path_factory: pytest.TempPathFactory) -> int:
    """The closed months of five units, signed; the size of their log."""
    return sign(house, tmp_path_factory.mktemp("keys"))


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_everyone_in_both_languages(house: House, size: int, page: str) -> None:
    """No cookie, kept for five minutes, asked for again by digest."""
    assert size > 0
    texts = []
    for address in (page, page.replace("/open/", "/open/en/", 1)):
        response = house.client.get(address)
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "public, max-age=300"
        etag = response.headers["ETag"]
        again = house.client.get(address, headers={"If-None-Match": etag})
        assert again.status_code == 304
        assert response.text.count("<h1") == 1
        assert response.text.count("<table") == response.text.count("<caption")
        texts.append(response.text)
    assert texts[0] != texts[1]


def test_checkpoint_and_keys_as_text(house: House, size: int) -> None:
    """What is to be kept, byte for byte."""
    page = house.client.get("/open/checkpoints/").text
    assert f"/open/checkpoints/{size}.txt" in page
    response = house.client.get(f"/open/checkpoints/{size}.txt")
    assert response.content_type.startswith("text/plain")
    assert parse_note(response.text).checkpoint.size == size
    (line,) = house.client.get("/open/checkpoints/keys.txt").text.splitlines()
    assert str(parse_key(line)) == line
    assert line.split("+")[1] in page


def test_proofs_are_files(house: House, size: int) -> None:
    """Of an entry without its text, of a balance, of a unit's part, of growth."""
    entry = house.client.get(f"{SEALS}/entry.json?entry={first_entry(house)}").json
    assert entry is not None
    assert entry["kind"] == "inclusion"
    assert "entry_bytes" not in entry
    total = house.client.get(f"{SEALS}/2026-07.json").json
    assert total is not None
    assert (total["kind"], total["book"]) == ("total", "G1")
    grown = house.client.get(f"/open/checkpoints/{size}-{size}.json").json
    assert grown is not None
    assert grown["path"] == []
    query = "period=2026-07&account=112"
    balance = house.client.get(f"{SEALS}/balance.json?{query}").json
    assert balance is not None
    assert balance["kind"] == "balance"


def test_unpublished_months_are_not_proven(house: House, size: int) -> None:
    """A month is proven in the open once its unit has published it."""
    assert size > 0
    assert house.client.get(f"{SEALS}/2026-06.json").status_code == 404
    query = "period=2026-06&account=112"
    assert house.client.get(f"{SEALS}/balance.json?{query}").status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/open/checkpoints/9999.txt", 404),
        ("/open/checkpoints/x.txt", 404),
        ("/open/checkpoints/1-2.json", 404),
        ("/open/units/XX/seals/", 404),
        ("/open/units/XX/seals/entry.json?entry=PV/2026/1", 404),
        (f"{SEALS}/entry.json?entry=PV/2026/99999", 404),
        (f"{SEALS}/entry.json?entry=" + "x" * 300, 400),
        (f"{SEALS}/entry.json?entry=%00", 400),
        (f"{SEALS}/balance.json", 400),
        (f"{SEALS}/balance.json?period=2026-07&account=999", 404),
        (f"{SEALS}/2026-13.json", 400),
    ],
)
def test_what_is_not_there(house: House, size: int, address: str, status: int) -> None:
    """Said as such, never as our mistake."""
    assert size > 0
    assert house.client.get(address).status_code == status


def test_a_unit_without_seals(house: House) -> None:
    """The page says so; the unit's own page leads to it."""
    page = house.client.get("/open/units/G1/").text
    assert f"{SEALS}/" in page
