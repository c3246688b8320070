"""The open data API of seals: checkpoints, seals and proofs, for programs."""

from typing import Any

from flask import Response

from finance.records.checkpoints import checkpoints, signing_keys
from reports.queries import proofs, seals
from reports.web.api import REFUSED, api
from reports.web.reading import kept, period_in, session
from reports.web.seal_pages import check_public, known
from reports.web.seal_schemas import (
    BalanceProof,
    BalanceQuery,
    Checkpoints,
    ConsistencyProof,
    ConsistencyQuery,
    EntryProof,
    EntryQuery,
    Seals,
    TotalProof,
)

__all__ = ("api",)


@api.get("/checkpoints")
@api.output(Checkpoints)
@api.doc(summary="Signed checkpoints and the keys", responses=REFUSED)
def list_checkpoints() -> Response:
    """Every checkpoint, the newest first, each with its signed note."""
    with session() as opened:
        rows = checkpoints(opened)
        keys = [
            {"key": str(row.verifier), "from_us": row.from_us, "until_us": row.until_us}
            for row in signing_keys(opened)
        ]
    shown = [
        {
            "size": row.size,
            "root": row.root.hex(),
            "signed_at_us": row.signed_at_us,
            "note": row.note,
        }
        for row in rows
    ]
    return kept(Checkpoints().dump({"rows": shown, "keys": keys}))


@api.get("/checkpoints/consistency")
@api.input(ConsistencyQuery, location="query", arg_name="asked")
@api.output(ConsistencyProof)
@api.doc(summary="The proof that one checkpoint grew into another", responses=REFUSED)
def get_consistency(asked: dict[str, Any]) -> Response:
    """The path between two checkpoints, named by their sizes."""
    with session() as opened:
        made = proofs.consistency_proof(opened, asked["old"], asked["new"])
    return kept(ConsistencyProof().dump(made))


@api.get("/units/<unit_code>/seals")
@api.output(Seals)
@api.doc(summary="The seals of a unit", responses=REFUSED)
def list_seals(unit_code: str) -> Response:
    """In the order they were made; `position` is null until a checkpoint speaks of a seal."""
    with session() as opened:
        known(opened, unit_code)
        rows = seals.listed(opened, seals.Wanted(unit_code))
    return kept(Seals().dump({"rows": [row.shown() for row in rows]}))


@api.get("/units/<unit_code>/proofs/entry")
@api.input(EntryQuery, location="query", arg_name="asked")
@api.output(EntryProof)
@api.doc(summary="The proof of an entry of a sealed month", responses=REFUSED)
def get_entry_proof(unit_code: str, asked: dict[str, Any]) -> Response:
    """The path from the entry's leaf to the newest checkpoint; the text is left out."""
    with session() as opened:
        known(opened, unit_code)
        made = proofs.entry_proof(opened, unit_code, asked["entry"])
    return kept(EntryProof().dump(proofs.without_text(made)))


@api.get("/units/<unit_code>/proofs/balance")
@api.input(BalanceQuery, location="query", arg_name="asked")
@api.output(BalanceProof)
@api.doc(summary="The proof of a balance of a published month", responses=REFUSED)
def get_balance_proof(unit_code: str, asked: dict[str, Any]) -> Response:
    """The path from what moved under one set of tags to the newest checkpoint."""
    tags = (asked[name] for name in ("account", "fund", "item", "counter_unit"))
    balance = proofs.Balance(period_in(asked["period"]), *tags)
    with session() as opened:
        known(opened, unit_code)
        check_public(opened, unit_code, balance.period)
        made = proofs.balance_proof(opened, unit_code, balance)
    return kept(BalanceProof().dump(made))


@api.get("/units/<unit_code>/proofs/total/<period>")
@api.output(TotalProof)
@api.doc(summary="The proof that a published month is in the totals", responses=REFUSED)
def get_total_proof(unit_code: str, period: str) -> Response:
    """The path from a unit's sums by account to the national totals of the newest checkpoint."""
    month = period_in(period)
    with session() as opened:
        known(opened, unit_code)
        check_public(opened, unit_code, month)
        made = proofs.total_proof(opened, month, unit_code)
    return kept(TotalProof().dump(made))
