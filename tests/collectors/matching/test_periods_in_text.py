"""The months a transfer names are read as people write them, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.matching.periods_in_text import periods_in
from finance.rules.folding import fold
from ledger.periods import Period, periods_between, shift

JUNE = ("2026-06",)
QUARTER = ("2026-04", "2026-05", "2026-06")


@pytest.mark.parametrize(
    "text",
    [
        "THANG 06 NAM 2026",
        "tháng 6 năm 2026",
        "THANG 6, NAM 2026",
        "T6/2026",
        "T.6/2026",
        "KPCDT6/2026",
        "T6 2026",
        "T06/26",
        "DONG KPCD 06-2026",
        "06.2026",
        "kỳ 06/2026",
        "KY 2026-06",
        "KY 2026-06-888761617-073426",
        "KPCD 06/2026-CTLNHIDI0000474325",
        "KPCD 06-2026-888761617",
        "THANG 062026",
        "NAM 2026 THANG 6",
        "NGAY 10/07/2026 NOP KPCD T6/2026",
        "10.07.2026 KPCD 06/2026",
        "QUY LUONG T6/2026 SO TIEN 2.024.000",
        "KPCD 2% T6/2026 120 LAO DONG 10:20:30",
    ],
)
def test_one_month(text: str) -> None:
    """Label or none, month or year first, days and amounts around it."""
    assert periods_in(fold(text)).periods == JUNE


@pytest.mark.parametrize(
    "text",
    [
        "T4,5,6/2026",
        "T4,T5,T6/2026",
        "T4+5+6/2026",
        "T4/5/6/2026",
        "KPCD 4,5,6/2026",
        "THANG 4,5,6 NAM 2026",
        "tháng 4, 5 và 6 năm 2026",
        "T4-T6/2026",
        "T4-6/2026",
        "04-06/2026",
        "THANG 4 DEN THANG 6 NAM 2026",
        "T4/2026, T5/2026, T6/2026",
        "06/2026 VA 05/2026 VA 04/2026",
        "T4/2026-T6/2026",
        "04/2026 - 06/2026",
        "TU T4/2026 DEN T6/2026",
        "QUY II/2026",
        "quý 2 năm 2026",
        "QUY II NAM 2026",
        "Q2/2026",
    ],
)
def test_three_months(text: str) -> None:
    """Lists, ranges and quarters; oldest first, each once."""
    assert periods_in(fold(text)).periods == QUARTER


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("QUY I,II/2026", "2026-01", "2026-06"),
        ("QUY I - QUY III NAM 2026", "2026-01", "2026-09"),
        ("6 THANG DAU NAM 2026", "2026-01", "2026-06"),
        ("6 THANG CUOI NAM 2025", "2025-07", "2025-12"),
        ("KPCD NAM 2025", "2025-01", "2025-12"),
        ("T11/2025 - T02/2026", "2025-11", "2026-02"),
        ("THANG 11 NAM 2025 DEN THANG 2 NAM 2026", "2025-11", "2026-02"),
    ],
)
def test_longer_spans(text: str, first: str, last: str) -> None:
    """Quarters, halves, whole years, and spans across a year's end."""
    assert periods_in(text).periods == periods_between(Period(first), Period(last))


@pytest.mark.parametrize(
    "text",
    [
        "THANG 6",
        "T4,5",
        "QUY II",
        "T12,T1/2026",
        "T6/2026-T4/2026",
        "THANG 6 NAM 2026, THANG 5",
        "THANG 06 NAM 20",
        "T6/20",
        "T1/2",
    ],
)
def test_a_month_whose_year_is_missing_or_cut_is_not_known(text: str) -> None:
    """Nor is a list that goes down, or one month of a list: half a list pays the wrong months."""
    found = periods_in(text)
    assert (found.periods, found.unclear) == ((), True)


@pytest.mark.parametrize(
    "text",
    [
        "CHUYEN TIEN",
        "10/07/2026",
        "NGAY 10.07.2026",
        "2026-07-10",
        "20260710 090909",
        "1.234.567 DONG",
        "T13/2026",
        "FT26195",
        "QUY LUONG",
        "DAU NAM 2026",
        "12.2024.000",
    ],
)
def test_what_is_no_month_names_none(text: str) -> None:
    """Days, amounts, references and other words are left alone."""
    found = periods_in(text)
    assert (found.periods, found.unclear) == ((), False)


@given(st.integers(0, 95), st.integers(1, 11))
def test_any_span_is_read_back(start: int, length: int) -> None:
    """From a month to another within eleven, across year ends, filled without a hole."""
    first = shift(Period("2020-01"), start)
    last = shift(first, length)
    text = f"T{int(first[5:])}/{first[:4]} - T{int(last[5:])}/{last[:4]}"
    assert periods_in(text).periods == periods_between(first, last)
