"""`levy declarations` tells what was heard of whom, and counts each kind."""

from tests.reports.june_2026 import E1
from tests.terminal import Terminal


def test_every_employer_of_the_register_stands_in_the_list(reading: Terminal) -> None:
    """The counts are those of the rows, whatever kind is asked for."""
    told = reading.ask("levy", "declarations", "--period", "2026-06")
    kinds = [row["heard"] for row in told["rows"]]
    assert {kind: kinds.count(kind) for kind in told["counts"]} == told["counts"]
    silent = reading.ask("levy", "declarations", "--period", "2026-06", "--heard", "silent")
    assert silent["counts"] == told["counts"]
    assert {row["heard"] for row in silent["rows"]} <= {"silent"}
    assert E1 in {row["tax_code"] for row in told["rows"]}


def test_one_unit_only(reading: Terminal) -> None:
    """A unit that collects from nobody has an empty list."""
    words = ("levy", "declarations", "--period", "2026-06", "--unit")
    assert reading.ask(*words, "G1")["rows"] == []
    assert reading.ask(*words, "LDA")["rows"] != []
