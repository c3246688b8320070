"""Find tax codes in the text of a transfer.

Pure. A code stands behind its label (MST, mã số thuế), contiguous as the rule asks or parted by
what people put inside: spaces, dots, hyphens. Without a label a number is only a candidate:
dates, amounts and telephone numbers look the same, so its check digit must fit and the caller
must know it.
"""

import re
from dataclasses import dataclass

from finance.rules.tax_codes import TaxCodeForm, check_digit_ok, form_of

# `MST 0100109106`, `mst:0100.109.106`, `MA SO THUE SO 0100109106-001`, `MST0100109106`
_LABELLED = re.compile(
    r"(?:M\.?S\.?T|MA SO THUE|MA ST|MSDN|MA SO DN)(?:\s*(?:SO|LA|NNT|DN|CTY))?[\s:.,\-_#=/]*"
    r"(?P<run>\d(?:[ .\-]{0,3}\d)*)",
    re.ASCII,
)
# A number of its own: no digit, and no sign that parts digits, on either side; the dot behind a
# bank's long number parts no digits.
_BARE = re.compile(
    r"(?<!\d)(?:(?<!\d[.,/:])|(?<=\d{4}\.))(?P<run>\d{13}|\d{10}(?:-\d{3})?)(?![.,/:]?\d)",
    re.ASCII,
)
_OTHER_NUMBER = re.compile(
    r"(?:\b(?:SDT|DT|DD|TEL|PHONE|HOTLINE|ZALO|LH|STK|TK|SO TK|ACC|ACCT|TAI KHOAN|SO TIEN|ST|HD|"
    r"SO HD|CCCD|CMND|REF|TRACE|SO GD|MBVCB|IBVCB)[\s:.\-#]*)$"
)
_GROUPS = re.compile(r"(\d+)([ .\-]*)", re.ASCII)
_MONTH_BEHIND = re.compile(r"[ .\-]+\d{1,2}$", re.ASCII)  # `MST 01001091 06/2026`
# `0100109106-0`: three digits were meant, and the bank's text ends before the last of them.
_TAIL_CUT = re.compile(r"-(?:\d{1,2}(?!\s*[\d\-/.])|$)", re.ASCII)
_NO_DIGIT = re.compile(r"\D", re.ASCII)
_GONE = " ? "
_ORGANISATION, _PERSON, _DEPENDENT, _SUFFIX = 10, 12, 13, 3


@dataclass(frozen=True, slots=True)
class CodesInText:
    """The tax codes a text names, each once, in the order of the text."""

    labelled: tuple[str, ...]  # of right form; the check digit may be wrong
    bare: tuple[str, ...]  # without label, of right form and check digit
    cut_short: tuple[str, ...]  # digits behind a label that are no code
    loose: tuple[str, ...]  # as long as a code, without label, and nothing tells what they are
    rest: str  # the text with all of these taken out


def codes_in(text: str) -> CodesInText:
    """Find the tax codes in a folded text.

    Takes    a text as `collectors.evidence.fold` leaves it.
    Returns  codes as digits only. `0100109106-001` is the dependent unit's code; three digits
             behind a mere space are taken for one only when they begin with 0, since a number
             of workers may follow a code. One or two digits behind a hyphen are a dependent
             unit's, cut short: its parent is not named.
    Source   `tt_90_2026` (Điều 5)
    """
    labelled: list[str] = []
    cut_short: list[str] = []
    bare: list[str] = []
    loose: list[str] = []

    def take(found: re.Match[str]) -> str:
        run = found["run"]
        if text.startswith("/", found.end()):
            run = _MONTH_BEHIND.sub("", run)
        code, end = _code_at_start(run)
        if code is None or _tail_cut(text, code, found.start("run") + end):
            cut_short.append(_NO_DIGIT.sub("", run))
            end = len(run)
        else:
            labelled.append(code)
        return _GONE + found["run"][end:]

    def take_bare(found: re.Match[str]) -> str:
        code = found["run"].replace("-", "")
        known_as_other = _OTHER_NUMBER.search(found.string, 0, found.start()) is not None
        if known_as_other:
            return found[0]
        if form_of(code) is None or not check_digit_ok(code):
            loose.append(code)
            return found[0]
        tail_cut = _tail_cut(found.string, code, found.end("run"))
        (cut_short if tail_cut else bare).append(code)
        return _GONE

    rest = _BARE.sub(take_bare, _LABELLED.sub(take, text))
    return CodesInText(_once(labelled), _once(bare), _once(cut_short), _once(loose), rest)


def _tail_cut(text: str, code: str, end: int) -> bool:
    """Whether a code is but the head of a dependent unit's, whose last digits are lost."""
    return len(code) == _ORGANISATION and _TAIL_CUT.match(text, end) is not None


def _once(codes: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _code_at_start(run: str) -> tuple[str | None, int]:
    """The code a run of digit groups begins with, and where it ends."""
    ends: dict[int, int] = {}  # number of digits so far -> where in the run they end
    digits = ""
    for group in _GROUPS.finditer(run):
        digits += group[1]
        ends.setdefault(len(digits), group.end(1))
        if len(digits) >= _DEPENDENT:
            break
    for length in _lengths(run, digits, ends):
        code = digits[:length]
        if form_of(code) is not None:
            return code, ends[length]
    return None, 0


def _lengths(run: str, digits: str, ends: dict[int, int]) -> list[int]:
    lengths = [length for length in (_ORGANISATION, _PERSON, _DEPENDENT) if length in ends]
    if _ORGANISATION in ends and _DEPENDENT in ends:
        between = run[ends[_ORGANISATION] : ends[_DEPENDENT] - _SUFFIX]
        if between.strip(" ") or digits[_ORGANISATION] == "0":
            return [_DEPENDENT, *lengths]
    return lengths


def parent_of(code: str) -> str:
    """The organisation a dependent unit belongs to; any other code is its own."""
    return code[:_ORGANISATION] if form_of(code) is TaxCodeForm.DEPENDENT else code
