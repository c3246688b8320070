"""What fell due in a year and was collected, for readers: by unit, level, month and channel.

Pure.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from finance.rules.collection import CollectionRate, format_rate, rate_of
from ledger.money import Vnd
from reports.figures import Column, Figure, Row, Section, Statement, Words, money, words
from reports.figures.collection import Year
from reports.figures.terms import level, month, per_cent

KEY: Final = "collection"
_COLUMNS: Final = (
    money("Phải thu đến hạn", "Due"),
    money("Đã thu", "Collected"),
    money("Còn phải thu", "Still open"),
    words("Tỷ lệ", "Rate"),
    words("So với mục tiêu", "Against the goal"),
)


@dataclass(frozen=True, slots=True)
class CollectionOf:
    """A unit's year as it stood on a day."""

    unit_code: str
    unit_name: str
    year: int
    as_of: dt.date
    target: str  # of one, as written in the parameters
    held: Year


def collection_statement(wanted: CollectionOf) -> Statement:
    """Levy and dues together, the unit and those right below it, levels, months, channels."""
    return Statement(
        KEY,
        Words("Phải thu và đã thu", "Due and collected"),
        wanted.unit_code,
        wanted.unit_name,
        Words(
            f"Năm {wanted.year}, đến ngày {wanted.as_of:%d/%m/%Y}",
            f"{wanted.year}, up to {wanted.as_of:%d/%m/%Y}",
        ),
        f"{wanted.year}/{wanted.as_of}",
        (
            _whole(wanted),
            _units(wanted),
            _estimates(wanted),
            _levels(wanted),
            _months(wanted),
            _channels(wanted),
        ),
        (
            Words(
                "Khoản được tạm dừng đóng chưa tính là phải thu cho đến hạn đóng bù.",
                "What is suspended is not due until its make-up day.",
            ),
        ),
    )


def _whole(wanted: CollectionOf) -> Section:
    levy, dues = wanted.held.whole(wanted.held.levy), wanted.held.whole(wanted.held.dues)
    together = Vnd(levy.collected_vnd + dues.collected_vnd)
    share = rate_of(dues.collected_vnd, together)
    goal = per_cent(wanted.target)
    return Section(
        "collection-whole",
        Words("Kinh phí và đoàn phí", "Levy and dues"),
        Words(
            f"Mục tiêu: {goal} số phải thu. Đoàn phí chiếm {format_rate(share)} tổng số đã thu.",
            f"The goal: {goal} of what is due. Dues are {format_rate(share, 'en')} of all that "
            "was collected.",
        ),
        (words("Nguồn", "Source"), *_COLUMNS),
        (
            _row(wanted, (Words("Kinh phí công đoàn", "Levy"),), levy),
            _row(wanted, (Words("Đoàn phí công đoàn", "Dues"),), dues),
        ),
    )


def _units(wanted: CollectionOf) -> Section:
    found = wanted.held.by_unit()
    return _section(
        "units",
        Words("Theo đơn vị", "By unit"),
        Words(
            "Đơn vị này và các đơn vị trực thuộc, mỗi đơn vị gồm cả cấp dưới.",
            "This unit and those right below it, each with all below.",
        ),
        (words("Đơn vị", "Unit"), words("Cấp", "Level"), *_COLUMNS),
        (
            Row(_row(wanted, names, found[code]).cells, total=code == wanted.unit_code)
            for code, names in _told(wanted)
        ),
    )


def _estimates(wanted: CollectionOf) -> Section:
    estimated, beyond = wanted.held.estimated(), wanted.held.beyond_estimate()
    return _section(
        "estimates",
        Words("Ước cả năm", "The year, estimated"),
        Words(
            "Số ước cả năm: tiền lương bình quân nửa đầu năm trước × số lao động × 12 tháng × mức "
            "đóng; trống khi chưa có kê khai của năm trước. Số ước không gồm nơi chưa có căn cứ; "
            "cột cuối là số phải thu đã đến hạn của nơi đó.",
            "The year's estimate: average wage of the first half of the year before × people × 12 "
            "months × the rate; empty where nothing was declared then. The estimate leaves out "
            "those it has nothing to go by for; the last column is what fell due from them.",
        ),
        (
            words("Đơn vị", "Unit"),
            words("Cấp", "Level"),
            money("Ước cả năm", "Estimate of the year"),
            money("Chưa có căn cứ ước", "Not estimated"),
        ),
        (
            Row(
                (
                    *names,
                    Figure(estimated.get(code)),
                    Figure(beyond[code].receivable_vnd if code in beyond else Vnd(0)),
                ),
                total=code == wanted.unit_code,
            )
            for code, names in _told(wanted)
        ),
    )


def _told(wanted: CollectionOf) -> list[tuple[str, tuple[Words, ...]]]:
    """The units told of, by code, with their cells of name and level; the unit itself last."""
    places = wanted.held.places
    below = [code for code in wanted.held.by_unit() if places[code].parent_code == wanted.unit_code]
    own = [wanted.unit_code] if wanted.unit_code in wanted.held.by_unit() else []
    return [(code, (Words(places[code].name), level(places[code].level))) for code in below + own]


def _levels(wanted: CollectionOf) -> Section:
    found = wanted.held.by_level().items()
    return _section(
        "levels",
        Words("Theo cấp", "By level"),
        Words(
            "Theo cấp của đơn vị mà người nộp thuộc về: công đoàn cơ sở của họ, hoặc cấp trên nơi "
            "chưa có công đoàn.",
            "By the level of the unit an employer stands with: its own union, or who is above.",
        ),
        (words("Cấp", "Level"), *_COLUMNS),
        (_row(wanted, (level(key),), one) for key, one in found),
    )


def _months(wanted: CollectionOf) -> Section:
    found = wanted.held.by_month().items()
    return _section(
        "months",
        Words("Theo tháng lương", "By wage month"),
        Words("Các tháng đã đến hạn.", "The months that have fallen due."),
        (words("Tháng", "Month"), *_COLUMNS),
        (_row(wanted, (Words(month(key)),), one) for key, one in found),
    )


def _channels(wanted: CollectionOf) -> Section:
    found = wanted.held.by_channel()
    whole = Vnd(sum(found.values()))
    return _section(
        "channels",
        Words("Theo kênh thu", "By channel"),
        Words(
            "Tiền đã thu, theo cấp của đơn vị có tài khoản nhận tiền.",
            "What was collected, by the level of the unit whose account it reached.",
        ),
        (words("Tài khoản của", "Account of"), money("Đã thu", "Collected"), words("Phần", "Part")),
        (
            Row((level(key), Figure(amount), _rate(rate_of(Vnd(amount), whole))))
            for key, amount in sorted(found.items())
        ),
    )


def _section(
    key: str, title: Words, meaning: Words, columns: tuple[Column, ...], rows: Iterable[Row]
) -> Section:
    return Section(f"{KEY}-{key}", title, meaning, columns, tuple(rows))


def _row(wanted: CollectionOf, names: tuple[Words, ...], found: CollectionRate) -> Row:
    reached = found.reaches(Fraction(wanted.target))
    said = Words("–")
    if reached is not None:
        said = Words("đạt", "reached") if reached else Words("chưa đạt", "not reached")
    amounts = (
        Figure(found.receivable_vnd),
        Figure(found.collected_vnd),
        Figure(found.receivable_vnd - found.collected_vnd),
    )
    return Row((*names, *amounts, _rate(found.hundredths), said))


def _rate(hundredths: int | None) -> Words:
    return Words(format_rate(hundredths), format_rate(hundredths, "en"))
