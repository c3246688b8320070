"""Checks of what stands beside the books: the chart, the books themselves, what was disclosed.

A figure can be bent without touching an entry: by an account that takes other lines, a book that
is none of the register's, a disclosure whose bytes are no longer those that were published.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.audit_lines import AuditRow
from finance.records.checkpoints import checkpoints, signing_keys
from finance.records.disclosures import DisclosureRow
from finance.records.units import UnitRow
from finance.runtime.charts import chart_accounts
from ledger.accounts import Account
from ledger.errors import Problem
from ledger.periods import PeriodState
from ledger.store import reads
from ledger.store.tables import AccountRow, BookRow, PeriodRow

CHART: Final = "verify.chart_differs"
BOOK: Final = "verify.book"
MONTHS: Final = "verify.months"
DISCLOSURE: Final = "verify.disclosure"
SIGNED: Final = "verify.signed"
_CURRENCY: Final = "VND"
_KEY, _CHECKPOINT = "create_signing_key", "publish_checkpoint"
_BUILT, _PUBLISHED = "store_disclosure", "publish_disclosure"
# Names and status may be put right by a later chart; these are what an entry is held to.
_RULES: Final = (
    "nature",
    "fund",
    "item",
    "counter_book",
    "control",
    "postable",
    "family",
    "parent",
)
_SAID: Final = {
    CHART: (
        "Tài khoản {account} của chế độ {regime} khác với hệ thống tài khoản của chương trình.",
        "Account {account} of regime {regime} is not that of the program's chart.",
    ),
    BOOK: (
        "Sổ {book}: không phải sổ của một đơn vị trong danh bạ, bị thiếu, hoặc không bằng đồng.",
        "Book {book} is none of a unit of the register, is missing, or is not kept in đồng.",
    ),
    MONTHS: (
        "Sổ {book}, năm {year}: không có đúng mười hai kỳ, hoặc có kỳ ở trạng thái lạ.",
        "Book {book}, year {year}: there are not just its twelve months, each in a known state.",
    ),
    SIGNED: (
        "Khóa ký hoặc điểm kiểm {subject} không khớp với nhật ký.",
        "Key or checkpoint {subject} is not what the log of acts says.",
    ),
    DISCLOSURE: (
        "Bản công khai {disclosure} không đúng với mã băm hoặc với nhật ký.",
        "Disclosure {disclosure} is not what its digest or the log of acts says.",
    ),
}


def surroundings(session: Session, unit_code: str) -> Iterator[Problem]:
    """What is wrong beside the book of one unit, or (empty) beside all books."""
    yield from _charts(session)
    if not unit_code:
        yield from _books(session)
        yield from _signed(session)
    yield from _months(session, unit_code)
    yield from _disclosures(session, unit_code)


def _charts(session: Session) -> Iterator[Problem]:
    """The accounts of each regime in use that the program knows are the program's."""
    used = set(session.scalars(select(BookRow.regime)))
    known = {each.regime for each in chart_accounts()}
    for regime in sorted(used & known):
        stored = {row.code: _rules(row) for row in reads.account_rows(session, regime)}
        ours = {each.code: _rules(each) for each in chart_accounts() if each.regime == regime}
        for code in sorted({*stored, *ours}):
            if stored.get(code) != ours.get(code):
                yield _problem(CHART, code, account=code, regime=regime)


def _rules(account: Account | AccountRow) -> tuple[object, ...]:
    return tuple(getattr(account, name) for name in _RULES)


def _books(session: Session) -> Iterator[Problem]:
    """Each unit of the register has a book, and there is no other."""
    units = set(session.scalars(select(UnitRow.code)))
    books = dict(session.execute(select(BookRow.code, BookRow.currency)).all())
    for code in sorted({*units, *books}):
        if code not in units or books.get(code) != _CURRENCY:
            yield _problem(BOOK, code, book=code)


def _months(session: Session, unit_code: str) -> Iterator[Problem]:
    """A book has all twelve months of each of its years, each in a state we know."""
    query = select(BookRow.code, PeriodRow.period, PeriodRow.state).join(
        PeriodRow, PeriodRow.book_id == BookRow.book_id
    )
    if unit_code:
        query = query.where(BookRow.code == unit_code)
    years: dict[tuple[str, str], set[str]] = {}
    states = {state.value for state in PeriodState}
    for code, period, state in session.execute(query):
        months = years.setdefault((code, period[:4]), set())
        months.add(period if state in states else "")
    for (code, year), months in sorted(years.items()):
        if months != {f"{year}-{month:02d}" for month in range(1, 13)}:
            yield _problem(MONTHS, code, book=code, year=year)


def _disclosures(session: Session, unit_code: str) -> Iterator[Problem]:
    """The bytes are those of the digest; who built and published them stands in the log."""
    rows = select(DisclosureRow)
    acts = select(AuditRow).where(AuditRow.action.in_((_BUILT, _PUBLISHED)))
    if unit_code:
        rows = rows.where(DisclosureRow.unit_code == unit_code)
        acts = acts.where(AuditRow.unit_code == unit_code)
    logged = {
        (act.action, act.subject): (act.unit_code, act.actor, act.facts.get("digest"))
        for act in session.scalars(acts.order_by(AuditRow.seq))
    }
    stored: dict[tuple[str, str], tuple[object, ...]] = {}
    for row in session.scalars(rows):
        stored[_BUILT, row.public_id] = (row.unit_code, row.built_by, row.digest)
        published = row.state == "published"
        if published:
            stored[_PUBLISHED, row.public_id] = (row.unit_code, row.published_by, row.digest)
        named = bool(row.published_by) and row.published_at_us is not None
        if hashlib.sha256(row.content).hexdigest() != row.digest or named is not published:
            yield _problem(DISCLOSURE, row.public_id, disclosure=row.public_id)
    for act in sorted({*logged, *stored}):
        if logged.get(act) != stored.get(act):
            yield _problem(DISCLOSURE, act[1], disclosure=act[1])


def _signed(session: Session) -> Iterator[Problem]:
    """Each key and each checkpoint stands in the log of acts, and none is missing."""
    keys = signing_keys(session)
    stored: dict[tuple[str, str], object] = {(_KEY, str(row.verifier)): row.key_no for row in keys}
    for checkpoint in checkpoints(session):
        stored[_CHECKPOINT, str(checkpoint.size)] = checkpoint.root.hex()
    acts = select(AuditRow).where(AuditRow.action.in_((_KEY, _CHECKPOINT)))
    logged: dict[tuple[str, str], object] = {}
    for act in session.scalars(acts.order_by(AuditRow.seq)):
        named = "root" if act.action == _CHECKPOINT else "key_no"
        logged[act.action, act.subject] = act.facts.get(named)
    for name in sorted({*logged, *stored}):
        if logged.get(name) != stored.get(name):
            yield _problem(SIGNED, name[1], subject=name[1])
    for row in keys:
        if row.key_id != row.verifier.key_id.hex():
            yield _problem(SIGNED, row.key_id, subject=row.key_id)


def _problem(code: str, where: str, **facts: str) -> Problem:
    vi, en = _SAID[code]
    return Problem(code, vi, en, where=where, facts=facts)
