"""Read a camt.053 of the versions .02 to .13: one or more statements of one account.

A statement that does not add up refuses the file; an entry that cannot be read holds back itself.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from collectors.sources.camt053_entry import Place, read_amount, read_entry, signed
from collectors.sources.safe_xml import Node, Piece, read_pieces
from collectors.sources.statement import CURRENCY, Entry, Statement
from collectors.sources.statement_refusals import BrokenStatement, NotCamt053, OtherCurrency

_NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
_VERSIONS: Final = frozenset(f"{_NAMESPACE}{number:02d}" for number in range(2, 14))
_WITHIN: Final = ("Document", "BkToCstmrStmt", "Stmt")
_PIECES: Final = frozenset({"Ntry", "Stmt"})
_INTERIM: Final = "ITBD"


@dataclass(slots=True)
class _File:
    """What has been read so far."""

    statements: list[Statement] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)  # of the statement that is open
    read: int = 0
    rows: int = 0
    found: str = ""  # what the file says it is

    def take(self, piece: Piece, line: int) -> None:
        """Take an entry or a statement where the standard has them; leave others alone."""
        names = tuple(node.name for node in piece)
        self.found = self.found or piece[0].namespace or piece[0].name
        document = next((node for node in piece if node.name == "Document"), None)
        if document is None or document.namespace not in _VERSIONS:
            return
        if names[-4:] == (*_WITHIN, "Ntry"):
            self._entry(piece[-1])
        elif names[-3:] == _WITHIN:
            self._statement(piece[-1], line)

    def _entry(self, node: Node) -> None:
        self.read += 1
        entry = read_entry(node, Place(self.read, self.rows + 1))
        if entry is not None:
            self.rows += len(entry.movements)
            self.entries.append(entry)

    def _statement(self, node: Node, line: int) -> None:
        name = node.text("Id") or str(len(self.statements) + 1)
        account = node.text("Acct", "Id", "IBAN") or node.text("Acct", "Id", "Othr", "Id")
        if not account:
            _broken(line, "thiếu số tài khoản", "the number of the account is missing")
        currency = node.text("Acct", "Ccy") or CURRENCY
        if currency != CURRENCY:
            raise OtherCurrency(name=name, currency=currency)
        opening, closing = _balances(node, name, line)
        self.statements.append(Statement(name, account, opening, closing, tuple(self.entries)))
        self.entries = []


def read_camt053(path: Path) -> list[Statement]:
    """Read the statements of a file; rows are numbered in the order of its movements.

    Raises   NotCamt053, UnsafeXml, OtherCurrency, BrokenStatement naming the line.
    """
    made = _File()
    read_pieces(path, _PIECES, made.take)
    if not made.statements:
        raise NotCamt053(found=made.found or "XML")
    return made.statements


def _balances(statement: Node, name: str, line: int) -> tuple[int, int]:
    """The opening and the closing balance: of the statement, or of one page of it."""
    nodes = list(statement.all("Bal"))
    by_kind: dict[str, list[Node]] = {}
    for node in nodes:
        by_kind.setdefault(node.text("Tp", "CdOrPrtry", "Cd"), []).append(node)
    interim = by_kind.get(_INTERIM, [])
    opening = by_kind.get("OPBD") or by_kind.get("PRCD") or interim[:1]
    closing = by_kind.get("CLBD") or interim[-1:]
    if not opening or not closing or opening[0] is closing[0]:
        _broken(
            line,
            f"sao kê {name} thiếu số dư đầu hoặc số dư cuối",
            f"statement {name} lacks its opening or its closing balance",
        )
    return _amount(opening[0], name, line), _amount(closing[0], name, line)


def _amount(node: Node, name: str, line: int) -> int:
    written = node.first("Amt")
    currency = CURRENCY if written is None else written.attributes.get("Ccy", "")
    if currency != CURRENCY:
        raise OtherCurrency(name=name, currency=currency)
    amount = signed(node, read_amount(written))
    if amount is None or amount.denominator != 1:
        text = node.text("Amt")
        _broken(
            line,
            f"số dư «{text}» của sao kê {name} không đọc được",
            f"the balance “{text}” of statement {name} cannot be read",
        )
    return amount.numerator


def _broken(row: int, vi: str, en: str) -> NoReturn:
    raise BrokenStatement(row=row, why_vi=vi, why_en=en)
