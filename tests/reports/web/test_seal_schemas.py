"""What the API says of seals keeps every field of the documents it gives."""

from reports.queries.seals import ListedSeal
from reports.web.seal_schemas import BalanceQuery, ShownSeal

SEAL = ListedSeal("G1", 1, "2026-05", 3, 7, 7, 9, b"a" * 32, b"b" * 32, b"c" * 32, b"x", 0)


def test_a_seal_is_shown_without_its_amounts() -> None:
    """Hashes, number, month and place."""
    made = ShownSeal().dump(SEAL.shown())
    assert isinstance(made, dict)
    assert set(SEAL.shown()) - set(made) == {"unit", "debit_vnd", "credit_vnd"}


def test_tags_that_an_account_does_not_carry_are_left_empty() -> None:
    """Only month and account have to be named."""
    asked = BalanceQuery().load({"period": "2026-05", "account": "112"})
    assert asked == {
        "period": "2026-05",
        "account": "112",
        "fund": "",
        "item": "",
        "counter_unit": "",
    }
