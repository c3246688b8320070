"""Receipts are matched in the order the money came, and a second run finds nothing more to do."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from collectors.evidence import Feed
from collectors.intake.explained import explained
from collectors.intake.match_run import MatchRun, match_run
from finance.actions.distribute_shares import DistributeShares, distribute_shares
from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.actions.move_employer import MoveEmployer, move_employer
from finance.actions.record_bank_rows import UnknownBankAccount
from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.records.receipts import ReceiptRow
from finance.records.relief import ReliefRow, WorkersOrganisationRow
from finance.records.units import FOREVER
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from ledger.store import reads
from tests.collectors.federation import (
    E1,
    E2,
    E3,
    E4,
    E5,
    LDA,
    OPENING,
    REGISTERS,
    TLD,
    UNITS,
    Federation,
    credit,
    debit,
)

JULY = "2026-07-"
LEVY_JOURNALS = ("OB", "AS", "BK", "MT")
LINES = Path(__file__).parents[2] / "finance" / "rules" / "june_2026_lines.csv"
STANDING = [
    *("public_id", "state", "matched_vnd", "credit_vnd", "tax_code"),
    *("suggested_tax_code", "confidence", "evidence", "decided_by"),
]
LAN = Actor("lan", (Grant("TLD", "accountant"),))
_Line = tuple[str, str, str, str, int, int, str, str, str]


def _july(day: int) -> dt.date:
    return dt.date(2026, 7, day)


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """The federation with its registers."""
    return Federation(database, tmp_path).register()


def _declare_june(federation: Federation) -> None:
    federation.declare(
        _july(2),
        ("SE1", E1, "2026-06", 1_234_567_891),
        ("SE2", E2, "2026-06", 987_654_321),
        ("SE3", E3, "2026-06", 456_789_012),
        ("SE4", E4, "2026-06", 345_678_901),
        ("SE5", E5, "2026-06", 200_000_001),
    )
    federation.assess(_july(2), "2026-06")


def _booked(federation: Federation) -> Counter[_Line]:
    """Every line of the levy's journals but of dues, by book and day."""
    found: Counter[_Line] = Counter()
    with federation.database.reading() as session:
        for unit in UNITS:
            for posted in reads.entries(session, unit):
                draft = posted.draft
                for line in draft.lines if draft.journal in LEVY_JOURNALS else ():
                    amounts = (line.amount_vnd, 0) if line.side == "D" else (0, line.amount_vnd)
                    tags = (line.fund, line.item, line.counter_book)
                    day = draft.accounting_on.isoformat()
                    found[(unit, draft.journal, day, line.account, *amounts, *tags)] += 1
    return found


def _expected() -> Counter[_Line]:
    found: Counter[_Line] = Counter()
    with LINES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            journal = row["entry"].partition("-")[0]
            if journal not in LEVY_JOURNALS or row["account"] in ("13882", "33884"):
                continue
            amounts = (int(row["debit"] or "0"), int(row["credit"] or "0"))
            tags = (row["fund"], row["item"], row["counter_book"])
            day = row["accounting_on"]
            found[(row["book"], journal, day, row["account"], *amounts, *tags)] += 1
    return found


def test_the_levy_of_june_comes_out_of_its_files_to_the_dong(federation: Federation) -> None:
    """Openings, assessments, bank and matches: every line of the five books, and no other."""
    with federation.database.writing() as session:
        session.add(
            ReliefRow(
                tax_code=E5,
                kind="suspension",
                from_period="2026-06",
                to_period="2026-08",
                decision="QĐ",
                decided_on=dt.date(2026, 6, 25),
            )
        )
        session.add(
            WorkersOrganisationRow(
                tax_code=E2, valid_from=dt.date(2026, 1, 1), valid_to=FOREVER, name="WO"
            )
        )
        session.commit()
    federation.declare(
        OPENING, ("SE1", E1, "2026-04", 1_187_654_321), ("SE1", E1, "2026-05", 1_201_234_567)
    )
    federation.assess(OPENING, "2026-04")
    federation.assess(OPENING, "2026-05")
    _declare_june(federation)
    r1 = credit(
        "R1", "10/07/2026", "6.913.578", "MST 9900000048 CONG TY E4 DONG KPCD THANG 06 NAM 2026"
    )
    r2 = credit("R2", "13/07/2026", "20.000.000", "IBFT mst:9900000023 dong kpcd T6/2026")
    r3 = credit("R3", "13/07/2026", "750.000", "CHUYEN TIEN")
    r4 = credit("R4", "14/07/2026", 72_469_135, "MST 9900000016 CTY E1 NOP KPCD T4,5,6/2026")
    r5 = credit("R5", "14/07/2026", 1_200_000, "CHUYEN KHOAN")
    federation.bank(_july(13), LDA, r1, r2, r3)
    federation.bank(_july(14), LDA, r2, r3, r4, r5)
    done = federation.match(_july(15))
    assert (done.receipts, done.matched_vnd, done.credit_vnd) == (3, 99_135_799, 246_914)
    assert (done.suggested, done.unidentified) == (0, 2)
    record_wo_notice(
        federation.ctx(_july(16)), WoNotice(E2, Period("2026-06"), Vnd(5_925_926), _july(16))
    )
    returned = debit("R5", "17/07/2026", 1_200_000, "HOAN TRA GD R5 CHUYEN KHOAN")
    federation.bank(_july(17), LDA, r4, r5, returned)
    assert federation.receipt("R5").state == "returned"
    distribute_shares(federation.ctx(_july(17)), DistributeShares(_july(17), "LDA"))
    federation.declare(_july(24), ("SE4", E4, "2026-06", 301_234_567))
    federation.assess(_july(24), "2026-06")
    federation.bank(
        _july(28), TLD, credit("R6", "2026-07-28", 9_000_000, "MST 9900000030 DONG KPCD 06-2026")
    )
    assert federation.match(_july(29)).matched_vnd == 9_000_000
    assert federation.match(_july(30)).receipts == 0
    assert _booked(federation) - _expected() == Counter()
    assert _expected() - _booked(federation) == Counter()


def _standing(federation: Federation) -> list[tuple[object, ...]]:
    """Every receipt as it stands, and how many entries there are."""
    with federation.database.reading() as session:
        rows = session.query(ReceiptRow).order_by(ReceiptRow.unit_code, ReceiptRow.seq)
        found = [tuple(getattr(row, name) for name in STANDING) for row in rows]
        entries = [len(list(reads.entries(session, unit))) for unit in UNITS]
    return [*found, tuple(entries)]


def test_a_second_run_changes_nothing(
    federation: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the first run has only just learned whose account it is."""
    monkeypatch.setattr("collectors.intake.match_run.CHUNK", 2)
    _declare_june(federation)
    from_account = {"counter_account": "0011", "counter_name": "NGUYEN VAN A"}
    federation.bank(
        _july(14),
        LDA,
        credit("A", "2026-07-10", 100_000, "CHUYEN TIEN") | from_account,
        credit("B", "2026-07-11", 1_000_000, f"MST {E4} DONG KPCD") | from_account,
        credit("C", "2026-07-11", 300_000, "CHUYEN TIEN"),
        credit("D", "2026-07-12", 9_000_000, f"MST {E4} DONG KPCD"),
        credit("E", "2026-07-13", 50_000, "AN PHAT NOP KPCD"),
    )
    first = federation.match(_july(15))
    assert (first.receipts, first.matched_vnd, first.credit_vnd) == (2, 6_913_578, 3_086_422)
    assert (first.suggested, first.unidentified) == (2, 1)
    assert federation.receipt("A").suggested_tax_code == E4
    assert federation.receipt("E").suggested_tax_code == E1
    before = _standing(federation)
    again = federation.match(_july(16))
    assert (again.receipts, again.matched_vnd, again.refs) == (0, 0, [])
    assert (again.suggested, again.unidentified) == (2, 1)
    assert _standing(federation) == before


def test_money_is_decided_in_the_order_it_came(federation: Federation) -> None:
    """The earlier receipt pays first, whatever the order of the file."""
    _declare_june(federation)
    federation.bank(
        _july(14),
        LDA,
        credit("LATE", "2026-07-12", 6_000_000, f"MST {E4}"),
        credit("EARLY", "2026-07-10", 6_000_000, f"MST {E4}"),
    )
    federation.match(_july(15))
    early, late = federation.receipt("EARLY"), federation.receipt("LATE")
    assert (early.matched_vnd, early.credit_vnd) == (6_000_000, 0)
    assert (late.matched_vnd, late.credit_vnd) == (913_578, 5_086_422)


def test_conflicting_evidence_waits_for_a_person(federation: Federation) -> None:
    """A good code beside another employer's name is no more than a suggestion."""
    _declare_june(federation)
    text = f"MST {E4} CONG TY BINH MINH NOP KPCD"
    federation.bank(_july(14), LDA, credit("X", "2026-07-10", 6_913_578, text))
    assert federation.match(_july(15)).receipts == 0
    waiting = federation.receipt("X")
    assert (waiting.state, waiting.matched_vnd) == ("suggested", 0)
    assert "name.differs" in waiting.evidence.split()


def test_credit_meets_the_next_obligation(federation: Federation) -> None:
    """What was overpaid pays the next month as soon as that is assessed, the oldest first."""
    _declare_june(federation)
    text = f"MST {E4} KPCD T6/2026"
    federation.bank(_july(14), LDA, credit("X", "2026-07-10", 10_000_000, text))
    federation.match(_july(15))
    assert federation.receipt("X").credit_vnd == 3_086_422
    august = dt.date(2026, 8, 3)
    federation.declare(august, ("SE4", E4, "2026-07", 100_000_000))
    federation.assess(august, "2026-07")
    done = federation.match(august)
    assert (done.receipts, done.matched_vnd, done.credit_vnd) == (1, 2_000_000, 0)
    paid = federation.receipt("X")
    assert (paid.matched_vnd, paid.credit_vnd) == (8_913_578, 1_086_422)
    assert federation.match(august).receipts == 0


def test_credit_for_a_month_that_was_named_waits_for_it(federation: Federation) -> None:
    """Who pays July in advance has not paid June."""
    _declare_june(federation)
    text = f"MST {E4} KPCD T7/2026"
    federation.bank(_july(14), LDA, credit("X", "2026-07-10", 2_500_000, text))
    done = federation.match(_july(15))
    assert (done.matched_vnd, done.credit_vnd) == (0, 2_500_000)
    assert federation.match(_july(16)).receipts == 0
    august = dt.date(2026, 8, 3)
    federation.declare(august, ("SE4", E4, "2026-07", 100_000_000))
    federation.assess(august, "2026-07")
    federation.match(august)
    paid = federation.receipt("X")
    assert (paid.matched_vnd, paid.credit_vnd) == (2_500_000, 0)


def test_credit_that_a_person_gave_goes_to_the_oldest(federation: Federation) -> None:
    """What a text says no longer counts once a person has decided."""
    text = "KPCD T12/2026"
    federation.bank(_july(14), LDA, credit("X", "2026-07-10", 500_000, text))
    identify_receipt(federation.ctx(_july(15), LAN), IdentifyReceipt("X", E4, _july(15)))
    _declare_june(federation)
    assert federation.match(_july(16)).matched_vnd == 500_000


def test_what_a_person_released_waits_for_a_person(federation: Federation) -> None:
    """Or the next night would undo the decision; the evidence still makes a suggestion."""
    _declare_june(federation)
    federation.bank(_july(14), LDA, credit("X", "2026-07-10", 1_000_000, f"MST {E4}"))
    federation.match(_july(15))
    request = ReleaseReceipt("X", _july(16), "nộp nhầm")
    release_receipt(federation.ctx(_july(16), LAN), request)
    federation.check()
    done = federation.match(_july(17))
    assert (done.receipts, done.suggested) == (0, 1)
    waiting = federation.receipt("X")
    assert (waiting.suggested_tax_code, waiting.confidence) == (E4, 80)
    assert waiting.evidence.split()[-1] == "receipt.released"
    identify_receipt(federation.ctx(_july(17), LAN), IdentifyReceipt("X", E3, _july(17)))
    federation.check()
    assert federation.receipt("X").tax_code == E3


def test_what_cannot_be_shared_waits_with_the_reason(federation: Federation) -> None:
    """No rule reaches December 2025; the other receipts of the day are posted all the same."""
    federation.declare(OPENING, ("SE1", E1, "2025-12", 100_000_000))
    federation.assess(OPENING, "2025-12")
    _declare_june(federation)
    federation.bank(
        _july(14),
        LDA,
        credit("OLD", "2026-07-10", 2_000_000, f"MST {E1} T12/2025"),
        credit("NEW", "2026-07-11", 1_000_000, f"MST {E4} T6/2026"),
    )
    for _again in range(2):
        done = federation.match(_july(15))
        assert [each["code"] for each in done.refused] == ["sharing.no_split_rule"]
        assert done.suggested == 1
    assert federation.receipt("NEW").state == "matched"
    assert federation.receipt("OLD").evidence.split()[-1] == "sharing.no_split_rule"
    assert federation.receipt("OLD").suggested_tax_code == E1


def test_one_receipt_pays_one_collecting_unit(federation: Federation) -> None:
    """E4 moved from LDA to TLD in July: the earliest month named decides, the rest is credit."""
    header, *rows = REGISTERS[Feed.EMPLOYERS].splitlines()
    moved = next(row for row in rows if row.startswith(E4))
    fields = moved.split(",")
    until = f"{header},Hiệu lực đến\n{moved},2026-06-30\n"
    now = ",".join([*fields[:5], "TLD", *fields[6:7], "2026-07-01", fields[8]])
    federation.bring(_july(1), Feed.EMPLOYERS, f"{until}{now},\n")
    _declare_june(federation)
    august = dt.date(2026, 8, 3)
    federation.declare(august, ("SE4", E4, "2026-07", 100_000_000))
    federation.assess(august, "2026-07")
    federation.bank(august, LDA, credit("X", "2026-08-03", 9_000_000, f"MST {E4} KPCD T6,7/2026"))
    done = federation.match(august)
    assert (done.matched_vnd, done.credit_vnd) == (6_913_578, 2_086_422)
    assert federation.receipt("X").collecting_unit == "LDA"
    assert federation.match(august).receipts == 0


def test_only_one_account_is_matched_when_one_is_named(federation: Federation) -> None:
    """And an account nobody registered is refused."""
    _declare_june(federation)
    federation.bank(_july(14), LDA, credit("X", "2026-07-10", 100_000, f"MST {E4}"))
    federation.bank(_july(14), TLD, credit("Y", "2026-07-10", 100_000, f"MST {E4}"))
    ctx = federation.ctx(_july(15))
    assert match_run(ctx, MatchRun(_july(15), TLD)).receipts == 1
    assert federation.receipt("X").state == "unidentified"
    with pytest.raises(UnknownBankAccount):
        match_run(ctx, MatchRun(_july(15), "nobody's"))


def test_who_may_not_match_is_refused_before_anything_is_read(federation: Federation) -> None:
    """An accountant of a grassroots union does not match the nation's receipts."""
    mai = Actor("mai", (Grant("G1", "accountant"),))
    with pytest.raises(PermissionRefused):
        match_run(federation.ctx(_july(15), mai), MatchRun(_july(15)))


def test_it_tells_how_far_it_is(federation: Federation, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each chunk, for whoever waits at a terminal."""
    monkeypatch.setattr("collectors.intake.match_run.CHUNK", 2)
    rows = [credit(f"N{n}", "2026-07-10", 1000, "CHUYEN TIEN") for n in range(3)]
    federation.bank(_july(14), LDA, *rows)
    heard: list[int] = []
    match_run(federation.ctx(_july(15)), MatchRun(_july(15)), heard.append)
    assert heard == [2, 3, 2, 3]


def test_what_was_booked_after_the_day_is_left_for_a_later_run(federation: Federation) -> None:
    """Run for the 9th, money of the 10th stays where it is, and the run says so."""
    _declare_june(federation)
    text = f"MST {E4} KPCD T6/2026"
    federation.bank(_july(14), LDA, credit("X", "2026-07-10", 1_000_000, text))
    early = federation.match(_july(9))
    assert (early.receipts, early.suggested, early.unidentified, early.later) == (0, 0, 0, 1)
    assert federation.receipt("X").state == "unidentified"
    ctx = federation.ctx(_july(9))
    assert match_run(ctx, MatchRun(_july(9), TLD)).later == 0
    done = federation.match(_july(10))
    assert (done.receipts, done.later) == (1, 0)


def test_money_under_the_code_of_before_a_merger_is_suggested_for_the_heir(
    federation: Federation,
) -> None:
    """E4 went into E3 and E3 into E2: nothing hides as credit of a code that owes nothing."""
    _declare_june(federation)
    for gone, into in ((E4, E3), (E3, E2)):
        wish = MoveEmployer(gone, _july(13), "QĐ 1", into=into)
        move_employer(federation.ctx(_july(13), LAN), wish)
    text = f"MST {E4} KPCD T6/2026"
    federation.bank(_july(14), LDA, credit("X", "2026-07-14", 1_000_000, text))
    done = federation.match(_july(15))
    assert (done.receipts, done.suggested) == (0, 1)
    waiting = federation.receipt("X")
    assert (waiting.state, waiting.suggested_tax_code, waiting.confidence) == ("suggested", E2, 80)
    assert waiting.evidence.split() == ["code.labelled", "period.named", "employer.merged"]
    assert federation.match(_july(16)).suggested == 1
    said = [one.sentence("en") for one in explained(waiting)]
    assert said[-1].startswith(f"Employer {E4} was merged")
    identify_receipt(federation.ctx(_july(16), LAN), IdentifyReceipt("X", E2, _july(16)))
    assert federation.receipt("X").matched_vnd == 1_000_000
    federation.bank(_july(16), LDA, credit("Y", "2026-07-16", 90_000_000, text))
    federation.match(_july(16))
    assert "credit.left" in federation.receipt("Y").evidence.split()
    federation.check()


def test_the_heir_may_owe_nothing_either(federation: Federation) -> None:
    """Then it is suggested all the same: the code of before has gone."""
    wish = MoveEmployer(E4, _july(13), "QĐ 1", into=E2)
    move_employer(federation.ctx(_july(13), LAN), wish)
    federation.bank(_july(14), LDA, credit("X", "2026-07-14", 1_000_000, f"MST {E4}"))
    assert federation.match(_july(15)).suggested == 1
    assert federation.receipt("X").suggested_tax_code == E2
