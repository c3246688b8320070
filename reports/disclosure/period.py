"""What one unit discloses of one closed month, as a document and as the bytes that are frozen.

Pure. The bytes are canonical JSON: keys in order, amounts as whole đồng, no spaces, UTF-8; the
same facts always give the same bytes.
"""

import hashlib
import json
from typing import Any, Final

from finance.rules.consolidation import INCOME, SPENDING
from finance.rules.errors import RuleError
from finance.rules.settlement import PASSED_UP, settle
from ledger.periods import first_day, last_day
from reports.disclosure import balances, levy
from reports.disclosure.balances import Document
from reports.disclosure.facts import GRASSROOTS, MonthFacts
from reports.disclosure.proof import proof

FORMAT: Final = "union-finance/disclosure/period/1"


class PeriodNotClosed(RuleError):
    """What is disclosed comes from closed months only."""

    code = "disclosure.period_not_closed"
    vi = "Kỳ {period} của đơn vị {unit} chưa khóa sổ (trạng thái: {state}), chưa thể công khai."
    en = "Period {period} of unit {unit} is not closed (state: {state}) and cannot be disclosed."


class ProofDoesNotHold(RuleError):
    """What would be disclosed does not add up; nothing is published until it does."""

    code = "disclosure.proof_does_not_hold"
    vi = "Chưa lập được bản công khai của {unit} kỳ {period}: {what} lệch {difference} đồng."
    en = "The disclosure of {unit}, {period}, cannot be made: {what} is off by {difference} đồng."


def period_disclosure(facts: MonthFacts) -> Document:
    """The figures of one unit and month.

    Raises   ProofDoesNotHold unless the sources add up to the balance, the shares to what was
             collected, the grassroots part to its rule, and what the money is for to the money;
             SettlementOff when the book carries an item nobody knows.
    Source   (sources: luat_cd_50_2024, hd_42_tld); form and figures are our own
    """
    rows = facts.rows
    document: Document = {
        "format": FORMAT,
        "kind": "period",
        "currency": "VND",
        "period": facts.period,
        "first_on": first_day(facts.period).isoformat(),
        "last_on": last_day(facts.period).isoformat(),
        "regime": facts.chart.regime,
        "entries": facts.entries,
        "unit": {
            "code": facts.unit.code,
            "name": facts.unit.name,
            "level": facts.unit.level,
            "parent_code": facts.unit.parent_code,
        },
        "balance": balances.balance(rows),
        "by_fund": balances.by_fund(rows),
        "income": balances.by_item(rows, INCOME, facts.texts.items, -1),
        "spending": balances.by_item(rows, SPENDING, facts.texts.items, 1),
        "levy": levy.owed(facts.obligations, last_day(facts.period))
        | {
            "scope": "employers" if facts.unit.level == GRASSROOTS else "collected",
            "shares": levy.shares(facts),
            "shared_to_unit_vnd": facts.shared_to_unit_vnd,
            "shared_not_received_vnd": balances.credit_of(rows, balances.SHARED_NOT_RECEIVED),
        },
        "proof": proof(facts),
        "dues": dues(facts),
        "cash": balances.cash(rows, facts.chart, facts.units),
        "to_give_back": balances.to_give_back(rows, facts.units),
    }
    _check(facts, document)
    return document


def dues(facts: MonthFacts) -> Document:
    """Dues collected, the part kept, the part of the units above, and what of it was paid."""
    kept = sum(
        row.credit_vnd - row.debit_vnd
        for row in facts.rows
        if row.account == INCOME and row.item == "22"
    )
    settlement = settle(facts.unit.code, facts.rows, facts.above)
    paid = sum(
        row.debit_vnd - row.credit_vnd
        for row in facts.rows
        if row.account == "3362" and row.item == PASSED_UP
    )
    return {
        "collected_vnd": settlement.amount("22"),
        "kept_vnd": kept,
        "passed_vnd": settlement.amount("22") - kept,
        "paid_up_vnd": paid,
    }


def canonical(document: Document) -> bytes:
    """The bytes of a document: what is published and frozen."""
    return json.dumps(
        document, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def digest(content: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes) -> dict[str, Any]:
    """The document in published bytes.

    Raises   AssertionError for bytes of another format: they are our own, written by `canonical`.
    """
    document: dict[str, Any] = json.loads(content)
    assert document.get("format") == FORMAT, document.get("format")
    return document


def _check(facts: MonthFacts, document: dict[str, Any]) -> None:
    balance, cash = document["balance"], document["cash"]
    collected = document["levy"]["collected_vnd"]
    sums = {
        "by_fund": sum(row["closing_vnd"] for row in document["by_fund"]) - balance["closing_vnd"],
        "income": sum(row["amount_vnd"] for row in document["income"]) - balance["income_vnd"],
        "spending": sum(row["amount_vnd"] for row in document["spending"]) - balance["spent_vnd"],
        "shares": sum(row["amount_vnd"] for row in document["levy"]["shares"]) - collected,
        "cash": cash["own_vnd"]
        + sum(row["amount_vnd"] for row in cash["rows"])
        - cash["total_vnd"],
        "proof": 0
        if document["proof"]["holds"]
        else max(abs(row["difference"]) for row in document["proof"]["rows"]),
    }
    for what, difference in sums.items():
        if difference or (what == "proof" and not document["proof"]["holds"]):
            raise ProofDoesNotHold(
                unit=facts.unit.code, period=facts.period, what=what, difference=difference
            )
