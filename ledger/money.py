"""Whole đồng. The only multiplication and the only division of amounts in the project.

Pure. An amount is a Python integer of đồng, which does not wrap and never meets a float.
"""

import re
from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from math import lcm
from typing import NewType

from ledger.errors import NoShares, NotMoney, OutOfRange

Vnd = NewType("Vnd", int)

ZERO = Vnd(0)
MOST = 2**63 - 1  # what a database's bigint holds; a sum past it is refused, never wrapped

_LONGEST = 60  # no amount is longer; Python itself refuses to read endless digits
_PLAIN = re.compile(r"[+-]?\d+")
_DOTTED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_SPACED = re.compile("[+-]?\\d{1,3}([ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]\\d{3})+")


class Rounding(Enum):
    """How a fraction of a đồng becomes a whole one. Always passed, never assumed."""

    HALF_UP = "half_up"  # away from zero at exactly one half
    DOWN = "down"  # towards zero: where the law sets a most


def times(amount: Vnd, rate: Fraction, rounding: Rounding) -> Vnd:
    """Multiply an amount by an exact rate.

    Takes    `amount` in đồng (any sign), `rate` as an exact fraction.
    Returns  whole đồng: half-up, at most half a đồng from the exact product; down, less than one
             đồng from it, and never beyond it.
    Source   no official rounding rule is known for levy and dues; half-up is our own choice
             (docs/decisions/0001).
    """
    product = amount * rate.numerator
    if rounding is Rounding.DOWN:
        size = abs(product) // rate.denominator
        return Vnd(size if product >= 0 else -size)
    if rounding is not Rounding.HALF_UP:
        raise AssertionError(rounding)
    half_up = (2 * abs(product) + rate.denominator) // (2 * rate.denominator)
    return Vnd(half_up if product >= 0 else -half_up)


def apportion(total: Vnd, weights: Sequence[Fraction | int]) -> tuple[Vnd, ...]:
    """Divide `total` by `weights`, losing and inventing nothing.

    Takes    `total` in đồng (any sign), `weights` none negative and not all zero.
    Returns  one amount per weight, in order, adding up to `total`: each its exact part
             rounded towards zero, the đồng left over to the largest remainders, ties to the
             earlier weight. Sign-symmetric.
    Raises   NoShares when there is nothing to divide by.
    """
    # On one common denominator, so that only whole numbers are divided.
    scale = lcm(*(weight.denominator for weight in weights))
    scaled = [weight.numerator * (scale // weight.denominator) for weight in weights]
    whole = sum(scaled)
    if whole <= 0 or min(scaled) < 0:
        raise NoShares
    size = abs(total)
    divided = [divmod(size * weight, whole) for weight in scaled]
    parts = [part for part, _ in divided]
    left = size - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-divided[i][1], i))
    for index in by_remainder[:left]:
        parts[index] += 1
    sign = 1 if total >= 0 else -1
    return tuple(Vnd(sign * part) for part in parts)


def parse_vnd(text: str) -> Vnd:
    """Read an amount as people and banks write it: 24500000, 24.500.000 or 24 500 000.

    Raises   NotMoney for anything with a fraction, another grouping, or no digits;
             OutOfRange past what the database holds.
    """
    tidy = text.strip()
    if len(tidy) > _LONGEST:
        raise NotMoney(text=tidy[:_LONGEST])
    if not (_PLAIN.fullmatch(tidy) or _DOTTED.fullmatch(tidy) or _SPACED.fullmatch(tidy)):
        raise NotMoney(text=text)
    if not tidy.isascii() and any(not (c.isascii() or c.isspace()) for c in tidy):
        raise NotMoney(text=text)  # digits of another script
    amount = int(re.sub(r"[^\d+-]", "", tidy))
    if abs(amount) > MOST:
        raise OutOfRange(amount=text)
    return Vnd(amount)


def format_vnd(amount: int) -> str:
    """Write an amount with dots between thousands: 1.234.567, and −1.234 for a negative one."""
    digits = f"{abs(amount):,}".replace(",", ".")
    return digits if amount >= 0 else f"\N{MINUS SIGN}{digits}"
