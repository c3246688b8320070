"""Screen the registers: units, employers, bank accounts, split rules and openings.

Pure. Whether a code that is named exists is asked where the register is kept.
"""

import datetime as dt

from collectors.evidence import RawRow
from collectors.screening.cells import LONGEST_DECISION, Cells, Screened
from collectors.screening.choices import (
    EMPLOYER_TYPES,
    PAY_CYCLES,
    PLACES,
    PURPOSES,
    SOURCES,
    UNIT_KINDS,
)
from collectors.screening.sentences import Wrong
from finance.rules.facts import AccountFacts, EmployerFacts, OpeningFacts, SplitRuleFacts, UnitFacts
from finance.rules.levy import EmployerType, PayCycle
from finance.rules.sharing import MoneySource, Role

_ENDS_FIRST: Wrong = (
    "dates.order",
    (
        "Hết hiệu lực ({until}) trước khi có hiệu lực ({begins}).",
        "It ends ({until}) before it begins ({begins}).",
    ),
)
_NO_PARENT: Wrong = (
    "unit.no_parent",
    (
        "Chỉ cấp trung ương mới không có đơn vị cấp trên.",
        "Only the national unit has none above it.",
    ),
)
_OWN_PARENT: Wrong = (
    "unit.own_parent",
    ("Đơn vị không thể là cấp trên của chính mình.", "A unit cannot stand above itself."),
)


def screen_unit(raw: RawRow) -> Screened[UnitFacts]:
    """Screen one unit; only the national one stands below none, and none below itself."""
    cells = Cells(raw)
    code = cells.code("code", required=True)
    name = cells.name("name")
    level = cells.choice("level", PLACES, required=True)
    parent_code = cells.code("parent_code")
    if level and bool(parent_code) == (level == Role.NATIONAL):
        cells.refuse("parent_code", *_NO_PARENT)
    if parent_code and parent_code == code:
        cells.refuse("parent_code", *_OWN_PARENT)
    kind = cells.choice("kind", UNIT_KINDS)
    valid_from, valid_to = _days(cells)
    successor_code = cells.code("successor_code")
    return cells.screened(
        lambda: UnitFacts(
            row=raw.row,
            code=code,
            name=name,
            level=Role(level),
            parent_code=parent_code,
            kind=kind,
            valid_from=valid_from,
            valid_to=valid_to,
            successor_code=successor_code,
        ),
        {"code": code, "valid_from": valid_from},
    )


def screen_employer(raw: RawRow) -> Screened[EmployerFacts]:
    """Screen one employer; it pays monthly unless the row says otherwise."""
    cells = Cells(raw)
    words = {
        "tax_code": cells.tax_code(),
        "name": cells.name("name"),
        "si_unit_code": cells.code("si_unit_code"),
        "province_code": cells.code("province_code", required=True),
        "grassroots_unit": cells.code("grassroots_unit"),
        "collecting_unit": cells.code("collecting_unit", required=True),
        "upper_unit": cells.code("upper_unit"),
    }
    employer_type = cells.choice("employer_type", EMPLOYER_TYPES, required=True)
    pay_cycle = cells.choice("pay_cycle", PAY_CYCLES)
    valid_from, valid_to = _days(cells)
    return cells.screened(
        lambda: EmployerFacts(
            row=raw.row,
            **words,
            employer_type=EmployerType(employer_type),
            pay_cycle=PayCycle(pay_cycle) if pay_cycle else PayCycle.MONTHLY,
            valid_from=valid_from,
            valid_to=valid_to,
        ),
        {"tax_code": words["tax_code"], "valid_from": valid_from},
    )


def screen_account(raw: RawRow) -> Screened[AccountFacts]:
    """Screen one bank account; spaces within its number fall away."""
    cells = Cells(raw)
    account_no = "".join(cells.text("account_no", required=True, longest=40).split())
    codes = {
        "bank_bin": cells.code("bank_bin", required=True, longest=10),
        "unit_code": cells.code("unit_code", required=True),
        "ledger_account": cells.code("ledger_account", required=True, longest=20),
    }
    purpose = cells.choice("purpose", PURPOSES)
    return cells.screened(
        lambda: AccountFacts(row=raw.row, account_no=account_no, **codes, purpose=purpose),
        {"account_no": account_no},
    )


def screen_split_rule(raw: RawRow) -> Screened[SplitRuleFacts]:
    """Screen one role's share under one decision; shares are exact."""
    cells = Cells(raw)
    source = cells.choice("source", SOURCES, required=True)
    scope = cells.code("scope", required=True)
    valid_from, valid_to = cells.period("valid_from"), cells.period_or_none("valid_to")
    if valid_from and valid_to is not None and valid_to < valid_from:
        cells.refuse("valid_to", *_ENDS_FIRST, until=valid_to, begins=valid_from)
    role = cells.choice("role", PLACES, required=True)
    share = cells.share("share")
    decision = cells.text("decision", required=True, longest=LONGEST_DECISION)
    return cells.screened(
        lambda: SplitRuleFacts(
            row=raw.row,
            source=MoneySource(source),
            scope=scope,
            valid_from=valid_from,
            valid_to=valid_to,
            role=Role(role),
            share=share,
            decision=decision,
        ),
        {"source": source, "scope": scope, "valid_from": valid_from, "role": role},
    )


def screen_opening(raw: RawRow) -> Screened[OpeningFacts]:
    """Screen one opening balance; it stands on one side."""
    cells = Cells(raw)
    codes = {
        "unit_code": cells.code("unit_code", required=True),
        "account": cells.code("account", required=True, longest=20),
        "fund": cells.code("fund"),
        "item": cells.code("item", longest=20),
    }
    debit, credit = cells.sides()
    on = cells.day("on")
    return cells.screened(
        lambda: OpeningFacts(row=raw.row, **codes, debit_vnd=debit, credit_vnd=credit, on=on),
        codes | {"on": on},
    )


def _days(cells: Cells) -> tuple[dt.date, dt.date | None]:
    begins, until = cells.day("valid_from"), cells.day_or_none("valid_to")
    if until is not None and until < begins:
        cells.refuse("valid_to", *_ENDS_FIRST, until=until.isoformat(), begins=begins.isoformat())
    return begins, until
