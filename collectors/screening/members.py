"""Screen the register of members, and what payrolls say of their wages and dues.

Pure. Of a citizen's number four digits go any further, here and among the rows kept as they came.
"""

import re
from collections.abc import Mapping
from typing import Final

from collectors.evidence import RawRow
from collectors.screening.cells import LONGEST_NAME, Cells, Screened
from collectors.screening.choices import DUES_GROUPS, MEMBER_STATUSES
from collectors.screening.sentences import Wrong
from finance.rules.dues import DuesGroup, MemberStatus
from finance.rules.facts import MemberFacts, PayrollFacts

CITIZEN: Final = "citizen_id"
_SHOWN: Final = 4
_CITIZEN: Final = re.compile(r"(?:\d{9}|\d{12})", re.ASCII)  # the number of old cards, and today's
_NO_CITIZEN: Wrong = (
    "citizen.form",
    (
        "Số định danh phải gồm 12 chữ số (thẻ cũ: 9 chữ số).",
        "A citizen's number has 12 digits (9 on old cards).",
    ),
)
_LEFT_FIRST: Wrong = (
    "dates.order",
    (
        "Hết hiệu lực ({until}) trước khi có hiệu lực ({begins}).",
        "It ends ({until}) before it begins ({begins}).",
    ),
)


def kept(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row as they are kept: all as they came, of a citizen's number four digits."""
    found = dict(cells)
    if found.get(CITIZEN):
        found[CITIZEN] = f"…{found[CITIZEN].strip()[-_SHOWN:]}"
    return found


def screen_member(raw: RawRow) -> Screened[MemberFacts]:
    """Screen one member of one unit over a span of days."""
    cells = Cells(raw)
    member_no = cells.code("member_no", required=True)
    unit_code = cells.code("unit_code", required=True)
    name = cells.text("name", longest=LONGEST_NAME)
    citizen = "".join(cells.text(CITIZEN).split())
    if citizen and not _CITIZEN.fullmatch(citizen):
        cells.refuse(CITIZEN, *_NO_CITIZEN)
    group = cells.choice("dues_group", DUES_GROUPS, required=True)
    fixed = cells.amount("fixed_amount")
    joined_on, left_on = cells.day("joined_on"), cells.day_or_none("left_on")
    if left_on is not None and left_on < joined_on:
        until, begins = left_on.isoformat(), joined_on.isoformat()
        cells.refuse("left_on", *_LEFT_FIRST, until=until, begins=begins)
    return cells.screened(
        lambda: MemberFacts(
            row=raw.row,
            member_no=member_no,
            unit_code=unit_code,
            name=name,
            citizen_last4=citizen[-_SHOWN:],
            dues_group=DuesGroup(group),
            fixed_vnd=fixed,
            joined_on=joined_on,
            left_on=left_on,
        ),
        {"unit_code": unit_code, "member_no": member_no, "joined_on": joined_on},
    )


def screen_payroll(raw: RawRow) -> Screened[PayrollFacts]:
    """Screen one member's month; who says nothing of it was working."""
    cells = Cells(raw)
    unit_code = cells.code("unit_code", required=True)
    member_no = cells.code("member_no", required=True)
    period = cells.period("period")
    wage_base = cells.amount("wage_base")
    withheld = cells.amount("withheld")
    status = cells.choice("status", MEMBER_STATUSES)
    return cells.screened(
        lambda: PayrollFacts(
            row=raw.row,
            unit_code=unit_code,
            member_no=member_no,
            period=period,
            wage_base_vnd=wage_base,
            withheld_vnd=withheld,
            status=MemberStatus(status) if status else MemberStatus.WORKING,
        ),
        {"unit_code": unit_code, "member_no": member_no, "period": period},
    )
