"""A finding as it is written down beside a case, and read back.

Pure. What is written holds all that the amount was computed from, and nothing is lost on the way.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from finance.rules.loss import Certainty, Finding, Gap, Part
from finance.rules.rates import Used
from ledger.money import Vnd


def as_told(finding: Finding) -> dict[str, Any]:
    """A finding as programs read it: amounts in đồng, days ISO 8601."""
    return {
        "kind": finding.kind.value,
        "tax_code": finding.tax_code,
        "year": finding.year,
        "at_stake_vnd": int(finding.at_stake_vnd),
        "certainty": finding.certainty.value,
        "measured": dict(finding.measured),
        "parts": [_part(part) for part in finding.parts],
        "less_vnd": int(finding.less_vnd),
        "used": [_used(one) for one in finding.used],
        "assumed": list(finding.assumed),
    }


def written(told: Mapping[str, Any]) -> str:
    """The one way to write such things down: JSON, keys in order, letters as they are."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_finding(text: str) -> Finding:
    """A finding that was written down; `recomputed` holds of it as it did then."""
    told = json.loads(text)
    return Finding(
        kind=Gap(told["kind"]),
        tax_code=told["tax_code"],
        year=told["year"],
        at_stake_vnd=Vnd(told["at_stake_vnd"]),
        certainty=Certainty(told["certainty"]),
        measured=told["measured"],
        parts=tuple(
            Part(
                part["period"],
                Vnd(part["base_vnd"]),
                Vnd(part["amount_vnd"]),
                None if part["rate"] is None else _read_used(part["rate"]),
            )
            for part in told["parts"]
        ),
        less_vnd=Vnd(told["less_vnd"]),
        used=tuple(_read_used(one) for one in told["used"]),
        assumed=tuple(told["assumed"]),
    )


def _part(part: Part) -> dict[str, Any]:
    rate = None if part.rate is None else _used(part.rate)
    return {**asdict(part), "rate": rate}


def _used(one: Used) -> dict[str, str]:
    return {"key": one.key, "from": one.from_date.isoformat(), "value": one.value}


def _read_used(told: Mapping[str, str]) -> Used:
    return Used(told["key"], dt.date.fromisoformat(told["from"]), told["value"])
