"""The daily match: before the office opens, what came in since is matched and suggested."""

import datetime as dt

from collectors.intake.match_run import MatchRun, match_run
from finance.actions.match_dues import match_dues
from finance.runtime.context import Context
from finance.runtime.scheduler import Job

_HOUR, _MINUTE = 5, 30  # after the banks' night, before anybody's day


def run_daily_match(ctx: Context) -> str:
    """Match all accounts on today's date.

    Returns  in a few words what was decided and what waits.
    """
    dues = match_dues(ctx, "", ctx.today)
    done = match_run(ctx, MatchRun(ctx.today))
    return (
        f"receipts={done.receipts} matched_vnd={done.matched_vnd} credit_vnd={done.credit_vnd} "
        f"suggested={done.suggested} unidentified={done.unidentified} refused={len(done.refused)} "
        f"dues_receipts={dues.receipts} dues_vnd={dues.amount_vnd}"
    )


def _slot(day: dt.date) -> str:
    return day.isoformat()


DAILY_MATCH = Job("daily_match", _HOUR, _MINUTE, _slot, run_daily_match)
