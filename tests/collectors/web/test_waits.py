"""The office's first page says what of this room waits for the person."""

from flask import g

from collectors.web import waiting
from finance.records.scope import Scope
from tests.collectors.web.conftest import DAY
from tests.doors import House


def _waiting(house: House, unit: str) -> dict[str, tuple[int, str]]:
    app = house.client.application
    with app.test_request_context("/office/"), house.database.reading() as session:
        g.reference = ""
        found = waiting(session, Scope((unit,), DAY))
        return {each.kind: (each.count, each.url) for each in found}


def test_each_number_is_that_of_its_list(house: House) -> None:
    """For LDA: one receipt without a sign, one with a suggestion, one row."""
    assert _waiting(house, "LDA") == {
        "receipts.unidentified": (1, "/office/receipts/?state=unidentified"),
        "receipts.suggested": (1, "/office/receipts/?state=suggested"),
        "intake.quarantine": (1, "/office/quarantine/"),
    }


def test_others_see_their_own(house: House) -> None:
    """Nothing waits for G1; the top sees the register's row as well."""
    assert {count for count, _ in _waiting(house, "G1").values()} == {0}
    assert _waiting(house, "TLD")["intake.quarantine"][0] == 2
