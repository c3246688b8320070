"""Scheduled work of this room."""

from collectors.jobs.daily_match import DAILY_MATCH
from finance.runtime.scheduler import Job

jobs: tuple[Job, ...] = (DAILY_MATCH,)
