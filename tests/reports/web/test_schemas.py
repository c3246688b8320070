"""The form of what the API takes and gives."""

import re
from typing import Any

import pytest
from marshmallow import ValidationError

from finance.runtime.database import Database
from reports.disclosure.period import read
from reports.library import period_content
from reports.web import schemas
from tests.reports.june_2026 import JULY, UNITS


@pytest.mark.parametrize("unit", [code for code, _, _, _ in UNITS])
def test_every_disclosure_has_the_declared_form(june: Database, unit: str) -> None:
    """What is published is what the description says, no field more and none less."""
    with june.reading() as session:
        document = read(period_content(session, unit, JULY))
    assert schemas.Disclosure().validate(document) == {}
    assert set(document) == set(schemas.Disclosure().fields)


def test_amounts_are_whole() -> None:
    """Every field of an amount is an integer."""
    balance = schemas.Balance().fields
    assert all(name.endswith("_vnd") for name in balance)
    with pytest.raises(ValidationError):
        schemas.Balance().load(dict.fromkeys(balance, "1.5"))


@pytest.mark.parametrize(
    "asked", [{"level": "rumour"}, {"page": 0}, {"page": "x"}, {"unknown": "1"}]
)
def test_bad_questions_are_refused(asked: dict[str, Any]) -> None:
    """A parameter that is not known or has the wrong form is not ignored."""
    with pytest.raises(ValidationError):
        schemas.UnitsQuery(unknown="raise").load(asked)


def test_defaults() -> None:
    """Nothing asked for is the first page of everything, in the newest version."""
    assert schemas.UnitsQuery().load({}) == {"q": "", "level": "", "parent": "", "page": 1}
    assert schemas.VersionQuery().load({}) == {"version": None}


def test_every_schema_says_what_it_is() -> None:
    """Each schema of the description has a sentence."""
    named = [value for name, value in vars(schemas).items() if re.match(r"[A-Z][a-z]", name)]
    assert all(each.__doc__ for each in named if isinstance(each, type))
