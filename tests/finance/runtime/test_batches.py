"""What an action says of the rows of a batch."""

from dataclasses import dataclass

from finance.runtime.batches import Judged, RowState, twice


@dataclass(frozen=True, slots=True)
class _Row:
    row: int


def test_a_row_has_one_state_and_any_number_of_problems() -> None:
    """What was refused is in quarantine."""
    judged = Judged()
    judged.take(2, RowState.TAKEN)
    judged.refuse(3, "x.one", "«{unit}» sai", "“{unit}” is wrong", "unit", unit="A")
    judged.refuse(3, "x.two", "sai", "wrong", "amount")
    assert (judged.refused(2), judged.refused(3)) == (False, True)
    assert [judged.count(state) for state in RowState] == [1, 0, 0, 1]
    first, second = judged.problems[3]
    assert first.sentence("vi") == "«A» sai"
    assert (second.code, second.row, second.column) == ("x.two", 3, "amount")


def test_every_row_after_the_first_of_a_key_is_refused() -> None:
    """And told which came first."""
    judged = Judged()
    rows = [_Row(2), _Row(3), _Row(4), _Row(5)]
    twice(rows, ["a", "b", "a", "a"], judged, "code")
    assert sorted(judged.problems) == [4, 5]
    assert {judged.problems[row][0].facts["earlier"] for row in (4, 5)} == {2}
