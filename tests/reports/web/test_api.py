"""The open data API."""

import pytest

from reports.disclosure.period import digest
from tests.doors import House
from tests.reports.reopened import AMOUNT, mend_july

V1 = "/api/v1"
DISCLOSURE = f"{V1}/units/G1/periods/2026-07/disclosure"


def test_units_are_found(house: House) -> None:
    """A program finds units by name without diacritics, fifty to a page."""
    answer = house.client.get(f"{V1}/units?q=dong tam").json
    assert answer == {
        "rows": [
            {
                "code": "G1",
                "name": "Công đoàn cơ sở Đồng Tâm",
                "level": "grassroots",
                "parent_code": "A1",
                "successor_code": "",
                "latest_period": "2026-07",
            }
        ],
        "count": 1,
        "page": 1,
        "pages": 1,
    }
    everything = house.client.get(f"{V1}/units?level=grassroots").json
    assert everything is not None
    assert everything["count"] == 2


def test_a_unit_and_its_months(house: House) -> None:
    """A unit, the months it published, and of each the digest of its bytes."""
    unit = house.client.get(f"{V1}/units/G1").json
    months = house.client.get(f"{V1}/units/G1/periods").json
    assert unit is not None
    assert unit["latest_period"] == "2026-07"
    assert months == {
        "rows": [
            {
                "period": "2026-07",
                "version": 1,
                "digest": digest(house.client.get(DISCLOSURE).data),
            }
        ]
    }


def test_a_disclosure_is_the_published_bytes(house: House) -> None:
    """The API answers with the bytes themselves; their digest is the entity tag."""
    response = house.client.get(DISCLOSURE)
    page = house.client.get("/open/units/G1/2026-07/file.json")
    assert response.data == page.data
    assert response.headers["ETag"] == f'"{digest(response.data)}"'
    again = house.client.get(DISCLOSURE, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert house.client.get(f"{DISCLOSURE}?version=1").data == response.data


@pytest.mark.parametrize("page", ["/units", "/units/G1", "/units/G1/periods"])
def test_answers_are_kept(house: House, page: str) -> None:
    """No cookie; anyone may keep an answer and ask again by its tag."""
    response = house.client.get(V1 + page)
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "public, max-age=300"
    again = house.client.get(V1 + page, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/units/NOBODY", 404),
        ("/units/NOBODY/periods", 404),
        ("/units/NOBODY/periods/2026-07/disclosure", 404),
        ("/units/G1/periods/2026-06/disclosure", 404),
        ("/units/G1/periods/2026-07/disclosure?version=9", 404),
        ("/units/G1/periods/July/disclosure", 400),
        ("/units/G1/periods/2026-07/disclosure?version=x", 422),
        ("/units?level=rumour", 422),
        ("/units?page=0", 422),
    ],
)
def test_refusals_are_json(house: House, page: str, status: int) -> None:
    """A program is told code, message and facts, with a status the description declares."""
    response = house.client.get(V1 + page)
    assert response.status_code == status
    assert response.json is not None
    assert set(response.json["error"]) == {"code", "message", "facts"}


def test_nothing_is_sent_to_the_api(house: House) -> None:
    """The API reads; whoever writes is refused."""
    assert house.client.post(f"{V1}/units").status_code == 405


@pytest.mark.filterwarnings("error")
def test_the_description_declares_what_happens(house: House) -> None:
    """Every operation is described with its good answer and its refusals."""
    spec = house.client.get("/api/openapi.json").json
    assert spec is not None
    paths = {path for path in spec["paths"] if path.startswith(V1)}
    assert paths == {
        f"{V1}/units",
        f"{V1}/units/{{unit_code}}",
        f"{V1}/units/{{unit_code}}/periods",
        f"{V1}/units/{{unit_code}}/periods/{{period}}/comparison",
        f"{V1}/units/{{unit_code}}/periods/{{period}}/disclosure",
        f"{V1}/units/{{unit_code}}/periods/{{period}}/comparison",
        f"{V1}/units/{{unit_code}}/seals",
        f"{V1}/units/{{unit_code}}/proofs/entry",
        f"{V1}/units/{{unit_code}}/proofs/balance",
        f"{V1}/units/{{unit_code}}/proofs/total/{{period}}",
        f"{V1}/checkpoints",
        f"{V1}/checkpoints/consistency",
    }
    for path in paths:
        assert set(spec["paths"][path]) == {"get"}
        operation = spec["paths"][path]["get"]
        assert {"200", "400", "404", "422"} <= set(operation["responses"])
        assert operation["summary"]


def test_a_month_as_first_reported_and_as_now_known(own_house: House) -> None:
    """Nothing differs until the month is mended; of a month not published there is no answer."""
    place = f"{V1}/units/G1/periods/2026-07/comparison"
    same: dict[str, object] = {
        "period": "2026-07",
        "first_reported_at_us": None,
        "rows": [],
        "entries": 0,
    }
    assert own_house.client.get(place).json == same
    mend_july(own_house.database)
    answer = own_house.client.get(place).json
    assert answer is not None
    rows = {row["account"]: row for row in answer["rows"]}
    assert set(rows) == {"111", "112"}
    assert rows["111"]["difference_vnd"] == AMOUNT == -rows["112"]["difference_vnd"]
    for account, row in rows.items():
        made = row["now_known_balance_vnd"] - row["first_reported_balance_vnd"]
        assert made == row["difference_vnd"], account
    assert answer["entries"] == 1
    assert answer["first_reported_at_us"] > 0
    assert own_house.client.get(place.replace("07/", "06/")).status_code == 404
    assert own_house.client.get(place.replace("G1", "XX")).status_code == 404
