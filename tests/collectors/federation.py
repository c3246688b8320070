"""June 2026's federation, its registers taken in from files; for tests that bring files in.

TLD ─ LDA (collects) ─ A1 ─ G1 (E1, E4, E5), G2 (E2); E3 has no union.
"""

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from collectors.evidence import Feed
from collectors.intake.arrivals import Arrival, IntakeReport
from collectors.intake.conservation import conservation
from collectors.intake.match_run import MatchReport, MatchRun, match_run
from collectors.intake.take_in import take_in
from finance.actions.assess_levy import AssessLevy, assess_levy
from finance.records.receipts import ReceiptRow
from finance.records.subledgers import compare, untied
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor
from finance.runtime.settings import Settings
from ledger.periods import Period

UNITS = ("TLD", "LDA", "A1", "G1", "G2")
LDA, TLD = "10101", "10100"  # account numbers
E1, E2, E3, E4, E5 = "9900000016", "9900000023", "9900000030", "9900000048", "9900000055"
OPENING = dt.date(2026, 6, 30)

_UNITS = """code,name,level,parent_code,valid_from
TLD,Tổng Liên đoàn,national,,2020-01-01
LDA,LĐLĐ tỉnh A,province,TLD,2020-01-01
A1,Công đoàn khu công nghiệp A1,upper,LDA,2020-01-01
G1,CĐCS 1,grassroots,A1,2020-01-01
G2,CĐCS 2,grassroots,A1,2020-01-01
"""
_EMPLOYERS = """MST,Tên đơn vị,Loại hình,Mã tỉnh,CĐCS,Đơn vị thu,Cấp trên,Hiệu lực từ,Mã đơn vị BHXH
9900000016,Công ty TNHH An Phát,Doanh nghiệp,A,G1,LDA,A1,2020-01-01,SE1
9900000023,Công ty cổ phần Bình Minh,Doanh nghiệp,A,G2,LDA,A1,2020-01-01,SE2
9900000030,Công ty TNHH Cửu Long,Doanh nghiệp,A,,LDA,A1,2020-01-01,SE3
9900000048,Công ty TNHH Đại Dương,Doanh nghiệp,A,G1,LDA,A1,2020-01-01,SE4
9900000055,Công ty TNHH Én Vàng,Doanh nghiệp,A,G1,LDA,A1,2020-01-01,SE5
"""
_ACCOUNTS = """account_no,bank_bin,unit_code,ledger_account,purpose
10100,970405,TLD,112,levy_collection
10101,970405,LDA,112,levy_collection
10102,970405,A1,112,
10103,970405,G1,112,
10104,970405,G2,112,
"""
_RULES = "source,scope,valid_from,role,share,decision\n" + "".join(
    f"{source},TLD,2026-01,{role},{share}/100,QĐ thử\n"
    for source, shares in (("levy", (75, 12, 8, 5)), ("dues", (70, 15, 9, 6)))
    for role, share in zip(("grassroots", "upper", "province", "national"), shares, strict=True)
)
_OPENINGS = """unit_code,account,fund,debit,credit,on
TLD,112,,500000000,,2026-06-30
TLD,4316,levy,,400000000,2026-06-30
TLD,4316,dues,,100000000,2026-06-30
LDA,112,,80.000.000,,30/06/2026
LDA,4316,levy,,60.000.000,30/06/2026
LDA,4316,dues,,20.000.000,30/06/2026
A1,112,,15000000,,2026-06-30
A1,4316,levy,,10000000,2026-06-30
A1,4316,dues,,5000000,2026-06-30
G1,111,,500000,,2026-06-30
G1,112,,6500000,,2026-06-30
G1,4316,levy,,5500000,2026-06-30
G1,4316,dues,,1200000,2026-06-30
G1,4316,other,,300000,2026-06-30
G2,112,,2000000,,2026-06-30
G2,4316,levy,,1400000,2026-06-30
G2,4316,dues,,600000,2026-06-30
"""
REGISTERS: Mapping[Feed, str] = {
    Feed.UNITS: _UNITS,
    Feed.EMPLOYERS: _EMPLOYERS,
    Feed.ACCOUNTS: _ACCOUNTS,
    Feed.SPLIT_RULES: _RULES,
    Feed.OPENINGS: _OPENINGS,
}
BANK = ("reference", "booked_on", "debit", "credit", "counter_account", "counter_name", "content")
SI = ("si_unit_code", "tax_code", "name", "period", "employees", "wage_fund")


@dataclass(slots=True)
class Federation:
    """A database of these units, and a folder to write files into."""

    database: Database
    folder: Path
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def ctx(self, day: dt.date, actor: Actor = SYSTEM) -> Context:
        """The surroundings of an act on a day."""
        return Context(self.database, FixedClock(day), actor, Settings())

    def register(self) -> "Federation":
        """Take in the registers and openings."""
        for feed, text in REGISTERS.items():
            report = self.bring(OPENING, feed, text)
            assert not report.problems, report.problems
        return self

    def bring(self, day: dt.date, feed: Feed, text: str, account_no: str = "") -> IntakeReport:
        """Write a file and take it in on a day."""
        path = self.folder / f"{feed}-{next(self._numbers)}.csv"
        path.write_text(text, encoding="utf-8")
        report = take_in(self.ctx(day), Arrival(feed, path, account_no=account_no))
        assert report.rows_read == (
            report.rows_taken
            + report.rows_unchanged
            + report.rows_superseded
            + report.rows_quarantined
        )
        self.check()
        return report

    def declare(self, day: dt.date, *rows: tuple[str, str, str, int]) -> IntakeReport:
        """Bring the SI feed: SI unit, tax code, month, wage fund of each."""
        lines = [
            (unit, code, f"Đơn vị {unit}", month, 10, fund) for unit, code, month, fund in rows
        ]
        return self.bring(day, Feed.SI, as_csv(SI, lines))

    def bank(self, day: dt.date, account_no: str, *rows: Mapping[str, object]) -> IntakeReport:
        """Bring a statement of an account; cells left out are empty."""
        lines = [[row.get(column, "") for column in BANK] for row in rows]
        return self.bring(day, Feed.BANK, as_csv(BANK, lines), account_no)

    def assess(self, day: dt.date, period: str) -> None:
        """Assess a wage month on a day."""
        assess_levy(self.ctx(day), AssessLevy(Period(period), day))
        self.check()

    def match(self, day: dt.date) -> MatchReport:
        """Run the match on a day."""
        report = match_run(self.ctx(day), MatchRun(day))
        self.check()
        return report

    def receipt(self, reference: str) -> ReceiptRow:
        """The one receipt of a reference."""
        with self.database.reading() as session:
            found = session.query(ReceiptRow).filter(ReceiptRow.reference == reference).all()
        (only,) = found
        return only

    def check(self) -> None:
        """What must hold at every moment: nothing dropped, sub-ledgers equal, pairs tied."""
        with self.database.reading() as session:
            assert [each for each in conservation(session) if not each.holds] == []
            for unit in UNITS:
                assert [each for each in compare(session, unit) if each.difference_vnd] == []
                assert untied(session, unit) == []


def credit(reference: str, on: str, amount: int | str, content: str) -> dict[str, object]:
    """Money that came in."""
    return {"reference": reference, "booked_on": on, "credit": amount, "content": content}


def debit(reference: str, on: str, amount: int | str, content: str) -> dict[str, object]:
    """Money that went out."""
    return {"reference": reference, "booked_on": on, "debit": amount, "content": content}


def as_csv(header: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    """The text of a CSV file."""
    made: list[str] = []

    class _Lines:
        def write(self, line: str) -> None:
            made.append(line)

    writer = csv.writer(_Lines())
    writer.writerows([header, *lines])
    return "".join(made)
