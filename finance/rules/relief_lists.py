"""What is published of relief every year: one row for each decision, and the bytes it is kept as.

Pure. Every employer that was exempted, reduced or suspended is named: the decree wants it public.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from finance.rules.relief import ReliefKind

FORMAT = "union-finance relief list 1"


@dataclass(frozen=True, slots=True)
class ReliefCase:
    """One decision as it is told outside; the amount is that of the months assessed so far (đồng).

    It is what was suspended, what a reduction took off, or what an exemption waived.
    """

    unit: str  # that decided
    decision: str
    decided_on: dt.date
    tax_code: str
    name: str
    kind: ReliefKind
    first: str
    last: str
    rate: str  # of a reduction, in per cent; else empty
    amount_vnd: int


def list_content(unit: str, name: str, year: int, cases: Sequence[ReliefCase]) -> bytes:
    """The bytes of a deciding unit's list of a year: canonical JSON, the same for the same cases.

    Source   (sources: nd_105_2026) art. 14(2); which fields are told is our own
             (sources: lua_chon_noi_bo)
    """
    document = {
        "format": FORMAT,
        "unit": unit,
        "unit_name": name,
        "year": year,
        "cases": [_told(case) for case in cases],
    }
    told = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return told.encode()


def _told(case: ReliefCase) -> dict[str, Any]:
    return {
        "decision": case.decision,
        "decided_on": case.decided_on.isoformat(),
        "tax_code": case.tax_code,
        "name": case.name,
        "kind": case.kind.value,
        "from": case.first,
        "to": case.last,
        "rate_percent": case.rate,
        "amount_vnd": case.amount_vnd,
    }
