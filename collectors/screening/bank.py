"""Screen the movements on a bank account.

Pure. A movement without any text is real money and is taken; one without a reference has no
identity and is not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from collectors.evidence import RawRow
from collectors.screening.cells import LONGEST_NAME, LONGEST_REFERENCE, Cells, Screened
from finance.rules.facts import BankFacts


def screen_bank(rows: Iterable[RawRow]) -> Iterator[Screened[BankFacts]]:
    """Screen a statement, row by row in the order of the file.

    Returns  each row with its occurrence among the rows of one day with one reference. A
             quarantined row counts as well when its day and reference can be read, so that a
             corrected file gives the rows after it the same identity as before.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for raw in rows:
        yield _screen(raw, seen)


def _screen(raw: RawRow, seen: Counter[tuple[str, str]]) -> Screened[BankFacts]:
    if not raw.readable:
        return Screened(raw, None, raw.problems)
    cells = Cells(raw)
    reference = cells.text("reference", required=True, longest=LONGEST_REFERENCE)
    booked_on = cells.day("booked_on")
    identity = (booked_on.isoformat(), reference)
    seen[identity] += 1
    occurrence = seen[identity]
    value_on = cells.day_or_none("value_on")
    debit, credit = cells.sides()
    balance = cells.amount("balance", negative=True)
    counter_account = cells.code("counter_account")
    counter_name = cells.text("counter_name", longest=LONGEST_NAME)
    content = cells.text("content")
    return cells.screened(
        lambda: BankFacts(
            row=raw.row,
            reference=reference,
            booked_on=booked_on,
            value_on=value_on,
            debit_vnd=debit,
            credit_vnd=credit,
            balance_vnd=balance,
            counter_account=counter_account,
            counter_name=counter_name,
            content=content,
            occurrence=occurrence,
        ),
        {"booked_on": booked_on, "reference": reference, "occurrence": occurrence},
    )
