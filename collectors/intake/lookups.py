"""What is known of those who may have paid, looked up for many receipts at once."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from collectors.matching.allocation import Obligation
from collectors.matching.codes_in_text import parent_of
from collectors.matching.known import DAYS_TO_LEARN, Known, Receipt
from collectors.matching.names import Names, bearers_of, name_key, names_in
from collectors.matching.transfer_text import TransferText, read_text
from finance.records.audit_lines import merged_into
from finance.records.employers import EmployerRow
from finance.records.loading import ask_among, keyed
from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow
from ledger.money import Vnd
from ledger.periods import Period
from ledger.store.cursor import Reader

_CERTAIN = 85  # what is matched with less, and by no person, teaches nothing

_ACCOUNT = keyed(ReceiptRow, "counter_account")
_EMPLOYER = keyed(EmployerRow, "tax_code")
_OWING = keyed(ObligationRow, "tax_code")

Key = tuple[str, str]  # tax code and wage month


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation that may still be paid, and the unit that keeps it."""

    collector: str
    obligation: Obligation


@dataclass(slots=True)
class Looked:
    """All that is known of those whom a few receipts may be from.

    `owed` and `by_account` change while receipts are decided, one after the other.
    """

    tax_codes: frozenset[str]
    collectors: Mapping[str, str]  # tax code -> the unit that collects from it now
    by_name: Names
    by_account: dict[str, dict[str, list[dt.date]]]  # as `Known` has it; grows as receipts decide
    names: Mapping[str, Collection[str]]  # tax code -> its names, as matching compares them
    owed: dict[Key, Owed]
    months: Mapping[str, Sequence[str]]  # tax code -> its months in `owed`
    texts: Mapping[str, TransferText] = field(default_factory=dict)  # as they were read, by content
    heirs: Mapping[str, str] = field(default_factory=dict)  # of those merged into another by now
    # What other units than the one in `owed` have open of the same month, by unit.
    beside: dict[Key, dict[str, Owed]] = field(default_factory=dict)

    def known(self, collector: str = "") -> Known:
        """What matching is given; with a collector, only its obligations still take money."""
        owed = _Obligations(self, collector)
        return Known(self.tax_codes, self.by_name, self.by_account, owed, self.names)

    def kept(self, tax_code: str, period: str, collector: str = "") -> Owed:
        """What one unit keeps of a month; without one named, what is to be paid of it next."""
        owed = self.owed[(tax_code, period)]
        others = self.beside.get((tax_code, period), {})
        if collector:
            return others.get(collector, owed)
        still = (other for other in others.values() if other.obligation.open_vnd)
        return owed if owed.obligation.open_vnd else next(still, owed)

    def obligations(self, tax_code: str, collector: str = "") -> list[Obligation]:
        """An employer's months; those of another collector than the one named take nothing."""
        found = []
        for month in self.months.get(tax_code, ()):
            owed = self.kept(tax_code, month, collector)
            one = owed.obligation
            closed = collector not in ("", owed.collector)
            found.append(Obligation(one.period, Vnd(0), one.due_on) if closed else one)
        return found

    def pay(self, tax_code: str, parts: Iterable[tuple[str, int]], collector: str = "") -> None:
        """Take what a receipt pays off what is owed, so that the next one finds the rest."""
        for period, amount in parts:
            key, owed = (tax_code, period), self.kept(tax_code, period, collector)
            one = owed.obligation
            left = Obligation(one.period, Vnd(one.open_vnd - amount), one.due_on)
            made = Owed(owed.collector, left)
            if owed is self.owed[key]:
                self.owed[key] = made
            else:
                self.beside[key][owed.collector] = made

    def learn(self, receipt: ReceiptRow, tax_code: str) -> None:
        """Keep whom an account has paid for, so that the next receipt knows it."""
        if receipt.counter_account:
            paid = self.by_account.setdefault(receipt.counter_account, {})
            paid.setdefault(tax_code, []).append(receipt.booked_on)


class _Obligations(Mapping[str, Sequence[Obligation]]):
    """An employer's obligations as they stand when matching asks for them."""

    def __init__(self, looked: Looked, collector: str) -> None:
        self._looked = looked
        self._collector = collector

    def __getitem__(self, tax_code: str) -> Sequence[Obligation]:
        return self._looked.obligations(tax_code, self._collector)

    def __iter__(self) -> Iterator[str]:
        return iter(self._looked.months)

    def __len__(self) -> int:
        return len(self._looked.months)


def names_known(session: Session, on: dt.date) -> Names:
    """Every name an employer bears or bore, as matching looks it up, with the tax codes.

    Any text may hold any of them, so the whole register is read, once for a run.
    """
    found: dict[str, tuple[str, ...]] = {}
    rows = session.execute(
        select(EmployerRow.tax_code, EmployerRow.name).where(EmployerRow.valid_from <= on),
        execution_options={"yield_per": 5000},
    )
    for tax_code, name in rows:
        key = name_key(name)
        bearers = found.get(key, ())
        if tax_code not in bearers:
            found[key] = (*bearers, tax_code)
    return Names(found)


def look_up(
    session: Session,
    receipts: Sequence[ReceiptRow],
    by_name: Names,
    on: dt.date,
) -> Looked:
    """Look up everybody whom these receipts may be from, on a day.

    Takes    receipts; the names of `names_known`; the day, on which an employer that has gone is
             still known by its last row.
    """
    texts = {content: read_text(content) for content in {row.content for row in receipts}}
    named = {code for text in texts.values() for code in text.tax_codes}
    by_account = _paid_before(session, {row.counter_account for row in receipts})
    possible = named | {parent_of(code) for code in named}
    possible.update(code for paid in by_account.values() for code in paid)
    possible.update(row.tax_code for row in receipts if row.tax_code)
    for row in receipts:
        possible.update(_bearers(row, texts[row.content], by_name))
    collectors, names, gone = _registered(session, possible, on)
    heirs = _heirs(session, gone, on)
    for heir in set(heirs.values()) - collectors.keys():
        theirs, borne, _ = _registered(session, [heir], on)
        collectors |= theirs
        names |= borne
    months = {period for text in texts.values() for period in text.periods.periods}
    owed, beside = _owed(session, collectors, months)
    by_code: dict[str, list[str]] = {}
    for tax_code, period in owed:
        by_code.setdefault(tax_code, []).append(period)
    known = frozenset(collectors)
    said = (by_code, texts, heirs, beside)
    return Looked(known, collectors, by_name, by_account, names, owed, *said)


def receipt_of(row: ReceiptRow, amount_vnd: int) -> Receipt:
    """A receipt, or so much of it, as matching knows it."""
    payer = (row.counter_account, row.counter_name)
    return Receipt(Vnd(amount_vnd), row.content, *payer, row.booked_on)


def _bearers(row: ReceiptRow, text: TransferText, by_name: Names) -> Iterator[str]:
    for found in names_in(text.codes.rest, by_name):
        yield from found.bearers
    yield from bearers_of(row.counter_name, by_name)


def _paid_before(
    session: Session, accounts: Collection[str]
) -> dict[str, dict[str, list[dt.date]]]:
    """Whom each paying account has paid for, by certain matches and by people's decisions.

    Returns  the first days of each, as many as it takes to learn an account.
    """
    days = "counter_account, tax_code, booked_on"
    sql = (
        f"SELECT {days} FROM (SELECT {days}, row_number() OVER "  # noqa: S608 - names are ours
        "(PARTITION BY counter_account, tax_code ORDER BY booked_on) AS place FROM receipt "
        f"WHERE tax_code <> '' AND confidence >= %s AND {{among}} GROUP BY {days}) AS each "
        f"WHERE place <= {DAYS_TO_LEARN} ORDER BY {days}"
    )
    reader = Reader(session.connection())
    keys = [(account,) for account in sorted(accounts) if account]
    found: dict[str, dict[str, list[dt.date]]] = {}
    for account, tax_code, day in ask_among(session, sql, _ACCOUNT, keys, (_CERTAIN,)):
        found.setdefault(account, {}).setdefault(tax_code, []).append(reader.day_of(day))
    return found


def _heirs(session: Session, gone: Collection[str], on: dt.date) -> dict[str, str]:
    """Whom each of those that have gone was merged into, and who took over from that one."""
    found: dict[str, str] = {}
    left = set(gone)
    while left:
        step = merged_into(session, left)
        found |= step
        _, _, also = _registered(session, set(step.values()), on)
        left = also - found.keys()
    return {code: _last(found, code) for code in found}


def _last(heirs: Mapping[str, str], code: str) -> str:
    seen, heir = {code}, heirs[code]
    while heir in heirs and heir not in seen:
        seen.add(heir)
        heir = heirs[heir]
    return heir


def _registered(
    session: Session, tax_codes: Collection[str], on: dt.date
) -> tuple[dict[str, str], dict[str, set[str]], set[str]]:
    """Of those in the register: the unit that collects from each, every name it bore, who has gone.

    Who has gone stands in no row of the register on the day.
    """
    sql = (
        "SELECT tax_code, collecting_unit, name, valid_to FROM employer "
        "WHERE valid_from <= %s AND {among} ORDER BY tax_code, valid_from"
    )
    reader = Reader(session.connection())
    day = reader.day(on)
    keys = [(code,) for code in sorted(tax_codes)]
    collectors: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    gone: set[str] = set()
    for tax_code, unit, name, last in ask_among(session, sql, _EMPLOYER, keys, (day,)):
        collectors[tax_code] = unit
        names.setdefault(tax_code, set()).add(name_key(name))
        (gone.add if reader.day_of(last) < on else gone.discard)(tax_code)
    return collectors, names, gone


def _owed(
    session: Session, collectors: Mapping[str, str], months: Collection[str]
) -> tuple[dict[Key, Owed], dict[Key, dict[str, Owed]]]:
    """What is open, and what is assessed of the months some text names.

    Returns  one for each month: where two units keep parts of it, that of the unit that collects
             now while something is open there, else the largest that is open. And beside them,
             what is open of the same months with other units.
    """
    reader = Reader(session.connection())
    named, values = reader.among("period", sorted(months)) if months else ("1 = 0", ())
    left_vnd = "amount_vnd - waived_vnd - paid_vnd"
    sql = (
        f"SELECT tax_code, period, collecting_unit, {left_vnd}, due_on FROM obligation "  # noqa: S608 - names are ours
        f"WHERE ({left_vnd} > 0 OR {named}) AND {{among}} ORDER BY 1, 2, 4, 3"
    )
    keys = [(code,) for code in sorted(collectors)]
    found: dict[Key, Owed] = {}
    beside: dict[Key, dict[str, Owed]] = {}
    for tax_code, period, unit, left, due in ask_among(session, sql, _OWING, keys, values):
        key, now = (tax_code, period), collectors[tax_code]
        made = Owed(unit, Obligation(Period(period), Vnd(left), reader.day_of(due)))
        held = found.get(key)
        if held is None:
            found[key] = made
            continue
        first = (bool(left), unit == now) >= (bool(held.obligation.open_vnd), held.collector == now)
        found[key], other = (made, held) if first else (held, made)
        if other.obligation.open_vnd:
            beside.setdefault(key, {})[other.collector] = other
    return found, beside
