"""Seals and checkpoints behind the open door: what anybody may keep and hold us to.

A seal shows hashes. What moved under an account, and a unit's part of the totals, is proven for
months that the unit has published; an entry without its text.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, NotFound

from finance.records.checkpoints import CheckpointRow, checkpoints, latest_checkpoint, signing_keys
from reports.queries import disclosures, proofs, seals, units
from reports.web.reading import kept, period_in, session

_TEXT: Final = "text/plain; charset=utf-8"
_JSON: Final = "application/json; charset=utf-8"
_MOST_DIGITS: Final = 18  # the database takes no endless number
_MOST: Final = 200  # characters of anything that is asked for


def checkpoints_page() -> Response:
    """Every checkpoint, the keys, and how to check."""
    with session() as opened:
        rows, keys = checkpoints(opened), signing_keys(opened)
    return kept(render_template("open/checkpoints.html", rows=rows, keys=keys))


def checkpoint_text(size: str) -> Response:
    """The signed note of a checkpoint, as it was signed."""
    with session() as opened:
        row = opened.get(CheckpointRow, _size(size))
        if row is None:
            raise NotFound
        note = row.note
    return _plain(note)


def keys_text() -> Response:
    """The verifier keys, one a line, the newest last."""
    with session() as opened:
        rows = signing_keys(opened)
    return _plain("".join(f"{row.verifier}\n" for row in rows))


def seals_page(unit_code: str) -> Response:
    """The seals of a unit, and what can be proven of its months."""
    with session() as opened:
        unit = known(opened, unit_code)
        latest = latest_checkpoint(opened)
        rows = seals.listed(opened, seals.Wanted(unit_code))
        public = {each.period for each in disclosures.published_periods(opened, unit_code)}
    return kept(
        render_template(
            "open/seals.html",
            unit=unit,
            rows=rows[::-1],
            public=public,
            size=0 if latest is None else latest.size,
        )
    )


def entry_json(unit_code: str) -> Response:
    """The proof of an entry of a sealed month, named as JOURNAL/YEAR/NUMBER, without its text."""
    with session() as opened:
        known(opened, unit_code)
        made = proofs.entry_proof(opened, unit_code, _asked("entry"))
    return _document(proofs.without_text(made))


def balance_json(unit_code: str) -> Response:
    """The proof of what moved under an account and its tags in a published month."""
    with session() as opened:
        known(opened, unit_code)
        balance = proofs.Balance(
            period_in(_asked("period")),
            *(_asked(name) for name in ("account", "fund", "item", "counter_unit")),
        )
        check_public(opened, unit_code, balance.period)
        made = proofs.balance_proof(opened, unit_code, balance)
    return _document(made)


def total_json(unit_code: str, period: str) -> Response:
    """The proof that a unit's published month is among the national totals."""
    with session() as opened:
        known(opened, unit_code)
        month = period_in(period)
        check_public(opened, unit_code, month)
        made = proofs.total_proof(opened, month, unit_code)
    return _document(made)


def consistency_json(old: str, new: str) -> Response:
    """The proof that the log of one checkpoint grew into another's."""
    with session() as opened:
        made = proofs.consistency_proof(opened, _size(old), _size(new))
    return _document(made)


ROUTES: Final[tuple[tuple[str, str, Callable[..., Response]], ...]] = (
    ("/checkpoints/", "checkpoints", checkpoints_page),
    ("/checkpoints/<size>.txt", "checkpoint", checkpoint_text),
    ("/checkpoints/keys.txt", "keys", keys_text),
    ("/checkpoints/<old>-<new>.json", "consistency", consistency_json),
    ("/units/<unit_code>/seals/", "seals", seals_page),
    ("/units/<unit_code>/seals/entry.json", "entry_proof", entry_json),
    ("/units/<unit_code>/seals/balance.json", "balance_proof", balance_json),
    ("/units/<unit_code>/seals/<period>.json", "total_proof", total_json),
)


def check_public(opened: Session, unit_code: str, period: str) -> None:
    """A month is proven in the open once it is published.

    Raises   NotFound before.
    """
    if not disclosures.versions(opened, unit_code, period):
        raise NotFound


def known(opened: Session, unit_code: str) -> units.ListedUnit:
    """A unit as last known.

    Raises   NotFound.
    """
    unit = units.unit_named(opened, unit_code)
    if unit is None:
        raise NotFound
    return unit


def _asked(name: str) -> str:
    text = request.args.get(name, "")
    if len(text) > _MOST or "\x00" in text:
        raise BadRequest
    return text


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise NotFound
    return int(text)


def _plain(text: str) -> Response:
    response = make_response(text)
    response.content_type = _TEXT
    return kept(response)


def _document(made: dict[str, Any]) -> Response:
    response = make_response(json.dumps(made, ensure_ascii=False, indent=1))
    response.content_type = _JSON
    return kept(response)
