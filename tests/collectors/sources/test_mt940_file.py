"""An MT940 is read page by page, and refused by its place when a part is missing."""

from pathlib import Path

import pytest

from collectors.sources.mt940_file import read_mt940
from collectors.sources.statement import Statement
from collectors.sources.statement_refusals import BrokenStatement, OtherCurrency, PageMissing
from collectors.sources.text_encoding import Encoding

FIRST = """:20:A
:25:10101
:28C:1/1
:60F:C260710VND100,
:61:260710C20,NTRFNONREF//FT1
:86:NOP KPCD
T6/2026
:61:260710D5,NMSCFEE
PHI
:62M:C260710VND115,
-
"""
SECOND = """:20:A
:25:10101
:28C:1/2
:60M:C260710VND115,
:61:260711C1,NTRFX
:62F:C260711VND116,
:64:C260711VND116,
:86:CAM ON
"""


def _read(folder: Path, text: str) -> list[Statement]:
    path = folder / "x.sta"
    path.write_text(text, encoding="utf-8")
    return read_mt940(path, Encoding.UTF_8)


def test_a_statement_on_two_pages(tmp_path: Path) -> None:
    """Each page has its balances; the text behind the last balance belongs to no entry."""
    first, second = _read(tmp_path, FIRST + SECOND)
    assert (first.account, first.opening, first.closing) == ("10101", 100, 115)
    assert (second.name, second.opening, second.closing) == (":20:A 1/2", 115, 116)
    movements = [
        each for page in (first, second) for entry in page.entries for each in entry.movements
    ]
    assert [(each.row, str(each.amount), each.reference, each.content) for each in movements] == [
        (5, "20", "FT1", "NOP KPCD T6/2026"),
        (8, "-5", "FEE", "PHI"),
        (16, "1", "X", ""),
    ]
    assert movements[0].own == (
        (":61:", "260710C20,NTRFNONREF//FT1"),
        (":86:", "NOP KPCD\nT6/2026"),
    )


def test_the_frame_of_a_message_on_the_wire_is_left_out(tmp_path: Path) -> None:
    """Blocks before and behind."""
    framed = "{1:F01BANKVNVX}{2:O940}{4:\n" + SECOND.replace(":86:CAM ON\n", "") + "-}{5:{CHK:1}}\n"
    (only,) = _read(tmp_path, framed.replace("60M", "60F"))
    assert only.closing == 116
    (only,) = _read(tmp_path, "{1:F01BANKVNVX}{4::20:A\n" + SECOND.partition("\n")[2])
    assert only.name == ":20:A 1/2"


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        (":20:A\n", "", 1),
        (":25:10101\n", "", 1),
        (":60F:C260710VND100,\n", "", 1),
        (":62M:C260710VND115,\n", "", 1),
        ("C260710VND100,", "C260710VND100", 4),
        ("C260710VND100,", "C260710VND100,5", 4),
        (":28C:1/1\n", ":28C:1/1\n:28C:1/1\n", 4),
        (":20:A\n", "what is this\n:20:A\n", 1),
    ],
)
def test_what_is_missing_or_odd_refuses_the_file_by_its_line(
    tmp_path: Path, old: str, new: str, row: int
) -> None:
    """No account, no balance, one with a fraction, a field twice, a line of nothing."""
    with pytest.raises(BrokenStatement) as refused:
        _read(tmp_path, FIRST.replace(old, new, 1))
    assert refused.value.facts["row"] == row


@pytest.mark.parametrize("text", ["", "\n\n", "-\n"])
def test_an_empty_file_is_no_statement(tmp_path: Path, text: str) -> None:
    """There is no field :20:."""
    with pytest.raises(BrokenStatement):
        _read(tmp_path, text)


def test_another_currency_is_refused(tmp_path: Path) -> None:
    """The books are kept in đồng."""
    with pytest.raises(OtherCurrency) as refused:
        _read(tmp_path, FIRST.replace("VND", "USD"))
    assert refused.value.facts["currency"] == "USD"


@pytest.mark.parametrize(
    "text",
    [
        FIRST + SECOND.replace("115,", "114,"),
        FIRST + SECOND.replace("60M", "60F"),
        FIRST.replace("62M", "62F") + SECOND,
        SECOND + FIRST.replace("60F", "60M"),
    ],
)
def test_a_missing_page_is_noticed(tmp_path: Path, text: str) -> None:
    """A page begins where the one before it ended, and only a page of the same statement does."""
    with pytest.raises(PageMissing):
        _read(tmp_path, text)


def test_an_entry_that_cannot_be_read_holds_back_itself(tmp_path: Path) -> None:
    """It is told with its line and its words."""
    (page,) = _read(tmp_path, FIRST.replace("260710C20,", "260710C20"))
    bad, good = page.entries
    (movement,) = bad.movements
    assert (bad.amount, movement.row, str(good.amount)) == (None, 5, "-5")
    assert movement.problems[0].code == "statement.bad_entry"
    assert "260710C20NTRFNONREF//FT1" in movement.problems[0].sentence("vi")


UNNAMED = """:20:A
:25:10101
:28C:1/1
:60F:C260710VND100,
:61:260710C20,NTRFNONREF
:86:NOP  KPCD
:61:260710C20,NTRFNONREF
:86:NOP KPCD
:61:260710C20,NTRFNONREF//
:86:NOP KPCD T6
:61:260710D20,NTRFNONREF
:86:NOP KPCD
:62F:C260710VND140,
"""


def _references(statements: list[Statement]) -> list[str]:
    return [
        each.reference for page in statements for entry in page.entries for each in entry.movements
    ]


def test_an_entry_without_a_reference_is_known_by_what_is_said_of_it(tmp_path: Path) -> None:
    """The same in every statement; another text or side is another entry, blanks are not."""
    first, second, third, fourth = _references(_read(tmp_path, UNNAMED))
    assert first == second
    assert len({first, third, fourth}) == 3
    assert first.startswith("NONREF-")
    later = UNNAMED.replace(":20:A", ":20:B").replace(":28C:1/1", ":28C:7/1")
    assert _references(_read(tmp_path, later)) == [first, second, third, fourth]
