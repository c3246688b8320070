"""What is typed of an application for relief is read field by field."""

import datetime as dt

import pytest

from finance.rules.relief import Ground, ReliefKind
from finance.rules.relief_fields import FORM
from finance.web.relief_form import GROUND_NAMES, KIND_NAMES, month_typed, typed_relief

TODAY = dt.date(2026, 6, 15)
TYPED = {
    "ground": "staff_cut",
    "tax_code": " 9900000016 ",
    "document_no": "12/CV",
    "document_on": "1/6",
    "received_on": "2026-06-02",
    "first": "7/2026",
    "last": "2026-12",
    "workers_cut": "1.030",
}


def test_it_becomes_an_application() -> None:
    """The ground says of which kind; empty figures are none."""
    asked = typed_relief({**TYPED, "email": "a@b.vn", "quarterly": "yes"}, TODAY).asked
    assert asked is not None
    assert (asked.kind, asked.ground) == (ReliefKind.REDUCTION, Ground.STAFF_CUT)
    assert (asked.tax_code, asked.first, asked.last) == ("9900000016", "2026-07", "2026-12")
    assert (asked.document_on, asked.received_on) == (dt.date(2026, 6, 1), dt.date(2026, 6, 2))
    assert (asked.figures.workers_cut, asked.figures.rehired) == (1_030, 0)
    assert (asked.form.email, asked.form.quarterly, asked.unit) == ("a@b.vn", True, "")


def test_all_that_is_wrong_is_told() -> None:
    """Each with the field's own name."""
    found = typed_relief({"first": "x", "rehired": "1,5"}, TODAY)
    assert found.asked is None
    told = {place: refusal.sentence("en") for place, refusal in found.wrong}
    assert set(told) == {"document_on", "received_on", "first", "last", "rehired", "ground"}
    assert told["rehired"] == "“Hired anew within 3 months” cannot be read: “1,5”."


@pytest.mark.parametrize(
    ("text", "month"),
    [("06/2026", "2026-06"), ("6/2026", "2026-06"), (" 2026-06 ", "2026-06"), ("0/2026", None)],
)
def test_months_as_people_write_them(text: str, month: str | None) -> None:
    """Number and year, or as programs do."""
    assert month_typed(text) == month


def test_everything_has_its_name() -> None:
    """Kinds and grounds in both languages; the fields of the form are those of the record."""
    assert set(KIND_NAMES) == set(ReliefKind)
    assert set(GROUND_NAMES) == set(Ground)
    assert "confirmed_by" in FORM
