"""Reading matched parts, their shares, and the units that take them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.records.loading import ask_among, keyed
from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.organisations import Workers
from finance.records.relief import WorkersOrganisationRow
from finance.records.units import Unit, line_up, lines_up, units_of
from finance.rules.parts import Chain, Organisation, ShareKey, Standing
from finance.rules.posting import Place
from ledger.money import Vnd

_PART = keyed(ShareEventRow, "tax_code", "period", "holder_unit", "receipt_seq")
_OBLIGATION = keyed(MatchEventRow, "tax_code", "period")


@dataclass(frozen=True, slots=True, order=True)
class PartKey:
    """One receipt on one obligation of a collecting unit."""

    tax_code: str
    period: str
    holder_unit: str
    receipt_seq: int


def part_of(event: ShareEventRow) -> PartKey:
    """Whose share an event is of."""
    return PartKey(event.tax_code, event.period, event.holder_unit, event.receipt_seq)


def part_amounts(
    session: Session, collector: str, obligations: Iterable[tuple[str, str]]
) -> dict[PartKey, int]:
    """The parts that stand on these obligations (tax code, period): amounts in đồng."""
    columns = "tax_code, period, holder_unit, receipt_seq"
    sql = (
        f"SELECT {columns}, CAST(sum(delta_vnd) AS bigint) FROM match_event "  # noqa: S608 - names are ours
        f"WHERE collecting_unit = %s AND {{among}} GROUP BY {columns}"
    )
    rows = ask_among(session, sql, _OBLIGATION, sorted(set(obligations)), (collector,))
    return {PartKey(*row[:4]): row[4] for row in rows}


def parts_of_receipt(
    session: Session, holder: str, receipt_seq: int
) -> list[tuple[str, PartKey, int]]:
    """What a receipt pays: (collecting unit, part, amount), only what still stands."""
    columns = (MatchEventRow.collecting_unit, MatchEventRow.tax_code, MatchEventRow.period)
    amount = func.sum(MatchEventRow.delta_vnd)
    query = (
        select(*columns, amount)
        .where(MatchEventRow.holder_unit == holder, MatchEventRow.receipt_seq == receipt_seq)
        .group_by(*columns)
        .having(amount != 0)
        .order_by(*columns)
    )
    return [
        (unit, PartKey(tax_code, period, holder, receipt_seq), int(total))
        for unit, tax_code, period, total in session.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class SharedPart:
    """What stands of a part's shares, and the rule (scope, first period) they rest on.

    `last_on` is the day they last changed or were paid; None when nothing was ever shared.
    """

    shares: dict[ShareKey, Standing]
    rule: tuple[str, str]
    last_on: dt.date | None = None

    @property
    def stands(self) -> bool:
        """Whether anything is shared at all."""
        return any(standing.total_vnd for standing in self.shares.values())


NOT_SHARED = SharedPart({}, ("", ""))


def standing_shares(
    session: Session, collector: str, parts: Sequence[PartKey]
) -> dict[PartKey, SharedPart]:
    """What stands of the shares of these parts."""
    columns = "tax_code, period, holder_unit, receipt_seq, role, place, beneficiary"
    sql = (
        f"SELECT {columns}, CAST(sum(delta_vnd) AS bigint), "  # noqa: S608 - names are ours
        "CAST(sum(settled_delta_vnd) AS bigint), max(rule_scope), max(rule_from), "
        "max(accounting_on) "
        f"FROM share_event WHERE collecting_unit = %s AND {{among}} GROUP BY {columns}"
    )
    keys = [(key.tax_code, key.period, key.holder_unit, key.receipt_seq) for key in parts]
    found: dict[PartKey, SharedPart] = {}
    for row in ask_among(session, sql, _PART, keys, (collector,)):
        part = PartKey(row[0], row[1], row[2], row[3])
        share = ShareKey(row[4], Place(row[5]), row[6])
        last = dt.date.fromisoformat(str(row[11]))  # SQLite keeps days as text
        held = found.get(part, SharedPart({}, (row[9], row[10]), last))
        held.shares[share] = Standing(row[7], row[8])
        found[part] = held if held.last_on and held.last_on >= last else replace(held, last_on=last)
    return found


def organisation_account(session: Session, tax_code: str) -> tuple[str, str]:
    """Account and bank of the workers' organisation last known at an employer, or empty."""
    found = session.execute(
        select(WorkersOrganisationRow.account_no, WorkersOrganisationRow.bank_bin)
        .where(WorkersOrganisationRow.tax_code == tax_code)
        .order_by(WorkersOrganisationRow.valid_from.desc())
        .limit(1)
    ).one_or_none()
    return ("", "") if found is None else (found[0], found[1])


def organisation_of(workers: Workers, all_paid_vnd: int, settled_vnd: int) -> Organisation:
    """The facts the rules want of a workers' organisation, about one part.

    While less is paid than the notice says of its members alone, nothing can be divided by it:
    the grassroots part waits as if the notice were awaited. Of one that has ended only what it
    was paid counts.
    Takes    what was matched to the obligation in all; what the organisation was paid of the part.
    """
    levy = workers.members_levy_vnd
    fits = levy is not None and levy <= all_paid_vnd
    notice = Vnd(levy) if fits and levy is not None else None
    paid = Vnd(settled_vnd) if workers.ended else None
    return Organisation(workers.name, notice, Vnd(all_paid_vnd), paid)


class Lines:
    """Finds the units that take the shares, on one day; keeps what it has found."""

    def __init__(self, session: Session, on: dt.date) -> None:
        """Take the day of the match: a unit that has gone is followed to its successor."""
        self._session = session
        self._on = on
        self._units: dict[str, Unit | None] = {}
        self._above: dict[str, list[str]] = {}

    def fetch(self, codes: Iterable[str]) -> None:
        """Look many units up at once, with those above them, before they are asked for."""
        self._fetch_units(codes)
        new = sorted({code for code in codes if code} - self._above.keys())
        if new:
            self._above.update(lines_up(self._session, new, self._on))
            self._fetch_units({above for code in new for above in self._above[code]})

    def chain(self, collector: str, grassroots: str, upper: str) -> Chain:
        """The units for one obligation: from its grassroots union, or its upper unit, upwards."""
        base = self.standing(grassroots)
        line = self.above(base or self.standing(upper) or collector)
        by_level = {self.level(code): code for code in reversed(line)}
        return Chain(
            collector=collector,
            grassroots=base,
            upper=by_level.get("upper", ""),
            province=by_level.get("province", ""),
            national=by_level.get("national", ""),
        )

    def above(self, code: str) -> list[str]:
        """The unit and those above it, nearest first."""
        if code not in self._above:
            self.fetch([code])
        return self._above.get(code, [])

    def heir(self, code: str) -> str:
        """Who answers for a unit on the day: itself, its successor, or who stood above it."""
        unit = self._unit(code)
        taken = self.standing(code)
        if taken or unit is None:
            return taken
        above = line_up(self._session, code, unit.valid_to)
        return next((each for each in map(self.standing, above) if each), "")

    def level(self, code: str) -> str:
        """The level of a unit as last known, or empty."""
        unit = self._unit(code)
        return "" if unit is None else unit.level

    def standing(self, code: str) -> str:
        """The unit itself, or who took over from it; empty when nobody did."""
        seen: set[str] = set()
        unit = self._unit(code)
        while unit is not None and unit.valid_to < self._on and unit.code not in seen:
            seen.add(unit.code)
            unit = self._unit(unit.successor_code)
        return "" if unit is None or unit.valid_to < self._on else unit.code

    def _unit(self, code: str) -> Unit | None:
        if code not in self._units:
            self._fetch_units([code])
        return self._units[code]

    def _fetch_units(self, codes: Iterable[str]) -> None:
        new = {code for code in codes if code not in self._units}
        if new:
            found = units_of(self._session, new)
            self._units.update({code: found.get(code) for code in new})
