"""Books taken away: other programs come to the same balances, and nothing is lost on the way."""

import csv
import hashlib
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from lxml import etree

from reports.render import saft
from tests.reports.june_2026 import UNITS
from tests.terminal import Terminal

JULY = ("--from", "2026-07-01", "--to", "2026-07-31")
A = f"{{{saft.NAMESPACE}}}"


def _take(reading: Terminal, folder: Path, *words: str) -> tuple[Path, dict[str, Any]]:
    """Export and say where it lies."""
    file = folder / "books"
    return file, reading.ask("ledger", "export", *words, "--out", str(file))


def _trial(reading: Terminal, unit: str) -> dict[str, tuple[int, ...]]:
    """The trial balance of July, by account."""
    rows = reading.ask("ledger", "trial-balance", unit, *JULY)["rows"]
    return {row.pop("account"): tuple(row.values()) for row in rows}


def _balances(file: Path) -> dict[tuple[str, str], int]:
    """What Beancount makes of an export: unit and account, debit positive."""
    entries, errors, _ = loader.load_file(str(file))
    assert errors == []
    sums: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        if isinstance(entry, data.Transaction):
            for posting in entry.postings:
                assert posting.units is not None
                _, unit, account = posting.account.split(":")
                sums[unit, account] += int(str(posting.units.number))
    return {key: amount for key, amount in sums.items() if amount}


def test_another_program_comes_to_the_same_balances(reading: Terminal, tmp_path: Path) -> None:
    """Beancount's balance of every account of every book is the trial balance."""
    file = tmp_path / "books.beancount"
    answer = reading.ask("ledger", "export", "--all", "--format", "beancount", "--out", str(file))
    assert answer["books"] == 5
    ours: dict[tuple[str, str], int] = {}
    for unit, _, _, _ in UNITS:
        for row in reading.ask("ledger", "trial-balance", unit, *JULY)["rows"]:
            amount = row["closing_debit_vnd"] - row["closing_credit_vnd"]
            if amount:
                ours[unit, row["account"]] = amount
    assert _balances(file) == ours


def test_the_export_of_one_unit(reading: Terminal, tmp_path: Path) -> None:
    """One book as hledger text: its entries and no others."""
    file = tmp_path / "g1.journal"
    answer = reading.ask(
        "ledger", "export", "--unit", "G1", "--format", "hledger", "--out", str(file)
    )
    text = file.read_text("utf-8")
    assert answer["entries"] == 9
    assert text.count("(G1/") == 9
    assert "(LDA/" not in text


def test_an_export_is_of_one_or_of_all(reading: Terminal, tmp_path: Path) -> None:
    """Neither both nor none."""
    rest = ("--format", "hledger", "--out", str(tmp_path / "x"))
    assert reading.refused("ledger", "export", *rest)["code"] == "report.wrong_choice"
    both = reading.refused("ledger", "export", "--unit", "G1", "--all", *rest)
    assert both["code"] == "report.wrong_choice"


def _tables(path: Path) -> dict[str, list[dict[str, str]]]:
    """The tables of a package, read as any program would."""
    with zipfile.ZipFile(path) as archive:
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(archive.read(name).decode(), newline=""))
            )
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def test_the_tables_add_up_to_the_trial_balance(reading: Terminal, tmp_path: Path) -> None:
    """Lines summed up again, by whoever reads the package, are what the book moved, to the đồng."""
    file, answer = _take(reading, tmp_path, "--all", "--format", "csv")
    tables = _tables(file)
    assert (answer["entries"], answer["lines"]) == (len(tables["entries"]), len(tables["lines"]))
    moved: Counter[tuple[str, str, str]] = Counter()
    for line in tables["lines"]:
        if line["accounting_on"].startswith("2026-07"):
            moved[line["book"], line["account"], line["side"]] += int(line["amount_vnd"])
    for unit, _, _, _ in UNITS:
        for account, sums in _trial(reading, unit).items():
            assert (moved[unit, account, "D"], moved[unit, account, "C"]) == sums[2:4]


def test_the_package_says_what_is_in_it(reading: Terminal, tmp_path: Path) -> None:
    """Each file has its digest, its rows, and each column its meaning in both languages."""
    file, answer = _take(reading, tmp_path, "--all", "--format", "csv")
    assert answer["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    with zipfile.ZipFile(file) as archive:
        package = json.loads(archive.read("datapackage.json"))
        assert {each["path"] for each in package["resources"]} == set(archive.namelist()) - {
            "datapackage.json"
        }
        for each in package["resources"]:
            content = archive.read(each["path"])
            assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert each["bytes"] == len(content)
    assert (package["scope"], package["program"]["name"]) == ("all", "union-finance")
    assert package["as_of_us"] == reading.clock.now_us()
    tables = _tables(file)
    for each in package["resources"]:
        if "schema" not in each:
            continue
        fields = each["schema"]["fields"]
        assert all(field["description_vi"] and field["description_en"] for field in fields)
        assert each["rows"] == len(tables[each["name"]])
        if tables[each["name"]]:
            assert [field["name"] for field in fields] == list(tables[each["name"]][0])


def test_keys_of_the_package_hold(reading: Terminal, tmp_path: Path) -> None:
    """No two rows have one key, and every reference leads to a row that is there."""
    file, _ = _take(reading, tmp_path, "--all", "--format", "csv")
    tables = _tables(file)
    with zipfile.ZipFile(file) as archive:
        package = json.loads(archive.read("datapackage.json"))
    for each in package["resources"]:
        schema, rows = each.get("schema", {}), tables.get(each["name"], [])
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows if schema]
        assert len(keys) == len(set(keys))
        for lead in schema.get("foreignKeys", ()):
            names = lead["reference"]["fields"]
            there = {
                tuple(row[name] for name in names)
                for row in tables[lead["reference"]["resource"] or each["name"]]
            }
            wanted = {tuple(row[name] for name in lead["fields"]) for row in rows}
            assert {key for key in wanted if all(key)} <= there


def test_the_same_books_make_the_same_bytes(reading: Terminal, tmp_path: Path) -> None:
    """Two exports of one moment are one file."""
    first, _ = _take(reading, tmp_path, "--all", "--format", "csv")
    content = first.read_bytes()
    second, _ = _take(reading, tmp_path, "--all", "--format", "csv")
    assert second.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["books"]  # nothing half-made is left


def test_the_package_of_one_unit(reading: Terminal, tmp_path: Path) -> None:
    """One book's rows and no other's; the chart is whole."""
    file, answer = _take(reading, tmp_path, "--unit", "G1", "--format", "csv")
    tables = _tables(file)
    assert answer["books"] == 1
    for name in ("books", "entries", "lines", "periods", "turnover", "seals"):
        assert {row["book"] for row in tables[name]} <= {"G1"}
    assert len(tables["entries"]) == answer["entries"] == 9
    assert len(tables["accounts"]) > 20


def _valid(file: Path) -> Any:  # noqa: ANN401 - lxml's own
    """The file's tree, held to the schema."""
    schema = etree.XMLSchema(etree.fromstring(saft.schema()))
    tree = etree.parse(str(file))
    schema.assertValid(tree)
    return tree.getroot()


def test_the_audit_file_adds_up_to_the_trial_balance(reading: Terminal, tmp_path: Path) -> None:
    """Valid by its schema; its accounts are the trial balance, and its lines add up to them."""
    file, answer = _take(reading, tmp_path, "--all", "--format", "saft", *JULY)
    root = _valid(file)
    books = {
        book.findtext(f"{A}Company/{A}RegistrationNumber"): book for book in root.iter(f"{A}Book")
    }
    assert set(books) == {unit for unit, _, _, _ in UNITS}
    assert answer["entries"] == sum(1 for _ in root.iter(f"{A}Transaction"))
    for unit, book in books.items():
        trial = _trial(reading, unit)
        masters = {
            account.findtext(f"{A}AccountID"): tuple(int(each.text) for each in account[4:])
            for account in book.iter(f"{A}Account")
        }
        assert masters == trial
        sums: Counter[tuple[str, str]] = Counter()
        for line in book.iter(f"{A}Line"):
            for side in ("Debit", "Credit"):
                amount = line.findtext(f"{A}{side}Amount/{A}Amount")
                if amount is not None:
                    sums[line.findtext(f"{A}AccountID"), side] += int(amount)
        assert {a: (sums[a, "Debit"], sums[a, "Credit"]) for a in trial} == {
            a: row[2:4] for a, row in trial.items()
        }
        entries = book.find(f"{A}GeneralLedgerEntries")
        for name, side in (("TotalDebit", "Debit"), ("TotalCredit", "Credit")):
            whole = sum(amount for (_, each), amount in sums.items() if each == side)
            assert int(entries.findtext(f"{A}{name}")) == whole
        counted = sum(1 for _ in book.iter(f"{A}Transaction"))
        assert int(entries.findtext(f"{A}NumberOfEntries")) == counted


def test_the_audit_file_of_a_whole_book(reading: Terminal, tmp_path: Path) -> None:
    """Without days it runs from the first entry to the last; nothing stood before."""
    file, answer = _take(reading, tmp_path, "--unit", "LDA", "--format", "saft")
    root = _valid(file)
    assert root.findtext(f"{A}Header/{A}SelectionCriteria/{A}SelectionStartDate") == answer["from"]
    assert {each.text for each in root.iter(f"{A}OpeningDebitBalance")} == {"0"}
    assert root.findtext(f"{A}Footer/{A}ReplacedCharacters") == "0"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--unit", "G1", "--format", "csv", *JULY), "report.whole_book"),
        (
            ("--all", "--format", "saft", "--from", "2026-07-02", "--to", "2026-07-01"),
            "report.wrong_span",
        ),
        (("--unit", "XX", "--format", "csv"), "ledger.unknown_book"),
    ],
)
def test_an_export_that_is_refused(
    reading: Terminal, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    """A refusal leaves no file behind."""
    file = tmp_path / "x"
    assert reading.refused("ledger", "export", *words, "--out", str(file))["code"] == code
    assert list(tmp_path.iterdir()) == []


def test_a_person_takes_only_their_own(acting_terminal: Terminal, tmp_path: Path) -> None:
    """All books are for those who may read all; a person takes their unit's."""
    words = ("--format", "csv", "--as", "kiem")
    file = str(tmp_path / "x")
    for scope in (("--all",), ("--unit", "TLD")):
        refused = acting_terminal.refused("ledger", "export", *scope, *words, "--out", file)
        assert refused["code"] == "permission.refused"
    assert acting_terminal.ask("ledger", "export", "--unit", "LDA", *words, "--out", file)["lines"]
