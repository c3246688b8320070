"""The office of two units with open books, and the steps a person takes there; for its tests."""

import re
from collections.abc import Mapping
from typing import Final

from werkzeug.test import TestResponse

from finance.records.vouchers import VoucherRow
from finance.runtime.database import Database
from finance.shell.room import Room
from finance.web import blueprints, links, months, waiting
from tests.casework import press
from tests.doors import House, open_books, open_house

UNITS: Final = ("LDA", "CTA")
VOUCHERS: Final = "/office/units/CTA/vouchers/"
NEW: Final = f"{VOUCHERS}new"
HEAD: Final = {"accounting_on": "10/06/2026", "text": "Chi thăm hỏi"}
PAID: Final = (
    {"account": "611", "debit": "24.500.000", "fund": "KPCĐ", "item": "31"},
    {"account": "112", "credit": "24500000"},
)
_INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)
_TOKEN = re.compile(r'value="[0-9a-f]{64}"')


def without_tokens(page: str) -> str:
    """A page without the tokens of its forms: any figure may stand in one by chance."""
    return _TOKEN.sub("", page)


def office(database: Database) -> House:
    """A house of this room alone, with the books of UNITS open."""
    room = Room("finance", blueprints, waiting=waiting, links=links, months=months, press=press)
    house = open_house(database, [room])
    open_books(database, *UNITS)
    return house


def fields(*rows: Mapping[str, str], **head: str) -> dict[str, str]:
    """What the form sends for these rows."""
    cells = {
        f"{column}-{number}": row.get(column, "")
        for number, row in enumerate(rows, start=1)
        for column in ("account", "debit", "credit", "fund", "item")
    }
    return {**HEAD, **head, **cells}


def drafted(house: House, who: str, *rows: Mapping[str, str], unit: str = "CTA") -> int:
    """Sign in, keep a draft with these rows and return its number."""
    house.sign_in(who)
    page = f"/office/units/{unit}/vouchers/new"
    answer = house.send(page, page, **fields(*(rows or PAID)))
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rstrip("/").rsplit("/", 1)[1])


def step(house: House, seq: int, name: str, /, unit: str = "CTA", **given: str) -> TestResponse:
    """Take a step with a voucher as it stands now, as whoever is signed in."""
    page = f"/office/units/{unit}/vouchers/{seq}/"
    seen = str(stored(house, seq, unit).changed_at_us)
    return house.send(f"{page}{name}", page, **{"seen": seen, **given})


def submitted(house: House, who: str = "lan", unit: str = "CTA") -> int:
    """Draft and submit a voucher as one person and return its number."""
    seq = drafted(house, who, unit=unit)
    assert step(house, seq, "submit", unit).status_code == 303
    return seq


def stored(house: House, seq: int, unit: str = "CTA") -> VoucherRow:
    """The voucher as it is kept."""
    with house.database.reading() as session:
        return session.get_one(VoucherRow, (unit, seq))


def inline(page: str) -> list[str]:
    """Styles and scripts that stand in a page itself: the policy of the frame forbids them."""
    return _INLINE.findall(page)
