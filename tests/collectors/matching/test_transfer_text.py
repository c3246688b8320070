"""A transfer's text is read once, for code, months and kind."""

import pytest

from collectors.matching.transfer_text import read_text


def test_code_and_months_do_not_get_in_each_others_way() -> None:
    """The digits of a code are no month, and the month behind a code is no part of it."""
    read = read_text("ibft Mst: 0100109106-001 đóng KPCĐ t4,5,6/2026")
    assert read.tax_codes == ("0100109106001",)
    assert read.periods.periods == ("2026-04", "2026-05", "2026-06")


def test_labelled_codes_are_looked_up_before_bare_ones() -> None:
    """Both are worth it."""
    assert read_text("9900000016 MST 9900000048").tax_codes == ("9900000048", "9900000016")


def test_dues_are_not_the_levy() -> None:
    """Đoàn phí alone is another kind of money; beside kinh phí it may be both."""
    assert read_text("MST 9900000048 nộp đoàn phí T6/2026").only_dues
    assert not read_text("MST 9900000048 nộp KPCĐ và đoàn phí T6/2026").only_dues
    assert not read_text("MST 9900000048 kinh phí công đoàn").only_dues


@pytest.mark.parametrize("code", ["DP00000400001226066", "DP00000400001226067"])
def test_a_members_code_is_never_the_levys(code: str) -> None:
    """Whether its check digit holds or fails, nothing of it is posted as an employer's levy."""
    read = read_text(f"MST 9900000048 DONG KPCD {code}")
    assert read.only_dues
