"""Write what the units spend, as the entries of another program: one JSON line each."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from collectors.cli.demo.chance import dice
from collectors.cli.demo.federation import Federation, Unit
from collectors.cli.demo.mess import Mess, MessLog
from collectors.cli.demo.payments import Payers, surely_pays
from collectors.cli.demo.registers import bank_in_hand
from finance.rules.sharing import Role
from ledger.money import ZERO, Vnd
from ledger.periods import Period, first_day, shift

_PURPOSES = (
    ("31", "levy", "Thăm hỏi đoàn viên ốm đau"),
    ("31", "levy", "Quà cho con đoàn viên"),
    ("31", "dues", "Trợ cấp đoàn viên khó khăn"),
    ("32", "levy", "Hội thao, văn nghệ cho người lao động"),
    ("33", "dues", "Văn phòng phẩm, hội họp"),
    ("34", "dues", "Phụ cấp cán bộ công đoàn"),
    ("37", "other", "Chi khác"),
)
_OFFICES = (
    ("33", "dues", "Chi quản lý hành chính"),
    ("34", "levy", "Lương và các khoản theo lương"),
)
_CARE = (
    ("31", "levy", "Chăm lo đoàn viên, người lao động"),
    ("31", "levy", "Tập huấn an toàn, pháp luật lao động"),
    ("32", "levy", "Văn hóa, thể thao, tuyên truyền"),
)
_CARE_OF_HUNDRED = (10, 20)  # each takes so much of what the union's employers paid
_PARTS = 60  # one spending takes at most a sixtieth of what was in hand at first
_THOUSAND = 1_000
_MOST_TIMES = 2


def write_spending(folder: Path, payers: Payers, month: Period, log: MessLog) -> Path:
    """Write a month's spending of every unit that stands.

    The first month also holds a line that must be refused: it would post by hand what only
    the intake of statements may.
    """
    federation = payers.federation
    path = folder / f"chi-{month}.jsonl"
    came = _came_before(payers, month)
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        row = 0
        for unit in federation.units():
            if unit.valid_to is None:
                for entry in (
                    *_entries(federation, unit, month),
                    *_care(federation, unit, month, came.get(unit.code, ZERO)),
                ):
                    row += 1
                    lines.write(json.dumps(entry, ensure_ascii=False) + "\n")
        if month == federation.scale.calendar_months[0]:
            unit = next(federation.units())
            wrong = _entry(unit, month, 99, first_day(month))
            wrong["lines"] = [
                {"account": "33881", "debit": 1_000_000},
                {"account": "112", "credit": 1_000_000},
            ]
            lines.write(json.dumps(wrong, ensure_ascii=False) + "\n")
            log.plant(Mess.CONTROL_ACCOUNT, path.name, row + 1)
    return path


def _entries(federation: Federation, unit: Unit, month: Period) -> Iterator[dict[str, Any]]:
    chance = dice(federation.seed, "spends", unit.code, month)
    most = bank_in_hand(federation, unit) // _PARTS // _THOUSAND
    purposes = _PURPOSES if unit.level is Role.GRASSROOTS else (*_PURPOSES, *_OFFICES)
    for number in range(chance.randint(1, _MOST_TIMES)):
        item, fund, text = chance.choice(purposes)
        amount = chance.randint(most // 4, most) * _THOUSAND
        on = first_day(month).replace(day=chance.randint(2, 27))
        entry = _entry(unit, month, number, on)
        entry["text"] = text
        entry["lines"] = _lines(item, fund, amount)
        yield entry


def _came_before(payers: Payers, month: Period) -> Mapping[str, Vnd]:
    """What employers of each union surely paid in the month before, in đồng."""
    wage_month = shift(month, -2)
    came: dict[str, Vnd] = {}
    if wage_month >= payers.federation.scale.first:
        for employer in payers.federation.employers():
            if employer.grassroots and surely_pays(employer):
                owed = payers.wages.owed(employer, wage_month)
                came[employer.grassroots] = Vnd(came.get(employer.grassroots, ZERO) + owed)
    return came


def _care(federation: Federation, unit: Unit, month: Period, came: Vnd) -> Iterator[dict[str, Any]]:
    """What a union does for its members with its share of the levy."""
    chance = dice(federation.seed, "cares", unit.code, month)
    for number, (item, fund, text) in enumerate(_CARE, start=_MOST_TIMES):
        part = came * chance.randint(*_CARE_OF_HUNDRED) // 100 // _THOUSAND * _THOUSAND
        if part:
            on = first_day(month).replace(day=chance.randint(2, 27))
            entry = _entry(unit, month, number, on)
            entry["text"] = text
            entry["lines"] = _lines(item, fund, part)
            yield entry


def _lines(item: str, fund: str, amount: int) -> list[dict[str, Any]]:
    return [
        {"account": "611", "debit": amount, "fund": fund, "item": item},
        {"account": "112", "credit": amount},
    ]


def _entry(unit: Unit, month: Period, number: int, on: dt.date) -> dict[str, Any]:
    return {
        "unit": unit.code,
        "source": "demo.spending",
        "key": f"{unit.code}:{month}:{number}",
        "journal": "GL",
        "accounting_on": on.isoformat(),
        "document_on": on.isoformat(),
        "text": "Chi",
    }
