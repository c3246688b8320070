"""A file is taken in whole or not at all; nothing is dropped, nothing doubled."""

import datetime as dt
import json
from pathlib import Path

import pytest
import xlsxwriter

from collectors.evidence import Feed
from collectors.intake.arrivals import AnotherAccountsFile, Arrival, NoBankAccount
from collectors.intake.batches import EVERYTHING
from collectors.intake.keeper import BatchKeeper
from collectors.intake.quarantine import Asked, waiting_rows
from collectors.intake.take_in import take_in
from collectors.sources.refusals import BadHeader
from collectors.tables import BatchRow, RawRowRow
from finance.actions.record_bank_rows import UnknownBankAccount
from finance.records.audit_lines import AuditRow
from finance.records.receipts import BankDebitRow, PaymentRow, ReceiptRow
from finance.records.runs import RecordCounterRow
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.store.tables import EntryRow
from tests.collectors.federation import (
    BANK,
    E1,
    E4,
    LDA,
    OPENING,
    REGISTERS,
    TLD,
    Federation,
    as_csv,
    credit,
    debit,
)
from tests.federation import contents

DAY = dt.date(2026, 7, 15)
A = credit("A", "2026-07-10", 1_000_000, "CHUYEN TIEN")
B = credit("B", "2026-07-11", 2_000_000, "CHUYEN TIEN")
C = credit("C", "2026-07-12", 3_000_000, "CHUYEN TIEN")
MEMBERS_FILE = """member_no,unit_code,name,citizen_id,dues_group,joined_on
M1,G1,Nguyễn Văn An,079123456781,non_state,2020-01-01
M2,G1,Trần Thị Bình,07912345678,non_state,2020-01-01
M3,G1,Lê Văn Cường,,non_state,x
"""
DAY_OF_MEMBERS = dt.date(2026, 7, 6)
KEPT = (BatchRow, RawRowRow, ReceiptRow, EntryRow, AuditRow)


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """The federation with its registers."""
    return Federation(database, tmp_path).register()


def _count(federation: Federation) -> list[int]:
    with federation.database.reading() as session:
        return [session.query(table).count() for table in KEPT]


def _waiting(federation: Federation) -> list[tuple[int, str]]:
    with federation.database.reading() as session:
        rows = waiting_rows(session, EVERYTHING, Asked())
    return [(row.row, row.problems[0].code) for row in rows]


def test_every_row_is_kept_as_it_came(federation: Federation) -> None:
    """Each under batch and row, in the file's words, unknown columns too, with its fate."""
    text = (
        "reference,booked_on,debit,credit,content,Chi nhánh\n007,10/07/2026,, 1.000 ,Đóng,Hà Nội\n"
    )
    report = federation.bring(DAY, Feed.BANK, text, LDA)
    with federation.database.reading() as session:
        row = session.get_one(RawRowRow, (report.batch, 2))
        batch = session.get_one(BatchRow, report.batch)
    assert json.loads(row.cells) == {
        "reference": "007",
        "booked_on": "10/07/2026",
        "debit": "",
        "credit": " 1.000 ",
        "content": "Đóng",
        "Chi nhánh": "Hà Nội",
    }
    assert (row.state, row.row_key) == ("taken", f"bank|2026-07-10|007|1|{LDA}")
    assert (batch.unit_code, batch.account_no, batch.actor) == ("LDA", LDA, "system")
    assert (batch.format, batch.file_name) == ("csv", "bank-6.csv")


def test_statements_that_overlap_do_not_double(federation: Federation) -> None:
    """What is known is unchanged; only what is new is taken."""
    federation.bank(DAY, LDA, A, B)
    report = federation.bank(DAY, LDA, B, C)
    assert (report.rows_taken, report.rows_unchanged, report.same_as) == (1, 1, None)
    assert federation.receipt("B").amount_vnd == 2_000_000


def test_two_equal_real_rows_stay_two(federation: Federation) -> None:
    """Same day, reference, amount and text, twice on one statement; and again on the next."""
    assert federation.bank(DAY, LDA, A, A).rows_taken == 2
    again = federation.bank(DAY, LDA, A, A, B)
    assert (again.rows_taken, again.rows_unchanged) == (1, 2)
    with federation.database.reading() as session:
        same = session.query(ReceiptRow).filter(ReceiptRow.reference == "A").all()
    assert sorted(row.occurrence for row in same) == [1, 2]


def test_one_reference_on_two_accounts_is_two_receipts(federation: Federation) -> None:
    """A row is known by its account as well."""
    other = credit("OTHER", "2026-07-12", 5, "")
    assert federation.bank(DAY, LDA, A).rows_taken == 1
    assert federation.bank(DAY, TLD, A, other).rows_taken == 2


def test_one_file_is_one_accounts_statement(federation: Federation) -> None:
    """The very file of one account, brought for another, would show money that never came."""
    federation.bank(DAY, LDA, A)
    before = _count(federation)
    with pytest.raises(AnotherAccountsFile):
        federation.bank(DAY, TLD, A)
    assert _count(federation) == before


def test_the_same_file_again_changes_nothing_and_says_so(federation: Federation) -> None:
    """Only that it came again is noted: its batch has no rows of its own."""
    bad = credit("X", "2026-07-12", "1,5", "")
    first = federation.bank(DAY, LDA, A, bad)
    before = _count(federation)
    again = federation.bank(DAY, LDA, A, bad)
    assert (again.rows_taken, again.rows_unchanged, again.rows_quarantined) == (0, 1, 1)
    assert (again.batch, again.same_as) == (first.batch + 1, first.batch)
    grown = [after - was for after, was in zip(_count(federation), before, strict=True)]
    assert grown == [1, 0, 0, 0, 1]
    assert _waiting(federation) == [(3, "money.not_whole")]


def test_a_file_judged_otherwise_the_second_time_is_kept_anew(federation: Federation) -> None:
    """An employer that was unknown is registered: the same file now takes its row."""
    text = "si_unit_code,tax_code,name,period,employees,wage_fund\nS9,9900000062,F,2026-06,1,5\n"
    assert federation.bring(DAY, Feed.SI, text).rows_quarantined == 1
    assert _waiting(federation) == [(2, "si.unknown_employer")]
    register = REGISTERS[Feed.EMPLOYERS].splitlines()[0]
    row = "9900000062,F,Doanh nghiệp,A,G1,LDA,A1,2020-01-01,S9"
    federation.bring(DAY, Feed.EMPLOYERS, f"{register}\n{row}\n")
    report = federation.bring(DAY, Feed.SI, text)
    assert (report.rows_taken, report.same_as) == (1, None)
    assert _waiting(federation) == []


def test_a_corrected_declaration_supersedes(federation: Federation) -> None:
    """The later one counts; the older file again waits, since it is older than what is known."""
    header = "si_unit_code,tax_code,name,period,employees,wage_fund,submitted_at\n"
    first = f"{header}SE4,{E4},E4,2026-06,10,100,2026-07-01\n"
    second = f"{header}SE4,{E4},E4,2026-06,10,90,2026-07-20\n"
    assert federation.bring(DAY, Feed.SI, first).rows_taken == 1
    report = federation.bring(DAY, Feed.SI, second)
    assert (report.rows_superseded, report.rows_taken) == (1, 0)
    assert federation.bring(DAY, Feed.SI, second).same_as == report.batch
    old = federation.bring(DAY, Feed.SI, first)
    assert (old.rows_quarantined, old.same_as) == (1, None)
    assert _waiting(federation) == [(2, "si.older_than_known")]


def test_a_quarantined_row_waits_until_it_is_mended(federation: Federation) -> None:
    """The rest of the file is in; the mended row is taken and waits no longer."""
    bad = credit("B", "2026-07-11", "2.000,5", "CHUYEN TIEN")
    report = federation.bank(DAY, LDA, A, bad, C)
    assert (report.rows_taken, report.rows_quarantined) == (2, 1)
    (problem,) = report.problems
    assert (problem.row, problem.column, problem.code) == (3, "credit", "money.not_whole")
    assert _waiting(federation) == [(3, "money.not_whole")]
    mended = federation.bank(DAY, LDA, A, B, C)
    assert (mended.rows_taken, mended.rows_unchanged) == (1, 2)
    assert _waiting(federation) == []


def test_a_row_mended_badly_waits_once(federation: Federation) -> None:
    """The newer attempt stands in the place of the older."""
    federation.bank(DAY, LDA, credit("B", "2026-07-11", "2,5", ""))
    federation.bank(DAY, LDA, A, credit("B", "2026-07-11", "-25", ""))
    assert _waiting(federation) == [(3, "money.negative")]


def test_another_amount_for_a_known_row_waits(federation: Federation) -> None:
    """Neither of the two is believed over the other."""
    federation.bank(DAY, LDA, A)
    report = federation.bank(DAY, LDA, A | {"credit": 999})
    assert [problem.code for problem in report.problems] == ["bank.other_amount_known"]
    assert federation.receipt("A").amount_vnd == 1_000_000


def test_a_bad_header_refuses_the_file(federation: Federation) -> None:
    """Nothing of it is kept."""
    before = _count(federation)
    with pytest.raises(BadHeader):
        federation.bring(DAY, Feed.BANK, "a,b\n1,2\n", LDA)
    assert _count(federation) == before


def test_a_statement_names_its_account(federation: Federation) -> None:
    """One that is registered; spaces in its number fall away."""
    with pytest.raises(NoBankAccount):
        federation.bank(DAY, " ", A)
    with pytest.raises(UnknownBankAccount):
        federation.bank(DAY, "999", A)
    assert federation.bank(DAY, " 10 101 ", A).rows_taken == 1


def test_who_may_not_take_in_is_refused(federation: Federation) -> None:
    """A unit's accountant brings statements of that unit's accounts only."""
    mai = federation.ctx(DAY, Actor("mai", (Grant("A1", "accountant"),)))
    path = federation.folder / "x.csv"
    path.write_text(as_csv(BANK, [[A.get(column, "") for column in BANK]]))
    before = _count(federation)
    for arrival in (Arrival(Feed.BANK, path, account_no=LDA), Arrival(Feed.BANK, path, "csv", TLD)):
        with pytest.raises(PermissionRefused):
            take_in(mai, arrival)
    assert _count(federation) == before
    assert take_in(mai, Arrival(Feed.BANK, path, account_no="10103")).rows_taken == 1


def test_what_is_killed_in_the_middle_leaves_nothing(
    federation: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a row, an entry, an audit line or a number; the same file is then taken in whole."""
    before = _count(federation)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(BatchKeeper, "_write_rows", killed)
        with pytest.raises(KeyboardInterrupt):
            federation.bank(DAY, LDA, A, B)
    assert _count(federation) == before
    with federation.database.reading() as session:
        assert session.get_one(RecordCounterRow, ("", "batch")).last == len(REGISTERS)
    report = federation.bank(DAY, LDA, A, B)
    assert (report.batch, report.rows_taken) == (len(REGISTERS) + 1, 2)


def test_the_bank_takes_back_what_nobody_had_claimed(federation: Federation) -> None:
    """The receipt stays for ever, as returned."""
    federation.bank(DAY, LDA, A)
    federation.bank(DAY, LDA, debit("A", "2026-07-14", 1_000_000, "HOAN TRA GIAO DICH"))
    row = federation.receipt("A")
    assert (row.state, row.returned_vnd, row.amount_vnd) == ("returned", 1_000_000, 1_000_000)
    assert federation.match(DAY).unidentified == 0


def test_the_bank_takes_back_what_was_matched(federation: Federation) -> None:
    """The match is undone first, shares and all; the obligation is owed again."""
    federation.declare(OPENING, ("SE4", E4, "2026-06", 100_000_000))
    federation.assess(OPENING, "2026-06")
    federation.bank(DAY, LDA, credit("PAY1", "2026-07-10", 2_000_000, f"MST {E4} T6/2026"))
    assert federation.match(DAY).matched_vnd == 2_000_000
    taken_back = debit("X1", "2026-07-15", 2_000_000, "HOAN TRA GD PAY1")
    federation.bank(DAY, LDA, taken_back)
    row = federation.receipt("PAY1")
    assert (row.state, row.matched_vnd, row.returned_vnd) == ("returned", 0, 2_000_000)
    federation.bank(DAY, LDA, credit("PAY2", "2026-07-15", 2_000_000, f"MST {E4} T6/2026"))
    assert federation.match(DAY).matched_vnd == 2_000_000


def test_a_debit_settles_the_payment_it_names(federation: Federation) -> None:
    """Nothing is booked twice; what names nothing waits to be identified."""
    with federation.database.writing() as session:
        payment = PaymentRow(
            unit_code="LDA",
            seq=1,
            ref="LDA/IB/7",
            pay_on=DAY,
            payee="G1",
            amount_vnd=500_000,
            purpose="x",
            state="ordered",
        )
        session.add(payment)
        session.commit()
    path = federation.folder / "x.csv"
    rows = [
        debit("D1", "2026-07-15", 500_000, "PHAN PHOI KPCD LDA IB 7 G1"),
        debit("D2", "2026-07-15", 11_000, "PHI DICH VU"),
    ]
    path.write_text(as_csv(BANK, [[row.get(column, "") for column in BANK] for row in rows]))
    take_in(federation.ctx(DAY), Arrival(Feed.BANK, path, account_no=LDA))
    with federation.database.reading() as session:
        kept = session.query(BankDebitRow).order_by(BankDebitRow.seq).all()
        assert session.get_one(PaymentRow, ("LDA", 1)).state == "settled"
    assert [(row.state, row.settles) for row in kept] == [("settles", "LDA/IB/7"), ("waiting", "")]


def test_a_workbook_is_taken_in_as_well(federation: Federation) -> None:
    """A number where a code belongs waits, since its zeros may be lost."""
    path = federation.folder / "sao-ke.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["reference", "booked_on", "debit", "credit", "content"])
        sheet.write_row(1, 0, ["007", "2026-07-10", "", 1_000_000, f"MST {E1}"])
        sheet.write_row(2, 0, [7, "2026-07-10", "", 1_000_000, "CHUYEN TIEN"])
    report = take_in(federation.ctx(DAY), Arrival(Feed.BANK, path, account_no=LDA))
    assert (report.rows_taken, report.rows_quarantined) == (1, 1)
    assert _waiting(federation) == [(3, "cell.not_text")]
    federation.check()


def test_signs_that_no_database_keeps_do_no_harm(federation: Federation) -> None:
    """A NUL in a cell is told as a problem; braces are only braces."""
    text = as_csv(BANK, [("R\0", "{0}", "", "{amount}", "", "", "{x}")])
    report = federation.bring(DAY, Feed.BANK, text, LDA)
    assert report.rows_quarantined == 1
    with federation.database.reading() as session:
        (row,) = waiting_rows(session, EVERYTHING, Asked())
    assert row.cells["reference"] == "R\0"
    assert [each.sentence() for each in row.problems] == [
        each.sentence() for each in report.problems
    ]


def test_braces_in_a_split_rule_do_no_harm(federation: Federation) -> None:
    """What a rule refuses is told with what the file says, whatever that holds."""
    text = "source,scope,valid_from,role,share,decision\nlevy,{0},2027-01,grassroots,75/100,QĐ\n"
    report = federation.bring(DAY, Feed.SPLIT_RULES, text)
    assert report.rows_quarantined == 1
    assert all("{0}" in problem.sentence() for problem in report.problems)


def test_an_empty_file_is_a_batch_of_nothing(federation: Federation) -> None:
    """It came, and had no rows."""
    report = federation.bank(DAY, LDA)
    assert (report.rows_read, report.problems) == (0, ())


def test_it_tells_how_far_it_is(federation: Federation) -> None:
    """For whoever waits at a terminal."""
    path = federation.folder / "x.csv"
    rows = [(f"R{n}", "2026-07-10", "", "1000", "", "", "") for n in range(2500)]
    path.write_text(as_csv(BANK, rows))
    heard: list[int] = []
    take_in(federation.ctx(DAY), Arrival(Feed.BANK, path, account_no=LDA), heard.append)
    assert heard == [1000, 2000, 2500]


def test_of_a_citizens_number_four_digits_stay(federation: Federation) -> None:
    """In no table, whether the row was taken or waits: neither as a cell nor in a sentence."""
    report = federation.bring(DAY_OF_MEMBERS, Feed.MEMBERS, MEMBERS_FILE)
    assert (report.rows_taken, report.rows_quarantined) == (1, 2)
    told = repr(contents(federation.database)) + repr(report.problems)
    assert "6781" in told
    assert "07912345" not in told


def test_a_payroll_is_kept_and_a_later_one_supersedes(federation: Federation) -> None:
    """Batch, raw rows, quarantine and supersede as every feed; the file is that unit's to mend."""
    federation.bring(DAY_OF_MEMBERS, Feed.MEMBERS, MEMBERS_FILE)
    text = "Mã CĐCS,Mã đoàn viên,Tháng,Tiền lương,Đã trừ lương\nG1,M1,06/2026,17.600.000,88.000\n"
    first = federation.bring(DAY_OF_MEMBERS, Feed.PAYROLL, text)
    again = federation.bring(DAY_OF_MEMBERS, Feed.PAYROLL, text)
    later = federation.bring(DAY_OF_MEMBERS, Feed.PAYROLL, text.replace("88.000", "80.000"))
    stray = federation.bring(DAY_OF_MEMBERS, Feed.PAYROLL, text.replace("M1", "M9"))
    assert (first.rows_taken, again.same_as, later.rows_superseded) == (1, first.batch, 1)
    assert [problem.code for problem in stray.problems] == ["payroll.unknown_member"]
    with federation.database.reading() as session:
        units = [row.unit_code for row in session.query(BatchRow).order_by(BatchRow.id)]
    assert units[-5:] == ["G1"] * 5
