"""The fields of an application are called as the decree's forms call them."""

from dataclasses import fields

from finance.actions.apply_relief import ReliefFigures, ReliefForm
from finance.rules.relief_fields import FIGURES, FORM, OTHERS, said


def test_every_field_of_the_form_has_a_name() -> None:
    """Words, figures, and what is neither."""
    named = {*FORM, *FIGURES, *OTHERS}
    assert named - {"ground"} == {
        each.name for kind in (ReliefForm, ReliefFigures) for each in fields(kind)
    }


def test_said_in_the_order_of_the_form() -> None:
    """In both languages."""
    vi, en = said(["workers_cut", "phone", "first"])
    assert vi == "Từ tháng (MM/YYYY), 7. Số điện thoại, Lao động bị cắt giảm"
    assert en == "From month (MM/YYYY), 7. Telephone, Workers cut"
    assert said([]) == ("", "")
