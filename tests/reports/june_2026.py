"""One wage month in five books: what the tests of the reports read.

The lines of the books come from the table that the rules are tested with; registers, obligations,
receipts, matches and shares are written here as the actions leave them.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from finance.records.employers import EmployerRow
from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.obligations import ObligationEventRow, ObligationRow
from finance.records.receipts import ReceiptRow
from finance.records.split_rules import SplitRuleRow
from finance.records.units import FOREVER, UnitRow, rebuild_closure
from finance.rules.charts import REGIME
from finance.rules.folding import fold
from finance.runtime import audit
from finance.runtime.charts import chart_accounts
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.runtime.identity import Actor
from ledger import book
from ledger.entries import Draft, Line, Side
from ledger.money import Vnd
from ledger.periods import Period
from tests.architecture.house import ROOT
from tests.ledger.books import BY

CLOCK, WHO = FixedClock(dt.date(2026, 8, 1)), Actor(BY.actor, ())
LINES = ROOT / "tests/finance/rules/june_2026_lines.csv"
START = dt.date(2020, 1, 1)
JULY = Period("2026-07")
FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 7, 31)
AFTER = dt.date(2026, 8, 5)
UNITS = (
    ("TLD", "Tổng Liên đoàn Lao động Việt Nam", "national", ""),
    ("LDA", "Liên đoàn Lao động tỉnh A", "province", "TLD"),
    ("A1", "Công đoàn Khu công nghiệp A1", "upper", "LDA"),
    ("G1", "Công đoàn cơ sở Đồng Tâm", "grassroots", "A1"),
    ("G2", "Công đoàn cơ sở Công ty Hai", "grassroots", "A1"),
)
EMPLOYERS = (
    ("9900000016", "Công ty TNHH Một", "G1"),
    ("9900000023", "Công ty CP Hai", "G2"),
    ("9900000030", "Công ty TNHH Ba", ""),
    ("9900000048", "Công ty TNHH Bốn", "G1"),
    ("9900000055", "Công ty CP Năm", "G1"),
)
E1, E2, E3, E4, E5 = (code for code, _, _ in EMPLOYERS)
# Employer, wage month, wage fund, amount assessed, day booked, due day.
OBLIGATIONS = (
    (E1, "2026-04", 1_187_654_321, 23_753_086, dt.date(2026, 6, 30), dt.date(2026, 5, 31)),
    (E1, "2026-05", 1_201_234_567, 24_024_691, dt.date(2026, 6, 30), dt.date(2026, 6, 30)),
    (E1, "2026-06", 1_234_567_891, 24_691_358, dt.date(2026, 7, 2), dt.date(2026, 7, 31)),
    (E2, "2026-06", 987_654_321, 19_753_086, dt.date(2026, 7, 2), dt.date(2026, 7, 31)),
    (E3, "2026-06", 456_789_012, 9_135_780, dt.date(2026, 7, 2), dt.date(2026, 7, 31)),
    (E4, "2026-06", 301_234_567, 6_913_578, dt.date(2026, 7, 2), dt.date(2026, 7, 31)),
    (E5, "2026-06", 200_000_001, 4_000_000, dt.date(2026, 7, 2), dt.date(2026, 9, 30)),
)
# Reference, whose account, day, amount, matched, credit, returned, payer.
RECEIPTS = (
    ("R1", "LDA", dt.date(2026, 7, 10), 6_913_578, 6_024_691, 888_887, 0, E4),
    ("R2", "LDA", dt.date(2026, 7, 13), 20_000_000, 19_753_086, 246_914, 0, E2),
    ("R3", "LDA", dt.date(2026, 7, 13), 750_000, 0, 0, 0, ""),
    ("R4", "LDA", dt.date(2026, 7, 14), 72_469_135, 72_469_135, 0, 0, E1),
    ("R5", "LDA", dt.date(2026, 7, 14), 1_200_000, 0, 0, 1_200_000, ""),
    ("R6", "TLD", dt.date(2026, 7, 28), 9_000_000, 9_000_000, 0, 0, E3),
)
_MATCHED = dt.date(2026, 7, 15)
_NOTICED = dt.date(2026, 7, 16)
_CORRECTED = dt.date(2026, 7, 24)
_LAST = dt.date(2026, 7, 29)
# Employer, wage month, receipt, day, matched, then the shares: grassroots, A1, LDA, TLD.
PARTS = (
    (E4, "2026-06", "R1", _MATCHED, 6_913_578, (5_185_184, 829_629, 553_086, 345_679)),
    (E2, "2026-06", "R2", _MATCHED, 19_753_086, (14_814_815, 2_370_370, 1_580_247, 987_654)),
    (E1, "2026-04", "R4", _MATCHED, 23_753_086, (17_814_815, 2_850_370, 1_900_247, 1_187_654)),
    (E1, "2026-05", "R4", _MATCHED, 24_024_691, (18_018_518, 2_882_963, 1_921_975, 1_201_235)),
    (E1, "2026-06", "R4", _MATCHED, 24_691_358, (18_518_519, 2_962_963, 1_975_308, 1_234_568)),
    (E4, "2026-06", "R1", _CORRECTED, -888_887, (-666_666, -106_666, -71_111, -44_444)),
    (E3, "2026-06", "R6", _LAST, 9_000_000, (6_750_000, 1_080_000, 720_000, 450_000)),
)
ORGANISATION = "Tổ chức của người lao động tại Công ty Hai"


def fill(database: Database, *, closed: bool = True) -> None:
    """Write the month into a fresh database; with its books closed up to July, or open."""
    with database.writing() as session:
        _registers(session)
        _books(session)
        _sub_ledgers(session)
        if closed:
            for code, _, _, _ in UNITS:
                for month in range(1, 8):
                    period = Period(f"2026-{month:02d}")
                    book.close_period(session, code, period, BY)
                    book.seal_period(session, code, period, BY.now_us)
                    audit.write(session, CLOCK, WHO, "close_period", code, period, {})
        session.commit()


def drafts() -> Iterator[list[Draft]]:
    """The entries of the books, those of one day together, so that pairs can tie."""
    with LINES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for day, of_day in groupby(rows, key=lambda row: row["accounting_on"]):
        entries: dict[tuple[str, str], list[Line]] = {}
        for row in of_day:
            entries.setdefault((row["book"], row["entry"]), []).append(_line(row, day))
        yield [_draft(code, entry, day, lines) for (code, entry), lines in entries.items()]


def _line(row: dict[str, str], day: str) -> Line:
    side = Side.DEBIT if row["debit"] else Side.CREDIT
    counter = row["counter_book"]
    ref = f"IB-{day}" if counter else ""
    amount = Vnd(int(row["debit"] or row["credit"]))
    return Line(row["account"], side, amount, row["fund"], row["item"], counter, ref)


def _draft(code: str, entry: str, day: str, lines: list[Line]) -> Draft:
    on = dt.date.fromisoformat(day)
    return Draft(
        book=code,
        journal=entry.split("-", maxsplit=1)[0],
        accounting_on=on,
        document_on=on,
        text=f"Bút toán {entry}",
        source="test",
        key=entry,
        lines=tuple(lines),
        actor="system",
    )


def _registers(session: Session) -> None:
    for code, name, level, parent in UNITS:
        session.add(
            UnitRow(
                code=code,
                valid_from=START,
                valid_to=FOREVER,
                name=name,
                name_folded=fold(name),
                level=level,
                parent_code=parent,
            )
        )
    for tax_code, name, union in EMPLOYERS:
        session.add(
            EmployerRow(
                tax_code=tax_code,
                valid_from=START,
                valid_to=FOREVER,
                name=name,
                name_folded=fold(name),
                employer_type="enterprise",
                pay_cycle="monthly",
                province_code="A",
                grassroots_unit=union,
                collecting_unit="LDA",
                upper_unit="A1",
            )
        )
    for role, share in (
        ("grassroots", "75/100"),
        ("upper", "12/100"),
        ("province", "8/100"),
        ("national", "5/100"),
    ):
        session.add(
            SplitRuleRow(
                source="levy",
                scope="TLD",
                valid_from="2022-01",
                role=role,
                share=share,
                decision="QĐ 12/TLĐ ngày 05/01/2022",
            )
        )
    session.flush()
    rebuild_closure(session)


def _books(session: Session) -> None:
    accounts: list[dict[str, Any]] = [
        {
            "regime": account.regime,
            "code": account.code,
            "name_vi": account.name_vi,
            "name_en": account.name_en,
            "nature": account.nature.value,
            "fund": account.fund.value,
            "item": account.item.value,
            "counter_book": account.counter_book.value,
            "control": account.control,
            "postable": account.postable,
            "family": account.family,
            "parent": account.parent,
            "status": account.status.value,
        }
        for account in chart_accounts()
    ]
    book.load_chart(session, accounts)
    book.open_books(session, [(code, name) for code, name, _, _ in UNITS], REGIME, [2026])
    for number, of_day in enumerate(drafts(), start=1):
        book.post(session, number * 1_000_000, of_day)


def _sub_ledgers(session: Session) -> None:
    union = {code: unit for code, _, unit in EMPLOYERS}
    paid: dict[tuple[str, str], int] = {}
    for tax_code, period, _, _, matched, _ in PARTS:
        paid[(tax_code, period)] = paid.get((tax_code, period), 0) + matched
    events: list[tuple[str, str, int, dt.date]] = []
    for tax_code, period, fund, amount, booked_on, due in OBLIGATIONS:
        corrected = amount - 888_887 if tax_code == E4 else amount
        session.add(
            ObligationRow(
                collecting_unit="LDA",
                tax_code=tax_code,
                period=period,
                grassroots_unit=union[tax_code],
                upper_unit="A1",
                employees=100,
                wage_fund_vnd=fund,
                rate_key="levy.rate",
                rate_from=dt.date(2025, 7, 1),
                rate="2/100",
                gross_vnd=corrected,
                amount_vnd=corrected,
                waived_vnd=0,
                paid_vnd=paid.get((tax_code, period), 0),
                due_on=due,
                suspended_to="2026-08" if tax_code == E5 else "",
            )
        )
        events.append((tax_code, period, amount, booked_on))
    events.append((E4, "2026-06", -888_887, _CORRECTED))
    session.execute(
        insert(ObligationEventRow),
        [
            {
                "collecting_unit": "LDA",
                "seq": seq,
                "tax_code": tax_code,
                "period": period,
                "delta_vnd": amount,
                "accounting_on": on,
                "reason": "assessed",
                "entry_key": f"AS-{seq}",
            }
            for seq, (tax_code, period, amount, on) in enumerate(events, start=1)
        ],
    )
    _receipts(session)
    _matches(session)


def _receipts(session: Session) -> None:
    for seq, (ref, unit, on, amount, matched, credit, returned, payer) in enumerate(RECEIPTS, 1):
        row = ReceiptRow(
            unit_code=unit,
            seq=seq,
            account_no=f"00{unit}",
            booked_on=on,
            reference=ref,
            occurrence=1,
            amount_vnd=amount,
            batch_id=1,
            row_no=seq,
            matched_vnd=matched,
            credit_vnd=credit,
            returned_vnd=returned,
            state="",
            tax_code=payer,
            collecting_unit="LDA" if payer else "",
            suggested_tax_code="",
            confidence=100 if payer else 0,
            evidence="tax_code" if payer else "",
        )
        row.state = row.settled_state().value
        session.add(row)
    session.flush()


def _matches(session: Session) -> None:
    seqs = {ref: (unit, seq) for seq, (ref, unit, *_) in enumerate(RECEIPTS, 1)}
    matches: list[dict[str, Any]] = []
    shares: list[dict[str, Any]] = []
    for tax_code, period, ref, on, matched, parts in PARTS:
        holder, seq = seqs[ref]
        key = {
            "collecting_unit": "LDA",
            "holder_unit": holder,
            "receipt_seq": seq,
            "tax_code": tax_code,
            "period": period,
            "accounting_on": on,
            "ref": f"IB-{on}",
        }
        more = {"confidence": 100, "decided_by": "system"}
        matches.append({**key, **more, "seq": len(matches) + 1, "delta_vnd": matched})
        for role, place, unit, amount in _shares_of(tax_code, parts):
            shares.append({**key, **_share(role, place, unit, amount), "seq": len(shares) + 1})
    noticed = (("custody", "", -14_814_815), ("unit", "G2", 10_370_370))
    key = {
        "collecting_unit": "LDA",
        "holder_unit": "LDA",
        "receipt_seq": 2,
        "tax_code": E2,
        "period": "2026-06",
        "accounting_on": _NOTICED,
        "ref": f"IB-{_NOTICED}",
    }
    for place, unit, amount in noticed:
        share = _share("grassroots", place, unit, amount)
        shares.append({**key, **share, "seq": len(shares) + 1})
    theirs = _share("workers_organisation", "organisation", ORGANISATION, 4_444_445)
    shares.append({**key, **theirs, "seq": len(shares) + 1})
    session.execute(insert(MatchEventRow), matches)
    session.execute(insert(ShareEventRow), shares)


def _shares_of(
    tax_code: str, parts: tuple[int, int, int, int]
) -> Iterator[tuple[str, str, str, int]]:
    ground = "" if tax_code in (E2, E3) else "G1"
    yield "grassroots", "unit" if ground else "custody", ground, parts[0]
    yield "upper", "unit", "A1", parts[1]
    yield "province", "own", "LDA", parts[2]
    yield "national", "unit", "TLD", parts[3]


def _share(role: str, place: str, unit: str, amount: int) -> dict[str, Any]:
    return {
        "role": role,
        "place": place,
        "beneficiary": unit,
        "delta_vnd": amount,
        "settled_delta_vnd": 0,
        "rule_scope": "TLD",
        "rule_from": "2022-01",
    }
