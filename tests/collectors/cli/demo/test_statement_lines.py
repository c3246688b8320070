"""What moves on the levy accounts."""

from collectors.cli.demo.federation import NATIONAL, Federation
from collectors.cli.demo.mess import Mess
from collectors.cli.demo.payments import Payers
from collectors.cli.demo.scales import SCALES
from collectors.cli.demo.statement_lines import BankLine, LevyAccounts
from collectors.matching.debits import Debit, Returnable, Returns, classify
from ledger.periods import Period, period_of

MONTH = Period("2026-02")
PAYERS = Payers(Federation(SCALES["small"], 4))
LINES: dict[str, list[BankLine]] = dict(LevyAccounts(PAYERS).month(MONTH))


def test_each_levy_account_has_its_month() -> None:
    """In order of booking, within the month, the confederation last."""
    assert list(LINES) == ["T01", "T02", "T03", NATIONAL]
    for lines in LINES.values():
        days = [line.booked_on for line in lines]
        assert days == sorted(days)
        assert {period_of(day) for day in days} == {MONTH}


def test_all_that_employers_pay_is_on_some_account() -> None:
    """No đồng is lost between the payers and the banks."""
    paid = sum(
        transfer.amount_vnd * transfer.copies
        for employer in PAYERS.federation.employers()
        for transfer in PAYERS.transfers(employer, MONTH)
    )
    on_accounts = sum(line.credit_vnd for lines in LINES.values() for line in lines if line.note)
    assert on_accounts == paid > 0


def test_a_line_goes_one_way() -> None:
    """One of debit and credit is nothing."""
    for lines in LINES.values():
        assert all((line.debit_vnd > 0) != (line.credit_vnd > 0) for line in lines)


def test_the_bank_takes_a_fee_and_gives_interest() -> None:
    """On every account; and somebody pays in cash without a name."""
    for lines in LINES.values():
        assert sum(1 for line in lines if Mess.BANK_FEE in line.kinds) == 1
        assert sum(1 for line in lines if Mess.UNKNOWN_PAYER in line.kinds) == 2


def test_a_return_is_understood_as_one() -> None:
    """Its text and account lead to the payment it takes back."""
    lines = [line for each in LINES.values() for line in each]
    back = [line for line in lines if line.debit_vnd and Mess.RETURNED_PAYMENT in line.kinds]
    assert back
    for line in back:
        receipts = [
            Returnable(one.reference, one.reference, one.booked_on, one.credit_vnd)
            for one in lines
            if one.credit_vnd
        ]
        debit = Debit(line.reference, line.booked_on, line.debit_vnd, line.content)
        verdict = classify(debit, receipts, [])
        assert isinstance(verdict, Returns)
