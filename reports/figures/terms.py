"""What levels, shares and degrees of certainty are called, in both languages. Pure."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from reports.figures import Words

LEVELS: Final[Mapping[str, Words]] = {
    "national": Words("Tổng Liên đoàn", "Confederation"),
    "province": Words("Cấp tỉnh, ngành", "Province or sector"),
    "upper": Words("Cấp trên trực tiếp cơ sở", "Directly above the grassroots"),
    "grassroots": Words("Công đoàn cơ sở", "Grassroots union"),
}
ROLES: Final[Mapping[str, Words]] = {
    **LEVELS,
    "organisation": Words(
        "Tổ chức của người lao động tại doanh nghiệp", "Workers’ organisation at the enterprise"
    ),
    "custody": Words(
        "Giữ hộ người lao động nơi chưa có công đoàn hoặc chờ thông báo",
        "Held for workers without a union, or until a notice comes",
    ),
}
STATUSES: Final[Mapping[str, Words]] = {
    "sourced": Words("đã đối chiếu văn bản", "checked against the text"),
    "recalled": Words("ghi theo trí nhớ, chờ đối chiếu văn bản", "from memory, to be confirmed"),
    "internal": Words("quy ước nội bộ", "our own convention"),
    "configured": Words("do tổ chức công đoàn quyết định", "decided by the federation"),
}
PERSON: Final = Words("Cá nhân kinh doanh (không nêu tên)", "A person in business (not named)")


_FUNDS: Final[Mapping[str, Words]] = {
    "levy": Words("KPCĐ", "levy"),
    "dues": Words("ĐPCĐ", "dues"),
    "state": Words("NSNN", "state"),
    "other": Words("khác", "other"),
}


_RECEIPTS: Final[Mapping[str, Words]] = {
    "matched": Words("Đã ghép", "Matched"),
    "suggested": Words("Có gợi ý, chờ quyết định", "Suggested, to be decided"),
    "unidentified": Words("Chờ xác định", "Unidentified"),
    "returned": Words("Ngân hàng thu hồi", "Returned"),
    "credit": Words("Tiền nộp thừa", "Payers’ credit"),
}


def receipt_state(key: str) -> Words:
    """What a receipt waits for; the key itself when it has no name."""
    return _RECEIPTS.get(key, Words(key))


def fund(key: str) -> Words:
    """The short name of a source of money; the key itself for a fund with its own report."""
    return _FUNDS.get(key, Words(key))


def role(key: str) -> Words:
    """The name of a share's place; the key itself when it has none."""
    return ROLES.get(key, Words(key))


def level(key: str) -> Words:
    """The name of a level; the key itself when it has none."""
    return LEVELS.get(key, Words(key))


def status(key: str) -> Words:
    """How sure we are of a rule; the key itself when it has no name."""
    return STATUSES.get(key, Words(key))


def per_cent(share: str) -> str:
    """A share of one, written exactly: 3/25 is 12%, 1/3 stays 1/3."""
    hundred = Fraction(share) * 100
    return f"{hundred.numerator}%" if hundred.denominator == 1 else share


def month(period: str) -> str:
    """A month as a reader writes it: 05/2026."""
    return f"{period[5:]}/{period[:4]}"
