"""Which profile a statement is read by, and what one makes of a sample before it is saved."""

import datetime as dt
from pathlib import Path

import pytest

from collectors.evidence import Feed
from collectors.intake.arrivals import Arrival, IntakeReport
from collectors.intake.profiles import offer_for, try_profile
from collectors.intake.take_in import take_in
from collectors.sources.feed_file import Wish
from collectors.sources.refusals import ProfileDoesNotFit, SeveralProfilesFit
from collectors.tables import BatchRow, RawRowRow
from finance.actions.save_profile import SaveProfile, save_profile
from finance.records.receipts import ReceiptRow
from finance.rules.column_profiles import UnknownProfile, parse_profile
from finance.runtime.database import Database
from tests.collectors.federation import LDA, OPENING, TLD, Federation
from tests.collectors.sources.test_legacy_text import TCVN3

DAY = dt.date(2026, 7, 20)
PROFILE = {
    "name": "Ngân hàng A",
    "bank_bin": "970405",
    "header_row": 3,
    "columns": {
        "reference": "Số bút toán",
        "booked_on": "Ngày GD",
        "debit": "Ghi nợ",
        "credit": "Ghi có",
        "content": "Diễn giải",
    },
    "grouping": "comma",
    "date_order": "mdy",
    "footers": ["Tổng cộng"],
    "prefixes": ["MBVCB.*."],
}
SAMPLE = """NGÂN HÀNG A;;;;
Sao kê tháng 7;;;;
Ngày GD;Số bút toán;Ghi nợ;Ghi có;Diễn giải
07/10/2026;FT1;;1,500,000.00;MBVCB.77.NOP KPCD T6/2026
07/11/2026;FT2;11,000;;PHI
07/12/2026;FT3;;1,500.50;LE
Tổng cộng;;11,000;1,501,500.50;
"""


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """The federation of June with its registers."""
    return Federation(database, tmp_path).register()


def _save(federation: Federation, unit: str = "TLD", **changed: object) -> None:
    request = SaveProfile(unit, OPENING, {**PROFILE, **changed})
    save_profile(federation.ctx(DAY), request)


def _bring(federation: Federation, text: str | bytes = SAMPLE, **asked: str) -> IntakeReport:
    path = federation.folder / "a.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = take_in(federation.ctx(DAY), Arrival(Feed.BANK, path, account_no=LDA, **asked))
    federation.check()
    return report


def test_the_profile_of_the_accounts_bank_reads_its_statements(federation: Federation) -> None:
    """The unit above has saved it; the batch says by which, the raw row what the bank wrote."""
    _save(federation)
    report = _bring(federation)
    assert (report.rows_read, report.rows_taken) == (3, 2)
    assert [(each.row, each.code) for each in report.problems] == [(6, "money.not_whole")]
    row = federation.receipt("FT1")
    assert (row.amount_vnd, row.booked_on, row.content) == (
        1_500_000,
        dt.date(2026, 7, 10),
        "NOP KPCD T6/2026",
    )
    with federation.database.reading() as session:
        batch = session.get_one(BatchRow, report.batch)
        raw = session.get_one(RawRowRow, (report.batch, 4))
    assert (batch.profile, batch.encoding) == ("TLD/P/1", "utf-8")
    assert '"Diễn giải": "MBVCB.77.NOP KPCD T6/2026"' in raw.cells
    assert '"Ghi có": "1,500,000.00"' in raw.cells


def test_a_file_with_the_contracts_header_needs_none(federation: Federation) -> None:
    """The profile is there for the files it fits."""
    _save(federation)
    text = "reference,booked_on,debit,credit,content\nR1,2026-07-10,,5,x\n"
    report = _bring(federation, text)
    with federation.database.reading() as session:
        assert session.get_one(BatchRow, report.batch).profile == ""
    assert report.rows_taken == 1


def test_one_is_named_where_several_fit(federation: Federation) -> None:
    """Or where it is of no bank; a name nobody knows is refused."""
    _save(federation)
    _save(federation, name="B", prefixes=[])
    with pytest.raises(SeveralProfilesFit):
        _bring(federation)
    with pytest.raises(UnknownProfile):
        _bring(federation, profile="C")
    _save(federation, name="C", bank_bin="", header_row=4)
    with pytest.raises(ProfileDoesNotFit):
        _bring(federation, profile="C")
    assert _bring(federation, profile="b").rows_taken == 2
    assert federation.receipt("FT1").content == "MBVCB.77.NOP KPCD T6/2026"


def test_a_profile_serves_its_unit_and_those_below(federation: Federation) -> None:
    """From its first day on; an account that is not known is offered none."""
    _save(federation, "LDA")
    with federation.database.reading() as session:
        offered = [
            [each.ref for each in offer_for(session, account, "", on).profiles]
            for account, on in (
                (LDA, DAY),
                ("10103", DAY),
                (TLD, DAY),
                (LDA, OPENING - dt.timedelta(days=1)),
                ("999", DAY),
                ("", DAY),
            )
        ]
    assert offered == [["LDA/P/1"], ["LDA/P/1"], [], [], [], []]


def test_old_letters_come_out_as_unicode_and_stay_as_they_came(federation: Federation) -> None:
    """A statement in TCVN3: told by its words; each row keeps its bytes."""
    words = [shown for shown, _ in TCVN3 if ";" not in shown]
    lines = [f"R{n},2026-07-10,,{n},{shown.replace(',', ' ')}" for n, shown in enumerate(words, 1)]
    text = "\n".join(("reference,booked_on,debit,credit,content", *lines))
    report = _bring(federation, text.encode("latin-1"))
    assert report.rows_taken == len(words)
    with federation.database.reading() as session:
        receipts = {row.reference: row.content for row in session.query(ReceiptRow)}
        raw = session.get_one(RawRowRow, (report.batch, 2))
        assert session.get_one(BatchRow, report.batch).encoding == "tcvn3"
    assert receipts["R1"] == "Công đoàn Việt Nam"
    assert "C«ng ®oµn ViÖt Nam" in raw.cells


def test_a_sample_is_tried_and_kept_nowhere(federation: Federation) -> None:
    """What would be taken, what would wait, and what it adds up to."""
    path = federation.folder / "sample.csv"
    path.write_text(SAMPLE, encoding="utf-16")
    tried = try_profile(path, parse_profile(PROFILE), Wish())
    assert (tried.format, tried.encoding, tried.rows_read) == ("csv", "utf-16-le", 3)
    assert (tried.credit_vnd, tried.debit_vnd, tried.quarantined) == (1_500_000, 11_000, 1)
    assert [row.reference for row in tried.rows] == ["FT1", "FT2"]
    assert [each.row for each in tried.problems] == [6]
    with pytest.raises(ProfileDoesNotFit):
        try_profile(path, parse_profile({**PROFILE, "header_row": 2}), Wish())
    with federation.database.reading() as session:
        assert session.query(BatchRow).filter(BatchRow.feed == "bank").count() == 0
