"""The stand-alone verifier behind the open door."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reports.verifier import verify_books
from reports.web.verifier_pages import content, read_me
from tests.doors import House

FILE = "/open/verifier/verify_books.py"


def test_the_file_is_handed_out_as_it_is(house: House, tmp_path: Path) -> None:
    """The very bytes, to be kept; they run as they came."""
    response = house.client.get(FILE)
    assert response.data == content() == Path(verify_books.__file__).read_bytes()
    assert response.headers["Cache-Control"] == "public, max-age=300"
    again = house.client.get(FILE, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    (tmp_path / "verify_books.py").write_bytes(response.data)
    words = [sys.executable, "-I", "verify_books.py", "--help"]
    assert subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("page", ["/open/verifier/", "/open/en/verifier/"])
def test_the_page_tells_how_to_check(house: House, page: str) -> None:
    """The README, the digest of the file, the way to it; one heading, nothing inline."""
    text = house.client.get(page).text
    assert hashlib.sha256(content()).hexdigest() in text.replace("<wbr>", "")
    [address] = set(re.findall(r'href="([^"]*verify_books\.py)"', text))
    assert house.client.get(address).data == content()
    assert len(re.findall(r"<h1\b", text)) == 1
    assert text.count("<h2") == 5
    assert "python3 -I verify_books.py export" in text
    assert not re.search(r"\sstyle=|<style|`", text)


def test_the_readme_says_the_same_in_both_languages() -> None:
    """Block by block the same kinds, with as many lines: nothing is told to one reader only."""
    vietnamese, english = read_me("vi"), read_me("en")
    assert [(each.kind, len(each.lines)) for each in vietnamese] == [
        (each.kind, len(each.lines)) for each in english
    ]
    assert {each.kind for each in english} == {"h1", "h2", "p", "pre", "ul"}
    assert vietnamese != english


def test_each_month_leads_to_it(house: House) -> None:
    """Who reads a disclosed month finds the program that checks us."""
    assert "/open/verifier/" in house.client.get("/open/units/G1/2026-07/").text
