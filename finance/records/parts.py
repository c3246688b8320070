"""Reading matched parts, their shares, and the units that take them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.organisations import Workers
from finance.records.relief import WorkersOrganisationRow
from finance.records.units import Unit, latest_units, line_up
from finance.rules.parts import Chain, Organisation, ShareKey, Standing
from finance.rules.posting import Place
from ledger.money import Vnd

_CHUNK = 200


@dataclass(frozen=True, slots=True, order=True)
class PartKey:
    """One receipt on one obligation of a collecting unit."""

    tax_code: str
    period: str
    holder_unit: str
    receipt_seq: int


def part_amounts(
    session: Session, collector: str, obligations: Iterable[tuple[str, str]]
) -> dict[PartKey, int]:
    """The parts that stand on these obligations (tax code, period): amounts in đồng."""
    wanted = sorted(set(obligations))
    found: dict[PartKey, int] = {}
    for start in range(0, len(wanted), _CHUNK):
        columns = (
            MatchEventRow.tax_code,
            MatchEventRow.period,
            MatchEventRow.holder_unit,
            MatchEventRow.receipt_seq,
        )
        query = (
            select(*columns, func.sum(MatchEventRow.delta_vnd))
            .where(
                MatchEventRow.collecting_unit == collector,
                tuple_(MatchEventRow.tax_code, MatchEventRow.period).in_(
                    wanted[start : start + _CHUNK]
                ),
            )
            .group_by(*columns)
        )
        for tax_code, period, holder, seq, amount in session.execute(query):
            found[PartKey(tax_code, period, holder, seq)] = int(amount)
    return found


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
    """What stands of a part's shares, and the rule (scope, first period) they rest on."""

    shares: dict[ShareKey, Standing]
    rule: tuple[str, str]

    @property
    def stands(self) -> bool:
        """Whether anything is shared at all."""
        return any(standing.total_vnd for standing in self.shares.values())


NOT_SHARED = SharedPart({}, ("", ""))


def standing_shares(
    session: Session, collector: str, parts: Sequence[PartKey]
) -> dict[PartKey, SharedPart]:
    """What stands of the shares of these parts."""
    found: dict[PartKey, SharedPart] = {}
    for start in range(0, len(parts), _CHUNK):
        chosen: ColumnElement[bool] = or_(*(_is_part(key) for key in parts[start : start + _CHUNK]))
        columns = (
            ShareEventRow.tax_code,
            ShareEventRow.period,
            ShareEventRow.holder_unit,
            ShareEventRow.receipt_seq,
            ShareEventRow.role,
            ShareEventRow.place,
            ShareEventRow.beneficiary,
        )
        query = (
            select(
                *columns,
                func.sum(ShareEventRow.delta_vnd),
                func.sum(ShareEventRow.settled_delta_vnd),
                func.max(ShareEventRow.rule_scope),
                func.max(ShareEventRow.rule_from),
            )
            .where(ShareEventRow.collecting_unit == collector, chosen)
            .group_by(*columns)
        )
        for row in session.execute(query):
            part = PartKey(row[0], row[1], row[2], row[3])
            share = ShareKey(row[4], Place(row[5]), row[6])
            held = found.setdefault(part, SharedPart({}, (row[9], row[10])))
            held.shares[share] = Standing(int(row[7]), int(row[8]))
    return found


def _is_part(key: PartKey) -> ColumnElement[bool]:
    return and_(
        ShareEventRow.tax_code == key.tax_code,
        ShareEventRow.period == key.period,
        ShareEventRow.holder_unit == key.holder_unit,
        ShareEventRow.receipt_seq == key.receipt_seq,
    )


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
        self._units = latest_units(session)
        self._above: dict[str, list[str]] = {}

    def chain(self, collector: str, grassroots: str, upper: str) -> Chain:
        """The units for one obligation: from its grassroots union, or its upper unit, upwards."""
        base = self.standing(grassroots)
        line = self.above(base or self.standing(upper) or collector)
        by_level = {self._units[code].level: code for code in reversed(line) if code in self._units}
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
            self._above[code] = line_up(self._session, code, self._on)
        return self._above[code]

    def heir(self, code: str) -> str:
        """Who answers for a unit on the day: itself, its successor, or who stood above it."""
        unit = self._units.get(code)
        taken = self.standing(code)
        if taken or unit is None:
            return taken
        above = line_up(self._session, code, unit.valid_to)
        return next((each for each in map(self.standing, above) if each), "")

    def level(self, code: str) -> str:
        """The level of a unit as last known, or empty."""
        unit = self._units.get(code)
        return "" if unit is None else unit.level

    def standing(self, code: str) -> str:
        """The unit itself, or who took over from it; empty when nobody did."""
        seen: set[str] = set()
        unit: Unit | None = self._units.get(code)
        while unit is not None and unit.valid_to < self._on and unit.code not in seen:
            seen.add(unit.code)
            unit = self._units.get(unit.successor_code)
        return "" if unit is None or unit.valid_to < self._on else unit.code
