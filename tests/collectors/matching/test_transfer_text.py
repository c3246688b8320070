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
    told = {
        "MST 9900000048 nộp đoàn phí T6/2026": (True, False),
        "MST 9900000048 nộp KPCĐ và đoàn phí T6/2026": (False, True),
        "MST 9900000048 kinh phí công đoàn, ĐPCĐ": (False, True),
        "MST 9900000048 kinh phí công đoàn": (False, False),
        "MST 9900000048": (False, False),
        "KPCĐ và đoàn phí DP00000400001226066": (True, False),
    }
    for content, (only_dues, dues_too) in told.items():
        read = read_text(content)
        assert (read.only_dues, read.dues_too) == (only_dues, dues_too), content


@pytest.mark.parametrize(
    ("content", "own"),
    [
        ("NOP KPCD T6/2026", True),
        ("nộp kinh phí công đoàn SDT 0912345678", True),
        ("NOP TIEN T6/2026", False),
        ("NOP KPCD, DOAN PHI", False),
        ("NOP HO KPCD", False),
        ("KPCD CHO CHI NHANH", False),
        ("KPCD 9900000048", False),
        ("KPCD 9900000049", False),
        ("KPCD MST 9900", False),
    ],
)
def test_a_text_of_the_payers_own_levy(content: str, own: bool) -> None:  # noqa: FBT001 - a table's cell
    """Of the levy alone, for nobody else, and with nothing like a tax code."""
    assert read_text(content).of_own_levy is own


@pytest.mark.parametrize("code", ["DP00000400001226066", "DP00000400001226067"])
def test_a_members_code_is_never_the_levys(code: str) -> None:
    """Whether its check digit holds or fails, nothing of it is posted as an employer's levy."""
    read = read_text(f"MST 9900000048 DONG KPCD {code}")
    assert read.only_dues


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("BHXH BHYT BHTN T6/2026", (True, False)),
        ("nộp tiền phạt VPHC", (True, False)),
        ("TIEN THUE VAN PHONG", (True, False)),
        ("LUONG T6", (True, False)),
        ("HOAN TRA TIEN THUA", (True, False)),
        ("BHXH VA KPCD T6/2026", (False, True)),
        ("NOP PHAT CHAM DONG KPCD", (False, True)),
        ("KPCD 2% QUY LUONG THANG 6", (False, False)),
        ("CTY TIEN PHAT NOP KPCD T6/2026", (False, False)),
        ("CTY BAO HIEM X NOP KINH PHI CONG DOAN", (False, False)),
        ("Ma so thue 9900000048 T6/2026", (False, False)),
        ("MST 9900000048 CTY AN PHAT T6/2026", (False, False)),
        ("NOP TIEN", (False, False)),
    ],
)
def test_money_for_something_else(content: str, told: tuple[bool, bool]) -> None:
    """Of that alone, or of the levy as well; words of names and of the levy itself are neither."""
    read = read_text(content)
    assert (read.of_else, read.else_too) == told
