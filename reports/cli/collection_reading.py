"""`levy arrears`, `levy rate`, `levy forecast`."""

import datetime as dt
from typing import Any, Final

import click

from finance.cli.parameters import DAY
from finance.cli.scope import known
from finance.rules.ageing import SPANS
from finance.rules.collection import CollectionRate, format_rate, rate_of
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.shell.commands import command
from ledger.money import Vnd
from reports.cli.seen import own_units, require, within
from reports.figures.arrears import Behind
from reports.figures.collection import Year
from reports.queries.arrears import arrears as who_is_behind
from reports.queries.collection import YearWish, estimate_months
from reports.queries.collection import year as read_year
from reports.queries.standing import Seen

_UNIT: Final = click.Option(["--unit"], default="", metavar="CODE", help="With all units below.")
_YEAR: Final = click.Option(["--year"], type=click.IntRange(2000, 2999), required=True)
_TARGET: Final = "collection.target_rate"


@command(
    "arrears",
    "Who is behind with the levy: by the decree's two states, by days, by the classes of SI.",
    [click.Option(["--as-of"], type=DAY, required=True, help="The day."), _UNIT],
)
def arrears(ctx: Context, as_of: dt.date, unit: str) -> dict[str, Any]:
    """Employers, the largest amount first, and what they add up to."""
    with ctx.database.reading() as session:
        rows = who_is_behind(session, as_of, _seen(ctx, unit), law())
    return {
        "as_of": as_of.isoformat(),
        "unit": unit,
        "late_vnd": sum(row.late_vnd for row in rows),
        "non_payment_vnd": sum(row.non_payment_vnd for row in rows),
        "open_vnd": sum(row.open_vnd for row in rows),
        "si_class_is": "practice of the social-insurance agency (QĐ 595/QĐ-BHXH), not law",
        "rows": [_behind(row) for row in rows],
    }


@command(
    "rate",
    "Collected of what fell due in a year: by unit, level, wage month or channel.",
    [
        _YEAR,
        _UNIT,
        click.Option(["--as-of"], type=DAY, help="The day; today when left out."),
        click.Option(
            ["--by"], type=click.Choice(["unit", "level", "month", "channel"]), default="unit"
        ),
        click.Option(
            ["--suspended"], is_flag=True, help="Count months whose day a suspension moved."
        ),
    ],
)
def rate(
    ctx: Context, year: int, unit: str, as_of: dt.date | None, by: str, *, suspended: bool
) -> dict[str, Any]:
    """The rate beside the goal, and the dues' part of the whole."""
    held, wish = _read(ctx, year, unit, as_of, suspended_counted=suspended)
    levy, dues = held.whole(held.levy), held.whole(held.dues)
    collected = Vnd(levy.collected_vnd + dues.collected_vnd)
    share = rate_of(dues.collected_vnd, collected)
    return {
        "year": year,
        "as_of": wish.as_of.isoformat(),
        "unit": unit,
        "by": by,
        "suspended_counted": suspended,
        "target": law().value(_TARGET, wish.as_of).written,
        "levy": _rated(levy, wish),
        "dues": _rated(dues, wish),
        "dues_share": _text(share),
        "dues_share_hundredths": share,
        "rows": _rows(held, wish, by),
    }


@command(
    "forecast",
    "A year's receivable by the estimate rule, beside what fell due and was collected.",
    [_YEAR, _UNIT, click.Option(["--as-of"], type=DAY, help="The day; today when left out.")],
)
def forecast(ctx: Context, year: int, unit: str, as_of: dt.date | None) -> dict[str, Any]:
    """Average wage by people by months by rate; a unit without a basis has none.

    What fell due at units without a basis stands apart, and is left out of the comparison. Where
    no unit has one, the answer says why.
    """
    held, wish = _read(ctx, year, unit, as_of)
    rates, beyond, nothing = held.by_unit(), held.beyond_estimate(), held.whole(())
    due = held.whole(held.levy)
    return {
        "year": year,
        "as_of": wish.as_of.isoformat(),
        "unit": unit,
        "receivable_vnd": due.receivable_vnd,
        "collected_vnd": due.collected_vnd,
        **_why_nothing(year, held),
        "rows": [
            {
                "unit": code,
                "name": held.places[code].name,
                "level": held.places[code].level,
                "estimate_vnd": amount,
                "receivable_vnd": rates.get(code, nothing).receivable_vnd,
                "collected_vnd": rates.get(code, nothing).collected_vnd,
                "not_estimated_vnd": beyond.get(code, nothing).receivable_vnd,
                "collected_of_estimate": _text(
                    rate_of(
                        Vnd(
                            rates.get(code, nothing).collected_vnd
                            - beyond.get(code, nothing).collected_vnd
                        ),
                        Vnd(amount),
                    )
                ),
            }
            for code, amount in sorted(held.estimated().items())
        ],
    }


def _why_nothing(year: int, held: Year) -> dict[str, str]:
    """The reason why no unit has an estimate; nothing when one has."""
    if held.estimated():
        return {}
    months = estimate_months(year, law())
    if months is None:
        return {
            "note": f"Chưa có quy định ước số phải thu năm {year} trong dữ liệu.",
            "note_en": f"No rule for an estimate of {year} is on record.",
        }
    base, people = months
    return {
        "note": f"Không ước được: chưa có kê khai nào của các tháng 1 đến {base} năm {year - 1} "
        f"(tiền lương) và đến tháng {people} (số lao động) của đơn vị còn trong danh mục.",
        "note_en": f"Nothing to estimate from: no declaration of months 1 to {base} of {year - 1} "
        f"(wages) and up to month {people} (people) by an employer still in the register.",
    }


def _seen(ctx: Context, unit: str) -> Seen:
    """What may be seen, narrowed to a unit.

    Raises   PermissionRefused for a unit one may not read, UnknownUnit for one nobody knows.
    """
    if unit:
        with ctx.database.reading() as session:
            require(ctx, session, unit)
            known(session, unit)
    return Seen(unit, within(ctx))


def _read(
    ctx: Context, year: int, unit: str, as_of: dt.date | None, *, suspended_counted: bool = False
) -> tuple[Year, YearWish]:
    tops = frozenset({unit} if unit else own_units(ctx))
    wish = YearWish(year, as_of or ctx.today, _seen(ctx, unit), tops, suspended_counted)
    with ctx.database.reading() as session:
        return read_year(session, wish, law()), wish


def _behind(row: Behind) -> dict[str, Any]:
    first_days = (1, *(last + 1 for last in SPANS))
    last_days = (*(str(last) for last in SPANS), "more")
    return {
        "tax_code": row.tax_code,
        "name": row.name,
        "unit": row.unit,
        "collecting_unit": row.collecting_unit,
        "months": row.months,
        "oldest_period": row.oldest_period,
        "oldest_due_on": row.oldest_due_on.isoformat(),
        "days_late": row.days_late,
        "late_vnd": row.late_vnd,
        "non_payment_vnd": row.non_payment_vnd,
        "open_vnd": row.open_vnd,
        "by_days": {
            f"{first}-{last}": amount
            for first, last, amount in zip(first_days, last_days, row.spans_vnd, strict=True)
        },
        "si_class": row.si_class,
    }


def _rows(held: Year, wish: YearWish, by: str) -> list[dict[str, Any]]:
    if by == "channel":
        return _channels(held)
    if by == "unit":
        estimated = held.estimated()
        return [
            {
                "unit": code,
                "name": held.places[code].name,
                "level": held.places[code].level,
                **_rated(found, wish),
                "estimate_vnd": estimated.get(code),
            }
            for code, found in held.by_unit().items()
        ]
    found = held.by_level() if by == "level" else held.by_month()
    name = "level" if by == "level" else "period"
    return [{name: key, **_rated(one, wish)} for key, one in found.items()]


def _channels(held: Year) -> list[dict[str, Any]]:
    found = held.by_channel()
    whole = Vnd(sum(found.values()))
    return [
        {
            "channel": level,  # the level of the unit whose account the money reached
            "collected_vnd": amount,
            "share": _text(rate_of(Vnd(amount), whole)),
        }
        for level, amount in sorted(found.items())
    ]


def _rated(found: CollectionRate, wish: YearWish) -> dict[str, Any]:
    return {
        "receivable_vnd": found.receivable_vnd,
        "collected_vnd": found.collected_vnd,
        "open_vnd": found.receivable_vnd - found.collected_vnd,
        "rate": _text(found.hundredths),
        "rate_hundredths": found.hundredths,
        "reaches_target": found.reaches(law().value(_TARGET, wish.as_of).rate),
    }


def _text(hundredths: int | None) -> str | None:
    return None if hundredths is None else format_rate(hundredths, "en")


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy arrears", arrears),
    ("levy rate", rate),
    ("levy forecast", forecast),
)
