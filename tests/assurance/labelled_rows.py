"""What a row of the labelled set is made of, and the desk that rows are written at."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from tests.assurance import labelled_texts as texts
from tests.assurance.labelled_people import Employer


@dataclass(frozen=True, slots=True)
class Label:
    """What a row truly is.

    `payer` is empty where nobody may be taken for it without a person. `months` are those the
    text names for certain; `returned` is the reference of the receipt a debit takes back, empty
    where a person has to say.
    """

    kind: str
    payer: Employer | None = None
    months: tuple[str, ...] = ()
    returned: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a statement, amounts in đồng."""

    number: int
    reference: str
    booked_on: dt.date
    credit_vnd: int
    debit_vnd: int
    counter_account: str
    counter_name: str
    content: str
    label: Label


@dataclass(slots=True)
class Desk:
    """Where rows are written: the chance, the employers, the days, and what is written so far."""

    chance: Random
    people: list[Employer]
    first_day: dt.date
    days: int
    made: list[Row] = field(default_factory=list)
    numbers: int = 0
    used: set[str] = field(default_factory=set)  # receipts a debit has spoken of

    def somebody(self, months: int = 1) -> Employer:
        """An employer with so many months to pay."""
        while True:
            one = self.chance.choice(self.people)
            if one.left >= months:
                return one

    def another(self, than: Employer) -> Employer:
        """An employer whose name shares nothing with this one's."""
        while True:
            one = self.chance.choice(self.people)
            if one.alone and not set(one.name.split()[-2:]) & set(than.name.split()):
                return one

    def day(self, first: int = 0, last: int | None = None) -> dt.date:
        """Some day of the span, counted from its first."""
        end = self.days - 1 if last is None else last
        return self.first_day + dt.timedelta(days=self.chance.randint(first, end))

    def credit(
        self, label: Label, amount_vnd: int, content: str, payer: tuple[str, str], on: dt.date
    ) -> Row:
        """A row of money that came in, from an account and its holder."""
        account, name = payer
        shown = texts.plain(name).upper()[: self.chance.choice((35, 50, 70))]  # as banks print it
        return self._row(label, on, (amount_vnd, 0), (account, shown, content))

    def debit(self, label: Label, amount_vnd: int, content: str, account: str, on: dt.date) -> Row:
        """A row of money that went out."""
        return self._row(label, on, (0, amount_vnd), (account, "", content))

    def own(self, one: Employer) -> tuple[str, str]:
        """An employer's own account; the bank does not always tell whose it is."""
        return (one.account, one.name if self.chance.randrange(3) else "")

    def text(self, text: str) -> str:
        """A text as the bank's statement shows it."""
        return texts.banked(texts.written(text, self.chance), self.chance)

    def _row(
        self, label: Label, on: dt.date, amounts: tuple[int, int], words: tuple[str, str, str]
    ) -> Row:
        self.numbers += 1
        reference = f"FT{self.numbers:06d}A"
        return Row(self.numbers, reference, on, *amounts, *words, label)
