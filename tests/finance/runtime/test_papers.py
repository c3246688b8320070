"""A packed file is opened before it is taken."""

import pytest

from finance.rules.papers import PaperKind, RunsCode, WrongKind
from finance.runtime.papers import judged
from tests.papers import INVOICE, JPEG, PDF, PNG, packed, with_macros, workbook


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, PaperKind.PDF),
        (PNG, PaperKind.PNG),
        (JPEG, PaperKind.JPEG),
        (INVOICE, PaperKind.XML),
        (workbook(), PaperKind.XLSX),
    ],
)
def test_what_is_taken(content: bytes, kind: PaperKind) -> None:
    """Five kinds, whatever the file is called."""
    assert judged("a.exe", content) is kind


@pytest.mark.parametrize(
    "content",
    [with_macros(), workbook(**{"vbaProject.bin": "x"}), workbook(**{"macrosheets/1.xml": "x"})],
)
def test_macros_are_found(content: bytes) -> None:
    """Also in a file that is called .xlsx."""
    with pytest.raises(RunsCode):
        judged("bang-ke.xlsx", content)


def _locked() -> bytes:
    made = bytearray(workbook())
    at = made.index(b"PK\x01\x02")
    made[at + 8] |= 0x1
    return bytes(made)


@pytest.mark.parametrize(
    "content",
    [
        packed({"word/document.xml": "x"}),
        packed({"[Content_Types].xml": "x" * (1 << 21), "xl/workbook.xml": ""}),
        workbook(**{"sheet.xml": "0" * 3_000_000}),
        workbook()[:-30],
        workbook()[: len(workbook()) // 2],
        b"PK\x03\x04",
        _locked(),
    ],
)
def test_what_is_no_plain_workbook(content: bytes) -> None:
    """Another archive, a bomb, a torn one, a locked one."""
    with pytest.raises(WrongKind):
        judged("bang-ke.xlsx", content)
