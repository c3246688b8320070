"""A finding is written down with all it was computed from, and read back whole."""

import pytest

from finance.rules.loss import findings, recomputed
from finance.rules.loss_facts import EmployerYear
from finance.rules.loss_told import as_told, read_finding, written
from finance.runtime.parameters import law
from ledger.money import Vnd
from tests.finance.rules.losses import AFTER, declared, employer, owed, tax

YEARS = (
    employer(declared(100_000_000), tax=tax(1_500_000_000, 12)),
    employer(declared(100_000_000, months=(1, 2)), credit_vnd=Vnd(5)),
    employer(declared(1), overdue=(owed(1, 700), owed(2, 300, "late"))),
    employer(tax=tax(None, 5)),
)


@pytest.mark.parametrize("facts", YEARS)
def test_what_is_written_is_read_back(facts: EmployerYear) -> None:
    """Nothing is lost, so the amount can be computed again from the file alone."""
    for finding in findings(facts, AFTER, law()):
        text = written(as_told(finding))
        again = read_finding(text)
        assert again == finding
        assert recomputed(again) == finding.at_stake_vnd
        assert written(as_told(again)) == text


def test_there_is_one_way_to_write() -> None:
    """Keys in order, letters as they are: the same thing has the same fingerprint."""
    assert written({"b": "đ", "a": 1}) == written({"a": 1, "b": "đ"}) == '{"a":1,"b":"đ"}'
