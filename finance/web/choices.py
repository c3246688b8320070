"""What a line of a voucher may name: accounts, funds and items, and how people write them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.rules.charts import Item
from finance.rules.folding import fold
from finance.runtime.charts import index_items
from ledger.accounts import Chart
from ledger.errors import UnknownBook
from ledger.store import reads


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what is kept, the short word it is shown by, its names."""

    code: str
    word: str
    vi: str
    en: str


FUNDS: Final = (
    Choice("levy", "KPCĐ", "Kinh phí công đoàn", "Levy"),
    Choice("dues", "ĐPCĐ", "Đoàn phí công đoàn", "Dues"),
    Choice("state", "NSNN", "Ngân sách nhà nước", "State budget"),
    Choice("other", "Khác", "Thu khác", "Other revenue"),
)
RESTRICTED: Final = "restricted:"
_LONGEST_FUND = 40
_SHORTEST_PART = 3  # a letter or two would name by chance


@dataclass(frozen=True, slots=True)
class Choices:
    """What one book's lines may name."""

    chart: Chart
    accounts: tuple[Choice, ...]  # those a person may post
    items: Mapping[str, Choice]

    def account(self, text: str) -> str | None:
        """The code of an account of the chart by its code, or of one to choose by its name."""
        code = text.split(maxsplit=1)[0] if text.strip() else ""
        return code if self.chart.get(code) is not None else _named(text, self.accounts)

    def item(self, text: str) -> str | None:
        """The code of an item by its code or its name; None when there is no such item."""
        code = text.split(maxsplit=1)[0] if text.strip() else ""
        return code if code in self.items else _named(text, self.items.values())


def choices_of(session: Session, unit_code: str) -> Choices:
    """What a unit's vouchers may name, by the regime of its book.

    Raises   UnknownBook.
    """
    held = reads.books_by_code(session, {unit_code}).get(unit_code)
    if held is None:
        raise UnknownBook(book=unit_code)
    chart = reads.chart(session, held.regime)
    accounts = tuple(
        Choice(each.code, each.code, each.name_vi, each.name_en)
        for each in chart
        if each.postable and not each.control
    )
    items = (item for item in index_items() if item.regime == held.regime)
    return Choices(chart, accounts, {item.code: _of_item(item) for item in items})


def fund_of(text: str) -> str | None:
    """The fund as it is kept, by its word, name or code; None when there is no such fund.

    A fund with a report of its own is written restricted:CODE.
    """
    tidy = text.strip()
    own = tidy.removeprefix(RESTRICTED)
    if own != tidy:
        fits = own.isascii() and own.replace("-", "").replace(".", "").isalnum()
        return tidy if fits and len(tidy) <= _LONGEST_FUND else None
    folded = fold(tidy)
    for each in FUNDS:
        if folded in {fold(name) for name in (each.code, each.word, each.vi, each.en)}:
            return each.code
    return None


def fund_word(code: str) -> str:
    """The word a fund is shown and typed by."""
    return next((each.word for each in FUNDS if each.code == code), code)


def _of_item(item: Item) -> Choice:
    return Choice(item.code, item.code, item.name_vi, item.name_en)


def _named(text: str, among: Iterable[Choice]) -> str | None:
    """The one choice that has this name in either language, or the only one that holds it."""
    folded = fold(text)
    if not folded:
        return None
    names = {each.code: (fold(each.vi), fold(each.en)) for each in among}
    same = [code for code, each in names.items() if folded in each]
    holding = [code for code, each in names.items() if any(folded in name for name in each)]
    found = same or (holding if len(folded) >= _SHORTEST_PART else [])
    return found[0] if len(found) == 1 else None
