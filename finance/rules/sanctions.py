"""What a fine for the levy may be, as a range: for a dossier that proposes, never for the book.

Pure. The union does not fine; it documents and proposes. There is no daily interest: no text has
one for the levy.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from finance.rules.errors import RuleError
from finance.rules.loss import Certainty, Finding, Gap
from finance.rules.rates import Dated, Law, Used
from ledger.accounts import Status
from ledger.money import Rounding, Vnd, times

CAP: Final = "sanction.cap"
MULTIPLIER: Final = "sanction.organisation_multiplier"
INCLUDED: Final = "included"


class Violation(StrEnum):
    """Acts that are fined."""

    LATE = "late"
    WRONG_RATE = "wrong_rate"
    TOO_FEW = "too_few"  # not for enough people
    NONE_FOR_ALL = "none_for_all"  # not paid for all who are liable


class NothingOwed(RuleError):
    """A fine is a part of what is owed; without an amount there is none to propose."""

    code = "sanction.nothing_owed"
    vi = "Không có số tiền phải đóng tại ngày {on} để tính khung phạt."
    en = "Nothing is owed on {on}, so there is no range to propose."


@dataclass(frozen=True, slots=True)
class FineRange:
    """A range in đồng with everything needed to compute it again."""

    violation: Violation
    owed_vnd: Vnd  # the levy owed on the day of the minutes
    on: dt.date
    organisation: bool
    from_vnd: Vnd
    to_vnd: Vnd
    to_included: bool  # False: the fine stays below `to_vnd`
    cap_vnd: Vnd
    multiplier: int  # 1 for a person
    single_vnd: tuple[Vnd, Vnd]  # the same range without the multiplier
    disputed: bool  # the multiplier is configured, not read in a text that settles it
    source: str
    article: str
    used: tuple[Used, ...]


def fine_range(
    violation: Violation, owed_vnd: Vnd, on: dt.date, law: Law, *, organisation: bool = True
) -> FineRange:
    """Compute the range of a fine.

    Takes    the levy owed on the day `on` of the working minutes, above zero.
    Returns  lowest and highest, half-up, each at most the cap; for an organisation, fine and cap
             times the multiplier. At its cap the range includes its end.
    Raises   NothingOwed; NoRuleInForce for a day no decree on record reaches.
    Source   (sources: nd_12_2022, nd_283_2026) art. 38; the multiplier is disputed and configured
    """
    if owed_vnd <= 0:
        raise NothingOwed(on=on.isoformat())
    low, high, top, cap = (
        law.value(key, on)
        for key in (*(f"sanction.{violation}.{end}" for end in ("from", "to", "top")), CAP)
    )
    rules: list[Dated] = [low, high, top, cap]
    multiplier, disputed = 1, False
    if organisation:
        times_over = law.value(MULTIPLIER, on)
        multiplier, disputed = times_over.whole, times_over.status is not Status.SOURCED
        rules.append(times_over)
    most = Vnd(cap.whole * multiplier)
    whole = times(owed_vnd, high.rate * multiplier, Rounding.HALF_UP)
    return FineRange(
        violation=violation,
        owed_vnd=owed_vnd,
        on=on,
        organisation=organisation,
        from_vnd=min(most, times(owed_vnd, low.rate * multiplier, Rounding.HALF_UP)),
        to_vnd=min(most, whole),
        to_included=top.text == INCLUDED or whole > most,
        cap_vnd=most,
        multiplier=multiplier,
        single_vnd=(
            min(Vnd(cap.whole), times(owed_vnd, low.rate, Rounding.HALF_UP)),
            min(Vnd(cap.whole), times(owed_vnd, high.rate, Rounding.HALF_UP)),
        ),
        disputed=disputed,
        source=low.source,
        article=low.article,
        used=tuple(rule.used() for rule in rules),
    )


def likely_violation(finding: Finding) -> Violation | None:
    """The act a finding points at, for a person to confirm or change.

    Returns  None where nothing owed is shown: what is paid and not declared is no fined act.
    Source   (sources: nd_12_2022, nd_283_2026) art. 38 names the acts
    """
    if finding.certainty is Certainty.UNMEASURED or finding.kind is Gap.PAID_NOT_DECLARED:
        return None
    if finding.kind is Gap.TOO_FEW:
        return Violation.TOO_FEW
    if finding.kind is Gap.NOT_PAYING and finding.measured["late_vnd"]:
        return Violation.LATE
    return Violation.NONE_FOR_ALL
