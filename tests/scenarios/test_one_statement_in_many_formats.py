"""A bank sends the same days as CSV, as MT940 and as camt.053: the money is there once."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.evidence import Feed
from collectors.intake.arrivals import Arrival, IntakeReport
from collectors.intake.take_in import take_in
from finance.records.bank_balances import BankBalanceRow
from finance.records.receipts import BankDebitRow, ReceiptRow
from finance.runtime.database import Database
from ledger.errors import Refusal
from tests.collectors.federation import E1, LDA, Federation
from tests.collectors.statements import VERSIONS, Move, Written, camt_of, csv_of, mt940_of

DAY = dt.date(2026, 7, 20)
MONEY = Move(
    "FT26191001",
    "2026-07-10",
    2_000_000,
    f"MST {E1} CONG TY AN PHAT DONG KPCD THANG 06 NAM 2026",
    "0011000123",
    "CONG TY TNHH AN PHAT",
)
EQUAL = Move("FT26191002", "2026-07-10", 500_000, "CHUYEN TIEN")
FEE = Move("FT26192001", "2026-07-11", -11_000, "PHI DICH VU")
LATER = Move("FT26193001", "2026-07-12", 750_000, "NOP KPCD", "0011000999", "CTY B")
ALL = (MONEY, EQUAL, EQUAL, FEE, LATER)
WRITERS = {
    "csv": csv_of,
    "mt940": mt940_of,
    "camt053": camt_of,
}


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """The federation of June with its registers."""
    return Federation(database, tmp_path).register()


def _bring(federation: Federation, text: str | bytes, name: str = "sao-ke") -> IntakeReport:
    path = federation.folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = take_in(federation.ctx(DAY), Arrival(Feed.BANK, path, account_no=LDA))
    federation.check()
    return report


def _held(federation: Federation) -> list[tuple[object, ...]]:
    with federation.database.reading() as session:
        receipts = session.query(ReceiptRow).order_by(ReceiptRow.reference, ReceiptRow.occurrence)
        debits = session.query(BankDebitRow).order_by(BankDebitRow.reference)
        kept: list[ReceiptRow | BankDebitRow] = [*receipts, *debits]
        days = session.query(BankBalanceRow).order_by(BankBalanceRow.on)
        return [
            *(
                (
                    *(row.reference, row.booked_on, row.occurrence, row.amount_vnd),
                    *(row.counter_account, row.counter_name, row.content),
                )
                for row in kept
            ),
            *((row.on, row.balance_vnd) for row in days),
        ]


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_gives_the_same_receipts(federation: Federation, name: str) -> None:
    """Reference, day, amount, payer, text and the balance of each day are the same in all three."""
    report = _bring(federation, WRITERS[name](Written(LDA, ALL, 10_000_000)))
    assert (report.rows_read, report.rows_taken, report.problems) == (5, 5, ())
    assert _held(federation) == [
        (
            "FT26191001",
            dt.date(2026, 7, 10),
            1,
            2_000_000,
            "0011000123",
            "CONG TY TNHH AN PHAT",
            f"MST {E1} CONG TY AN PHAT DONG KPCD THANG 06 NAM 2026",
        ),
        ("FT26191002", dt.date(2026, 7, 10), 1, 500_000, "", "", "CHUYEN TIEN"),
        ("FT26191002", dt.date(2026, 7, 10), 2, 500_000, "", "", "CHUYEN TIEN"),
        ("FT26193001", dt.date(2026, 7, 12), 1, 750_000, "0011000999", "CTY B", "NOP KPCD"),
        ("FT26192001", dt.date(2026, 7, 11), 1, 11_000, "", "", "PHI DICH VU"),
        (dt.date(2026, 7, 10), 13_000_000),
        (dt.date(2026, 7, 11), 12_989_000),
        (dt.date(2026, 7, 12), 13_739_000),
    ]


@pytest.mark.parametrize("first", WRITERS)
@pytest.mark.parametrize("second", WRITERS)
def test_statements_that_overlap_across_formats_do_not_double(
    federation: Federation, first: str, second: str
) -> None:
    """Three days came in one format, three in another, two of them in both: each row is once."""
    _bring(federation, WRITERS[first](Written(LDA, ALL[:4], 10_000_000)))
    report = _bring(federation, WRITERS[second](Written(LDA, ALL[1:], 12_000_000)), "later")
    assert (report.rows_taken, report.rows_unchanged, report.problems) == (1, 3, ())
    assert len([row for row in _held(federation) if len(row) > 2]) == 5


def test_every_version_of_camt_says_the_same(federation: Federation) -> None:
    """From .02 to .13: the first is taken, of the others each row is known."""
    for number, version in enumerate(VERSIONS):
        report = _bring(federation, camt_of(Written(LDA, ALL), version), version)
        assert (report.rows_taken, report.rows_unchanged) == ((5, 0) if number == 0 else (0, 5))


def test_a_batch_by_its_details_is_not_added_to_its_sum(federation: Federation) -> None:
    """One statement gives a collected booking as one amount, another by its two parts."""
    _bring(federation, csv_of(Written(LDA, (Move("B1", "2026-07-10", 300, "LO"),))))
    detail = '<TxDtls><Amt Ccy="VND">{}</Amt></TxDtls>'
    whole = camt_of(Written(LDA, (Move("B1", "2026-07-10", 300, "LO"),)))
    start, end = whole.index("<TxDtls>"), whole.index("</NtryDtls>")
    split = whole[:start] + detail.format(100) + detail.format(200) + whole[end:]
    report = _bring(federation, split, "by-details")
    assert (report.rows_taken, report.rows_quarantined) == (0, 2)
    assert {each.code for each in report.problems} == {"bank.other_amount_known"}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_bytes_bring_it_down(federation: Federation, data: st.DataObject) -> None:
    """Any bytes, and any damage to a good statement: taken with problems, or refused in words."""
    good = data.draw(st.sampled_from([write(Written(LDA, ALL)) for write in WRITERS.values()]))
    raw = bytearray(good.encode())
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(raw)))
        raw[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
    sent = data.draw(st.one_of(st.just(bytes(raw)), st.binary(max_size=300)))
    with suppress(Refusal):
        report = _bring(federation, sent, "x")
        assert report.rows_quarantined == len({each.row for each in report.problems})


def test_rows_a_bank_gives_no_reference_to(federation: Federation) -> None:
    """Overlapping statements do not double them, equal ones stay two, and a new one is taken."""
    head = f":20:A\n:25:{LDA}\n:28C:1/1\n"
    one = ":61:2607100710C20,NTRFNONREF\n:86:CHUYEN TIEN\n"
    fee = ":61:2607110711D5,NMSCNONREF\n:86:PHI DV\n"
    other = ":61:2607120712C7,NTRFNONREF\n:86:CHUYEN TIEN\n"
    first = _bring(federation, f"{head}:60F:C260710VND0,\n{one}{one}{fee}:62F:C260711VND35,\n")
    assert (first.rows_taken, first.rows_quarantined) == (3, 0)
    text = f"{head}:60F:C260710VND0,\n{one}{one}{fee}{other}:62F:C260712VND42,\n"
    second = _bring(federation, text, "b.sta")
    assert (second.rows_taken, second.rows_unchanged, second.rows_quarantined) == (1, 3, 0)
    third = _bring(federation, f"{head}:60F:C260711VND35,\n{other}:62F:C260712VND42,\n", "c.sta")
    assert (third.rows_taken, third.rows_unchanged) == (0, 1)
