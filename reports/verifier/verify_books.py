#!/usr/bin/env python3
"""Kiểm tra sổ kế toán đã xuất hoặc một bằng chứng · Checks exported books or a proof.

    python3 -I verify_books.py export FILE.zip [--all] [--key KEY] [--checkpoint NOTE]
    python3 -I verify_books.py proof FILE.json [--key KEY]
    python3 -I verify_books.py checkpoint OLD NEW [--proof FILE.json] [--key KEY]

One file; Python 3.9 or later and its own library; `cryptography` only to check a signature. It is
written from the published formats and shares no line with the program that keeps the books.
Exit status: 0 sound, 1 not sound, 2 wrong use or unusable, 3 something could not be checked.
"""

from __future__ import annotations

import argparse
import base64
import csv
import datetime as dt
import hashlib
import io
import json
import re
import struct
import sys
import zipfile
import zlib
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLISHED = """
accounts: regime code name_vi name_en nature fund item counter_book control postable family parent
 status
books: book name regime currency last_seq last_recorded_at_us
entries: book seq journal year number period accounting_on document_on recorded_at_us text source
 key actor reverses_seq line_count papers request_hash leaf_hash
lines: book seq line_no accounting_on account side amount_vnd fund item counter_book interbook_ref
period_events: book event_no period from_state to_state at_us actor second_actor reason until_us
 bound_by at_seq
periods: book period state open_until_us last_event
seal_log: position period book seal_no content leaf_hash
seals: book period seal_no event_no last_seq log_root turnover_root turnover_leaves debit_vnd
 credit_vnd sealed_at_us
turnover: book period account fund item counter_book debit_vnd credit_vnd lines
"""
FILES = {at: text.split() for at, text in re.findall(r"(?m)^(\w+):([\w\s]+)$", PUBLISHED)}
ENTRY_FIELDS, SEAL_FIELDS = FILES["entries"][:15], FILES["seals"]
TAGS, MOVED = FILES["turnover"][2:6], FILES["lines"][4:]
ASKED = "book journal accounting_on document_on text source key reverses_seq line_count".split()
BESIDE = re.compile(r"README\.txt|checkpoints/[0-9]{12,}\.txt")
EPOCH = dt.datetime.fromisoformat("1970-01-01T00:00:00+00:00")
RANKS = {"open": 0, "soft": 1, "closed": 2, "final": 3}
CHANGES = "open soft/soft open/open closed/soft closed/closed open/closed final".split("/")
OF_A_BOOK = "periods", "period_events", "seals", "entries", "lines"
OTHER = {"D": "C", "C": "D"}
MOST_TOLD = 100
# RuntimeError: what was given is no key, no note, no export, an odd zip, or nested too deeply.
UNREADABLE = RuntimeError, OSError, EOFError, csv.Error, struct.error, zlib.error, zipfile.error


class Verdict:
    """Gathers what was found; a sentence is in Vietnamese, then in English."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Begin with nothing found."""
        self.options = options
        self.wrong, self.unsure, self.bounds = list[str](), list[str](), ""

    def hold(self, fine: object, where: object, sentence: str) -> None:
        """Note a fault unless `fine`."""
        if not fine:
            self.wrong.append(f"{where}: {sentence}")

    def end(self) -> int:
        """Say everything; the exit status."""
        more = len(self.wrong) - MOST_TOLD
        for found in [*self.wrong[:MOST_TOLD], *([f"… + {more}"] if more > 0 else [])]:
            say(f"✗ {found}")
        for found in self.unsure:
            say(f"? {found}")
        status, said = 0, "ĐÚNG: mọi phép kiểm tra đều khớp. · SOUND: every check holds."
        if self.wrong:
            status, said = 1, "KHÔNG ĐÚNG: bị sửa hoặc thiếu. · NOT SOUND: altered or incomplete."
        elif self.unsure:
            status, said = 3, "CHƯA ĐỦ: phần đã xem đúng. · INCOMPLETE: what was checked is sound."
        say(said + self.bounds)
        return status


def need(fine: object, sentence: str, kind: type[Exception] = ValueError) -> None:
    """Go on only if `fine`."""
    if not fine:
        raise kind(sentence)


def say(text: str) -> None:
    """Write a line; nothing in it can steer a terminal."""
    sys.stdout.write("".join(each if each.isprintable() else "\ufffd" for each in text) + "\n")


def sha(*parts: bytes) -> bytes:
    """SHA-256 of the parts, one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def packed(*values: object) -> bytes:
    """Fields: each as four bytes of length and its UTF-8 text."""
    raws = [str(value).encode("utf-8", "surrogatepass") for value in values]
    return b"".join(len(raw).to_bytes(4, "big") + raw for raw in raws)


def unpacked(content: bytes) -> list[str]:
    """The fields after the version byte."""
    found, at = [], 1
    while at < len(content):
        end = at + 4 + int.from_bytes(content[at : at + 4], "big")
        found.append(content[at + 4 : end].decode())
        at = end
    need(content[:1] + packed(*found) == content, "trường · fields")
    return found


def leaf(content: bytes) -> bytes:
    """The leaf hash of RFC 6962."""
    return sha(b"\x00", content)


def node(left: bytes, right: bytes) -> bytes:
    """The node hash of RFC 6962."""
    return sha(b"\x01", left, right)


def number(value: object) -> int:
    """A whole number, written in the one way it can be."""
    need(re.fullmatch(r"0|-?[1-9][0-9]{0,30}", str(value), re.ASCII), f"số · number: {value}")
    return int(str(value))


def raw(text: object, size: int = 0) -> bytes:
    """The bytes of hexadecimal text."""
    found = bytes.fromhex(str(text))
    need(found.hex() == text and len(found) == (size or len(found)), f"hex: {text}")
    return found


class Tree:
    """A growing log or sum tree; keeps the roots of its full subtrees only."""

    def __init__(self, join: Any = node) -> None:
        """Begin empty; `join` makes one node of two."""
        self.size, self.join, self.peaks = 0, join, list[Any]()

    def add(self, leaf_node: Any) -> None:
        """Take the next leaf."""
        self.size, filled = self.size + 1, self.size
        while filled % 2:
            leaf_node, filled = self.join(self.peaks.pop(), leaf_node), filled // 2
        self.peaks.append(leaf_node)

    def root(self) -> Any:
        """The root over what was taken."""
        found = self.peaks[-1] if self.peaks else sha()
        for peak in reversed(self.peaks[:-1]):
            found = self.join(peak, found)
        return found


def climb(at: int, last: int, start: bytes, path: list[bytes]) -> tuple[bytes, bytes]:
    """The old and the new root that a path leads to (RFC 9162, 2.1.3.2 and 2.1.4.2)."""
    old = new = start
    for beside in path:
        need(last, "đường · path")
        if at % 2 or at == last:
            old, new = node(beside, old), node(beside, new)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            new = node(new, beside)
        at, last = at // 2, last // 2
    need(not last, "đường · path")
    return old, new


def included(leaf_hash: bytes, place: dict[str, Any]) -> bytes:
    """The root that an inclusion proof leads to."""
    index, size = number(place["index"]), number(place["size"])
    need(0 <= index < size, "vị trí · place")
    return climb(index, size - 1, leaf_hash, [raw(each, 32) for each in place["path"]])[1]


def grown(old: Note, new: Note, path: list[bytes]) -> bool:
    """Whether a consistency proof leads from one checkpoint to a later one."""
    if old.size in (0, new.size) or not path:
        return (old.root == (new.root if old.size else sha())) and not path
    at, last = old.size - 1, new.size - 1
    while at % 2:
        at, last = at // 2, last // 2
    start, rest = (path[0], path[1:]) if at else (old.root, path)
    return old.size < new.size and climb(at, last, start, rest) == (old.root, new.root)


class SumNode(NamedTuple):
    """A node of the sum tree: its hash, and four sums for each account."""

    hash: bytes
    sums: dict[str, list[int]]

    @property
    def packed(self) -> bytes:
        """Its sums as bytes."""
        inside = [value for name in sorted(self.sums) for value in (name, *self.sums[name])]
        return packed(len(self.sums), *inside)


def sum_leaf(seal: bytes, sums: dict[str, list[int]]) -> SumNode:
    """The leaf of a book: of the leaf hash of its seal, and its sums."""
    made = SumNode(b"", sums)
    return made._replace(hash=sha(b"\x00", packed(seal.hex()), made.packed))


def sum_join(left: SumNode, right: SumNode) -> SumNode:
    """Two nodes side by side: the sums are added account by account."""
    sums = {
        name: [a + b for a, b in zip(*(each.sums.get(name, [0] * 4) for each in (left, right)))]
        for name in {**left.sums, **right.sums}
    }
    return SumNode(sha(b"\x01", left.hash, left.packed, right.hash, right.packed), sums)


class Note(NamedTuple):
    """A checkpoint: a published note over the seal log."""

    signed: bytes
    origin: str
    size: int
    root: bytes
    beside: list[str]
    signatures: list[tuple[str, bytes]]


def parse_note(text: str) -> Note:
    """Read a note (C2SP signed-note, tlog-checkpoint)."""
    head, gap, tail = text.rpartition("\n\n")
    lines, found = head.split("\n"), re.findall("^— (\\S+) ([A-Za-z0-9+/=]+)\n", tail, re.MULTILINE)
    same = "".join(f"— {name} {coded}\n" for name, coded in found) == tail
    need(gap and same and all(lines), "điểm kiểm · checkpoint")
    root = base64.b64decode(lines[2], validate=True)
    signatures = [(name, base64.b64decode(coded, validate=True)) for name, coded in found]
    return Note(f"{head}\n".encode(), lines[0], number(lines[1]), root, lines[3:], signatures)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object in which every name stands once."""
    need(len(dict(pairs)) == len(pairs), "tên JSON bị lặp · a JSON name stands twice")
    return dict(pairs)


def check_signature(verdict: Verdict, note: Note, where: str) -> None:
    """Hold a note to the keys that were given; one good signature is enough."""
    if verdict.options.no_signature:
        return
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        verdict.unsure.append(f"{where}: thiếu gói cryptography · package cryptography is missing")
        return
    if not verdict.options.key:
        verdict.unsure.append(f"{where}: chưa có khóa (--key) · no key was given (--key)")
        return
    good = False
    for name, key_id, public in verdict.options.key:
        for signer, signature in note.signatures:
            if (signer, signature[:4]) == (name, key_id):
                with suppress(InvalidSignature):
                    Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], note.signed)
                    good = True
    verdict.hold(good, where, "không có chữ ký đúng của khóa đã cho · no good signature by the key")


def key_in(text: str) -> tuple[str, bytes, bytes]:
    """Name, id and public key of a verifier key, given as text or as the file it stands in."""
    whole = Path(text).read_text("utf-8") if text.count("+") < 2 else text
    name, key_id, coded = whole.strip().split("+", 2)
    public = base64.b64decode(coded, validate=True)
    made = sha(name.encode(), b"\n", public)[:4]
    need(made.hex() == key_id and public[:1] == b"\x01" and len(public) == 33, text)
    return name, made, public[1:]


def take(options: argparse.Namespace) -> None:
    """Read the keys and the checkpoints that the auditor brings."""
    brought = ", ".join([*options.key, *options.notes])
    try:
        options.key = [key_in(text) for text in options.key]
        options.notes = [(at, parse_note(Path(at).read_text("utf-8"))) for at in options.notes]
    except (ValueError, LookupError):
        need(None, f"không phải khóa, điểm kiểm · no key or checkpoint: {brought}", RuntimeError)


class Export:
    """An export: a zip of tables, checked row by row; no table is held whole."""

    def __init__(self, archive: zipfile.ZipFile, verdict: Verdict) -> None:
        """Take the open zip."""
        self.archive, self.verdict = archive, verdict
        text = archive.read("datapackage.json").decode()
        self.package = json.loads(text, object_pairs_hook=once)
        self.declared = {each["path"]: each for each in self.package["resources"]}
        self.whole = self.package["scope"] == "all"
        self.check_package()
        accounts = list(self.rows("accounts"))
        self.accounts = {(row["regime"], row["code"]): row for row in accounts}
        self.codes = [row["book"] for row in self.rows("books")]
        same = [len(self.accounts), len(set(self.codes))] == [len(accounts), len(self.codes)]
        verdict.hold(same, "accounts, books", "dòng bị lặp · an account or a book stands twice")
        self.sealed: dict[bytes, tuple[str, str, dict[str, list[int]]]] = {}
        self.ties: Counter[tuple[str, ...]] = Counter()
        self.turned = {(e["book"], e["reverses_seq"]) for e in self.rows("entries")}

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        """The rows of a table: its published columns, as many rows as the package says."""
        columns, count = FILES[name], 0
        with self.archive.open(f"{name}.csv") as member:
            rows = csv.reader(io.TextIOWrapper(member, "utf-8", newline=""), strict=True)
            need(next(rows, None) == columns, f"{name}: sai tên cột · not the published columns")
            for count, row in enumerate(rows, start=1):
                need(len(row) == len(columns), f"{name} {count}: sai số ô · wrong number of cells")
                yield dict(zip(columns, row))
        same = str(self.declared[f"{name}.csv"]["rows"]) == str(count)
        self.verdict.hold(same, name, "số dòng khác bản mô tả · not as many rows as declared")

    def check_package(self) -> None:
        """What the package says of itself: version, scope, and one moment told in two ways."""
        package, hold = self.package, self.verdict.hold
        need(package["version"] == "1", "phiên bản lạ · an unknown version", RuntimeError)
        need(package["scope"] in ("all", "unit"), "phạm vi · the scope must be all or unit")
        made = dt.datetime.fromisoformat(package["created"]) - EPOCH
        same = made // dt.timedelta(microseconds=1) == number(package["as_of_us"])
        hold(same, "created", "khác as_of_us · not the moment of as_of_us")
        fine = self.whole or not self.verdict.options.every
        hold(fine, "scope", "không phải mọi sổ (--all) · not an export of all books (--all)")

    def check_scope(self, others: int) -> None:
        """Which books these are; one book alone says how many others are not here."""
        say(f"phạm vi · scope: {self.package['scope']}; sổ · books: {len(self.codes)}")
        say(f"lúc xuất, tự khai · made, as it says itself: {self.package['created']}")
        if not self.whole:
            one = " ".join(self.codes[:1])
            self.verdict.hold(len(self.codes) == 1, "scope", "không phải một sổ · not one book")
            told = f" Chỉ sổ {one}: {others} sổ khác đã niêm phong không có trong bản xuất."
            other = f" · Book {one} only: {others} other sealed books are not in this export."
            self.verdict.bounds = told + other

    def check(self) -> None:
        """Everything."""
        hold = self.verdict.hold
        self.check_files()
        streams = {name: Stream(self.rows(name)) for name in FILES if name != "accounts"}
        tail = sum(Book(self, row, streams).check() for row in streams["books"].of())
        for name in (*OF_A_BOOK, "turnover"):
            hold(streams[name].head is None, name, "dòng không thuộc sổ nào · rows of no book")
        for tie in (tie for tie, off in self.ties.items() if off and self.whole):
            hold(None, " ".join(tie), "hai sổ không khớp nhau · the two books do not tie")
        self.check_scope(self.check_log(list(streams["seal_log"].of())))
        say(f"bút toán chưa niêm phong · entries after the last seals: {tail}")

    def check_files(self) -> None:
        """The files are those the package names, byte for byte."""
        hold, named = self.verdict.hold, [each["path"] for each in self.package["resources"]]
        there, tables = self.archive.namelist(), {f"{name}.csv" for name in FILES}
        same = sorted(there) == sorted(["datapackage.json", *named]) and tables <= set(named)
        same = same and all(BESIDE.fullmatch(name) for name in set(named) - tables)
        hold(same, "datapackage.json", "thiếu hoặc thừa tệp · files are missing or unknown")
        for each in self.package["resources"]:
            digest, size = hashlib.sha256(), self.archive.getinfo(each["path"]).file_size
            with self.archive.open(each["path"]) as member:
                while chunk := member.read(1 << 20):
                    digest.update(chunk)
            fine = (each["hash"], each["bytes"]) == (f"sha256:{digest.hexdigest()}", size)
            hold(fine, each["path"], "mã SHA-256 không khớp · not the bytes the package names")

    def check_log(self, log: list[dict[str, str]]) -> int:
        """Hold the seal log to seals, totals and checkpoints; how many other books it has."""
        hold, tree, newest = self.verdict.hold, Tree(), {}
        latest: dict[str, dict[str, SumNode]] = {}
        logged: Counter[str] = Counter()  # seals of a book hang in the log in order, none left out
        held = sorted(n for n in self.archive.namelist() if n.startswith("checkpoints/"))
        notes = [(n, parse_note(self.archive.read(n).decode())) for n in held]
        notes += self.verdict.options.notes
        sizes = {note.size for _, note in notes}
        when, reached = EPOCH, {0: (sha(), list[str](), EPOCH)}  # size: root, totals, last seal
        for place, row in enumerate(log, start=1):
            content, where = raw(row["content"]), f"seal_log {place - 1}"
            fields, found = unpacked(content), self.sealed.pop(content, None)
            tree.add(leaf(content))
            if fields[0] == "total":
                newest[fields[1]] = self.total(fields, latest, where)
                made = [fields[1], "", ""]
            else:
                seal = seal_in(content)
                made = [seal["period"], book := seal["book"], seal["seal_no"]]
                when = EPOCH + dt.timedelta(microseconds=number(seal["sealed_at_us"]))
                logged[book] += 1
                fine = found or not (self.whole or book in self.codes)
                fine = fine and seal["seal_no"] == str(logged[book])
                hold(fine, where, "không có niêm phong này · there is no such seal")
            if found:
                latest.setdefault(found[1], {})[found[0]] = sum_leaf(leaf(content), found[2])
            made = [str(place - 1), *made, row["content"], leaf(content).hex()]
            hold(list(row.values()) == made, where, "cột khác nội dung · not its bytes")
            if place in sizes:
                reached[place] = tree.root(), sorted(newest.values()), when
        say(f"niêm phong chờ điểm kiểm · seals that wait for a checkpoint: {len(self.sealed)}")
        self.check_notes(notes, reached, len(log))
        return len(set(logged) - set(self.codes))

    def check_notes(self, notes: list[tuple[str, Note]], reached: Any, size: int) -> None:
        """Each checkpoint is the root of this log at its size, tells its totals, and is signed."""
        short = "" if self.whole else r" debit \d+ credit \d+"  # not known of one book
        for name, note in notes:
            held = note.root, [re.sub(short, "", each) for each in note.beside]
            fine = reached.get(note.size, ())[:2] == held
            self.verdict.hold(fine, name, "không phải gốc của nhật ký · not the root of the log")
            check_signature(self.verdict, note, name)
        newest = max(reached)
        say(f"điểm kiểm mới nhất · newest checkpoint: {newest} / {size}, {reached[newest][2]}")
        if not self.verdict.options.notes:
            say("thiếu điểm kiểm của bạn: có thể đã cắt cuối · none of your own: may be cut short")
        if not notes and not self.verdict.options.no_signature:
            self.verdict.unsure.append("không có điểm kiểm nào · no checkpoint holds these books")

    def total(self, fields: list[str], latest: dict[str, dict[str, SumNode]], where: str) -> str:
        """The line of a period total; in an export of all books it is added up anew."""
        _, period, books, sum_root = fields
        if not self.whole:
            return f"period {period} books {books} sum-root {sum_root}"
        tree = Tree(sum_join)
        for _, each in sorted(latest.get(period, {}).items()):
            tree.add(each)
        made, line = total_line(period, tree.size, tree.root()) if tree.size else (b"", "")
        fine = (number(books), sum_root) == (tree.size, made.hex())
        self.verdict.hold(fine, where, "tổng các sổ không đúng · not the total over all books")
        return line


def total_line(period: str, books: int, root: SumNode) -> tuple[bytes, str]:
    """The digest of a period total, and the line a checkpoint has for it."""
    sum_root = sha(b"\x02", root.hash, root.packed)
    debit, credit = (sum(sums[side] for sums in root.sums.values()) for side in (0, 1))
    line = f"period {period} books {books} debit {debit} credit {credit} sum-root {sum_root.hex()}"
    return sum_root, line


class Stream:
    """Rows whose next one can be seen before it is taken."""

    def __init__(self, rows: Iterator[dict[str, str]]) -> None:
        """Look at the first."""
        self.rows, self.head = rows, next(rows, None)

    def of(self, **named: str) -> Iterator[dict[str, str]]:
        """The next rows, as long as they carry these values."""
        while self.head and all(self.head[name] == value for name, value in named.items()):
            row, self.head = self.head, next(self.rows, None)
            yield row


class Book:
    """One book, walked entry by entry in the order of recording."""

    def __init__(self, export: Export, row: dict[str, str], streams: dict[str, Stream]) -> None:
        """Take the book's row and its small tables; entries and lines are read as it walks."""
        self.export, self.row, self.code, self.hold = export, row, row["book"], export.verdict.hold
        small = [list(streams[name].of(book=self.code)) for name in OF_A_BOOK[:3]]
        self.periods, self.events, self.seals = small
        self.streams, self.log, self.seq, self.recorded = streams, Tree(), 0, 0
        self.numbers: Counter[tuple[str, str]] = Counter()
        self.sums: dict[tuple[str, ...], list[int]] = {}
        self.mirrors: dict[str, list[list[str]]] = {}
        self.states = {each["period"]: "open" for each in self.periods}
        same = [each["period"] for each in self.periods] == sorted(self.states)
        self.hold(same, self.code, "kỳ bị lặp hoặc sai thứ tự · a month is double or astray")
        self.last_event = dict.fromkeys(self.states, ("0", ""))
        self.closings: dict[str, tuple[str, int]] = {}
        self.event_no = self.seal_no = self.sealed_to = 0

    def check(self) -> int:
        """Everything of the book; how many entries stand after its last seal."""
        hold, entries, lines = self.hold, self.streams["entries"], self.streams["lines"]
        self.pass_by()
        for entry in entries.of(book=self.code):
            self.entry(entry, list(lines.of(book=self.code, seq=entry["seq"])))
            self.pass_by()
        hold(not self.closings, self.code, "khóa kỳ mà không niêm phong · closed and not sealed")
        head = [str(self.seq), str(self.recorded)]
        fine = head == [self.row["last_seq"], self.row["last_recorded_at_us"]]
        hold(fine, self.code, "đầu sổ khác bút toán cuối · the head is not the last entry")
        hold(not (self.events or self.seals), self.code, "thứ tự sai · an event or seal is astray")
        for row in self.periods:
            there = row["state"], row["last_event"], row["open_until_us"]
            same = there == (self.states[row["period"]], *self.last_event[row["period"]])
            where = f"{self.code} {row['period']}"
            hold(same, where, "trạng thái khác · not the state of its events")
        ranks = [RANKS[state] for _, state in sorted(self.states.items())]
        hold(ranks == sorted(ranks)[::-1], self.code, "khóa sai thứ tự · closed out of order")
        before: tuple[str, ...] = ()
        for row in self.streams["turnover"].of(book=self.code):
            key = row["period"], *(row[name] for name in TAGS)
            kept = [row["debit_vnd"], row["credit_vnd"], row["lines"]]
            fine = [str(n) for n in self.sums.pop(key, [])] == kept and key > before
            where, before = " ".join([self.code, *key]), key
            hold(fine, where, "số phát sinh sai · not what the lines add up to")
        hold(not self.sums, self.code, "thiếu số phát sinh · turnover is missing")
        return self.seq - self.sealed_to

    def pass_by(self) -> None:
        """Events and seals that fell between the last entry and the next one."""
        while self.events and number(self.events[0]["at_seq"]) == self.seq:
            self.event(self.events.pop(0))
        while self.seals and number(self.seals[0]["last_seq"]) == self.seq:
            self.seal(self.seals.pop(0))

    def event(self, event: dict[str, str]) -> None:
        """A change of a month: counted, from where the month stood, by whom it may be made."""
        where, period = f"{self.code} {event['event_no']}", event["period"]
        self.event_no += 1
        change = f"{event['from_state']} {event['to_state']}"
        legal = change in CHANGES and self.states.get(period) == event["from_state"]
        if change == "closed open":
            two = event["second_actor"].casefold() not in ("", event["actor"].casefold())
            legal = legal and two and bool(event["reason"] and event["until_us"])
        fine = legal and event["event_no"] == str(self.event_no)
        self.hold(fine, where, "thay đổi kỳ không hợp lệ · a month may not change so")
        self.states[period] = event["to_state"]
        self.last_event[period] = (event["event_no"], event["until_us"])
        if event["to_state"] == "closed" and event["actor"] != "migration":  # of before seals
            self.closings[event["event_no"]] = (period, self.seq)

    def entry(self, entry: dict[str, str], lines: list[dict[str, str]]) -> None:
        """One entry with its lines: order, day, balance, tags, bytes."""
        hold, where = self.hold, "/".join(entry[n] for n in ("book", "journal", "year", "number"))
        series, day = (entry["journal"], entry["year"]), entry["accounting_on"]
        self.seq, self.numbers[series] = self.seq + 1, self.numbers[series] + 1
        fine = [entry["seq"], entry["number"]] == [str(self.seq), str(self.numbers[series])]
        hold(fine, where, "thứ tự hoặc số bị hở · a gap in places or numbers")
        at_us = number(entry["recorded_at_us"])
        hold(at_us > self.recorded, where, "ghi không sau bút toán trước · not recorded later")
        self.recorded = at_us
        fine = (entry["period"], entry["year"]) == (day[:7], day[:4])
        hold(fine, where, "kỳ khác ngày hạch toán · period is not that of the date")
        until = self.last_event.get(entry["period"], ("", ""))[1]
        open_now = self.states.get(entry["period"]) in ("open", "soft")
        open_now = open_now and (not until or at_us <= number(until))
        hold(open_now, where, "ghi vào kỳ đã khóa · posted in a closed month")
        counted = [str(n) for n in range(1, len(lines) + 1)]
        fine = [line["line_no"] for line in lines] == counted and len(lines) > 1
        fine = fine and entry["line_count"] == str(len(lines))
        hold(fine, where, "thiếu dòng · lines are missing")
        sides = {"D": 0, "C": 0}
        for line in lines:
            amount = number(line["amount_vnd"])
            sides[line["side"]] += amount
            fine = amount > 0 and line["accounting_on"] == day and self.fits(line)
            hold(fine, where, f"dòng {line['line_no']} không hợp lệ · a line is not as it must be")
            self.add(entry["period"], line, amount)
        hold(sides["D"] == sides["C"] > 0, where, "Nợ khác Có · debit is not credit")
        self.reversal(entry, lines, where)
        self.bytes_of(entry, lines, where)

    def fits(self, line: dict[str, str]) -> bool:
        """Whether the chart knows the account, and the export the other book."""
        account = self.export.accounts.get((self.row["regime"], line["account"]))
        other = line["counter_book"]
        known = not self.export.whole or not other or other in self.export.codes
        known = known and other != self.code and bool(other) == bool(line["interbook_ref"])
        return bool(account and account["postable"] == "true") and known

    def add(self, period: str, line: dict[str, str], amount: int) -> None:
        """Take a line into the turnover and into what ties between books."""
        held = self.sums.setdefault((period, *(line[name] for name in TAGS)), [0, 0, 0])
        held["DC".index(line["side"])] += amount
        held[2] += 1
        family = self.export.accounts.get((self.row["regime"], line["account"]), {}).get("family")
        if family:
            pair = " ".join(sorted((self.code, line["counter_book"])))
            tie = (line["interbook_ref"], pair, family, line["accounting_on"])
            self.export.ties[tie] += amount if line["side"] == "D" else -amount
            if not self.export.ties[tie]:
                del self.export.ties[tie]

    def reversal(self, entry: dict[str, str], lines: list[dict[str, str]], where: str) -> None:
        """A reversal mirrors an earlier entry, once, and is not reversed itself."""
        own = sorted([line[name] for name in MOVED] for line in lines)
        if (self.code, entry["seq"]) in self.export.turned and not entry["reverses_seq"]:
            self.mirrors[entry["seq"]] = sorted([e[0], OTHER[e[1]], *e[2:]] for e in own)
        if entry["reverses_seq"]:
            fine = self.mirrors.pop(entry["reverses_seq"], None) == own
            self.hold(fine, where, "không phải bút toán đảo đúng · not the mirror of an entry")

    def bytes_of(self, entry: dict[str, str], lines: list[dict[str, str]], where: str) -> None:
        """The canonical bytes made anew, their leaf, and the hash of what was asked for."""
        papers = [entry["papers"]] if entry["papers"] else []
        version = b"\x02" if papers else b"\x01"
        tail = b"".join(packed(line["line_no"], *(line[n] for n in MOVED)) for line in lines)
        made = leaf(version + packed(*(entry[name] for name in ENTRY_FIELDS), *papers) + tail)
        asked = sha(version, packed(*(entry[name] for name in ASKED), *papers), tail)
        fine = [entry["leaf_hash"], entry["request_hash"]] == [made.hex(), asked.hex()]
        self.hold(fine, where, "mã băm không khớp nội dung · hashes are not those of the content")
        self.log.add(made)

    def seal(self, seal: dict[str, str]) -> None:
        """A seal, recomputed from the entries that stood when the month was closed."""
        period, where = seal["period"], f"{self.code} {seal['period']} {seal['seal_no']}"
        self.seal_no += 1
        month: dict[tuple[str, ...], list[int]] = {}
        for (moved_in, *tags), sums in self.sums.items():
            if moved_in <= period:
                held = month.setdefault(tuple(tags), [0] * 6)
                now = sums if moved_in == period else [0, 0, 0]
                month[tuple(tags)] = [a + b for a, b in zip(held, [*now, *sums])]
        tree = Tree()
        accounts: dict[str, list[int]] = {}
        for key, sums in sorted(month.items()):
            tree.add(leaf(b"\x01" + packed(self.code, period, *key, *sums)))
            held = accounts.setdefault(key[0], [0] * 4)
            accounts[key[0]] = [a + b for a, b in zip(held, [*sums[:2], *sums[3:5]])]
        debit, credit = (sum(sums[side] for sums in month.values()) for side in (0, 1))
        made = [self.seal_no, self.log.root().hex(), tree.root().hex(), tree.size, debit, credit]
        names = "seal_no log_root turnover_root turnover_leaves debit_vnd credit_vnd".split()
        same = [seal[name] for name in names] == [str(value) for value in made]
        self.hold(same, where, "niêm phong khác bút toán · the seal is not that of the entries")
        closed = self.closings.pop(seal["event_no"], None) == (period, self.seq)
        self.hold(closed, where, "không có lần khóa kỳ này · no closing goes with the seal")
        content = b"\x01" + packed("seal", *(seal[name] for name in SEAL_FIELDS))
        self.export.sealed[content] = (self.code, period, accounts)
        self.sealed_to = self.seq


def check_export(verdict: Verdict) -> None:
    """An export of books."""
    with zipfile.ZipFile(verdict.options.file) as archive:
        odd = [e for e in archive.infolist() if e.flag_bits & 1 or e.compress_type not in (0, 8)]
        need(not odd, "bị mã hóa hoặc nén lạ · encrypted, or compressed oddly", RuntimeError)
        Export(archive, verdict).check()
    say("không mã băm nào giữ: tên, chế độ, tính chất · in no hash: names, regimes, natures")


def check_proof(verdict: Verdict) -> None:
    """One proof document."""
    proof = json.loads(Path(verdict.options.file).read_text("utf-8"), object_pairs_hook=once)
    if proof["kind"] == "consistency":
        path = [raw(each, 32) for each in proof["path"]]
        check_growth(verdict, parse_note(proof["old"]), parse_note(proof["new"]), path)
        return
    checks = {"inclusion": prove_entry, "balance": prove_balance, "total": prove_total}
    sealed = checks[proof["kind"]](verdict, proof)
    note = parse_note(proof["checkpoint"])
    fine = included(leaf(sealed), proof["seal_log"]) == note.root
    fine = fine and number(proof["seal_log"]["size"]) == note.size
    verdict.hold(fine, "seal_log", "không nằm trong điểm kiểm · not in the log of the checkpoint")
    check_signature(verdict, note, "checkpoint")


def seal_in(content: bytes) -> dict[str, str]:
    """A seal out of its bytes."""
    kind, *values = unpacked(content)
    fine = kind == "seal" and content[:1] == b"\x01" and len(values) == len(SEAL_FIELDS)
    need(fine, "niêm phong · seal")
    return dict(zip(SEAL_FIELDS, values))


def prove_entry(verdict: Verdict, proof: dict[str, Any]) -> bytes:
    """An entry, or the leaf that stands for it, was in its book when a month was sealed."""
    place, sealed = proof["book_log"], raw(proof["seal"]["bytes"])
    seal, index = seal_in(sealed), number(place["index"])
    if "entry_bytes" in proof:
        content = raw(proof["entry_bytes"])
        stands, fields = leaf(content), unpacked(content)
    else:  # without what was written for the book's own people
        stands, fields = raw(proof["entry_leaf"], 32), [proof["book"], str(index + 1)]
    told = [proof["book"], str(number(proof["seq"]))]
    fine = told == fields[:2] == [seal["book"], str(index + 1)]
    verdict.hold(fine, "seq", "không phải bút toán này · another entry")
    top = [included(stands, place).hex(), place["root"], str(number(place["size"]))]
    fine = top == [seal["log_root"]] * 2 + [seal["last_seq"]]
    verdict.hold(fine, "book_log", "không nằm trong sổ đã niêm phong · not in the sealed book")
    say(" · ".join(fields))
    return sealed


def prove_balance(verdict: Verdict, proof: dict[str, Any]) -> bytes:
    """What moved under a set of tags, in a sealed month and since the book began."""
    content, place = raw(proof["leaf_bytes"]), proof["turnover"]
    sealed = raw(proof["seal"]["bytes"])
    fields, seal = unpacked(content), seal_in(sealed)
    top = [included(leaf(content), place).hex(), place["root"], str(number(place["size"]))]
    fine = top == [seal["turnover_root"]] * 2 + [seal["turnover_leaves"]]
    fine = fine and fields[:2] == [seal["book"], seal["period"]] and proof["book"] == seal["book"]
    verdict.hold(fine, "turnover", "không nằm trong số đã niêm phong · not in the sealed sums")
    say(" · ".join(fields))
    return sealed


def prove_total(verdict: Verdict, proof: dict[str, Any]) -> bytes:
    """A book's sums are among those of all books of a month."""

    def sums_in(rows: list[list[Any]]) -> dict[str, list[int]]:
        found = {row[0]: [number(value) for value in row[1:]] for row in rows}
        fine = [row[0] for row in rows] == sorted(found) and all(len(row) == 5 for row in rows)
        need(fine, "tổng · sums")
        return found

    sealed, total = raw(proof["leaf"]["seal_bytes"]), raw(proof["total"]["bytes"])
    seal, sums = seal_in(sealed), sums_in(proof["leaf"]["sums"])
    shown, made = [sums], sum_leaf(leaf(sealed), sums)
    for step in proof["path"]:
        beside = SumNode(raw(step["hash"], 32), sums_in(step["sums"]))
        pair = {"left": (beside, made), "right": (made, beside)}[step["side"]]
        shown, made = [*shown, beside.sums], sum_join(*pair)
    fine = made == (raw(proof["root"]["hash"], 32), sums_in(proof["root"]["sums"]))
    fine = fine and all(value >= 0 for each in shown for row in each.values() for value in row)
    verdict.hold(fine, "path", "không cộng thành tổng này · does not add up to this total")
    kind, period, books, sum_root = unpacked(total)
    digest, line = total_line(period, number(books), made)
    own = [sum(row[side] for row in sums.values()) for side in (0, 1)]
    fine = [kind, sum_root, period] == ["total", digest.hex(), proof["period"]]
    fine = fine and [proof["book"], proof["period"]] == [seal["book"], seal["period"]]
    fine = fine and [str(each) for each in own] == [seal["debit_vnd"], seal["credit_vnd"]]
    fine = fine and line in parse_note(proof["checkpoint"]).beside
    verdict.hold(fine, "total", "không phải tổng của kỳ này · not the total of this month")
    say(line)
    return total


def check_checkpoints(verdict: Verdict) -> None:
    """Two published checkpoints: the later log holds all of the earlier one."""
    options, path = verdict.options, None
    if options.proof:
        proof = json.loads(Path(options.proof).read_text("utf-8"), object_pairs_hook=once)
        path = [raw(each, 32) for each in proof["path"]]
    (_, old), (_, new) = options.notes
    check_growth(verdict, old, new, path)


def check_growth(verdict: Verdict, old: Note, new: Note, path: list[bytes] | None) -> None:
    """One checkpoint and a later one, of the same log, each signed."""
    for name, note in (("old", old), ("new", new)):
        check_signature(verdict, note, name)
    verdict.hold(old.origin == new.origin, "origin", "hai nhật ký khác nhau · two different logs")
    verdict.hold(old.size <= new.size, "size", "nhật ký ngắn lại · the log became shorter")
    if path is None and 0 < old.size < new.size:
        verdict.unsure.append("chưa có bằng chứng nối tiếp (--proof) · no consistency proof given")
    elif old.size <= new.size:
        fine = grown(old, new, path or [])
        verdict.hold(fine, "path", "bản sau không giữ nguyên bản trước · the log was rewritten")


def asked(words: list[str]) -> argparse.Namespace:
    """What is to be checked."""
    parser = argparse.ArgumentParser(prog="verify_books.py", description=__doc__.splitlines()[0])
    kinds = parser.add_subparsers(dest="kind", required=True)
    checks = {"export": check_export, "proof": check_proof, "checkpoint": check_checkpoints}
    for kind, check in checks.items():
        own = kinds.add_parser(kind)
        own.set_defaults(check=check, notes=[], proof="")
        if kind == "checkpoint":
            own.add_argument("notes", nargs=2, metavar="NOTE")
            own.add_argument("--proof", default="", metavar="FILE")
        else:
            own.add_argument("file")
        own.add_argument("--key", action="append", default=[], help="NAME+ID+KEY, or its file")
        own.add_argument("--no-signature", action="store_true")
        if kind == "export":
            own.add_argument("--checkpoint", action="append", default=[], dest="notes")
            own.add_argument("--all", action="store_true", dest="every", help="refuse one unit")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """Check what is asked; the exit status."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a real output has it
    verdict = Verdict(asked(words))
    try:
        take(verdict.options)
        verdict.options.check(verdict)
    except UNREADABLE as trouble:
        say(f"Không dùng được · What was given cannot be used: {trouble}")
        return 2
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as trouble:
        verdict.hold(None, repr(trouble), "không đúng định dạng · not in the form it must have")
    return verdict.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
