"""`db upgrade`, `doctor`, `jobs run`."""

from typing import Any

import click

from finance.runtime import migrate, scheduler
from finance.runtime.context import Context
from finance.runtime.health import ailments
from finance.shell.commands import REFUSED, Outcome, command, root


@command("upgrade", "Create or migrate the database.")
def upgrade(ctx: Context) -> dict[str, Any]:
    """Bring the database to the newest shape."""
    before, after = migrate.upgrade(ctx.database)
    return {"before": before, "after": after, "changed": before != after}


@command("doctor", "What is unhealthy, and what to do.")
def doctor(ctx: Context) -> Outcome:
    """List each unhealthy thing; exit status 1 when there is one."""
    found = ailments(ctx)
    rows = [
        {"code": each.code, "where": each.where, "message": each.vi, "message_en": each.en}
        for each in found
    ]
    text = "\n".join(f"{each.where}: {each.vi}\n  {each.en}" for each in found)
    return Outcome({"rows": rows}, text or "Khỏe mạnh. / Healthy.", REFUSED if rows else 0)


@command("run", "The scheduler: one process, until it is stopped.")
def jobs_run(ctx: Context) -> dict[str, Any]:
    """Run every room's jobs at their hours."""
    jobs = [job for job in root().jobs if isinstance(job, scheduler.Job)]
    click.echo(f"jobs: {', '.join(job.name for job in jobs)}", err=True)
    scheduler.run_scheduler(ctx, jobs)
    return {"jobs": [job.name for job in jobs]}


@command(
    "once",
    "Run one job now, in today's slot, unless it was run.",
    [click.Argument(["name"])],
)
def jobs_once(ctx: Context, name: str) -> dict[str, Any]:
    """Run a job by hand; the same slot is never run twice."""
    by_name = {job.name: job for job in root().jobs if isinstance(job, scheduler.Job)}
    if name not in by_name:
        message = f"{name}: {', '.join(by_name)}"
        raise click.UsageError(message)
    said = scheduler.run_job(ctx, by_name[name])
    return {"job": name, "ran": said is not None, "said": said}


commands: tuple[tuple[str, click.Command], ...] = (
    ("db upgrade", upgrade),
    ("doctor", doctor),
    ("jobs run", jobs_run),
    ("jobs once", jobs_once),
)
