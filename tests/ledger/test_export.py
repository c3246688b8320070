"""Two other programs, reading what was exported, come to the balances of the book."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import realization
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.runtime.database import Database
from ledger.balances import trial_balance
from ledger.entries import Draft, Line, Posted, Side
from ledger.export import account_name, beancount_ledger, hledger_journal, name_part
from ledger.money import Vnd
from ledger.store import reads
from tests.ledger.books import BOOKS, CHART, DAY, draft, open_books, post, received, shared

ODD = (
    "TLD",
    "A.B",
    "A-2e-B",
    "Z-A-2e-B",
    "a",
    "Đ/1",
    "#1",
    "1:2",
    "x  y",
    "(v)",
    "[v]",
    "Z-",
    "Z-Z",
    "é",
)
HOSTILE = (
    'a "quoted" text\\',
    "two\nlines\r\n    112  99 VND",
    "; a comment",
    "a | payee",
    "date:2020-01-01, [2020-13-45]",
    "double  space  99 VND",
    "\u2028\x85\x0b\x00".replace("\x00", ""),
    "= 5 VND",
    "",
    "* ! (x) {5 VND} @ 3 USD #tag ^link",
)


def _hledger(lines: Iterable[str], folder: Path) -> dict[str, int]:
    """Each account's balance as hledger finds it."""
    program = shutil.which("hledger")
    if program is None:
        if os.environ.get("UNION_FINANCE_REQUIRE_HLEDGER") == "1":
            pytest.fail("hledger is required here and is not installed")
        pytest.skip("hledger is not installed: its opinion is missing")
    path = folder / "book.journal"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = [program, "-f", str(path), "balance", "--flat", "--no-total", "-E", "-O", "csv"]
    environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(asked, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, int] = {}
    for row in done.stdout.splitlines()[1:]:
        name, amount = (cell.strip('"') for cell in row.split(","))
        found[name] = int(amount.removesuffix(" VND"))
    return found


def _beancount(lines: Iterable[str], _folder: Path) -> dict[str, int]:
    """Each account's balance as Beancount finds it."""
    entries, errors, _ = loader.load_string("\n".join(lines))
    assert errors == []
    found: dict[str, int] = {}
    for account in realization.iter_children(  # type: ignore[no-untyped-call] # Beancount carries no types
        realization.realize(entries),  # type: ignore[no-untyped-call] # as above
        leaf_only=True,
    ):
        amounts = [position.units for position in account.balance]
        assert all(amount.currency == "VND" for amount in amounts)
        assert all(amount.number == int(amount.number) for amount in amounts)
        name = account.account.removeprefix("Assets:")
        found[name] = sum(int(amount.number) for amount in amounts)
    return found


Program = tuple[
    Callable[[Iterable[str], Iterable[Posted]], Iterable[str]],
    Callable[[Iterable[str], Path], dict[str, int]],
]
PROGRAMS: dict[str, Program] = {
    "hledger": (hledger_journal, _hledger),
    "beancount": (beancount_ledger, _beancount),
}
BOTH = [
    pytest.param("hledger", marks=pytest.mark.hledger),
    pytest.param("beancount"),
]


@pytest.mark.parametrize("program", BOTH)
def test_balances_equal_the_trial_balance(database: Database, program: str, tmp_path: Path) -> None:
    """Every account of every book stands there with the balance of the trial balance."""
    open_books(database)
    odd = [draft(f"odd {n}", received(10**15 + n), text=text) for n, text in enumerate(HOSTILE)]
    back = [draft("zero", tuple(line for one in (5, 7) for line in received(one)), book="TLD")]
    post(database, *odd, *back, *shared("s", 700), draft("o", book="CĐCS-Ô/1"))
    post(database, draft("away", _exchanged(12), book="TLD"))
    export, read = PROGRAMS[program]
    with database.reading() as session:
        entries = itertools.chain.from_iterable(reads.entries(session, book) for book in BOOKS)
        found = read(export(BOOKS, entries), tmp_path)
        expected: dict[str, int] = {}
        for book in BOOKS:
            for row in trial_balance(reads.tagged(session, [book], DAY, DAY), CHART):
                closing = row.closing_debit_vnd - row.closing_credit_vnd
                expected[account_name(book, row.key)] = closing
    assert found == expected
    assert (
        expected[account_name("TLD", "112")] == 0
    )  # an account that came back to nothing is there


def _exchanged(amount: int) -> tuple[Line, ...]:
    return tuple(Line(line.account, line.side.other, line.amount_vnd) for line in received(amount))


@pytest.mark.parametrize("program", BOTH)
def test_odd_names_stay_apart(program: str, tmp_path: Path) -> None:
    """Books whose codes no program would take are read, each by itself."""
    posted = [
        Posted(draft(str(n), received(n), book=book, source=text or "-"), 1, 1, 1)
        for n, (book, text) in enumerate(zip(ODD, itertools.cycle(HOSTILE)), start=1)
    ]
    export, read = PROGRAMS[program]
    found = read(export(ODD, posted), tmp_path)
    expected = {}
    for n, book in enumerate(ODD, start=1):
        expected[account_name(book, "112")] = n
        expected[account_name(book, "33881")] = -n
    assert found == expected


@given(st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=2, unique=True))
def test_two_codes_never_become_one_name(codes: list[str]) -> None:
    """Whatever units call themselves, their names differ, and fit both programs."""
    first, second = (name_part(code) for code in codes)
    assert first != second
    assert first[0].isupper() or first[0].isdigit()
    assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in first)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def test_no_line_ends_in_a_blank() -> None:
    """Neither where an entry says nothing nor where a line has no tags."""
    lines = list(hledger_journal(["LDA"], [Posted(draft("1", text=""), 1, 1, 1)]))
    assert "2026-07-14 * (LDA/BK/2026/1)" in lines
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("program", BOTH)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=6), amount=st.integers(1, 2**62))
def test_no_text_changes_a_balance(
    texts: list[str], amount: int, program: str, tmp_path: Path
) -> None:
    """Whatever people write, in whatever field, two lines are read as these two lines."""
    posted = [Posted(_written(text, amount), n, n, n) for n, text in enumerate(texts, start=1)]
    export, read = PROGRAMS[program]
    whole = amount * len(texts)
    assert read(export(["LDA"], posted), tmp_path) == {"LDA:112": whole, "LDA:33881": -whole}


def _written(text: str, amount: int) -> Draft:
    lines = (
        Line("112", Side.DEBIT, Vnd(amount), text, text[:20], text, text),
        Line("33881", Side.CREDIT, Vnd(amount)),
    )
    given_text = text or "-"
    return draft(given_text, lines, text=text, source=given_text, actor=given_text)


@pytest.mark.parametrize("program", BOTH)
def test_papers_are_named(program: str, tmp_path: Path) -> None:
    """The digest of an entry's papers goes along, and changes no balance."""
    export, read = PROGRAMS[program]
    papers = "0a" * 32
    posted = [Posted(draft("1", papers=papers), 1, 1, 1), Posted(draft("2"), 2, 2, 2)]
    lines = list(export(["LDA"], posted))
    assert [papers in line for line in lines].count(True) == 1
    assert read(lines, tmp_path) == {"LDA:112": 2_000, "LDA:33881": -2_000}


def _one_entry() -> Posted:
    lines = (
        Line("1361", Side.DEBIT, Vnd(7), "levy", "23", "TLD", "IB;1"),
        Line("33881", Side.CREDIT, Vnd(7)),
    )
    return Posted(draft("k:1", lines, book="A.B", text='Chi "quà"\\Tết\n2026'), 1, 1, 1)


def test_a_journal_to_the_letter() -> None:
    """Currency, books, accounts, day, number, text and every tag of a line, by name."""
    assert list(hledger_journal(["A.B"], [_one_entry()])) == [
        "decimal-mark .",
        "commodity 1000. VND",
        "; book Z-A-2e-B is A.B",
        "",
        "account Z-A-2e-B:1361",
        "account Z-A-2e-B:33881",
        '2026-07-14 * (A.B/BK/2026/1) Chi "quà"\\Tết 2026',
        "    ; source: test, key: k_1",
        "    Z-A-2e-B:1361  7 VND  ; fund: levy, item: 23, counter_book: TLD, interbook_ref: IB_1",
        "    Z-A-2e-B:33881  -7 VND",
    ]


def test_a_ledger_to_the_letter() -> None:
    """The same entry for Beancount; quotes and backslashes are escaped, line ends are spaces."""
    assert list(beancount_ledger(["A.B"], [_one_entry()])) == [
        'option "operating_currency" "VND"',
        "; book Z-A-2e-B is A.B",
        "",
        "1900-01-01 open Assets:Z-A-2e-B:1361 VND",
        "1900-01-01 open Assets:Z-A-2e-B:33881 VND",
        '2026-07-14 * "Chi \\"quà\\"\\\\Tết 2026"',
        '  number: "A.B/BK/2026/1"',
        "  Assets:Z-A-2e-B:1361  7 VND",
        "  Assets:Z-A-2e-B:33881  -7 VND",
    ]


def test_entries_are_read_once() -> None:
    """A book of any size streams through: one line follows another as entries come."""
    endless = (Posted(draft(str(n)), n, n, n) for n in itertools.count(1))
    assert len(list(itertools.islice(hledger_journal(["LDA"], endless), 1_000))) == 1_000
    assert len(list(itertools.islice(beancount_ledger(["LDA"], endless), 1_000))) == 1_000
