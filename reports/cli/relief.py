"""`levy relief report`: what provinces report every quarter."""

import datetime as dt
import re
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from finance.cli.scope import known
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.shell.commands import command
from ledger.periods import Period, first_day, last_day
from reports.cli.seen import READ
from reports.figures import Words
from reports.library import FORMATS, file_of
from reports.queries.relief import relief_report
from reports.statements.relief import ReliefReport, relief_statement

_QUARTER: Final = re.compile(r"(\d{4})-[Qq]([1-4])", re.ASCII)


class Quarter(NamedTuple):
    """A quarter of a year."""

    year: int
    number: int

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """Its first and last day."""
        first = Period(f"{self.year}-{self.number * 3 - 2:02d}")
        last = Period(f"{self.year}-{self.number * 3:02d}")
        return first_day(first), last_day(last)

    @property
    def words(self) -> tuple[Words, str]:
        """As people say it, and as programs do."""
        said = Words(f"Quý {self.number} năm {self.year}", f"Quarter {self.number} of {self.year}")
        return said, f"{self.year}-Q{self.number}"


class _Quarter(click.ParamType[Quarter]):
    name = "YYYY-Qn"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Quarter:
        if isinstance(value, Quarter):
            return value
        found = _QUARTER.fullmatch(str(value))
        if found is None or int(found[1]) == 0:
            self.fail(f"“{value}” is not a quarter written YYYY-Qn.", param, ctx)
        return Quarter(int(found[1]), int(found[2]))


@command(
    "report",
    "The quarterly report on relief.",
    [
        click.Option(["--quarter"], type=_Quarter(), required=True),
        click.Option(["--unit"], default="", metavar="CODE", help="Of one deciding unit only."),
        click.Option(
            ["--out"],
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write it as a file: .csv, .xlsx, .pdf or .json.",
        ),
    ],
)
def report(ctx: Context, quarter: Quarter, unit: str, out: Path | None) -> dict[str, Any]:
    """Applications counted by kind, and each decision with its amount."""
    ending = "" if out is None else out.suffix.removeprefix(".").lower()
    if out is not None and ending not in FORMATS:
        raise click.UsageError(f"--out ends in one of: {', '.join(FORMATS)}.")  # noqa: EM102, TRY003 - click's own way
    with ctx.database.reading() as session:
        ctx.require(session, READ, unit)
        known(session, unit)
        found = relief_report(session, unit, quarter.span, quarter.words, law())
    answer = _told(found)
    if out is not None:
        content, _ = file_of(relief_statement(found), ending, "vi")
        out.write_bytes(content)
        answer["file"] = str(out)
    return answer


def _told(found: ReliefReport) -> dict[str, Any]:
    return {
        "quarter": found.span_key,
        "unit": found.unit_code,
        "summary": [
            {
                "kind": each.kind.value,
                "received": each.received,
                "granted": each.granted,
                "refused": each.refused,
                "waiting": each.waiting,
                "overdue": each.overdue,
            }
            for each in found.counted
        ],
        "rows": [
            {
                "decision": case.decision,
                "decided_on": case.decided_on.isoformat(),
                "unit": case.unit,
                "tax_code": case.tax_code,
                "name": case.name,
                "kind": case.kind.value,
                "from": case.first,
                "to": case.last,
                "rate_percent": case.rate,
                "amount_vnd": case.amount_vnd,
            }
            for case in found.cases
        ],
    }


commands: tuple[tuple[str, click.Command], ...] = (("levy relief report", report),)
