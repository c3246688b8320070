"""Months that happen in any order: steps drawn by chance, few enough to be read."""

from dataclasses import dataclass
from enum import StrEnum

from hypothesis import strategies as st

from tests.builders import E1, E2, E3


class Kind(StrEnum):
    """What may happen in a federation."""

    DECLARED = "declared"  # and assessed
    RECEIVED = "received"
    MATCHED = "matched"
    IDENTIFIED = "identified"
    CREDIT_USED = "credit used"
    RELEASED = "released"
    TAKEN_BACK = "taken back"
    NOTICED = "noticed"
    DISTRIBUTED = "distributed"
    RELIEVED = "relieved"
    BROUGHT_BACK = "brought back"  # a payment, by the bank
    LISTED = "listed"  # and paid by the holder of the money
    ENDED = "ended"  # the workers' organisation at E2
    MERGED = "merged"  # G2 into G1


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens; what a kind has no use for is left aside."""

    kind: Kind
    who: str  # an employer
    month: str
    amount_vnd: int
    which: int  # of the receipts there are
    holder: str  # whose account


_OFTEN = (
    Kind.DECLARED,
    Kind.RECEIVED,
    Kind.MATCHED,
    Kind.IDENTIFIED,
    Kind.DISTRIBUTED,
)

steps = st.builds(
    Step,
    kind=st.sampled_from([*_OFTEN, *_OFTEN, *Kind]),
    who=st.sampled_from([E1, E2, E2, E3]),
    month=st.sampled_from(["2026-05", "2026-06", "2026-06"]),
    amount_vnd=st.integers(min_value=1, max_value=99_999),
    which=st.integers(min_value=0, max_value=7),
    holder=st.sampled_from(["LDA", "LDA", "TLD"]),
)
months = st.lists(steps, min_size=15, max_size=15)
