"""Why a receipt is taken for somebody's, told again from what was kept of it.

The codes of the reasons stand with the receipt; what they speak of stands in its text.
"""

from collectors.matching.reasons import Reason, has_sentences, reason
from collectors.matching.transfer_text import TransferText, read_text
from finance.records.receipts import ReceiptRow
from finance.rules.tax_codes import check_digit_ok, shown
from ledger.money import format_vnd

_LOST = "…"
_OF_SECOND = "code.second"
_OF_MISTYPED = "code.check_digit"
_OF_OTHERS = ("code.unknown", "code.parent")
_OF_CREDIT = "credit.left"


def explained(row: ReceiptRow) -> list[Reason]:
    """The reasons of a receipt, in the order they were found.

    Returns  each in words, with the rule that kept it from being posted, if one did.
    """
    read = read_text(row.content)
    payer = row.tax_code or row.suggested_tax_code
    told: list[Reason] = []
    for code in row.evidence.split():
        if code == _OF_CREDIT and not row.credit_vnd:
            continue  # only a suggestion: nothing is credit yet
        facts = {
            "tax_code": _tax_code(code, read, payer),
            "digits": next(iter(read.codes.cut_short), _LOST),
            "periods": ", ".join(read.periods.periods) or _LOST,
            "credit": format_vnd(row.credit_vnd),
        }
        known = has_sentences(code)
        told.append(reason(code, **facts) if known else reason("match.refused", code=code))
    return told


def confidence_of(row: ReceiptRow) -> int:
    """How sure a suggestion or match is, 0 to 100; none where nobody is proposed."""
    return row.confidence if row.tax_code or row.suggested_tax_code else 0


def _tax_code(code: str, read: TransferText, payer: str) -> str:
    """The tax code in the text that a reason speaks of."""
    codes = sorted(read.tax_codes, key=lambda each: each != payer)
    if code in _OF_OTHERS:
        codes = [each for each in codes if each != payer and check_digit_ok(each)]
    elif code == _OF_MISTYPED:
        codes = [each for each in codes if not check_digit_ok(each)]
    place = 1 if code == _OF_SECOND else 0
    return shown(codes[place]) if len(codes) > place else _LOST
