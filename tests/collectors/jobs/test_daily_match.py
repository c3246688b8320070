"""The daily match runs once a day and says what it did."""

import datetime as dt
from pathlib import Path

from collectors.jobs import jobs
from collectors.jobs.daily_match import DAILY_MATCH
from finance.runtime.database import Database
from finance.runtime.scheduler import run_job
from tests.collectors.federation import E4, LDA, Federation, credit


def test_a_day_has_one_match(database: Database, tmp_path: Path) -> None:
    """What came in is matched or suggested; a second run of the day finds its slot taken."""
    federation = Federation(database, tmp_path).register()
    federation.bank(
        dt.date(2026, 7, 14),
        LDA,
        credit("X", "2026-07-10", 500_000, f"MST {E4}"),
        credit("Y", "2026-07-10", 1000, "CHUYEN TIEN"),
    )
    ctx = federation.ctx(dt.date(2026, 7, 15))
    assert run_job(ctx, DAILY_MATCH) == (
        "receipts=1 matched_vnd=0 credit_vnd=500000 suggested=0 unidentified=1 refused=0 "
        "dues_receipts=0 dues_vnd=0"
    )
    assert run_job(ctx, DAILY_MATCH) is None
    assert run_job(federation.ctx(dt.date(2026, 7, 16)), DAILY_MATCH) is not None


def test_the_room_hands_it_to_the_scheduler() -> None:
    """Under a stable name, the first half of the key of each run."""
    assert [job.name for job in jobs] == ["daily_match"]
