"""Scheduled work of this room."""

from finance.runtime.scheduler import Job
from reports.jobs.reminders import REMINDER

jobs: tuple[Job, ...] = (REMINDER,)
