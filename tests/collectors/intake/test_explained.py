"""The reasons kept with a receipt are told again, each with what its text says."""

import pytest

from collectors.intake.explained import confidence_of, explained
from finance.records.receipts import ReceiptRow

E1, E4 = "9900000016", "9900000048"


def _row(content: str, evidence: str, **changed: object) -> ReceiptRow:
    facts: dict[str, object] = {
        "content": content,
        "evidence": evidence,
        "tax_code": "",
        "suggested_tax_code": "",
        "credit_vnd": 0,
        "confidence": 60,
    }
    return ReceiptRow(**facts | changed)


@pytest.mark.parametrize(
    ("content", "evidence", "told"),
    [
        (f"MST {E4} T6/2026", "code.labelled", f"tax code {E4} of a known employer"),
        (f"MST {E4} T6/2026", "period.named", "The text names 2026-06."),
        (f"MST {E4} MST {E1}", "code.second", f"also gives tax code {E1} of another"),
        (f"MST {E1} MST {E4}", "code.second", f"also gives tax code {E1} of another"),
        ("MST 9900000017", "code.check_digit", "check digit of tax code 9900000017 is wrong"),
        (f"MST {E1}", "code.unknown", f"Tax code {E1} is not in the register"),
        (f"MST {E4}-001", "code.parent", f"Tax code {E4}-001 belongs to a dependent unit"),
        ("MST 99000", "code.cut_short", "cut short: 99000"),
        ("T7/2026", "period.not_assessed", "Nothing is assessed yet for 2026-07"),
        ("AN PHAT", "name.in_text", "The text names a known employer."),
        ("", "nothing.found", "Nothing tells whose it is."),
        ("", "person", "A person decided."),
        ("", "receipt.released", "only a person puts it back"),
        ("", "sharing.no_split_rule", "a rule refused it (code sharing.no_split_rule)"),
        ("", "code.second", "also gives tax code … of another"),
    ],
)
def test_a_reason_is_told_with_its_facts(content: str, evidence: str, told: str) -> None:
    """What it speaks of is found in the text again; what is lost is shown as lost."""
    (reason,) = explained(_row(content, evidence, suggested_tax_code=E4))
    assert told in reason.sentence("en")
    assert reason.sentence("vi") != reason.sentence("en")


def test_credit_is_told_only_where_there_is_some() -> None:
    """A suggestion has given nobody any credit yet."""
    assert explained(_row("", "credit.left")) == []
    (reason,) = explained(_row("", "credit.left", credit_vnd=246_914, tax_code=E4))
    assert "246.914 đồng are left over" in reason.sentence("en")


def test_nobody_proposed_is_no_confidence() -> None:
    """Whatever number stands there."""
    assert confidence_of(_row("", "")) == 0
    assert confidence_of(_row("", "", suggested_tax_code=E4)) == 60
    assert confidence_of(_row("", "", tax_code=E4)) == 60
