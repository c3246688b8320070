"""Papers of a case, each step, on invented findings; for tests of what is printed."""

import datetime as dt
from dataclasses import replace
from typing import Final

from finance.rules.casework import Step
from finance.rules.facts import DeclarationStatus, TaxStatus
from finance.rules.letters import Evidence, Letter, Sent
from finance.rules.loss import Finding, findings
from finance.rules.loss_facts import EmployerYear, Registered, Said, SiUnit, TaxYear
from finance.rules.sanctions import Violation, fine_range
from finance.runtime.parameters import law, sources
from ledger.money import Vnd
from ledger.periods import Period

DAY: Final = dt.date(2026, 11, 5)
_MST: Final = "9900000016"
_HERE: Final = Registered(
    "LDA", "enterprise", "monthly", dt.date(2020, 1, 1), dt.date(9999, 12, 31)
)


def found(*, measured: bool = True) -> Finding:
    """Fewer people and a smaller fund than tax shows, or (not measured) people alone."""
    months = [Period(f"2026-{month:02d}") for month in range(1, 13)]
    said = tuple(Said(month, DeclarationStatus.ACTIVE, 10, Vnd(100_000_000)) for month in months)
    tax = TaxYear(TaxStatus.ACTIVE, None, 15, Vnd(1_543_210_987) if measured else Vnd(1))
    facts = EmployerYear(
        _MST, "Công ty cổ phần Dệt may Ấp Bắc", 2026, _HERE, tax, (SiUnit("SI", said),)
    )
    (finding,) = findings(facts, DAY, law())
    return finding


def silent_and_paid() -> Finding:
    """Months without a word, less what was paid."""
    said = Said(Period("2026-05"), DeclarationStatus.ACTIVE, 10, Vnd(100_000_000))
    facts = EmployerYear(
        _MST, "Cty <&> Ẵ", 2026, _HERE, si=(SiUnit("SI", (said,)),), credit_vnd=Vnd(500_000)
    )
    return findings(facts, DAY, law())[0]


def letter(step: Step, finding: Finding | None = None) -> Letter:
    """A paper of this step, with all that belongs to it."""
    made = Letter(
        step=step,
        turn=2,
        letter_no="7/2026",
        case_no="LDA/C/12",
        unit_code="LDA",
        unit_name="Liên đoàn Lao động tỉnh A",
        tax_code=_MST,
        name="Công ty cổ phần Dệt may Ấp Bắc",
        made_on=DAY,
        made_by="thu",
        finding=found() if finding is None else finding,
    )
    if step is Step.NOTICE:
        return made
    earlier = (Sent(Step.NOTICE, "1/2026", dt.date(2026, 10, 1), Vnd(6_864_220), "a" * 64),)
    made = replace(made, earlier=earlier)
    if step is Step.MINUTES:
        return replace(
            made, note="Đơn vị cam kết nộp đủ trong tháng 11 và kê khai bổ sung 5 người."
        )
    evidence = tuple(
        Evidence(
            f"Kê khai BHXH tháng {month:02d}/2026, đơn vị SI9900000016",
            f"Declaration of {month:02d}/2026, SI unit SI9900000016",
            f"si/SI9900000016/2026-{month:02d}/v1 · lô/batch 12, dòng/row {month}",
            f"{month:064x}",
        )
        for month in range(1, 13)
    )
    made = replace(made, evidence=evidence)
    if step is Step.PROPOSAL:
        return made
    fine = fine_range(Violation.TOO_FEW, Vnd(6_864_220), DAY, law())
    return replace(made, fine=fine, instrument=sources()[fine.source].instrument)
