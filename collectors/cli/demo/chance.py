"""Chance that falls the same way every time it is asked the same question."""

import random
from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def dice(*question: object) -> random.Random:
    """A source of chance that belongs to one question, such as (seed, "wages", 17, "2026-01").

    Returns  one that gives the same numbers for the same question, on every machine; whole
             numbers only are drawn from it.
    """
    return random.Random("/".join(map(str, question)))  # noqa: S311 - example data, no secret


def weighted(chance: random.Random, weights: Mapping[T, int]) -> T:
    """Draw one of the keys, each as often as its weight says."""
    left = chance.randrange(sum(weights.values()))
    for key, weight in weights.items():
        left -= weight
        if left < 0:
            return key
    raise AssertionError(weights)
