"""A grassroots union's dues of June 2026, through the commands an accountant types.

Eight members of two unions under A1. What their payroll says decides what they owe; what it took
off is collected when the money arrives; one pays alone with a QR code, one in cash; 70 % stays,
the rest goes up, once in money and once set off against the levy share.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import collectors.cli
import finance.cli
from finance.records.dues import DuesEventRow, DuesRow
from finance.records.dues_codes import transfer_order
from finance.records.scope import EVERYTHING
from finance.rules.vietqr import read
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.shell.commands import Root, Surroundings
from finance.shell.room import Room
from ledger.periods import Period
from tests.builders import E2
from tests.federation import Federation, federation

JUNE = Period("2026-06")
MEMBERS = """Mã đoàn viên,CĐCS,Họ tên,CCCD,Nhóm,Mức cố định,Ngày vào,Ngày ra
M1,G1,Nguyễn Văn An,079200000001,Nhóm 3,,2020-01-01,
M2,G1,Trần Thị Bình,079200000002,Nhóm 3,,2020-01-01,
M3,G1,Lê Văn Cường,079200000003,Nhóm 3,,2020-01-01,
M4,G1,Phạm Thị Dung,079200000004,Nhóm 3,,2020-01-01,
M5,G1,Vũ Văn Em,079200000005,Cố định,,2020-01-01,
M6,G2,Đỗ Thị Phúc,079200000006,Nhóm 3,,2020-01-01,
M7,G2,Hồ Văn Giang,079200000007,Nhóm 3,,2020-01-01,
M8,G2,Bùi Thị Hạnh,079200000008,Nhóm 3,,2020-01-01,
M0,XX,Không Đơn Vị,079200000009,Nhóm 3,,2020-01-01,
"""
PAYROLL = """unit_code,member_no,period,wage_base,withheld,status
G1,M1,2026-06,17600000,88000,working
G1,M2,2026-06,18333333,91667,working
G1,M3,2026-06,60000000,234000,working
G1,M4,2026-06,,,si_leave
G1,M5,2026-06,,11700,working
G2,M6,2026-06,20000000,,working
G2,M7,2026-06,15050001,,working
G2,M8,2026-06,9876543,,working
G1,M99,2026-06,5000000,25000,working
"""
OWED = {"M1": 88_000, "M2": 91_667, "M3": 234_000, "M4": 0, "M5": 11_700}
OWED |= {"M6": 100_000, "M7": 75_250, "M8": 49_383}
_ROOT = Root.of(
    lambda *_: None,
    [
        Room("finance", commands=finance.cli.commands),
        Room("collectors", commands=collectors.cli.commands),
    ],
)
RULES = {"M3": "ceiling", "M4": "exempt", "M5": "fixed_minimum"}


@dataclass(slots=True)
class Desk:
    """A terminal with every command, on one database, and what its book holds."""

    fed: "_Federation"
    url: str
    folder: Path

    def types(self, on: str, *words: str, status: int = 0) -> dict[str, Any]:
        """Type a command on a day; its JSON."""
        around = Surroundings(
            FixedClock(dt.date.fromisoformat(on)), {"UNION_FINANCE_DATABASE_URL": self.url}
        )
        result = CliRunner().invoke(_ROOT, [*words, "--json"], obj=around)
        assert result.exit_code == status, result.output
        self.holds()
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def file(self, name: str, text: str) -> str:
        """A file with this text."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def holds(self) -> None:
        """Σ of the members' open dues = 13882 = 33884; kept + up = collected; pairs tie."""
        with self.fed.database.reading() as session:
            rows = session.query(DuesRow).all()
            events = session.query(DuesEventRow).all()
        for unit in ("G1", "G2"):
            left = sum(row.open_vnd for row in rows if row.unit_code == unit)
            assert self.fed.balance(unit, "13882") == -self.fed.balance(unit, "33884") == left
            taken = sum(row.delta_vnd for row in events if row.unit_code == unit)
            assert taken == sum(row.paid_vnd for row in rows if row.unit_code == unit)
            owed_up = self.fed.moved(unit, "3362", "22")
            assert self.fed.moved(unit, "337861", "22") + owed_up == taken
        self.fed.assert_sound()


class _Federation(Federation):
    """The federation, and what was credited to an account under an item."""

    def moved(self, book: str, account: str, item: str) -> int:
        """Credits less debits of an account with an item in all months."""
        rows = self.tagged(dt.date(2020, 1, 1), dt.date(2028, 12, 31), book)
        return sum(
            row.credit_vnd - row.debit_vnd
            for row in rows
            if row.account == account and row.item == item
        )


@pytest.fixture
def desk(engine_url: str, tmp_path: Path) -> Iterator[Desk]:
    """The federation of June, its registers in."""
    database = Database(engine_url).within(EVERYTHING)
    federation(database)
    yield Desk(_Federation(database), engine_url, tmp_path)
    database.dispose()


def _begun(desk: Desk) -> None:
    """Register and payroll are in, June is assessed."""
    members = desk.file("doan-vien.csv", MEMBERS)
    report = desk.types("2026-07-01", "members", "import", members, status=3)
    assert (report["rows_taken"], report["rows_quarantined"]) == (8, 1)
    assert [problem["code"] for problem in report["problems"]] == ["members.unknown_unit"]
    again = desk.types("2026-07-01", "members", "import", members, status=3)
    assert (again["rows_taken"], again["rows_unchanged"]) == (0, 8)
    payroll = desk.file("luong.csv", PAYROLL)
    report = desk.types("2026-07-05", "intake", "payroll", payroll, status=3)
    assert (report["rows_taken"], report["rows_quarantined"]) == (8, 1)
    answer = desk.types("2026-07-06", "dues", "assess", "2026-06")
    assert [(row["unit"], row["change_vnd"]) for row in answer["rows"]] == [
        ("G1", 425_367),
        ("G2", 224_633),
    ]
    assert desk.types("2026-07-06", "dues", "assess", "2026-06")["changed"] is False


def test_dues_by_member(desk: Desk) -> None:
    """Each member's amount and rule to the đồng, payroll and cash, gross and set off."""
    _begun(desk)
    rows = desk.types("2026-07-06", "dues", "list", "--period", "2026-06")["rows"]
    assert {row["member_no"]: row["amount_vnd"] for row in rows} == OWED
    assert {row["member_no"]: row["rule"] for row in rows} == {
        number: RULES.get(number, "rate") for number in OWED
    }
    # Event 7: G1's payroll reaches the bank; event 8: G2's treasurer takes cash.
    words = ("dues", "collect", "G1", "2026-06", "--on", "2026-07-15", "--withheld")
    assert desk.types("2026-07-15", *words)["amount_vnd"] == 425_367
    assert desk.fed.balance("G1", "337861") == -297_757
    assert desk.fed.balance("G1", "3362", "A1") == -127_610
    cash = ("dues", "collect", "G2", "2026-06", "--on", "2026-07-16", "--cash")
    assert desk.types("2026-07-16", *cash)["amount_vnd"] == 224_633
    assert desk.fed.balance("G2", "337861") == -157_243
    assert desk.fed.balance("A1", "1362", "G2") == 67_390
    # Event 11: G2's 67,390 are set off against its share of the levy; both stay gross.
    desk.fed.pay(E2, "2026-06", 1_000_000, dt.date(2026, 7, 16))
    paid = desk.types("2026-07-17", "levy", "distribute", "--on", "2026-07-17", "--set-off", "G2")
    assert {row["payee"]: row["amount_vnd"] for row in paid["rows"]} == {
        "G2": 750_000 - 67_390,
        "A1": 120_000 + 67_390,
        "TLD": 50_000,
    }
    assert desk.fed.balance("A1", "3362", "LDA") == -33_695
    # Event 12: G1 remits gross; A1 keeps half and owes LDA the rest.
    remit = ("dues", "remit", "--on", "2026-07-20", "--unit")
    assert desk.types("2026-07-20", *remit, "G1")["amount_vnd"] == 127_610
    assert desk.fed.balance("A1", "3362", "LDA") == -97_500
    assert desk.types("2026-07-20", *remit, "G1")["changed"] is False
    # At last from the ground up, in one run.
    up = desk.types("2026-07-31", "dues", "remit", "--on", "2026-07-31")
    assert [(row["unit"], row["amount_vnd"]) for row in up["rows"]] == [
        ("A1", 97_500),
        ("LDA", 39_000),
    ]
    assert desk.types("2026-07-31", "dues", "remit", "--on", "2026-07-31")["rows"] == []


def test_one_member_pays_alone(desk: Desk) -> None:
    """M1's payroll took nothing off after all: they pay by QR, and the bank's row is theirs."""
    _begun(desk)
    later = PAYROLL.replace("G1,M1,2026-06,17600000,88000", "G1,M1,2026-06,17600000,0")
    later = later.replace("G1,M2,2026-06,18333333,91667", "G1,M2,2026-06,18333333,100000")
    report = desk.types(
        "2026-07-07", "intake", "payroll", desk.file("luong-2.csv", later), status=3
    )
    assert (report["rows_superseded"], report["rows_unchanged"]) == (2, 6)
    listed = desk.types("2026-07-07", "dues", "list", "--unit", "G1")["rows"]
    told = {row["member_no"]: row["withheld"] for row in listed}
    assert (told["M1"], told["M2"]) == ("too_little", "too_much")
    with desk.fed.database.reading() as session:
        order = read(transfer_order(session, "G1", "M1", JUNE, 88_000))
    wrong = order.text[:-1] + str((int(order.text[-1]) + 1) % 10)
    statement = desk.file(
        "sao-ke.csv",
        "reference,booked_on,debit,credit,content\n"
        f"FT1,2026-07-15,,{order.amount_vnd},MBVCB.55.{order.text} NGUYEN VAN AN\n"
        f"FT2,2026-07-15,,11700,IBFT {wrong}\n"
        "FT3,2026-07-15,,337367,LUONG T6 TRU DOAN PHI CONG TY E1\n",
    )
    desk.types("2026-07-15", "intake", "bank", statement, "--account", order.account_no)
    done = desk.types("2026-07-15", "dues", "match")
    assert (done["receipts"], done["amount_vnd"]) == (1, 88_000)
    assert [each["reason"] for each in done["waiting"]] == ["dues.code_wrong"]
    assert desk.types("2026-07-15", "dues", "match")["changed"] is False
    # The payroll's transfer holds M2, M3 and M5; of M2 no more than is owed is taken.
    words = ("dues", "collect", "G1", "2026-06", "--withheld", "--receipt", "FT3")
    assert desk.types("2026-07-15", *words)["amount_vnd"] == 91_667 + 234_000 + 11_700
    assert desk.types("2026-07-15", *words)["changed"] is False
    rows = desk.types("2026-07-15", "dues", "list", "--unit", "G1")["rows"]
    assert {row["member_no"]: row["open_vnd"] for row in rows} == dict.fromkeys(
        ("M1", "M2", "M3", "M4", "M5"), 0
    )
    assert desk.fed.balance("G1", "33881") == -11_700  # the transfer whose code fails
