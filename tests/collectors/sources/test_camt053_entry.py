"""An entry of a camt.053 becomes a movement, or one for each of its details."""

from fractions import Fraction
from pathlib import Path

import pytest

from collectors.sources.camt053_entry import Place, read_entry
from collectors.sources.safe_xml import read_pieces
from collectors.sources.statement import Entry

HEAD = (
    '<Amt Ccy="VND">300</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
    "<BookgDt><Dt>2026-07-10</Dt></BookgDt><ValDt><Dt>2026-07-11</Dt></ValDt>"
)
PARTY = (
    "<RltdPties><Dbtr><Nm>CTY A</Nm></Dbtr>"
    "<DbtrAcct><Id><IBAN>00 11</IBAN></Id></DbtrAcct></RltdPties>"
)


def _read(folder: Path, inside: str) -> Entry | None:
    path = folder / "x.xml"
    path.write_text(f"<Ntry>{inside}</Ntry>", encoding="utf-8")
    found: list[Entry | None] = []
    read_pieces(
        path,
        frozenset({"Ntry"}),
        lambda piece, _: found.append(read_entry(piece[-1], Place(7, 21))),
    )
    return found[0]


def _details(*inside: str) -> str:
    parts = "".join(f"<TxDtls>{each}</TxDtls>" for each in inside)
    return f"<NtryDtls>{parts}</NtryDtls>"


def _detail(amount: str, text: str = "", side: str = "") -> str:
    sided = f"<CdtDbtInd>{side}</CdtDbtInd>" if side else ""
    words = f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>"
    reference = f"<Refs><AcctSvcrRef>D{amount}</AcctSvcrRef></Refs>"
    return f'{reference}<Amt Ccy="VND">{amount}</Amt>{sided}{words}'


def test_one_detail_says_more_of_its_entry(tmp_path: Path) -> None:
    """Who paid, from which account, and the text in all its parts."""
    text = (
        "<RmtInf><Ustrd>NOP</Ustrd><Ustrd>KPCD</Ustrd><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf>"
        "<AddtlRmtInf>T6</AddtlRmtInf></Strd></RmtInf>"
    )
    entry = _read(tmp_path, HEAD + "<AcctSvcrRef>FT1</AcctSvcrRef>" + _details(PARTY + text))
    assert entry is not None
    (movement,) = entry.movements
    assert (movement.row, str(movement.amount), movement.reference) == (21, "300", "FT1")
    assert (movement.booked_on, movement.value_on) == ("2026-07-10", "2026-07-11")
    assert (movement.counter_name, movement.counter_account) == ("CTY A", "0011")
    assert movement.content == "NOP KPCD RF18 T6"
    assert ("BookgDt", "2026-07-10") in movement.own


@pytest.mark.parametrize(
    ("more", "reference"),
    [
        ("<AcctSvcrRef>FT1</AcctSvcrRef><NtryRef>N</NtryRef>", "FT1"),
        (_details("<Refs><AcctSvcrRef>FT2</AcctSvcrRef><TxId>T</TxId></Refs>"), "FT2"),
        ("<NtryRef>N</NtryRef>" + _details("<Refs><EndToEndId>E</EndToEndId></Refs>"), "N"),
        (_details("<Refs><EndToEndId>E</EndToEndId><TxId>T</TxId></Refs>"), "T"),
        (_details("<Refs><EndToEndId>E</EndToEndId></Refs>"), "E"),
        (_details("<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"), ""),
    ],
)
def test_the_banks_own_reference_comes_first(tmp_path: Path, more: str, reference: str) -> None:
    """Of the booking, then of its detail; what the payer wrote only where there is none."""
    entry = _read(tmp_path, HEAD + more)
    assert entry is not None
    assert entry.movements[0].reference == reference


def test_a_batch_is_taken_apart(tmp_path: Path) -> None:
    """Where its details add up to it; they share the reference of the booking."""
    split = _details(_detail("100", "A"), _detail("250", "B"), _detail("50", "C", "DBIT"))
    entry = _read(tmp_path, HEAD + "<AcctSvcrRef>FT1</AcctSvcrRef>" + split)
    assert entry is not None
    assert entry.amount == 300
    assert [
        (each.row, str(each.amount), each.reference, each.content) for each in entry.movements
    ] == [
        (21, "100", "FT1", "A"),
        (22, "250", "FT1", "B"),
        (23, "-50", "FT1", "C"),
    ]
    own = _read(tmp_path, HEAD + split)
    assert own is not None
    assert [each.reference for each in own.movements] == ["D100", "D250", "D50"]


def test_details_without_amounts_stay_one_movement(tmp_path: Path) -> None:
    """Their texts are all there; who paid is not one person."""
    older = "<AmtDtls><TxAmt><Amt Ccy='VND'>100</Amt></TxAmt></AmtDtls>"
    text = "<RmtInf><Ustrd>{}</Ustrd></RmtInf>"
    entry = _read(tmp_path, HEAD + _details(older + text.format("A"), PARTY + text.format("B")))
    assert entry is not None
    (movement,) = entry.movements
    assert (str(movement.amount), movement.content, movement.counter_name) == ("300", "A B", "")


def test_details_that_do_not_add_up_hold_the_entry_back(tmp_path: Path) -> None:
    """Neither the sum nor the parts are believed over the other."""
    entry = _read(tmp_path, HEAD + _details(_detail("100"), _detail("100")))
    assert entry is not None
    assert entry.amount == 300
    assert [each.code for each in entry.movements[0].problems] == [
        "statement.details_do_not_add_up"
    ]


@pytest.mark.parametrize("status", ["PDNG", "INFO", "FUTR"])
@pytest.mark.parametrize("form", ["<Sts>{}</Sts>", "<Sts><Cd>{}</Cd></Sts>"])
def test_only_what_is_booked_is_money(tmp_path: Path, status: str, form: str) -> None:
    """The rest is left out: it will come again, booked, or not at all."""
    assert _read(tmp_path, HEAD.replace("<Sts>BOOK</Sts>", form.format(status))) is None


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("BOOK", "HUH", "Sts"),
        ("<Sts>BOOK</Sts>", "", "Sts"),
        ('Ccy="VND"', 'Ccy="USD"', "Amt"),
        ("300", "-300", "Amt"),
        ("300", "3e2", "Amt"),
        ("CRDT", "XXXX", "Amt"),
        ('<Amt Ccy="VND">300</Amt>', "", "Amt"),
    ],
)
def test_an_entry_that_cannot_be_read_says_which_part(
    tmp_path: Path, old: str, new: str, part: str
) -> None:
    """Its status, its currency, its amount or its side."""
    entry = _read(tmp_path, HEAD.replace(old, new))
    assert entry is not None
    (problem,) = entry.movements[0].problems
    assert (entry.amount, problem.column, problem.row) == (None, part, 21)
    assert problem.facts["entry"] == 7


def test_a_reversal_names_its_own_side(tmp_path: Path) -> None:
    """The reversal of a credit is written as a debit, and is one; money out names who was paid."""
    reversal = HEAD.replace("CRDT", "DBIT") + "<RvslInd>true</RvslInd>"
    party = "<RltdPties><Cdtr><Pty><Nm>CTY B</Nm></Pty></Cdtr></RltdPties>"
    entry = _read(tmp_path, reversal + _details(party + "<AddtlTxInf>HOAN TRA</AddtlTxInf>"))
    assert entry is not None
    (movement,) = entry.movements
    assert (str(entry.amount), movement.content, movement.counter_name) == (
        "-300",
        "HOAN TRA",
        "CTY B",
    )
    assert ("RvslInd", "true") in movement.own


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("<DtTm>2026-07-10T20:00:00Z</DtTm>", "2026-07-11"),
        ("<DtTm>2026-07-10T20:00:00</DtTm>", "2026-07-10"),
        ("<Dt>10/07/26</Dt>", "10/07/26"),
    ],
)
def test_a_moment_is_a_vietnamese_day(tmp_path: Path, written: str, on: str) -> None:
    """What is no day stays as it came, and waits in quarantine."""
    entry = _read(tmp_path, HEAD.replace("<Dt>2026-07-10</Dt>", written))
    assert entry is not None
    assert entry.movements[0].booked_on == on


def test_amounts_are_exact(tmp_path: Path) -> None:
    """Zeros behind the point are no fraction."""
    for text, amount in (("300.00", Fraction(300)), ("0.125", Fraction(1, 8))):
        entry = _read(tmp_path, HEAD.replace("300", text))
        assert entry is not None
        assert entry.amount == amount
