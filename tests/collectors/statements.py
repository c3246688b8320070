"""One statement written in each format that banks send: what it says is the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.collectors.federation import as_csv

VERSIONS = tuple(f"{number:02d}" for number in range(2, 14))
HEADER = (
    *("reference", "booked_on", "value_on", "debit", "credit", "balance"),
    *("counter_account", "counter_name", "content"),
)


@dataclass(frozen=True, slots=True)
class Move:
    """One movement; money in is positive, money out negative."""

    reference: str
    on: str  # ISO
    amount: int
    content: str
    counter_account: str = ""
    counter_name: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A statement of an account: its movements and the balance before them."""

    account_no: str
    moves: tuple[Move, ...]
    opening: int = 0

    @property
    def closing(self) -> int:
        """The balance behind the last movement."""
        return self.opening + sum(move.amount for move in self.moves)


def csv_of(statement: Written) -> str:
    """The statement with the contract's columns."""
    balance, lines = statement.opening, []
    for move in statement.moves:
        balance += move.amount
        sides = ("", move.amount) if move.amount > 0 else (-move.amount, "")
        party = (move.counter_account, move.counter_name)
        lines.append((move.reference, move.on, move.on, *sides, balance, *party, move.content))
    return as_csv(HEADER, lines)


def mt940_of(statement: Written, *, structured: bool = True, number: str = "00001/001") -> str:
    """The statement as one message, with numbered parts or free text in :86:."""
    first = statement.moves[0].on if statement.moves else "2026-07-01"
    last = statement.moves[-1].on if statement.moves else "2026-07-01"
    lines = [
        ":20:STARTUMSE",
        f":25:970405/{statement.account_no}",
        f":28C:{number}",
        f":60F:{_balance(statement.opening, first)}",
        *(line for move in statement.moves for line in _mt940_entry(move, structured=structured)),
        f":62F:{_balance(statement.closing, last)}",
        "-",
    ]
    return "\r\n".join(lines) + "\r\n"


def camt_of(statement: Written, version: str = "02") -> str:
    """The statement as one document of a version."""
    entries = "".join(_camt_entry(move, version) for move in statement.moves)
    balances = _bal("OPBD", statement.opening) + _bal("CLBD", statement.closing)
    return document(
        f"<Stmt><Id>S1</Id><Acct><Id><Othr><Id>{statement.account_no}</Id></Othr></Id>"
        f"<Ccy>VND</Ccy></Acct>{balances}{entries}</Stmt>",
        version,
    )


def document(inside: str, version: str = "02") -> str:
    """A camt.053 around its statements."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>{inside}</BkToCstmrStmt></Document>"
    )


def _balance(amount: int, on: str) -> str:
    return f"{'C' if amount >= 0 else 'D'}{on[2:].replace('-', '')}VND{abs(amount)},"


def _mt940_entry(move: Move, *, structured: bool) -> list[str]:
    day = move.on[2:].replace("-", "")
    side = "C" if move.amount > 0 else "D"
    entry = f":61:{day}{day[2:]}{side}{abs(move.amount)},00NTRFNONREF//{move.reference}"
    if not structured:
        return [entry, *_cut(f":86:{move.content}", 65)]
    parts = [f"?{place}{text}" for place, text in enumerate(_cut(move.content, 27), start=20)]
    party = f"?31{move.counter_account}?32{move.counter_name[:27]}?33{move.counter_name[27:]}"
    return [entry, f":86:166?00CHUYEN KHOAN{''.join(parts)}{party}"]


def _cut(text: str, length: int) -> Sequence[str]:
    return [text[start : start + length] for start in range(0, len(text), length)]


def _bal(kind: str, amount: int) -> str:
    side = "CRDT" if amount >= 0 else "DBIT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="VND">{abs(amount)}</Amt><CdtDbtInd>{side}</CdtDbtInd></Bal>'
    )


def _camt_entry(move: Move, version: str) -> str:
    newer = version >= "08"
    status = "<Sts><Cd>BOOK</Cd></Sts>" if newer else "<Sts>BOOK</Sts>"
    side, role = ("CRDT", "Dbtr") if move.amount > 0 else ("DBIT", "Cdtr")
    name = f"<Nm>{escape(move.counter_name)}</Nm>"
    party = f"<{role}>{f'<Pty>{name}</Pty>' if newer else name}</{role}>"
    account = f"<{role}Acct><Id><Othr><Id>{move.counter_account}</Id></Othr></Id></{role}Acct>"
    return (
        f'<Ntry><Amt Ccy="VND">{abs(move.amount)}.00</Amt><CdtDbtInd>{side}</CdtDbtInd>{status}'
        f"<BookgDt><Dt>{move.on}</Dt></BookgDt><ValDt><Dt>{move.on}</Dt></ValDt>"
        f"<AcctSvcrRef>{escape(move.reference)}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"<RltdPties>{party}{account}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(move.content)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
