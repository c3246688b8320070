"""The open data API: reading what the open door shows, for programs.

A published month is answered with the published bytes themselves, so that its digest can be
checked against what anybody else was given.
"""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, make_response, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from reports.queries import disclosures, units
from reports.queries.comparison import changed_since
from reports.queries.units import ListedUnit, Search
from reports.statements.comparison import ComparedRow
from reports.web.reading import KEPT, kept, pages, period_in, session
from reports.web.schemas import (
    Compared,
    Disclosure,
    Error,
    FoundUnit,
    PublishedMonths,
    Units,
    UnitsQuery,
    VersionQuery,
)

REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"description": why, "content": {"application/json": {"schema": Error}}}
    for status, why in (
        (400, "The request cannot be read."),
        (404, "There is no such thing."),
        (409, "It cannot be shown yet."),
        (422, "A parameter has the wrong form."),
    )
}

api = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="Open data")


@api.get("/units")
@api.input(UnitsQuery, location="query", arg_name="asked")
@api.output(Units)
@api.doc(summary="Units, with search", responses=REFUSED)
def list_units(asked: dict[str, Any]) -> Response:
    """Units in order of name, fifty to a page; a search needs no diacritics."""
    search = Search(asked["q"][:200], asked["level"], asked["parent"][:40], asked["page"])
    with session() as opened:
        found, count = units.search_units(opened, search)
    answer = {
        "rows": [_unit(unit) for unit in found],
        "count": count,
        "page": search.page,
        "pages": pages(count, units.PAGE),
    }
    return kept(Units().dump(answer))


@api.get("/units/<unit_code>")
@api.output(FoundUnit)
@api.doc(summary="One unit", responses=REFUSED)
def get_unit(unit_code: str) -> Response:
    """A unit as last known."""
    with session() as opened:
        unit = _known(opened, unit_code)
        published = disclosures.published_periods(opened, unit_code)
    latest = published[0].period if published else None
    return kept(FoundUnit().dump({**_unit(unit), "latest_period": latest}))


@api.get("/units/<unit_code>/periods")
@api.output(PublishedMonths)
@api.doc(summary="The months a unit has published", responses=REFUSED)
def list_periods(unit_code: str) -> Response:
    """Published months, the newest first, each in its newest version."""
    with session() as opened:
        _known(opened, unit_code)
        published = disclosures.published_periods(opened, unit_code)
    rows = [
        {"period": found.period, "version": found.version, "digest": found.digest}
        for found in published
    ]
    return kept(PublishedMonths().dump({"rows": rows}))


@api.get("/units/<unit_code>/periods/<period>/disclosure")
@api.input(VersionQuery, location="query", arg_name="asked")
@api.output(Disclosure)
@api.doc(summary="What a unit disclosed of a month", responses=REFUSED)
def get_disclosure(unit_code: str, period: str, asked: dict[str, Any]) -> Response:
    """The published bytes; their SHA-256 is the entity tag."""
    with session() as opened:
        _known(opened, unit_code)
        held = disclosures.versions(opened, unit_code, period_in(period))
        wanted = [found for found in held if asked["version"] in (None, found.version)]
        if not wanted:
            raise NotFound
        content = disclosures.published_content(opened, wanted[0])
    response = make_response(content)
    response.content_type = "application/json"
    response.set_etag(wanted[0].digest)
    response.headers["Cache-Control"] = KEPT
    response.make_conditional(request)
    return response


@api.get("/units/<unit_code>/periods/<period>/comparison")
@api.output(Compared)
@api.doc(summary="A published month as first reported and as now known", responses=REFUSED)
def get_comparison(unit_code: str, period: str) -> Response:
    """The accounts that are no longer as they were when the month was first closed; often none."""
    asked = period_in(period)
    with session() as opened:
        _known(opened, unit_code)
        if not disclosures.versions(opened, unit_code, asked):
            raise NotFound
        found = changed_since(opened, unit_code, asked)
    answer = {
        "period": asked,
        "first_reported_at_us": None if found is None else found.reported_at_us,
        "rows": [] if found is None else [_compared(row) for row in found.changed],
        "entries": 0 if found is None else len(found.entries),
    }
    return kept(Compared().dump(answer))


def _compared(row: ComparedRow) -> dict[str, Any]:
    first, now = row.first_reported, row.now_known
    return {
        "account": row.account,
        "first_reported_debit_vnd": first.debit_vnd,
        "first_reported_credit_vnd": first.credit_vnd,
        "first_reported_balance_vnd": first.closing_debit_vnd - first.closing_credit_vnd,
        "now_known_debit_vnd": now.debit_vnd,
        "now_known_credit_vnd": now.credit_vnd,
        "now_known_balance_vnd": now.closing_debit_vnd - now.closing_credit_vnd,
        "difference_vnd": row.difference_vnd,
    }


def _known(opened: Session, unit_code: str) -> ListedUnit:
    unit = units.unit_named(opened, unit_code)
    if unit is None:
        raise NotFound
    return unit


def _unit(unit: ListedUnit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "level": unit.level,
        "parent_code": unit.parent_code,
        "successor_code": unit.successor_code,
        "latest_period": unit.latest_period,
    }
