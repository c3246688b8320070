"""Makes the facts of a small month, for tests of what is disclosed of it."""

import datetime as dt
from collections.abc import Iterable

from finance.rules.charts import REGIME
from finance.runtime.charts import chart_accounts, index_items
from finance.runtime.parameters import law, sources
from ledger.accounts import Chart
from ledger.balances import Tagged
from ledger.periods import Period
from reports.disclosure.facts import (
    MonthFacts,
    ObligationFact,
    PartFact,
    PartKey,
    ShareFact,
    Texts,
    UnitFact,
)

CHART = Chart(REGIME, chart_accounts())
TEXTS = Texts(index_items(), law(), sources(), ())
MONTH = Period("2026-07")


def tagged(
    account: str, *, opening: int = 0, debit: int = 0, credit: int = 0, **tags: str
) -> Tagged:
    """A row of G1's book; the opening is debit positive."""
    return Tagged(
        "G1",
        account,
        tags.get("fund", ""),
        tags.get("item", ""),
        tags.get("counter_book", ""),
        max(0, opening),
        max(0, -opening),
        debit,
        credit,
    )


def obligation(
    *, owed: int, paid: int = 0, before: int = 0, due: str = "2026-07-31", suspended: bool = False
) -> ObligationFact:
    """An obligation that was partly there before the month and moved in it."""
    day = dt.date.fromisoformat(due)
    return ObligationFact("LDA", "9900000016", "2026-06", day, suspended, before, owed, 0, paid)


def share(role: str, now: int, place: str = "unit", unit: str = "X", before: int = 0) -> ShareFact:
    """A share that stands at `now` after the month."""
    return ShareFact(role, place, unit, "TLD", "2022-01", before, now - before)


def part(now: int, shares: Iterable[ShareFact], *, before: int = 0, **key: str) -> PartFact:
    """A matched part of one receipt of G1's employer with its shares."""
    name = PartKey("LDA", key.get("tax_code", "9900000016"), key.get("period", "2026-06"), "LDA", 1)
    return PartFact(name, "G1", before, now - before, tuple(shares))


def split(amount: int, ground: int, rest: tuple[int, int, int]) -> list[ShareFact]:
    """The shares of a part as LDA, which collects, gives them."""
    return [
        share("grassroots", ground, unit="G1"),
        share("upper", rest[0], unit="A1"),
        share("province", rest[1], place="own", unit="LDA"),
        share("national", rest[2] + amount - ground - sum(rest), unit="TLD"),
    ]


def month(level: str = "grassroots", rows: tuple[Tagged, ...] = (), **more: object) -> MonthFacts:
    """The facts of a unit's July."""
    unit = UnitFact("G1", "Công đoàn cơ sở G1", level, "A1")
    given: dict[str, object] = {
        "unit": unit,
        "period": MONTH,
        "chart": CHART,
        "texts": TEXTS,
        "rows": rows,
        "above": frozenset({"A1", "LDA", "TLD"}),
        "entries": 1,
        **more,
    }
    return MonthFacts(**given)  # type: ignore[arg-type] # each test gives what it is about
