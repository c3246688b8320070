"""Mixes of drafts: good entries by themselves and in pairs, and each way to be wrong."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from hypothesis import strategies as st

from ledger.entries import Draft, credit, debit
from tests.ledger.books import draft, mirror_of, received, shared

JANUARY = dt.date(2026, 1, 5)


_KEYS = st.sampled_from("abcefgh")  # a to c stand in the book already
_AMOUNTS = st.sampled_from([1_000, 2_000])


@st.composite
def _alone(draw: st.DrawFn) -> list[Draft]:
    """An entry by itself: good, or wrong in one of the ways there are."""
    key, amount = draw(_KEYS), draw(_AMOUNTS)
    made = draft(key, received(amount), journal=draw(st.sampled_from(["BK", "PV"])))
    changes: list[dict[str, object]] = [
        {},
        {},
        {"actor": "another"},
        {"book": "TLD"},
        {"book": "XX"},
        {"accounting_on": JANUARY},
        {"accounting_on": JANUARY, "book": "TLD"},
        {"accounting_on": dt.date(2031, 1, 1)},
        {"lines": (debit("1", 5), credit("33881", 5))},
        {"lines": (debit("999", 5), credit("33881", 5))},
        {"lines": (debit("611", 5), credit("33881", 5))},
        {"reverses_seq": 1, "lines": mirror_of("x", 1).lines},
        {"reverses_seq": 1},
        {"reverses_seq": 2, "lines": mirror_of("x", 2).lines},
        {"reverses_seq": 3, "lines": mirror_of("x", 3).lines},
        {"reverses_seq": 99},
        {"lines": shared("x", amount)[0].lines},
    ]
    return [dataclasses.replace(made, **draw(st.sampled_from(changes)))]  # type: ignore[arg-type] # a field by its name


@st.composite
def _pair(draw: st.DrawFn) -> list[Draft]:
    """Both halves of an inter-book transaction of its own, good or with one half wrong."""
    first, second = shared(draw(_KEYS), draw(_AMOUNTS))
    changes: list[dict[str, object]] = [
        {},
        {},
        {"accounting_on": JANUARY},
        {"lines": shared("x", 3)[1].lines},
        {"key": "x"},
        {"book": "CĐCS-Ô/1"},
    ]
    turned = dataclasses.replace(second, **draw(st.sampled_from(changes)))  # type: ignore[arg-type] # a field by its name
    return [first, turned] if draw(st.booleans()) else [turned, first]


def own_ref(group: Sequence[Draft], ref: str) -> list[Draft]:
    """The same with a reference of its own: what shares one is posted together."""
    return [
        dataclasses.replace(
            each,
            lines=tuple(
                dataclasses.replace(line, interbook_ref=ref if line.interbook_ref else "")
                for line in each.lines
            ),
        )
        for each in group
    ]


MIXES = st.lists(st.one_of(_alone(), _alone(), _pair()), max_size=12).map(
    lambda mix: [own_ref(group, f"R{place}") for place, group in enumerate(mix)]
)
