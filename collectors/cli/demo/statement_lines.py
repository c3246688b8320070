"""The movements on a levy account in a month: what employers pay, and what banks add."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from collectors.cli.demo.chance import dice
from collectors.cli.demo.federation import NATIONAL, Employer
from collectors.cli.demo.mess import Mess
from collectors.cli.demo.payments import Payers, Transfer
from collectors.cli.demo.transfer_lines import transfer_text
from finance.rules.folding import fold
from ledger.money import Vnd
from ledger.periods import Period, first_day, last_day

FIRST_HALF_ENDS = 15
_FEE = Vnd(22_000)
_FEE_ON, _STRANGER_ON, _DUES_ON = 25, 11, 18
_NO_NAME_EVERY = 9


@dataclass(frozen=True, slots=True)
class BankLine:
    """One movement; one of debit and credit is zero."""

    booked_on: dt.date
    reference: str
    debit_vnd: Vnd
    credit_vnd: Vnd
    content: str
    counter_account: str = ""
    counter_name: str = ""
    kinds: tuple[Mess, ...] = ()
    note: str = ""


class LevyAccounts:
    """What moves on the levy accounts of a federation, month by month."""

    def __init__(self, payers: Payers) -> None:
        """Take the federation's employers and how they pay."""
        self._federation = payers.federation
        self._payers = payers

    def month(self, month: Period) -> Iterator[tuple[str, list[BankLine]]]:
        """One month's movements of each levy account, by its owner, in order of booking.

        The confederation comes last: what employers pay to it is gathered on the way.
        """
        central: list[BankLine] = []
        for place, province in enumerate(self._federation.provinces):
            lines: list[BankLine] = []
            for employer in self._federation.employers(place):
                for transfer in self._payers.transfers(employer, month):
                    to = central if transfer.to_unit == NATIONAL else lines
                    to.extend(self._lines(transfer))
            yield province, self._whole(province, month, lines)
        yield NATIONAL, self._whole(NATIONAL, month, central)

    def _whole(self, unit: str, month: Period, lines: Iterable[BankLine]) -> list[BankLine]:
        return sorted(
            (*lines, *_from_the_bank(unit, month), *self._from_strangers(unit, month)),
            key=lambda line: (line.booked_on, line.reference),
        )

    def _lines(self, transfer: Transfer) -> Iterator[BankLine]:
        employer = transfer.employer
        chance = dice(self._federation.seed, "text", employer.number, transfer.reference)
        text, kinds = transfer_text(employer, transfer.periods, chance)
        paid = BankLine(
            booked_on=transfer.booked_on,
            reference=transfer.reference,
            debit_vnd=Vnd(0),
            credit_vnd=transfer.amount_vnd,
            content=text,
            counter_account=employer.account,
            counter_name=_payer_name(employer),
            kinds=(*transfer.kinds, *kinds),
            note=employer.tax_code,
        )
        for _ in range(transfer.copies):
            yield paid
        if transfer.returned_on is not None:
            yield BankLine(
                booked_on=transfer.returned_on,
                reference=f"RT{transfer.reference[2:]}",
                debit_vnd=transfer.amount_vnd,
                credit_vnd=Vnd(0),
                content=f"HOAN TRA GD {transfer.reference} SAI TEN NGUOI THU HUONG",
                counter_account=employer.account,
                counter_name=_payer_name(employer),
                kinds=(Mess.RETURNED_PAYMENT,),
                note=employer.tax_code,
            )

    def _from_strangers(self, unit: str, month: Period) -> Iterator[BankLine]:
        chance = dice(self._federation.seed, "strangers", unit, month)
        day = first_day(month)
        yield BankLine(
            booked_on=day.replace(day=_STRANGER_ON),
            reference=f"TM{day:%y%m}{chance.randrange(10**6):06d}",
            debit_vnd=Vnd(0),
            credit_vnd=Vnd(chance.randint(1_000, 9_000) * 1_000),
            content="NOP TIEN MAT TAI QUAY",
            kinds=(Mess.UNKNOWN_PAYER,),
        )
        if unit != NATIONAL:
            yield BankLine(
                booked_on=day.replace(day=_DUES_ON),
                reference=f"FT{day:%y%m}{chance.randrange(10**7):07d}",
                debit_vnd=Vnd(0),
                credit_vnd=Vnd(chance.randint(100, 900) * 1_000 + chance.randrange(1_000)),
                content=f"{unit}C01S001 nop doan phi cong doan thang {month[5:]}/{month[:4]}",
                counter_name=f"CDCS {unit}C01S001",
                kinds=(Mess.DUES_IN_LEVY_ACCOUNT, Mess.NO_DIACRITICS),
            )


def _from_the_bank(unit: str, month: Period) -> Iterator[BankLine]:
    """The bank's own fee, and the interest of the month."""
    day = first_day(month)
    yield BankLine(
        booked_on=day.replace(day=_FEE_ON),
        reference=f"PHI{day:%y%m}{unit}",
        debit_vnd=_FEE,
        credit_vnd=Vnd(0),
        content="THU PHI QUAN LY TAI KHOAN",
        kinds=(Mess.BANK_FEE,),
    )
    chance = dice("interest", unit, month)
    yield BankLine(
        booked_on=last_day(month),
        reference=f"LAI{day:%y%m}{unit}",
        debit_vnd=Vnd(0),
        credit_vnd=Vnd(chance.randint(20_000, 400_000)),
        content=f"LAI NHAP GOC TAI KHOAN {unit}",
        kinds=(Mess.UNKNOWN_PAYER,),
    )


def _payer_name(employer: Employer) -> str:
    return "" if employer.number % _NO_NAME_EVERY == 1 else fold(employer.name)
