"""Matching that earns trust: what is certain is posted, all else waits with what speaks for it."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from collectors.intake.receipts import Filter, Queue, parts_of, queue, seen_in
from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.records.receipts import ReceiptRow
from finance.records.units import UnitRow
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import Side
from ledger.store import reads
from tests.collectors.federation import (
    E1,
    E2,
    E3,
    E4,
    LDA,
    OPENING,
    UNITS,
    Federation,
    credit,
    debit,
)

LAN = Actor("lan", (Grant("TLD", "accountant"),))
MISTYPED, NOBODYS = "9900000049", "9900000062"
AN_PHAT, BINH_MINH, DAI_DUONG = "CTY TNHH AN PHAT", "CTY CP BINH MINH", "CTY TNHH DAI DUONG"


def _july(day: int) -> dt.date:
    return dt.date(2026, 7, day)


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """Four employers owe a million for each month from January to June."""
    made = Federation(database, tmp_path).register()
    for month in range(1, 7):
        period = f"2026-{month:02d}"
        rows = [(f"SE{n}", code, period, 50_000_000) for n, code in enumerate((E1, E2, E3, E4), 1)]
        made.declare(OPENING, *rows)
        made.assess(OPENING, period)
    return made


def _pays(federation: Federation, reference: str) -> dict[str, int]:
    """What a receipt pays, by month."""
    row = federation.receipt(reference)
    place = (row.unit_code, row.seq)
    with federation.database.reading() as session:
        return {part.period: part.amount_vnd for part in parts_of(session, [place])[place]}


def _from(account: str, row: dict[str, object]) -> dict[str, object]:
    return row | {"counter_account": account}


def _match_lines(federation: Federation) -> list[Counter[tuple[str, str, str, str, str]]]:
    """The lines of each batch of matches, in all books together; debits count up, credits down."""
    found: dict[str, Counter[tuple[str, str, str, str, str]]] = {}
    with federation.database.reading() as session:
        for unit in UNITS:
            for posted in reads.entries(session, unit):
                draft = posted.draft
                for line in draft.lines if draft.journal == "MT" else ():
                    name = (unit, line.account, line.fund, line.item, line.counter_book)
                    amount = line.amount_vnd if line.side is Side.DEBIT else -line.amount_vnd
                    found.setdefault(draft.key, Counter())[name] += amount
    return list(found.values())


def test_one_transfer_pays_many_months_and_many_transfers_one(federation: Federation) -> None:
    """Three months in one text; and a month in two parts, the second with too much."""
    federation.bank(
        _july(10),
        LDA,
        credit("THREE", "2026-07-08", 3_000_000, f"MST {E1} KPCD T1,2,3/2026"),
        credit("PART", "2026-07-08", 400_000, f"MST {E2} {BINH_MINH} KPCD 06-2026"),
        credit("REST", "2026-07-09", 700_000, f"MST {E2} {BINH_MINH} KPCD 06-2026"),
    )
    federation.match(_july(10))
    million = 1_000_000
    assert _pays(federation, "THREE") == {
        "2026-01": million,
        "2026-02": million,
        "2026-03": million,
    }
    assert _pays(federation, "PART") == {"2026-06": 400_000}
    assert _pays(federation, "REST") == {"2026-06": 600_000, "2026-01": 100_000}


def test_what_is_over_is_the_payers_credit_until_something_is_owed(
    federation: Federation,
) -> None:
    """All six months and 700,000 more: carried, and the next month takes it."""
    text = f"MST {E4} KPCD T1-T6/2026"
    federation.bank(_july(10), LDA, credit("OVER", "2026-07-08", 6_700_000, text))
    federation.match(_july(10))
    assert federation.receipt("OVER").credit_vnd == 700_000
    august = dt.date(2026, 8, 4)
    federation.declare(august, ("SE4", E4, "2026-07", 30_000_000))
    federation.assess(august, "2026-07")
    federation.match(august)
    assert federation.receipt("OVER").credit_vnd == 100_000
    assert _pays(federation, "OVER")["2026-07"] == 600_000


@pytest.mark.parametrize(
    ("content", "holder", "evidence", "suggested"),
    [
        (f"MST {E1} {BINH_MINH} KPCD T6/2026", "", "name.differs", E1),
        (f"MST {E1} KPCD T6/2026", "CONG TY CO PHAN BINH MINH", "payer.differs", E1),
        (f"KPCD T6/2026 MST {E1} CTY CP BINH MIN", "", "name.differs", E1),
        (f"MST {E1} VA MST {E2} KPCD T6/2026", "", "code.second", E1),
        (f"MST {MISTYPED} {DAI_DUONG} KPCD T6/2026", "", "code.check_digit", E4),
        (f"MST {NOBODYS} {DAI_DUONG} KPCD T6/2026", "", "code.unknown", E4),
        (f"{DAI_DUONG} NOP KPCD T6/2026", "", "name.in_text", E4),
        ("NOP KPCD T6/2026", "CONG TY TNHH DAI DUONG", "name.of_payer", E4),
        (f"{DAI_DUONG} NOP KPCD T6/2026 MST 990000", "", "code.cut_short", E4),
        (f"MST {E4} NOP DOAN PHI T6/2026", "", "text.dues", E4),
        (f"MST {E4} NOP KPCD VA DOAN PHI T6/2026", "", "text.dues_too", E4),
        (f"MST {E4} BHXH BHYT BHTN T6/2026", "", "text.something_else", E4),
        (f"MST {E4} NOP BHXH VA KPCD T6/2026", "", "text.something_else_too", E4),
    ],
)
def test_conflicting_failing_and_bare_evidence_is_never_posted_by_itself(
    federation: Federation, content: str, holder: str, evidence: str, suggested: str
) -> None:
    """It stands in the queue, with a suggestion, how sure that is, and why."""
    row = credit("X", "2026-07-08", 1_000_000, content) | {"counter_name": holder}
    federation.bank(_july(10), LDA, row)
    done = federation.match(_july(10))
    assert (done.receipts, done.matched_vnd, done.suggested) == (0, 0, 1)
    with federation.database.reading() as session:
        units = select(UnitRow.code)
        (waiting,) = queue(session, seen_in(units), Queue(Filter.WAITING))
    assert waiting.suggested_tax_code == suggested
    assert 0 < waiting.confidence <= 80
    assert evidence in waiting.evidence.split()


def test_an_account_is_learned_from_codes_and_from_people(federation: Federation) -> None:
    """Two coded payments and one a person decided; the fourth speaks for itself, by its name."""
    federation.bank(
        _july(10),
        LDA,
        _from("77", credit("A", "2026-07-01", 1_000_000, f"MST {E4} KPCD T1/2026")),
        _from("77", credit("B", "2026-07-02", 1_000_000, f"MST {E4} KPCD T2/2026")),
        _from("77", credit("C", "2026-07-03", 1_000_000, "CHUYEN TIEN")),
        _from("77", credit("D", "2026-07-06", 1_000_000, f"{DAI_DUONG} KPCD T4/2026")),
        _from("77", credit("E", "2026-07-07", 1_000_000, "KPCD T5/2026")),
        _from("77", credit("F", "2026-07-08", 1_000_000, f"{AN_PHAT} KPCD T6/2026")),
    )
    assert federation.match(_july(10)).receipts == 2
    assert federation.receipt("D").state == "suggested"
    identify_receipt(federation.ctx(_july(11), LAN), IdentifyReceipt("C", E4, _july(11)))
    assert federation.match(_july(12)).receipts == 1
    learned = federation.receipt("D")
    assert (learned.tax_code, learned.confidence) == (E4, 85)
    assert "account.learned" in learned.evidence.split()
    assert _pays(federation, "D") == {"2026-04": 1_000_000}
    for reference in ("E", "F"):  # no name; another's name
        assert federation.receipt(reference).state == "suggested"
    assert federation.match(_july(13)).receipts == 0


def test_an_account_that_pays_for_two_is_not_learned(federation: Federation) -> None:
    """A service firm's text has to say for whom."""
    rows = [
        _from("88", credit(f"S{n}", f"2026-07-0{n}", 1_000_000, f"MST {code} KPCD T{n}/2026"))
        for n, code in enumerate((E4, E4, E4, E1), 1)
    ]
    text = f"{DAI_DUONG} KPCD T4/2026"
    federation.bank(_july(10), LDA, *rows, _from("88", credit("X", "2026-07-08", 1_000_000, text)))
    assert federation.match(_july(10)).receipts == 4
    assert federation.receipt("X").state == "suggested"


def test_real_duplicates_are_two_and_the_same_file_is_one(federation: Federation) -> None:
    """Two rows alike in everything are two payments; the file again, and a longer one, add none."""
    row = credit("TWIN", "2026-07-08", 1_000_000, f"MST {E1} KPCD T1/2026")
    federation.bank(_july(10), LDA, row, row)
    federation.bank(_july(10), LDA, row, row)
    other = credit("NEW", "2026-07-09", 5, "CHUYEN TIEN")
    longer = federation.bank(_july(10), LDA, row, row, other)
    assert (longer.rows_taken, longer.rows_unchanged) == (1, 2)
    federation.match(_july(10))
    with federation.database.reading() as session:
        twins = session.scalars(select(ReceiptRow).where(ReceiptRow.reference == "TWIN")).all()
    assert [twin.matched_vnd for twin in twins] == [1_000_000, 1_000_000]


def test_a_matched_receipt_that_the_bank_takes_back(federation: Federation) -> None:
    """It is released first, by the opposite lines, then the debit takes it: the month is owed."""
    text = f"MST {E1} KPCD T1/2026"
    federation.bank(_july(10), LDA, credit("FT260708", "2026-07-08", 1_000_000, text))
    federation.match(_july(10))
    back = debit("BACK", "2026-07-13", 1_000_000, "HOAN TRA GD FT260708")
    federation.bank(_july(14), LDA, back)
    assert federation.receipt("FT260708").state == "returned"
    matched, released = _match_lines(federation)
    assert {name: -amount for name, amount in matched.items()} == dict(released)
    assert federation.match(_july(15)).receipts == 0


def test_release_posts_the_opposite_lines_of_that_match(federation: Federation) -> None:
    """In every book concerned, to the đồng; what else was matched stays."""
    federation.bank(
        _july(10), LDA, credit("STAYS", "2026-07-08", 1_000_000, f"MST {E2} KPCD T1/2026")
    )
    federation.match(_july(10))
    federation.bank(
        _july(11), LDA, credit("X", "2026-07-09", 2_345_678, f"MST {E1} KPCD T1,2/2026")
    )
    federation.match(_july(11))
    release_receipt(federation.ctx(_july(13), LAN), ReleaseReceipt("X", _july(13), "nộp nhầm"))
    federation.check()
    _, matched, released = _match_lines(federation)
    assert {name: -amount for name, amount in matched.items()} == dict(released)
    assert federation.receipt("STAYS").matched_vnd == 1_000_000
    assert federation.receipt("X").open_vnd == 2_345_678
