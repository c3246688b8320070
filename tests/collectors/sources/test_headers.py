"""A header may speak English or Vietnamese, but it must name every column once."""

import pytest

from collectors.evidence import Feed
from collectors.sources.headers import read_header
from collectors.sources.refusals import BadHeader

SI = ("si_unit_code", "tax_code", "name", "period", "employees", "wage_fund")


def test_the_contracts_own_names_are_read_in_any_order() -> None:
    """Column order is free."""
    assert read_header(Feed.SI, tuple(reversed(SI))) == tuple(reversed(SI))


def test_vietnamese_names_are_read_with_and_without_diacritics() -> None:
    """Mã số thuế, MA SO THUE and MST are one column; what stands in brackets is left out."""
    cells = ("Mã đơn vị BHXH", "MST", "TEN DON VI", "Tháng", "Số lao động", "Quỹ lương (đồng)")
    assert read_header(Feed.SI, cells) == SI


def test_unknown_columns_keep_their_own_names() -> None:
    """A column that nobody knows stays with the raw row, named or not."""
    assert read_header(Feed.SI, (*SI, " Ghi chú ", ""))[-2:] == ("Ghi chú", "#8")


def test_all_missing_columns_are_told_at_once() -> None:
    """A refused header lists every column it lacks, in both languages."""
    with pytest.raises(BadHeader) as refused:
        read_header(Feed.SI, ("tax_code", "name", "period"))
    assert refused.value.facts["missing"] == "si_unit_code, employees, wage_fund"
    assert "wage_fund" in refused.value.sentence("vi")
    assert "wage_fund" in refused.value.sentence("en")


def test_a_column_named_twice_refuses_the_file() -> None:
    """Two columns of one meaning are a question, not an answer."""
    with pytest.raises(BadHeader) as refused:
        read_header(Feed.SI, (*SI, "MST", "Mã số thuế", "tax_code"))
    assert refused.value.facts["duplicated"] == "tax_code"
    with pytest.raises(BadHeader) as refused:
        read_header(Feed.BANK, ("Số CT", "Ngày", "Nợ", "Có", "Nội dung", "Diễn giải"))
    assert refused.value.facts["duplicated"] == "content"


def test_the_contracts_name_wins_over_an_alias() -> None:
    """Beside `content`, a column called Diễn giải is one more column, kept as it is."""
    header = ("reference", "booked_on", "debit", "credit", "content", "Diễn giải")
    assert read_header(Feed.BANK, header)[-2:] == ("content", "Diễn giải")


def test_one_side_is_enough_for_openings() -> None:
    """Openings need a debit or a credit column, not both."""
    assert read_header(Feed.OPENINGS, ("unit_code", "account", "credit", "on"))
    with pytest.raises(BadHeader) as refused:
        read_header(Feed.OPENINGS, ("unit_code", "account", "on"))
    assert refused.value.facts["missing"] == "debit/credit"
