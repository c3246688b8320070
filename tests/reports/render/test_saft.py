"""Books as one XML file in the shape of SAF-T."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ledger.balances import TrialRow
from ledger.entries import Posted
from reports.figures import Words
from reports.inspection.audit_book import (
    AccountMaster,
    AuditBook,
    Heading,
    Named,
    Recorded,
    Totals,
)
from reports.render.saft import NAMESPACE, saft_lines, schema
from tests.ledger.books import draft, received, shared

A = f"{{{NAMESPACE}}}"
AT = dt.datetime(2026, 8, 1, 12, tzinfo=dt.UTC)
HEADING = Heading(1, AT, "0.1", dt.date(2026, 7, 1), dt.date(2026, 7, 31), 1)
XML_CANNOT = "\x01\x08\x0b\x0c\x0e\x1f\ufffe\uffff"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def _book(entries: Sequence[Posted], accounts: Iterable[str] = ("112", "33881")) -> AuditBook:
    masters = [
        AccountMaster(
            code, Words(f"Tài khoản {code}", code), "both", TrialRow(code, 0, 0, 1, 1, 0, 0)
        )
        for code in accounts
    ]
    return AuditBook(
        code="LDA",
        name="<Sổ> & «A»",
        regime="R1",
        currency="VND",
        accounts=masters,
        funds=[Named("levy", Words("Kinh phí", "Levy"))],
        items=[Named("23", Words("Thu", "Income"))],
        owners=[Named("TLD", Words("Tổng Liên đoàn"))],
        totals=Totals(len(entries), 1_000, 1_000),
        journals=[("BK", [Recorded(each, bytes(32)) for each in entries])] if entries else [],
    )


def _read(*books: AuditBook) -> Any:  # noqa: ANN401 - lxml's own
    text = "\n".join(saft_lines(HEADING, books))
    root = etree.fromstring(text.encode())
    etree.XMLSchema(etree.fromstring(schema())).assertValid(root)
    return root


@given(text=TEXTS)
def test_whatever_people_write_is_read_back(text: str) -> None:
    """Every text comes back; what XML cannot hold is one mark each, and counted."""
    root = _read(_book([Posted(draft("k", text=text), 1, 1, 1)]))
    shown = "".join("\ufffd" if sign in XML_CANNOT or _is_control(sign) else sign for sign in text)
    found = root.findtext(f".//{A}Description")
    assert found == shown
    lost = sum(1 for sign in text if sign in XML_CANNOT or _is_control(sign))
    assert root.findtext(f".//{A}ReplacedCharacters") == str(lost)


def _is_control(sign: str) -> bool:
    return sign < " " and sign not in "\t\n\r"


def test_a_line_names_its_tags_and_the_other_unit() -> None:
    """Fund and index line are analyses, the other unit an owner with the common reference."""
    first, _ = shared("s", 700)
    root = _read(_book([Posted(first, 1, 1, 1)], ("337861", "3361")))
    debit, credit = root.iter(f"{A}Line")
    assert [each.text for each in debit.iter(f"{A}AnalysisID")] == ["levy", "23"]
    assert debit.findtext(f"{A}DebitAmount/{A}Amount") == "700"
    assert credit.findtext(f"{A}CreditAmount/{A}Amount") == "700"
    assert credit.findtext(f"{A}OwnerID") == "TLD"
    assert credit.findtext(f"{A}CrossReference") == "LDA/SH/1"
    assert debit.find(f"{A}OwnerID") is None


def test_an_entry_tells_its_place_days_and_hash() -> None:
    """Number, place, period, both days, who, when by the server, what it reverses, its leaf."""
    posted = Posted(
        draft("k", received(5), reverses_seq=3, papers="ab" * 32), 7, 2, 1_784_000_000_000_000
    )
    [entry] = _read(_book([posted])).iter(f"{A}Transaction")
    told = {each.tag.removeprefix(A): each.text for each in entry if not len(each)}
    assert told == {
        "TransactionID": "LDA/BK/2026/2",
        "SequenceInBook": "7",
        "Period": "7",
        "PeriodYear": "2026",
        "TransactionDate": "2026-07-14",
        "DocumentDate": "2026-07-14",
        "SourceID": "kế toán",
        "SourceSystem": "test",
        "SourceKey": "k",
        "Description": "Thu kinh phí công đoàn",
        "SystemEntryDate": "2026-07-14",
        "SystemEntryMicroseconds": "1784000000000000",
        "ReversesSequence": "3",
        "PapersHash": "ab" * 32,
        "LeafHash": "00" * 32,
    }


def test_a_line_on_an_account_without_master_is_not_valid() -> None:
    """The schema holds lines to the masters: the test that it is awake."""
    text = "\n".join(saft_lines(HEADING, [_book([Posted(draft("k"), 1, 1, 1)], ("112",))]))
    assert not etree.XMLSchema(etree.fromstring(schema())).validate(etree.fromstring(text.encode()))


def test_a_book_without_entries() -> None:
    """A header, the book, nothing in it."""
    root = _read(_book([], ()))
    assert root.findtext(f"{A}Book/{A}Company/{A}Name") == "<Sổ> & «A»"
    assert root.findtext(f"{A}Header/{A}NumberOfBooks") == "1"
    assert root.findtext(f"{A}Header/{A}SoftwareVersion") == "0.1"
