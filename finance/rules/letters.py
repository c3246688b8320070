"""A paper of a case before it is printed: everything it says, and the evidence it stands on.

Pure. The amounts are those of the day it is made; what is printed from it never changes.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from finance.rules.casework import Step
from finance.rules.loss import Finding
from finance.rules.loss_told import as_told
from finance.rules.sanctions import FineRange
from ledger.money import Vnd


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a case stands on: what it is, where it is kept, and its SHA-256."""

    what_vi: str
    what_en: str
    where: str
    sha256: str  # of a paper's bytes, or of a record written in the one way (`loss_told.written`)


@dataclass(frozen=True, slots=True)
class Sent:
    """A paper of the same case that was made before."""

    step: Step
    letter_no: str
    on: dt.date
    at_stake_vnd: Vnd
    sha256: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One paper: who makes it, to whom, about what."""

    step: Step
    turn: int  # of a reminder: the first, the second …
    letter_no: str
    case_no: str
    unit_code: str
    unit_name: str
    tax_code: str
    name: str  # of the employer
    made_on: dt.date
    made_by: str
    finding: Finding  # as it stands on the day
    note: str = ""  # of minutes: what was said and agreed
    earlier: tuple[Sent, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    fine: FineRange | None = None  # of a dossier
    instrument: str = ""  # the decree the range stands on

    @property
    def transfer_text(self) -> str:
        """What the employer writes into the transfer, so that it is recognised."""
        return f"MST {self.tax_code} DONG KPCD {self.finding.year}"


Press = Callable[[Letter], bytes]  # makes the file; the same letter gives the same bytes


def letter_as_told(letter: Letter) -> dict[str, Any]:
    """All that a paper says, as programs read it."""
    return {
        "step": letter.step.value,
        "turn": letter.turn,
        "letter_no": letter.letter_no,
        "case_no": letter.case_no,
        "unit": {"code": letter.unit_code, "name": letter.unit_name},
        "employer": {"tax_code": letter.tax_code, "name": letter.name},
        "made_on": letter.made_on.isoformat(),
        "made_by": letter.made_by,
        "finding": as_told(letter.finding),
        "note": letter.note,
        "earlier": [
            {
                "step": sent.step.value,
                "letter_no": sent.letter_no,
                "on": sent.on.isoformat(),
                "at_stake_vnd": int(sent.at_stake_vnd),
                "sha256": sent.sha256,
            }
            for sent in letter.earlier
        ],
        "evidence": [
            {"what": one.what_vi, "where": one.where, "sha256": one.sha256}
            for one in letter.evidence
        ],
        "fine": None if letter.fine is None else _fine(letter.fine),
    }


def _fine(fine: FineRange) -> dict[str, Any]:
    return {
        "violation": fine.violation.value,
        "owed_vnd": int(fine.owed_vnd),
        "on": fine.on.isoformat(),
        "organisation": fine.organisation,
        "from_vnd": int(fine.from_vnd),
        "to_vnd": int(fine.to_vnd),
        "to_included": fine.to_included,
        "cap_vnd": int(fine.cap_vnd),
        "multiplier": fine.multiplier,
        "single_vnd": [int(each) for each in fine.single_vnd],
        "disputed": fine.disputed,
        "source": fine.source,
        "article": fine.article,
        "used": [
            {"key": one.key, "from": one.from_date.isoformat(), "value": one.value}
            for one in fine.used
        ],
    }
