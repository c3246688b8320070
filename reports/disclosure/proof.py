"""The proof that the grassroots got its part: each matched part, its shares, and the difference.

Pure. The grassroots part is rounded half-up to the đồng, so for a part p/q of a whole the number
q × part − p × whole is never further from zero than half of q (at 75%: 4g − 3m is at most 2).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from finance.rules.rates import Dated
from finance.rules.sharing import SplitRule
from ledger.periods import Period
from reports.disclosure.balances import Document
from reports.disclosure.facts import MonthFacts, PartFact, Texts
from reports.disclosure.levy import is_grassroots, public_employer, unit_of

SHARE = "levy.share.grassroots"


@dataclass(slots=True)
class _Line:
    """A row of the proof in the making: one part, or all parts of one unit's employers."""

    tax_code: str
    name: str
    unit: str
    period: str
    of_one: Fraction
    parts: int = 0
    matched: int = 0
    before: int = 0
    grassroots: int = 0
    shares: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def add(self, part: PartFact) -> None:
        self.parts += 1
        self.matched += part.now_vnd
        self.before += part.before_vnd
        for share in part.shares:
            key = (share.role, share.place, unit_of(part, share))
            self.shares[key] = self.shares.get(key, 0) + share.now_vnd
            if is_grassroots(share):
                self.grassroots += share.now_vnd

    def document(self) -> Document:
        p, q = self.of_one.numerator, self.of_one.denominator
        difference = q * self.grassroots - p * self.matched
        most = self.parts * q // 2
        return {
            "tax_code": self.tax_code,
            "name": self.name,
            "grassroots_unit": self.unit,
            "period": self.period,
            "parts": self.parts,
            "matched_before_vnd": self.before,
            "matched_vnd": self.matched,
            "grassroots_vnd": self.grassroots,
            "share": f"{p}/{q}",
            "difference": difference,
            "most": most,
            "holds": abs(difference) <= most and sum(self.shares.values()) == self.matched,
            "shares": [
                {"role": role, "place": place, "unit": unit, "amount_vnd": amount}
                for (role, place, unit), amount in sorted(self.shares.items())
                if amount
            ],
        }


def proof(facts: MonthFacts) -> Document:
    """The proof of a month.

    Returns  `rows`: for a grassroots unit each matched part that moved in the month, as it stands
             at its end, with employer, wage month and shares; for a unit above, the same summed
             by grassroots unit and wage month. `matched_vnd` and `grassroots_vnd` are their sums,
             `matched_before_vnd` what of it stood before the month; `holds`, whether every row
             does; `rules`, what the shares were made by.
    """
    one_by_one = facts.unit.level == "grassroots"
    lines: dict[tuple[Any, ...], _Line] = {}
    for part in sorted(
        facts.parts, key=lambda each: (each.key.tax_code, each.key.period, each.key)
    ):
        line = _line_for(part, facts, one_by_one=one_by_one)
        key = (part.key,) if one_by_one else (line.unit, line.period)
        lines.setdefault(key, line).add(part)
    rows = [lines[key].document() for key in (lines if one_by_one else sorted(lines))]
    return {
        "rows": rows,
        "matched_before_vnd": sum(line.before for line in lines.values()),
        "matched_vnd": sum(line.matched for line in lines.values()),
        "grassroots_vnd": sum(line.grassroots for line in lines.values()),
        "holds": all(row["holds"] for row in rows),
        "rules": rules(facts.parts, facts.texts),
    }


def rules(parts: Iterable[PartFact], texts: Texts) -> list[Document]:
    """The rules that the shares of these parts were made by, each with its text and how sure it is.

    The grassroots part is the confederation's; how the levels above divide the rest is what the
    federation configured, with the decision it named.
    """
    used = sorted(
        {
            (share.rule_scope, share.rule_from, part.key.period)
            for part in parts
            for share in part.shares
        }
    )
    made: dict[tuple[str, str, str], Document] = {}
    for scope, rule_from, period in used:
        fixed = texts.law.for_month(SHARE, Period(period))
        configured = next(
            (rule for rule in texts.rules if rule.scope == scope and rule.valid_from == rule_from),
            None,
        )
        key = (scope, rule_from, fixed.from_date.isoformat())
        made.setdefault(key, _rule(scope, rule_from, configured, fixed, texts))
    return list(made.values())


def _rule(
    scope: str, rule_from: str, configured: SplitRule | None, fixed: Dated, texts: Texts
) -> Document:
    source = texts.sources.get(fixed.source)
    return {
        "scope": scope,
        "from": rule_from,
        "decision": "" if configured is None else configured.decision,
        "status": "configured",
        "shares": []
        if configured is None
        else [{"role": role.value, "share": str(share)} for role, share in configured.shares],
        "grassroots": {
            "key": fixed.key,
            "from": fixed.from_date.isoformat(),
            "share": fixed.written,
            "instrument": fixed.source if source is None else source.instrument,
            "issued_by": "" if source is None else source.issued_by,
            "article": fixed.article,
            "status": fixed.status.value,
        },
    }


def _line_for(part: PartFact, facts: MonthFacts, *, one_by_one: bool) -> _Line:
    of_one = facts.texts.law.for_month(SHARE, Period(part.key.period)).rate
    if one_by_one:
        tax_code, name = public_employer(part.key.tax_code, facts.employers)
        return _Line(tax_code, name, part.grassroots_unit, part.key.period, of_one)
    name = facts.units.get(part.grassroots_unit, part.grassroots_unit)
    return _Line("", name, part.grassroots_unit, part.key.period, of_one)
