"""The months of a federation, told in commands: what an operator and its people would type."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from collectors.cli.demo.caller import Caller
from collectors.cli.demo.contested import ask_for_relief, open_a_case
from collectors.cli.demo.declared import BACK_MONTHS
from collectors.cli.demo.federation import Federation
from collectors.cli.demo.feeds import Feeds, Statement, Told
from collectors.cli.demo.members import write_members
from collectors.cli.demo.people import ACCOUNTANT, APPROVER, people_of
from collectors.cli.demo.registers import OPENED_ON
from collectors.cli.demo.statement_files import write_paid
from collectors.cli.demo.statement_lines import BankLine
from collectors.cli.demo.vouchers import approved_voucher, waiting_vouchers
from ledger.money import Vnd
from ledger.periods import Period, first_day, last_day, shift

_DECLARED_ON, _FIRST_STATEMENT_ON, _PAID_ON = 5, 16, 18
_CLOSED_ON, _DISCLOSED_ON = 4, 8
_TAX_ON = 10
_TAX_MONTH = 5  # the calendar month of the story in which the tax year arrives
_ROW_KINDS = ("rows_read", "rows_taken", "rows_unchanged", "rows_superseded", "rows_quarantined")
FIRST_DISCLOSED = Period("2026-01")


@dataclass(slots=True)
class Count:
    """What the story counted on its way."""

    passwords: dict[str, str] = field(default_factory=dict)
    files: int = 0
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_ROW_KINDS, 0))
    identified: int = 0
    paid_vnd: int = 0
    closed: int = 0
    published: int = 0


class Story:
    """Takes a federation from its registers to its last disclosure."""

    def __init__(self, caller: Caller, federation: Federation, feeds: Feeds, tell: Told) -> None:
        """Take who types, the federation, its files, and whom to tell how far it is."""
        self._caller = caller
        self._federation = federation
        self._feeds = feeds
        self._tell = tell
        self.count = Count()

    def play(self) -> Count:
        """Live through every month; what was counted on the way."""
        self._begin()
        for month in self._federation.scale.calendar_months:
            self._tell(f"{month}")
            self._declare(month)
            self._first_half(month)
            self._second_half(month)
            if month == self._federation.scale.calendar_months[-1]:
                self._dues(month)
                approved_voucher(self._caller, self._federation)
                ask_for_relief(self._caller, self._federation)
                open_a_case(self._caller, self._federation)
            self._close(month)
            if month >= FIRST_DISCLOSED:
                self._disclose(month)
        waiting_vouchers(self._caller, self._federation)
        return self.count

    @property
    def units(self) -> list[str]:
        """The units whose books are kept, the confederation last."""
        return [unit.code for unit in self._federation.units() if unit.valid_to is None][::-1]

    def _begin(self) -> None:
        caller = self._caller
        caller.day = OPENED_ON + dt.timedelta(days=1)
        caller.ask("db", "upgrade")
        caller.ask("keys", "create")
        for register, path in self._feeds.registers.items():
            self._tell(register)
            self._take_in(path, register, "import")
        for person in people_of(self._federation):
            added = caller.ask(
                *("users", "add", person.name, "--random-password"),
                *("--role", person.role, "--unit", person.unit),
            )
            self.count.passwords[person.name] = added["password"]
        self._take_in(self._feeds.arrears, "intake", "si")
        for period in BACK_MONTHS:
            caller.ask("levy", "assess", period)

    def _declare(self, month: Period) -> None:
        """The agency's file of the month before, and what it corrects."""
        caller, wage_month = self._caller, shift(month, -1)
        scale = self._federation.scale
        if month.endswith("-01"):
            caller.day = first_day(month)
            caller.ask("jobs", "once", "open_year")
        caller.day = first_day(month).replace(day=_DECLARED_ON)
        self._take_in(self._feeds.si[wage_month], "intake", "si")
        for period in (shift(wage_month, -1), wage_month):
            if period >= scale.first:
                caller.ask("levy", "assess", period)
        if month == scale.calendar_months[min(_TAX_MONTH, scale.months - 1)]:
            caller.day = caller.day.replace(day=_TAX_ON)
            self._take_in(self._feeds.tax, "intake", "tax")

    def _first_half(self, month: Period) -> None:
        self._caller.day = first_day(month).replace(day=_FIRST_STATEMENT_ON)
        self._statements(self._feeds.bank[(month, 1)])
        self._caller.ask("levy", "match")
        self._caller.day = first_day(month).replace(day=_PAID_ON)
        self._identify(month, 1)
        self._distribute()

    def _second_half(self, month: Period) -> None:
        self._caller.day = last_day(month)
        self._statements(self._feeds.bank[(month, 2)])
        self._caller.ask("levy", "match")
        self._identify(month, 2)
        self._distribute()
        done = self._caller.ask("ledger", "post", str(self._feeds.spending[month]), partly=True)
        self.count.files += 1
        assert done["refused"] <= 1, done  # the line that was planted

    def _dues(self, month: Period) -> None:
        """The members of the union that is shown pay: most by their payroll."""
        unit = self._federation.shown_union().code
        files = write_members(self._feeds.arrears.parent, self._federation, month)
        self._take_in(files.register, "members", "import")
        self._take_in(files.payroll, "intake", "payroll")
        self._caller.ask("dues", "assess", month, "--unit", unit)
        self._caller.ask("dues", "collect", unit, month, "--withheld")

    def _close(self, month: Period) -> None:
        first = month == self._federation.scale.calendar_months[0]
        self._caller.day = first_day(shift(month, 1)).replace(day=_CLOSED_ON)
        for unit in self.units:
            if month.endswith("-12"):
                self._caller.ask("year", "carry", unit, month[:4])
            done = self._caller.ask("period", "close", unit, month, *(["--through"] * first))
            self.count.closed += len(done["closed"])
        self._caller.ask("seal", "checkpoint")

    def _disclose(self, month: Period) -> None:
        self._caller.day = first_day(shift(month, 1)).replace(day=_DISCLOSED_ON)
        for unit in self.units:
            made = self._caller.ask(
                *("disclose", "build", unit, month[:4], "--kind", "period", "--period", month)
            )
            self._caller.ask("disclose", "publish", made["id"], person=APPROVER)
            self.count.published += 1

    def _identify(self, month: Period, half: int) -> None:
        """The accountant decides some of what is only suggested; the rest waits."""
        waiting = self._caller.ask("levy", "receipts", "--state", "suggested", person=ACCOUNTANT)
        by_reference = {row["reference"]: row["receipt"] for row in waiting["rows"]}
        for reference, tax_code in self._feeds.decisions.get((month, half), ()):
            if reference in by_reference:
                receipt = by_reference[reference]
                words = ("levy", "identify", receipt, "--employer", tax_code)
                self._caller.ask(*words, person=ACCOUNTANT)
                self.count.identified += 1

    def _distribute(self) -> None:
        """Pay the shares; what the bank then paid comes back as a statement."""
        done = self._caller.ask("levy", "distribute", "--on", self._caller.day.isoformat())
        self.count.paid_vnd += done["amount_vnd"]
        folder = self._feeds.arrears.parent
        for unit, lines in self._paid(done["rows"]):
            path = write_paid(folder, f"{unit}-{self._caller.day.isoformat()}", lines)
            self._statements([Statement(self._federation.collection_account(unit), path)])

    def _paid(self, orders: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[BankLine]]]:
        for unit in dict.fromkeys(order["unit"] for order in orders):
            own = [order for order in orders if order["unit"] == unit and order["account_no"]]
            yield unit, [self._paid_line(place, order) for place, order in enumerate(own, start=1)]

    def _paid_line(self, place: int, order: dict[str, Any]) -> BankLine:
        return BankLine(
            booked_on=self._caller.day,
            reference=f"UNC{self._caller.day:%y%m%d}{place:05d}",
            debit_vnd=Vnd(order["amount_vnd"]),
            credit_vnd=Vnd(0),
            content=order["purpose"],
            counter_account=order["account_no"],
            counter_name=order["payee"],
        )

    def _statements(self, statements: Sequence[Statement]) -> None:
        for statement in statements:
            self._take_in(statement.path, "intake", "bank", "--account", statement.account_no)

    def _take_in(self, path: Path, *words: str) -> None:
        report = self._caller.ask(*words[:2], str(path), *words[2:], partly=True)
        self.count.files += 1
        for kind in _ROW_KINDS:
            self.count.rows[kind] += report[kind]
