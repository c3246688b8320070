"""The form of a Vietnamese tax code (mã số thuế).

Pure. A wrong form is a problem of the row it stands in; a wrong check digit is only a warning,
because the formula is the community's and no text carries it.
"""

import re
from enum import StrEnum

from ledger.errors import Problem

_SEPARATORS = re.compile("[\\s.\\-\N{EN DASH}\N{NON-BREAKING HYPHEN}]+")
_ORGANISATION = re.compile(r"\d{10}", re.ASCII)
_DEPENDENT = re.compile(r"\d{13}", re.ASCII)
_PERSON = re.compile(r"\d{12}", re.ASCII)
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_MODULUS = 11
_HEAD = 10  # digits of an organisation's own code


class TaxCodeForm(StrEnum):
    """What kind of payer a tax code's form belongs to."""

    ORGANISATION = "organisation"  # 10 digits
    DEPENDENT = "dependent"  # 10 digits and 3 more: a unit of an organisation
    PERSON = "person"  # 12 digits: the personal identity number


def normalise(text: str) -> str:
    """Take the separators out of a tax code; what else it holds stays, to be judged.

    Source   (sources: tt_90_2026) art. 5: digits stand together, a hyphen is for reading
    """
    return _SEPARATORS.sub("", text)


def form_of(code: str) -> TaxCodeForm | None:
    """Say what a normalised tax code's form is.

    Returns  None for anything that is no tax code: another number of digits, digits 3 to 9 all
             zero, or 000 for the dependent unit.
    Source   (sources: tt_90_2026) art. 5
    """
    if _PERSON.fullmatch(code):
        return TaxCodeForm.PERSON
    if not (_ORGANISATION.fullmatch(code) or _DEPENDENT.fullmatch(code)):
        return None
    if code[2:9] == "0000000" or code[_HEAD:] == "000":
        return None
    return TaxCodeForm.DEPENDENT if len(code) > _HEAD else TaxCodeForm.ORGANISATION


def check_digit_ok(code: str) -> bool:
    """Whether the tenth digit fits the first nine.

    Takes    a normalised code. A personal number has no such digit and is always right.
    Returns  True when the digit is 10 - (weighted sum mod 11). Where that gives 10, which is no
             digit, programs differ; 0 passes here.
    Source   (sources: tt_90_2026) names the digit, not the formula: warn, never refuse
    """
    form = form_of(code)
    if form is None:
        return False
    if form is TaxCodeForm.PERSON:
        return True
    weighted = sum(int(d) * w for d, w in zip(code, _WEIGHTS, strict=False))
    return int(code[_HEAD - 1]) == (10 - weighted % _MODULUS) % 10


def shown(code: str) -> str:
    """Write a normalised code as people read it: a dependent unit's with a hyphen, 10-3."""
    if form_of(code) is TaxCodeForm.DEPENDENT:
        return f"{code[:_HEAD]}-{code[_HEAD:]}"
    return code


def problem_with(text: str) -> Problem | None:
    """Judge a tax code as it stands in a feed.

    Returns  None when its form is right, whatever separators it has; else what is wrong with it.
    Source   (sources: tt_90_2026) art. 5
    """
    if form_of(normalise(text)) is not None:
        return None
    return Problem(
        code="tax_code.form",
        vi="«{tax_code}» không phải mã số thuế: cần 10 số, 13 số (10-3) hoặc 12 số.",
        en="“{tax_code}” is no tax code: it takes 10, 13 (10-3) or 12 digits.",
        column="tax_code",
        facts={"tax_code": text},
    )


def warning_about(text: str) -> Problem | None:
    """Warn of a tax code whose check digit does not fit; the code is taken all the same.

    Returns  None for a code that fits, and for one whose form is already wrong.
    Source   (sources: tt_90_2026) art. 5: the formula is not in the text
    """
    code = normalise(text)
    if form_of(code) is None or check_digit_ok(code):
        return None
    return Problem(
        code="tax_code.check_digit",
        vi="Mã số thuế {tax_code}: chữ số kiểm tra không khớp, có thể gõ nhầm.",
        en="Tax code {tax_code}: the check digit does not fit, a digit may be mistyped.",
        column="tax_code",
        facts={"tax_code": shown(code)},
    )
