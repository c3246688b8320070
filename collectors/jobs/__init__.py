"""Scheduled work of this room."""

from finance.runtime.scheduler import Job

jobs: tuple[Job, ...] = ()
