"""Seals, checkpoints and proofs for programs."""

import pytest

from ledger.notes import parse_note
from tests.doors import House
from tests.reports.sealing import first_entry, sign

V1 = "/api/v1"
UNIT = f"{V1}/units/G1"


@pytest.fixture(scope="module")
def size(house: House, tmp_path_factory: pytest.TempPathFactory) -> int:
    """The closed months of five units, signed; the size of their log."""
    return sign(house, tmp_path_factory.mktemp("keys"))


def test_checkpoints_and_keys(house: House, size: int) -> None:
    """Each with its note; kept for five minutes like everything open."""
    response = house.client.get(f"{V1}/checkpoints")
    answer = response.json
    assert answer is not None
    assert parse_note(answer["rows"][0]["note"]).checkpoint.size == size
    assert [key["until_us"] for key in answer["keys"]] == [None]
    assert response.headers["Cache-Control"] == "public, max-age=300"


def test_seals_without_amounts(house: House, size: int) -> None:
    """A seal shows hashes and its place, nothing of what has not been published."""
    answer = house.client.get(f"{UNIT}/seals").json
    assert answer is not None
    assert all(row["position"] < size for row in answer["rows"])
    assert not any(name.endswith("_vnd") for row in answer["rows"] for name in row)


def test_proofs(house: House, size: int) -> None:
    """The same documents as behind the open door."""
    entry, tags = f"entry={first_entry(house)}", "period=2026-07&account=112"
    for api, page in (
        (f"proofs/entry?{entry}", f"seals/entry.json?{entry}"),
        (f"proofs/balance?{tags}", f"seals/balance.json?{tags}"),
        ("proofs/total/2026-07", "seals/2026-07.json"),
    ):
        answer = house.client.get(f"{UNIT}/{api}")
        assert answer.status_code == 200
        assert answer.json == house.client.get(f"/open/units/G1/{page}").json
    grown = house.client.get(f"{V1}/checkpoints/consistency?old={size}&new={size}").json
    assert grown is not None
    assert grown["kind"] == "consistency"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{V1}/checkpoints/consistency?old=1&new=2", 404),
        (f"{V1}/checkpoints/consistency?old=0&new=2", 422),
        (f"{V1}/units/XX/seals", 404),
        (f"{UNIT}/proofs/entry", 422),
        (f"{UNIT}/proofs/balance?period=2026-06&account=112", 404),
        (f"{UNIT}/proofs/balance?period=x&account=112", 422),
        (f"{UNIT}/proofs/total/2026-06", 404),
        (f"{UNIT}/proofs/total/x", 400),
    ],
)
def test_what_is_not_there(house: House, size: int, address: str, status: int) -> None:
    """By status, with the reason as a document."""
    assert size > 0
    answer = house.client.get(address)
    assert answer.status_code == status
    assert answer.json is not None
    assert "error" in answer.json
