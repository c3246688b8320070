"""Refusals that concern a case: whole sentences, with the article where there is one."""

import pytest

from finance.rules.errors import RuleError
from finance.rules.relief_cases import (
    ApplicationDecided,
    ApplicationDiffers,
    ApplicationWaits,
    DayAhead,
    DecidedBeforeComplete,
    DecisionWanted,
    FieldWanted,
    ListYearNotOver,
    NoDecidingUnit,
    NothingUnpaid,
    NotOverCollector,
    NotTheMonthsAsked,
    ReasonOfRefusalWanted,
    UnknownApplication,
)

ONE = "LDA/RA/1"
TOLD: tuple[tuple[RuleError, str], ...] = (
    (UnknownApplication(application=ONE), ONE),
    (ApplicationWaits(tax_code="99", application=ONE), ONE),
    (ApplicationDiffers(application=ONE, fields=("Lý do", "Ground")), "Lý do"),
    (ListYearNotOver(year=2026), "14(2)"),
    (ApplicationDecided(application=ONE, decision="7"), "7"),
    (FieldWanted(vi="số", en="the number"), "Phụ lục I"),
    (DayAhead(on="2026-07-01"), "01/07/2026"),
    (
        DecidedBeforeComplete(decided_on="2026-06-01", application=ONE, complete_on="2026-06-02"),
        "13(4)(b)",
    ),
    (NotTheMonthsAsked(application=ONE, first="2026-06", last="2026-08"), "13(4)(b)"),
    (NothingUnpaid(tax_code="99", first="2026-06", last="2026-08"), "Điều 11"),
    (NoDecidingUnit(unit="X"), "12(4)(a)"),
    (NotOverCollector(unit="LDB", collector="LDA"), "12(4)(a)"),
    (DecisionWanted(), "12(4)(c)"),
    (ReasonOfRefusalWanted(), "12(4)(c)"),
)


@pytest.mark.parametrize(("refusal", "part"), TOLD)
def test_each_is_a_whole_sentence(refusal: RuleError, part: str) -> None:
    """With its article or the thing it is about."""
    assert part in refusal.sentence("vi")
    assert "{" not in refusal.sentence("vi") + refusal.sentence("en")


def test_a_missing_field_is_named_in_the_readers_language() -> None:
    """As the form calls it."""
    refusal = FieldWanted(vi="ngày nhận", en="day of receipt")
    assert refusal.facts == {"field_vi": "ngày nhận", "field_en": "day of receipt"}
    assert "ngày nhận" in refusal.sentence("vi")
    assert "day of receipt" in refusal.sentence("en")


def test_what_differs_is_named_in_both_languages() -> None:
    """The application, and its fields as each reader knows them."""
    refused = ApplicationDiffers(application=ONE, fields=("Lý do", "Ground"))
    assert refused.facts == {"application": ONE, "fields_vi": "Lý do", "fields_en": "Ground"}
