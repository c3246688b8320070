"""The form of what the API takes and gives; every amount is a whole number of đồng."""

from apiflask import Schema
from marshmallow.fields import Dict, Integer, List, Nested, String
from marshmallow.validate import OneOf, Range, Regexp

LEVELS = ("national", "province", "upper", "grassroots")
_VND = {"description": "Whole đồng.", "format": "int64"}


class UnitsQuery(Schema):
    """What is asked of the list of units."""

    q = String(
        load_default="", metadata={"description": "Part of a name or code; no diacritics needed."}
    )
    level = String(load_default="", validate=OneOf(("", *LEVELS)))
    parent = String(load_default="")
    page = Integer(load_default=1, validate=Range(min=1, max=100_000))


class VersionQuery(Schema):
    """Which version of a month is asked for."""

    version = Integer(load_default=None, allow_none=True, validate=Range(min=1, max=32_767))


class Unit(Schema):
    """A union unit, as last known."""

    code = String(required=True)
    name = String(required=True)
    level = String(required=True, validate=OneOf(LEVELS))
    parent_code = String(required=True)
    successor_code = String(required=True)
    latest_period = String(required=True, allow_none=True)


class FoundUnit(Unit):
    """One unit, asked for by its code."""


class Units(Schema):
    """One page of units."""

    rows = List(Nested(Unit), required=True)
    count = Integer(required=True)
    page = Integer(required=True)
    pages = Integer(required=True)


class PublishedMonth(Schema):
    """One published month, in its newest version."""

    period = String(required=True, validate=Regexp(r"[12]\d{3}-(0[1-9]|1[0-2])"))
    version = Integer(required=True)
    digest = String(required=True, metadata={"description": "SHA-256 of the published bytes."})


class PublishedMonths(Schema):
    """The months a unit has published, the newest first."""

    rows = List(Nested(PublishedMonth), required=True)


class Balance(Schema):
    """What stood, came in, went out and stands."""

    opening_vnd = Integer(required=True, metadata=_VND)
    income_vnd = Integer(required=True, metadata=_VND)
    spent_vnd = Integer(required=True, metadata=_VND)
    other_changes_vnd = Integer(required=True, metadata=_VND)
    closing_vnd = Integer(required=True, metadata=_VND)


class Fund(Balance):
    """The same for one source of money."""

    fund = String(required=True)
    name_vi = String(required=True)
    name_en = String(required=True)


class ItemAmount(Schema):
    """An amount on one line of the index."""

    item = String(required=True)
    name_vi = String(required=True)
    name_en = String(required=True)
    amount_vnd = Integer(required=True, metadata=_VND)


class Disclosure(Schema):
    """A published month: the published document itself, unchanged."""

    format = String(required=True)
    kind = String(required=True)
    currency = String(required=True)
    regime = String(required=True)
    period = String(required=True)
    first_on = String(required=True)
    last_on = String(required=True)
    entries = Integer(required=True)
    unit = Dict(required=True)
    balance = Nested(Balance, required=True)
    by_fund = List(Nested(Fund), required=True)
    income = List(Nested(ItemAmount), required=True)
    spending = List(Nested(ItemAmount), required=True)
    levy = Dict(required=True)
    proof = Dict(required=True)
    dues = Dict(required=True)
    cash = Dict(required=True)
    to_give_back = List(Dict(), required=True)


class ComparedAccount(Schema):
    """An account of a month that is not as it was first reported (debit positive)."""

    account = String(required=True)
    first_reported_debit_vnd = Integer(required=True, metadata=_VND)
    first_reported_credit_vnd = Integer(required=True, metadata=_VND)
    first_reported_balance_vnd = Integer(required=True, metadata=_VND)
    now_known_debit_vnd = Integer(required=True, metadata=_VND)
    now_known_credit_vnd = Integer(required=True, metadata=_VND)
    now_known_balance_vnd = Integer(required=True, metadata=_VND)
    difference_vnd = Integer(required=True, metadata=_VND)


class Compared(Schema):
    """A published month as first reported beside as now known: the accounts that differ."""

    period = String(required=True)
    first_reported_at_us = Integer(required=True, allow_none=True)
    rows = List(Nested(ComparedAccount), required=True)
    entries = Integer(required=True, metadata={"description": "Entries recorded since."})


class Refused(Schema):
    """Why a request was refused."""

    code = String(required=True)
    message = String(required=True)
    facts = Dict(required=True)


class Error(Schema):
    """The answer to a request that was refused."""

    error = Nested(Refused, required=True)
