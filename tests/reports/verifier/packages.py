"""Exports made by hand from the published formats; exports taken apart and put together."""

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import merkle, notes, seals
from ledger.chain import leaf_hash, sealed
from ledger.entries import Draft, Line, Posted, Side, credit, debit, mirrored
from reports.inspection.audit_files import FILES, VERSION

COLUMNS = {file.name: [column.name for column in file.columns] for file in FILES}
Tables = dict[str, list[dict[str, str]]]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = "books.example/log"
SUMS = ("debit_vnd", "credit_vnd", "lines")
TAGS = ("account", "fund", "item", "counter_book")

# What no hash of an entry or a seal stands on: the README says so, and the digest of the file and
# the signed checkpoint of another copy are all that holds it.
NOT_BOUND = {
    "accounts": {"name_vi", "name_en", "status", "parent", "nature", "control"}
    | {"fund", "item", "counter_book"},
    "books": {"name", "currency"},
    "period_events": {"at_us", "actor", "second_actor", "reason", "bound_by", "until_us"},
}


def changed(text: str) -> str:
    """Another value of the same kind."""
    if text and text[0] in "0123456789abcdef" and len(text) > 30:
        return ("1" if text[0] != "1" else "2") + text[1:]
    return str(int(text) + 1) if text.isdigit() else f"{text}x"


def verifier_key(key: Ed25519PrivateKey = KEY) -> str:
    """The public half, as it is handed out."""
    return str(notes.VerifierKey(NAME, key.public_key().public_bytes_raw()))


def signed(checkpoint: notes.Checkpoint, key: Ed25519PrivateKey = KEY) -> str:
    """A checkpoint as a note."""
    verifier = notes.VerifierKey(NAME, key.public_key().public_bytes_raw())
    signature = notes.Signature(NAME, verifier.key_id, key.sign(checkpoint.text.encode()))
    return notes.signed_note(checkpoint, [signature])


@dataclass(slots=True)
class Package:
    """An export as tables and notes that a test may bend."""

    tables: Tables
    notes: dict[str, str] = field(default_factory=dict)
    scope: str = "all"

    @classmethod
    def read(cls, path: Path) -> "Package":
        """Take an export apart."""
        with zipfile.ZipFile(path) as archive:
            texts = {name: archive.read(name).decode() for name in archive.namelist()}
        scope = json.loads(texts.pop("datapackage.json"))["scope"]
        tables = {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline="")))
            for name, text in texts.items()
            if name.endswith(".csv")
        }
        left = {name: text for name, text in texts.items() if not name.endswith(".csv")}
        return cls(tables, left, scope)

    def write(self, path: Path) -> Path:
        """Put it together, every digest as it must be."""
        return written(path, self.files(), **self.about())

    def files(self) -> dict[str, str]:
        """The tables as CSV, and what stands beside them."""
        return {f"{name}.csv": _csv(name, rows) for name, rows in self.tables.items()} | self.notes

    def about(self) -> dict[str, Any]:
        """What the package says of itself."""
        return {
            "version": VERSION,
            "created": "2027-01-16T15:00:00+07:00",
            "as_of_us": 1_800_086_400_000_000,
            "scope": self.scope,
            "resources": [
                described(name, text, len(self.tables.get(name.removesuffix(".csv"), ())))
                for name, text in sorted(self.files().items())
            ],
        }


def described(name: str, text: str, rows: int) -> dict[str, Any]:
    """A file as the package describes it, digest and size as they are."""
    content = text.encode()
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return {"path": name, "hash": digest, "bytes": len(content), "rows": rows}


def written(path: Path, files: dict[str, str], **about: Any) -> Path:  # noqa: ANN401 - what a package says
    """A zip of these files and of what is said about them."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**files, "datapackage.json": json.dumps(about)}.items():
            archive.writestr(name, text)
    return path


def _csv(name: str, rows: list[dict[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS[name])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@dataclass(slots=True)
class House:
    """Two books kept by hand: what a program would keep of them."""

    tables: Tables = field(default_factory=lambda: {name: [] for name in COLUMNS})
    entries: dict[str, list[Posted]] = field(default_factory=dict)
    leaves: dict[str, list[bytes]] = field(default_factory=dict)
    log: list[bytes] = field(default_factory=list)
    sealed: dict[str, dict[str, seals.SumNode]] = field(default_factory=dict)
    totals: dict[str, seals.Total] = field(default_factory=dict)
    contents: list[bytes] = field(default_factory=list)
    clock: int = 1_800_000_000_000_000

    def book(self, code: str, *periods: str) -> None:
        """Open a book."""
        self.entries[code], self.leaves[code] = [], []
        for period in periods:
            row = {"book": code, "period": period, "state": "open"}
            self.tables["periods"].append({**row, "open_until_us": "", "last_event": "0"})

    def post(self, code: str, day: str, *lines: Line, **fields: Any) -> Posted:  # noqa: ANN401 - a draft's own
        """Post an entry."""
        held = self.entries[code]
        self.clock += 1
        on = dt.date.fromisoformat(day)
        draft = Draft(
            **{
                "book": code,
                "journal": "PV",
                "accounting_on": on,
                "document_on": on,
                "text": '=Thu, “chi”\r\n"x"',
                "source": "voucher",
                "key": f"{code}/{len(held)}",
                "lines": lines,
                "actor": "lan",
                **fields,
            }
        )
        series = [e for e in held if e.draft.journal == draft.journal]
        posted = Posted(draft, len(held) + 1, len(series) + 1, self.clock)
        held.append(posted)
        self.leaves[code].append(sealed(posted)[2])
        return posted

    def move(self, code: str, period: str, before: str, after: str, **more: str) -> None:
        """Change the state of a month."""
        rows = self.tables["period_events"]
        number = str(1 + sum(row["book"] == code for row in rows))
        self.clock += 1
        event = {
            "book": code,
            "event_no": number,
            "period": period,
            "from_state": before,
            "to_state": after,
            "at_us": str(self.clock),
            "actor": "lan",
            "second_actor": "",
            "reason": "",
            "until_us": "",
            "bound_by": "",
            "at_seq": str(len(self.entries[code])),
        }
        rows.append({**event, **more})
        [month] = [r for r in self.tables["periods"] if (r["book"], r["period"]) == (code, period)]
        month |= {"state": after, "last_event": number, "open_until_us": more.get("until_us", "")}

    def close(self, code: str, period: str, before: str = "open") -> bytes:
        """Close a month and seal it."""
        self.move(code, period, before, "closed")
        rows = self.sums(code, period)
        number = 1 + sum(row["book"] == code for row in self.tables["seals"])
        tree = seals.turnover_leaves(code, period, rows)
        seal = seals.Seal(
            book=code,
            period=period,
            seal_no=number,
            event_no=int(self.tables["period_events"][-1]["event_no"]),
            last_seq=len(self.entries[code]),
            log_root=merkle.root(self.leaves[code]).hex(),
            turnover_root=merkle.root(tree).hex(),
            turnover_leaves=len(tree),
            debit_vnd=sum(row.debit_vnd for row in rows),
            credit_vnd=sum(row.credit_vnd for row in rows),
            sealed_at_us=self.clock,
        )
        self.tables["seals"].append({name: str(getattr(seal, name)) for name in seal.__slots__})
        node = seals.sum_leaf(leaf_hash(seal.content), seals.account_sums(rows))
        self.sealed.setdefault(period, {})[code] = node
        self._log(seal.content, period, code, str(number))
        return seal.content

    def total(self, period: str) -> None:
        """Add up a month over all books."""
        tree = seals.SumFrontier()
        for _, node in sorted(self.sealed[period].items()):
            tree.append(node)
        self.totals[period] = seals.Total(period, tree.size, tree.root())
        self._log(self.totals[period].content, period, "", "")

    def _log(self, content: bytes, period: str, code: str, number: str) -> None:
        leaf = leaf_hash(content)
        row = {"position": str(len(self.log)), "period": period, "book": code, "seal_no": number}
        row |= {"content": content.hex(), "leaf_hash": leaf.hex()}
        self.tables["seal_log"].append(row)
        self.log.append(leaf)
        self.contents.append(content)

    def checkpoint(self) -> notes.Checkpoint:
        """What stands in the seal log now."""
        lines = tuple(
            notes.total_line(
                period,
                total.books,
                (
                    sum(each.debit_vnd for each in total.root.sums),
                    sum(each.credit_vnd for each in total.root.sums),
                ),
                total.sum_root,
            )
            for period, total in sorted(self.totals.items())
        )
        return notes.Checkpoint(NAME, len(self.log), merkle.root(self.log), lines)

    def sums(self, code: str, period: str) -> list[seals.TagSums]:
        """What moved in a month, and up to it."""
        made: dict[tuple[str, ...], list[int]] = {}
        for posted in self.entries[code]:
            if posted.draft.period > period:
                continue
            for line in posted.draft.lines:
                held = made.setdefault(line.tags, [0] * 6)
                side = 0 if line.side is Side.DEBIT else 1
                for start in (0, 3) if posted.draft.period == period else (3,):
                    held[start + side] += line.amount_vnd
                    held[start + 2] += 1
        return [seals.TagSums._make((*tags, *values)) for tags, values in made.items()]

    def package(self, *checkpoints: str) -> Package:
        """The export."""
        tables = {name: list(rows) for name, rows in self.tables.items()}
        tables["accounts"] = [dict(row) for row in ACCOUNTS]
        for code, held in self.entries.items():
            head = {"last_seq": str(len(held)), "last_recorded_at_us": str(held[-1].recorded_at_us)}
            book = {"book": code, "name": f"Sổ {code}", "regime": "R1", "currency": "VND"}
            tables["books"].append({**book, **head})
            tables["entries"] += [_entry(posted) for posted in held]
            tables["lines"] += [row for posted in held for row in _lines(posted)]
            for period in sorted({posted.draft.period for posted in held}):
                tables["turnover"] += [
                    {"book": code, "period": period}
                    | {name: getattr(row, name) for name in TAGS}
                    | {
                        name: str(getattr(row, name))
                        for name in ("debit_vnd", "credit_vnd", "lines")
                    }
                    for row in sorted(self.sums(code, period))
                    if row.lines
                ]
        for name in ("periods", "period_events", "seals"):
            tables[name].sort(key=lambda row: row["book"])
        names = {f"checkpoints/{at:012}.txt": text for at, text in enumerate(checkpoints)}
        return Package(tables, names)


def _entry(posted: Posted) -> dict[str, str]:
    draft = posted.draft
    request, _, leaf = sealed(posted)
    reverses = "" if draft.reverses_seq is None else str(draft.reverses_seq)
    return {
        "book": draft.book,
        "seq": str(posted.seq),
        "journal": draft.journal,
        "year": str(draft.accounting_on.year),
        "number": str(posted.number),
        "period": draft.period,
        "accounting_on": draft.accounting_on.isoformat(),
        "document_on": draft.document_on.isoformat(),
        "recorded_at_us": str(posted.recorded_at_us),
        "text": draft.text,
        "source": draft.source,
        "key": draft.key,
        "actor": draft.actor,
        "reverses_seq": reverses,
        "line_count": str(len(draft.lines)),
        "papers": draft.papers,
        "request_hash": request.hex(),
        "leaf_hash": leaf.hex(),
    }


def _lines(posted: Posted) -> list[dict[str, str]]:
    draft = posted.draft
    return [
        {
            "book": draft.book,
            "seq": str(posted.seq),
            "line_no": str(number),
            "accounting_on": draft.accounting_on.isoformat(),
            "account": line.account,
            "side": line.side.value,
            "amount_vnd": str(line.amount_vnd),
            "fund": line.fund,
            "item": line.item,
            "counter_book": line.counter_book,
            "interbook_ref": line.interbook_ref,
        }
        for number, line in enumerate(draft.lines, start=1)
    ]


ACCOUNTS = [
    dict.fromkeys(COLUMNS["accounts"], "")
    | {
        "regime": "R1",
        "code": code,
        "name_vi": f"Tài khoản {code}",
        "postable": postable,
        "family": family,
    }
    for code, postable, family in (
        ("111", "true", ""),
        ("112", "true", ""),
        ("1361", "true", "levy"),
        ("3361", "true", "levy"),
        ("431", "true", ""),
        ("999", "false", ""),
    )
]


def two_books() -> House:
    """A month closed, reopened by two people, mended and closed again; the next one open."""
    house = House()
    for code in ("A", "B"):
        house.book(code, "2026-06", "2026-07")
    house.post("A", "2026-06-01", debit("111", 700), credit("431", 700, fund="levy", item="23"))
    first = house.post("A", "2026-06-02", debit("112", 50), credit("431", 50, fund="dues"))
    ref = {"fund": "levy", "interbook_ref": "A/SH/1"}
    owed = credit("3361", 20, counter_book="B", **ref)
    due = debit("1361", 20, counter_book="A", **ref)
    house.post("A", "2026-06-03", debit("431", 20, fund="levy", item="23"), owed, papers="ab" * 32)
    house.post("B", "2026-06-03", due, credit("431", 20, fund="levy", item="23"))
    house.close("A", "2026-06")
    house.close("B", "2026-06")
    house.total("2026-06")
    until = str(house.clock + 1_000)
    house.move("A", "2026-06", "closed", "open", second_actor="minh", reason="sót", until_us=until)
    turned = mirrored(first.draft.lines)
    house.post("A", "2026-06-30", *turned, reverses_seq=first.seq, journal="RV")
    house.move("A", "2026-06", "open", "soft")
    house.close("A", "2026-06", "soft")
    house.total("2026-06")
    house.post("A", "2026-07-01", debit("111", 5), debit("112", 6), credit("431", 11, fund="levy"))
    house.post("B", "2026-07-02", debit("112", 9), credit("431", 9, fund="levy"))
    return house
