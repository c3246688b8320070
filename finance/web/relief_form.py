"""What a person types of an application for relief, and what is wrong with it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from finance.actions.apply_relief import ApplyRelief, ReliefFigures, ReliefForm
from finance.rules.errors import RuleError
from finance.rules.relief import GROUNDS, Ground, ReliefKind
from finance.rules.relief_fields import FIGURES, FORM, REQUEST, Said
from finance.web.typed import read_day
from ledger.errors import NotMoney, OutOfRange
from ledger.money import parse_vnd
from ledger.periods import NotAPeriod, Period, parse_period, period_of

KIND_NAMES: Final[Mapping[ReliefKind, Said]] = {
    ReliefKind.SUSPENSION: ("Tạm dừng đóng", "Suspension"),
    ReliefKind.REDUCTION: ("Giảm mức đóng", "Reduction"),
    ReliefKind.EXEMPTION: ("Miễn đóng", "Exemption"),
}
GROUND_NAMES: Final[Mapping[Ground, Said]] = {
    Ground.RESTRUCTURING: (
        "Thay đổi cơ cấu, công nghệ, khủng hoảng, chính sách tái cơ cấu",
        "Restructuring, technology, crisis, the State’s policy",
    ),
    Ground.DISASTER: (
        "Thiên tai, hỏa hoạn, dịch bệnh, mất mùa",
        "Disaster, fire, epidemic, crop failure",
    ),
    Ground.STAFF_CUT: ("Phải cắt giảm lao động sau khi tạm dừng", "Staff cut after a suspension"),
    Ground.DISSOLUTION: ("Giải thể", "Dissolution"),
    Ground.BANKRUPTCY: ("Phá sản", "Bankruptcy"),
}


class NotReadable(RuleError):
    """A field of the form cannot be read as what it is."""

    code = "relief.not_readable"
    vi = "«{field}» chưa đúng: «{text}»."
    en = "“{field}” cannot be read: “{text}”."


@dataclass(frozen=True, slots=True)
class TypedRelief:
    """What came of a form: the application, or the refusal with the field it stands at."""

    asked: ApplyRelief | None
    wrong: tuple[tuple[str, NotReadable], ...]


def typed_relief(given: Mapping[str, str], today: dt.date) -> TypedRelief:
    """Read the form; all that is wrong is told at once."""
    read: dict[str, Any] = {}
    wrong: list[tuple[str, NotReadable]] = []
    for name in ("document_on", "received_on"):
        _read(given, name, lambda text: _day(text, today), read, wrong)
    for name in ("first", "last"):
        _read(given, name, month_typed, read, wrong)
    for name in FIGURES:
        _read(given, name, _number, read, wrong)
    ground = given.get("ground", "")
    if ground not in {each.value for each in Ground}:
        wrong.append(("ground", _unreadable("ground", ground)))
    if wrong:
        return TypedRelief(None, tuple(wrong))
    return TypedRelief(
        ApplyRelief(
            tax_code=given.get("tax_code", "").strip(),
            kind=next(kind for kind, own in GROUNDS.items() if Ground(ground) in own),
            ground=Ground(ground),
            first=read["first"],
            last=read["last"],
            document_no=given.get("document_no", ""),
            document_on=read["document_on"],
            received_on=read["received_on"],
            form=ReliefForm(
                **{name: given.get(name, "") for name in FORM},
                quarterly=given.get("quarterly") == "yes",
            ),
            figures=ReliefFigures(**{name: read[name] for name in FIGURES}),
        ),
        (),
    )


def month_typed(text: str) -> Period | None:
    """A month as people write it, 06/2026 or 2026-06; None when it is none."""
    tidy = text.strip()
    number, slash, year = tidy.partition("/")
    try:
        return parse_period(f"{year}-{number.rjust(2, '0')}" if slash else tidy)
    except NotAPeriod:
        return None


def _day(text: str, today: dt.date) -> dt.date | None:
    return read_day(text, period_of(today))


def _number(text: str) -> int | None:
    if not text.strip():
        return 0
    try:
        found = parse_vnd(text)
    except (NotMoney, OutOfRange):
        return None
    return found if found >= 0 else None


def _read(
    given: Mapping[str, str],
    name: str,
    reader: Any,  # noqa: ANN401 - reads a text, or says None
    read: dict[str, Any],
    wrong: list[tuple[str, NotReadable]],
) -> None:
    text = given.get(name, "")
    read[name] = reader(text)
    if read[name] is None:
        wrong.append((name, _unreadable(name, text)))


def _unreadable(name: str, text: str) -> NotReadable:
    vi, en = {**REQUEST, **FIGURES, "ground": ("Lý do", "Ground")}[name]
    return NotReadable(field_vi=vi, field_en=en, text=text.strip()[:60])
