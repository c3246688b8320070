"""A measurement tells seconds only beside a floor."""

from finance.runtime.measures import Step, peak_memory_mib, report

STEP = Step("post in bulk", 200, 3.0, 1.5, 64)


def test_a_ratio_is_seconds_over_floor() -> None:
    """Twice the floor is a ratio of two."""
    assert STEP.ratio_to_floor == 2


def test_a_report_is_as_good_as_its_worst_step() -> None:
    """All steps as scripts read them, and the highest ratio."""
    worst = Step("post one by one", 5, 9.0, 3.0, 64)
    made = report([STEP, worst])
    assert made["ratio_to_floor"] == 3
    assert made["steps"][0] == {
        "step": "post in bulk",
        "rows": 200,
        "seconds": 3.0,
        "floor_seconds": 1.5,
        "ratio_to_floor": 2.0,
        "peak_memory_mib": 64,
    }
    assert report([]) == {"steps": [], "ratio_to_floor": 0}


def test_memory_is_told() -> None:
    """What this process held at most, in MiB."""
    assert 0 <= peak_memory_mib() < 1_000_000
