"""The digest of a month: what it came to, so that two runs can be compared.

Left out is what depends on when and in what order things were recorded: moments, numbers given in
order (sequence, batch, reference) and the hashes over them.
"""

import hashlib
from typing import Final

from sqlalchemy.orm import Session

from ledger.store.cursor import Reader

_WORD: Final = 32  # bytes of a SHA-256
_RECEIPT: Final = (
    "unit_code, account_no, booked_on, reference, occurrence, value_on, amount_vnd, "
    "counter_account, counter_name, content, matched_vnd, credit_vnd, returned_vnd, state, "
    "tax_code, collecting_unit, handed_over_on, suggested_tax_code, confidence, evidence, "
    "decided_by"
)
_BATCHES: Final = (
    "SELECT feed, file_name, digest, account_no, rows_read, rows_taken, rows_unchanged, "
    "rows_superseded, rows_quarantined FROM batch"
)
_LINES: Final = (
    "SELECT b.code, e.journal, e.period, e.accounting_on, e.document_on, e.text, e.source, "
    "e.actor, l.account, l.side, l.amount_vnd, l.fund, l.item, l.counter_book "
    "FROM line l JOIN entry e ON e.book_id = l.book_id AND e.seq = l.seq "
    "JOIN book b ON b.book_id = e.book_id"
)
_OF_A_PART: Final = "collecting_unit, holder_unit, tax_code, period, delta_vnd, accounting_on"
_QUESTIONS: Final = {
    "batch": _BATCHES,
    "raw_row": "SELECT row_no, digest, state, row_key FROM raw_row",
    "quarantine": 'SELECT row_no, position, "column", code, facts FROM quarantine',
    "declaration": (
        "SELECT tax_code, period, si_unit_code, version, name, employees, wage_fund_vnd, status "
        "FROM declaration"
    ),
    "obligation": (
        "SELECT collecting_unit, tax_code, period, grassroots_unit, upper_unit, employees, "
        "wage_fund_vnd, rate_key, rate, amount_vnd, waived_vnd, paid_vnd, due_on FROM obligation"
    ),
    "obligation_event": (
        "SELECT collecting_unit, tax_code, period, delta_vnd, accounting_on, reason "
        "FROM obligation_event"
    ),
    "receipt": f"SELECT {_RECEIPT} FROM receipt",  # noqa: S608 - names are ours
    "bank_debit": (
        "SELECT unit_code, account_no, booked_on, reference, occurrence, amount_vnd, content, "
        "state FROM bank_debit"
    ),
    "match_event": f"SELECT {_OF_A_PART}, confidence, decided_by FROM match_event",  # noqa: S608 - as above
    "share_event": (
        f"SELECT {_OF_A_PART}, settled_delta_vnd, role, place, beneficiary, rule_scope, "  # noqa: S608 - as above
        "rule_from FROM share_event"
    ),
    "payment": (
        "SELECT unit_code, pay_on, payee, account_no, bank_bin, amount_vnd, state FROM payment"
    ),
    "line": _LINES,
    "period": (
        "SELECT b.code, p.period, p.state FROM period p JOIN book b ON b.book_id = p.book_id "
        "WHERE p.state <> 'open'"
    ),
    "seal": (
        "SELECT b.code, s.period, s.last_seq, s.turnover_leaves, s.debit_vnd, s.credit_vnd "
        "FROM seal s JOIN book b ON b.book_id = s.book_id"
    ),
}


def digest_of(session: Session) -> str:
    """The digest of everything a month left in a database; the same on both engines.

    Each row's hash is added up, so that no order of rows matters and none has to be held.
    """
    reader = Reader(session.connection())
    whole = hashlib.sha256()
    for table, sql in _QUESTIONS.items():
        total = rows = 0
        for row in reader.stream(f"digest_{table}", sql, ()):
            told = "\x1f".join("" if value is None else str(value) for value in row)
            total += int.from_bytes(hashlib.sha256(told.encode()).digest(), "big")
            rows += 1
        kept = (total % (1 << 8 * _WORD)).to_bytes(_WORD, "big")
        whole.update(f"{table} {rows} ".encode() + kept)
    return whole.hexdigest()
