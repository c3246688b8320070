"""Tables and small repositories, one noun per file; importing this declares every table."""

from finance.records import (
    audit_lines,
    bank_accounts,
    checkpoints,
    declarations,
    disclosures,
    dues,
    employers,
    matches,
    obligations,
    people,
    receipts,
    relief,
    runs,
    split_rules,
    units,
    vouchers,
)

__all__ = [
    "audit_lines",
    "bank_accounts",
    "checkpoints",
    "declarations",
    "disclosures",
    "dues",
    "employers",
    "matches",
    "obligations",
    "people",
    "receipts",
    "relief",
    "runs",
    "split_rules",
    "units",
    "vouchers",
]
