"""How every story of the state machine begins: a federation with something of each kind in it.

E1 owes two months; May is closed everywhere, June at the grassroots, A1 has locked some months
softly, and three closed ones are asked for. Receipts wait to be matched, vouchers to be handed on
and to be decided, and entries came from another program.
"""

import datetime as dt
from typing import Final

from sqlalchemy import text

from finance.actions.ask_reopening import AskReopening, ask_reopening
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.post_entries import post_entries
from finance.actions.soften_period import SoftenPeriod, soften_period
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.runtime.clock import FixedClock
from ledger.periods import Period
from tests.assurance.model import MBook, MEntry, MLine, Model, MVoucher
from tests.assurance.playing import BEGIN, CLERK, as_draft, as_lines
from tests.builders import BOOKS, E1
from tests.federation import Federation

UNITS: Final = ("G1", "LDA")
OWED: Final = {"2026-05": 1_000_000, "2026-06": 1_000_000}
ROWS: Final = (("R0", dt.date(2026, 7, 20), 150_000), ("R1", dt.date(2026, 8, 1), 70_000))
_OWED_ON: Final = dt.date(2026, 7, 1)
_UNTIL_US: Final = FixedClock(BEGIN + dt.timedelta(days=14)).now_us()
_VOUCHERS: Final = ("draft", "draft", "submitted", "submitted", "submitted")
_ASKED: Final = (("TLD", "2026-05"), ("G1", "2026-06"), ("G2", "2026-06"))
_LOCKED: Final = ("2026-06", "2026-07", "2026-08", "2026-09")  # in A1
_SENT: Final = ("k0", "k1", "k2")


def begin(fed: Federation) -> Model:
    """Do all that to a federation; the model of it."""
    for month, levy in OWED.items():
        fed.owe(E1, month, levy, _OWED_ON)
    _months(fed)
    model = _model(fed)
    for reference, day, amount in ROWS:
        fed.receive("LDA", reference, amount, day)
        model.received(day, amount)
    for unit in UNITS:
        for number, key in enumerate(_SENT):
            entry = MEntry("GL", 0, BEGIN, _paid(1_000 + number), name=("import", key))
            sent = post_entries(fed.ctx(BEGIN), [(1, as_draft(unit, entry))], all_or_nothing=True)
            assert not sent.refused
            model.post_named(unit, entry)
        for seq, state in enumerate(_VOUCHERS, start=1):
            _voucher(fed, (unit, seq), state)
            model.vouchers[unit, seq] = MVoucher(unit, BEGIN, _paid(seq), state, {CLERK.name})
    return model


def _months(fed: Federation) -> None:
    for book in BOOKS:
        fed.close(book, "2026-05", BEGIN)
    for book in ("G1", "G2"):
        fed.close(book, "2026-06", BEGIN)
    for book, month in _ASKED:
        asked = AskReopening(book, Period(month), "Quên một chứng từ", _UNTIL_US)
        ask_reopening(fed.ctx(BEGIN, CLERK), asked)
    for month in _LOCKED:
        soften_period(fed.ctx(BEGIN, CLERK), SoftenPeriod("A1", Period(month)))


def _voucher(fed: Federation, place: tuple[str, int], state: str) -> None:
    ctx = fed.ctx(BEGIN, CLERK)
    lines = as_lines(_paid(place[1]))
    seq = draft_voucher(ctx, DraftVoucher(place[0], BEGIN, BEGIN, "Chi", lines))
    assert seq == place[1]
    if state == "submitted":
        submit_voucher(ctx, SubmitVoucher(*place))


def _paid(amount: int) -> tuple[MLine, ...]:
    return ("111", "D", amount, "", "", ""), ("112", "C", amount, "", "", "")


def _model(fed: Federation) -> Model:
    """The months as they are, the levy that was assessed, and who asks for what."""
    with fed.database.reading() as session:
        rows = session.execute(
            text("SELECT b.code, p.period, p.state FROM period p JOIN book b USING (book_id)")
        )
        months: dict[str, dict[str, str]] = {code: {} for code in BOOKS}
        for code, period, state in rows:
            months[code][period] = state
    model = Model({code: MBook(months[code]) for code in BOOKS}, dict(OWED))
    model.asked = dict.fromkeys(_ASKED, (CLERK.name, _UNTIL_US))
    for levy in OWED.values():
        lines: tuple[MLine, ...] = (
            ("13881", "D", levy, "levy", "", ""),
            ("33883", "C", levy, "levy", "", ""),
        )
        model.post("LDA", MEntry("AS", 0, _OWED_ON, lines))
    return model
