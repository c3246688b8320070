"""The open door: what every unit has published, for everyone; no log-in, no cookie, reading only.

What a month discloses comes from its published bytes. Two things are told from the book: the
accounts that are no longer as they were first reported, and what was posted in a month that was
opened again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from reports.disclosure.period import read
from reports.disclosure.shown import statement_of
from reports.figures import Statement, Words, terms
from reports.library import FORMATS, file_of
from reports.queries import disclosures, seals, units
from reports.queries.comparison import changed_since
from reports.queries.disclosures import Published
from reports.queries.reopenings import public_reopenings
from reports.queries.units import ListedUnit, Search
from reports.statements.comparison import accounts_section
from reports.web import relief_pages, seal_pages
from reports.web.chart import bar_chart
from reports.web.reading import (
    KEPT,
    kept,
    page_asked,
    pages,
    period_in,
    session,
    version_asked,
)
from reports.web.verifier_pages import add_verifier

_MOST_MONTHS: Final = 36
_JSON: Final = "application/json; charset=utf-8"


def open_blueprint(language: str) -> Blueprint:
    """The open pages in one language; the address says which, so that a page can be kept."""
    english = language == "en"
    made = Blueprint(
        "open_en" if english else "open",
        __name__,
        url_prefix="/open/en" if english else "/open",
        template_folder="templates",
    )

    def units_page() -> Response:
        return kept(_units_page())

    def unit_page(unit_code: str) -> Response:
        return kept(_unit_page(unit_code))

    def month_page(unit_code: str, period: str) -> Response:
        return kept(_month_page(unit_code, period, language))

    def month_file(unit_code: str, period: str, ending: str) -> Response:
        return _month_file(unit_code, period, ending, language)

    routes: tuple[tuple[str, str, Callable[..., Response]], ...] = (
        ("/", "units", units_page),
        ("/units/<unit_code>/", "unit", unit_page),
        ("/units/<unit_code>/<period>/", "month", month_page),
        ("/units/<unit_code>/<period>/file.<ending>", "file", month_file),
        *seal_pages.ROUTES,
        *relief_pages.ROUTES,
    )
    for rule, name, view in routes:
        made.add_url_rule(rule, name, view, methods=["GET"])
    add_verifier(made, language)
    return made


def _units_page() -> str:
    search = Search(
        text=request.args.get("q", "")[:200],
        level=request.args.get("level", "")[:20],
        parent_code=request.args.get("parent", "")[:40],
        page=page_asked(),
    )
    with session() as opened:
        found, count = units.search_units(opened, search)
        parent = units.unit_named(opened, search.parent_code) if search.parent_code else None
    return render_template(
        "open/units.html",
        search=search,
        found=found,
        count=count,
        parent=parent,
        pages=pages(count, units.PAGE),
        levels=terms.LEVELS,
        level=terms.level,
    )


def _unit_page(unit_code: str) -> str:
    with session() as opened:
        unit = _unit(opened, unit_code)
        parent = units.unit_named(opened, unit.parent_code) if unit.parent_code else None
        successor = units.unit_named(opened, unit.successor_code) if unit.successor_code else None
        months = [
            (found, read(disclosures.published_content(opened, found)))
            for found in disclosures.published_periods(opened, unit_code)[:_MOST_MONTHS]
        ]
        reopenings = public_reopenings(opened, unit_code)
    return render_template(
        "open/unit.html",
        unit=unit,
        parent=parent,
        successor=successor,
        months=months,
        reopenings=reopenings,
        level=terms.level,
    )


def _month_page(unit_code: str, period: str, language: str) -> str:
    with session() as opened:
        unit = _unit(opened, unit_code)
        found, others = _published(opened, unit_code, period)
        content = disclosures.published_content(opened, found)
        sealed = seals.sealed_note(opened, unit_code, found.period, found.published_at_us)
        changed = changed_since(opened, unit_code, period_in(period))
    document = read(content)
    return render_template(
        "open/month.html",
        changed=None if changed is None else accounts_section(changed),
        reported_at=None if changed is None else changed.reported_at,
        unit=unit,
        found=found,
        others=others,
        document=document,
        statement=_noted(statement_of(document), sealed),
        chart=_chart(document, language),
        formats=tuple(ending for ending in FORMATS if ending != "json"),
        level=terms.level,
        size=len(content),
    )


def _month_file(unit_code: str, period: str, ending: str, language: str) -> Response:
    with session() as opened:
        found, _ = _published(opened, unit_code, period)
        content = disclosures.published_content(opened, found)
        sealed = seals.sealed_note(opened, unit_code, found.period, found.published_at_us)
    etag = f"{found.digest[:32]}-{language}-{ending}"
    if sealed is not None and ending != "json":  # the checkpoint is named beside the frozen figures
        etag += f"-{hashlib.sha256(sealed.en.encode()).hexdigest()[:16]}"
    if request.if_none_match.contains(etag):
        response = Response(status=HTTPStatus.NOT_MODIFIED)
    elif ending == "json":
        response = make_response(content)
        response.content_type = _JSON
    elif ending in FORMATS:
        statement = _noted(statement_of(read(content)), sealed)
        made, kind = file_of(statement, ending, language)
        response = make_response(made)
        response.content_type = kind.mime
        name = statement.file_name(ending)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        raise NotFound
    response.set_etag(etag)
    response.headers["Cache-Control"] = KEPT
    return response


def _noted(statement: Statement, sealed: Words | None) -> Statement:
    """The statement with what is said of its seal, beside the published figures."""
    return statement if sealed is None else replace(statement, notes=(*statement.notes, sealed))


def _unit(opened: Session, unit_code: str) -> ListedUnit:
    unit = units.unit_named(opened, unit_code)
    if unit is None:
        raise NotFound
    return unit


def _published(opened: Session, unit_code: str, period: str) -> tuple[Published, list[Published]]:
    """The version asked for, or the newest, and all there are."""
    asked = version_asked()
    held = disclosures.versions(opened, unit_code, period_in(period))
    wanted = [found for found in held if asked is None or found.version == asked]
    if not wanted:
        raise NotFound
    return wanted[0], held


def _chart(document: dict[str, Any], language: str) -> Any:  # noqa: ANN401 - handed to a template
    balance = document["balance"]
    lines = (
        (Words("Số dư đầu tháng", "Opening balance"), balance["opening_vnd"]),
        (Words("Thu trong tháng", "Own income"), balance["income_vnd"]),
        (Words("Chi trong tháng", "Spent"), balance["spent_vnd"]),
        (Words("Số dư cuối tháng", "Closing balance"), balance["closing_vnd"]),
    )
    title = Words("Biểu đồ: số dư, thu và chi (đồng)", "Chart: balances, income, spending (đồng)")
    return bar_chart(title.of(language), [(label.of(language), amount) for label, amount in lines])
