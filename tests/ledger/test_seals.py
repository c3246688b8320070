"""What a seal fixes, to the byte; and a root that commits to every sum below it."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import merkle
from ledger.chain import leaf_hash, packed
from ledger.seals import (
    AccountSum,
    Seal,
    Step,
    SumFrontier,
    SumNode,
    Sums,
    TagSums,
    account_sums,
    added,
    month_sums,
    packed_sums,
    sum_includes,
    sum_leaf,
    sum_node,
    sum_path,
    total_fields,
    total_of,
    turnover_content,
    turnover_leaves,
    unpacked_sums,
)

SEAL = Seal("G1", "2026-06", 2, 3, 40, "ab" * 32, "cd" * 32, 5, 700, 700, 1_784_000_000_000_000)
ROWS = (
    TagSums("3361", "levy", "23", "TLD", 0, 5, 1, 0, 9, 2),
    TagSums("112", "", "", "", 7, 2, 3, 17, 12, 5),
    TagSums("112", "", "", "A1", 1, 0, 1, 1, 0, 1),
)
amounts = st.integers(0, 2**63)
leaf_sums = st.lists(
    st.builds(AccountSum, st.sampled_from(["111", "112", "33881", "é"]), *[amounts] * 4),
    unique_by=lambda each: each.account,
    max_size=4,
).map(lambda sums: tuple(sorted(sums)))
books = st.lists(leaf_sums, min_size=1, max_size=20)


def _leaves(sums: Sequence[Sums]) -> list[SumNode]:
    return [sum_leaf(leaf_hash(str(at).encode()), each) for at, each in enumerate(sums)]


def _naive(leaves: Sequence[SumNode]) -> SumNode:
    """The definition: split as RFC 6962 does, and add up."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sum_node(_naive(leaves[:split]), _naive(leaves[split:]))


def test_the_bytes_of_a_seal() -> None:
    """A version byte, then each field with its length: fixed for ever."""
    fields = ["seal", "G1", "2026-06", "2", "3", "40", "ab" * 32, "cd" * 32, "5", "700", "700"]
    wanted = b"\x01" + b"".join(
        len(field).to_bytes(4, "big") + field.encode() for field in [*fields, "1784000000000000"]
    )
    assert SEAL.content == wanted
    assert leaf_hash(SEAL.content).hex() == (hashlib.sha256(b"\x00" + wanted).hexdigest())


def test_the_bytes_of_a_turnover_leaf() -> None:
    """Book and month stand in each leaf, so that no leaf passes for another month's."""
    content = turnover_content("G1", "2026-06", ROWS[1])
    assert content == b"\x01" + packed("G1", "2026-06", "112", "", "", "", 7, 2, 3, 17, 12, 5)


def test_turnovers_stand_in_order_of_their_tags() -> None:
    """The order of the rows that are given does not matter."""
    wanted = [leaf_hash(turnover_content("G1", "2026-06", row)) for row in sorted(ROWS)]
    assert turnover_leaves("G1", "2026-06", ROWS) == wanted
    assert turnover_leaves("G1", "2026-06", ROWS[::-1]) == wanted
    assert [row.counter_book for row in sorted(ROWS)] == ["", "A1", "TLD"]


def test_sums_by_account() -> None:
    """Tags are added up, accounts are in order of code."""
    assert account_sums(ROWS) == (
        AccountSum("112", 8, 2, 18, 12),
        AccountSum("3361", 0, 5, 0, 9),
    )
    assert month_sums(account_sums(ROWS)) == (8, 7)
    assert account_sums([]) == ()


@given(leaf_sums, leaf_sums)
def test_sums_add_up_account_by_account(left: Sums, right: Sums) -> None:
    """In either order, with what only one of them has."""
    made = added(left, right)
    assert made == added(right, left)
    assert [each.account for each in made] == sorted({each.account for each in left + right})
    for place in range(1, 5):
        total = sum(each[place] for each in left + right)  # type: ignore[misc] # four integers
        assert sum(each[place] for each in made) == total  # type: ignore[misc] # four integers


@given(leaf_sums)
def test_packed_sums_are_read_back(sums: Sums) -> None:
    """What is kept beside a seal is what was written."""
    assert unpacked_sums(packed_sums(sums)) == sums


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        packed(1),
        packed(0, "112", 1, 2, 3, 4),
        packed(1, "112", 1, 2, 3),
        packed(1, "112", 1, 2, 3, "x"),
        packed("01", "112", 1, 2, 3, 4),
        packed(1, "112", 1, 2, 3, 4) + b"\x00",
        packed(1, "112", 1, 2, 3, 4)[:-1],
    ],
)
def test_other_bytes_are_no_sums(content: bytes) -> None:
    """Nothing missing, nothing more, numbers written in one way."""
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own words differ from case to case
        unpacked_sums(content)


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (b"", "-1"),
        (packed(0, "112", 1, 2, 3, 4), "0"),
        (packed("01", "112", 1, 2, 3, 4), "1"),
    ],
)
def test_other_bytes_are_refused_with_the_count_they_claim(content: bytes, count: str) -> None:
    """How many accounts the bytes say they hold; minus one where they say nothing."""
    with pytest.raises(ValueError, match=f"^{count}$"):
        unpacked_sums(content)


def test_the_bytes_of_the_sum_tree() -> None:
    """A leaf covers its seal and its sums, a node both hashes and both sums: fixed for ever."""
    seals = [leaf_hash(b"a"), leaf_hash(b"b")]
    sums = [(AccountSum("112", 1, 2, 3, 4),), (AccountSum("3361", 0, 5, 0, 9),)]
    left, right = (sum_leaf(seal, each) for seal, each in zip(seals, sums, strict=True))
    for made, seal, each in ((left, seals[0], sums[0]), (right, seals[1], sums[1])):
        told = b"\x00" + packed(seal.hex()) + packed(1, *each[0])
        assert made == SumNode(hashlib.sha256(told).digest(), each)
    inside = left.hash + packed(1, *sums[0][0]) + right.hash + packed(1, *sums[1][0])
    wanted = SumNode(hashlib.sha256(b"\x01" + inside).digest(), sums[0] + sums[1])
    assert sum_node(left, right) == wanted


@given(books)
def test_the_sum_tree_is_that_of_the_definition(sums: list[Sums]) -> None:
    """Book by book its root is the one of the definition, and carries everything below it."""
    leaves = _leaves(sums)
    grown = SumFrontier()
    for leaf in leaves:
        grown.append(leaf)
    assert grown.root() == _naive(leaves)
    assert month_sums(grown.root().sums) == (
        sum(month_sums(each)[0] for each in sums),
        sum(month_sums(each)[1] for each in sums),
    )


@given(books, st.data())
def test_each_book_is_proven_to_be_in_the_total(sums: list[Sums], data: st.DataObject) -> None:
    """The path leads from its leaf to the root; another leaf, or another step, does not."""
    leaves = _leaves(sums)
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root = sum_path(index, len(leaves), leaves)
    assert root == _naive(leaves)
    assert sum_includes(leaves[index], path, root)
    more = added(leaves[index].sums, (AccountSum("112", 1, 0, 1, 0),))
    assert not sum_includes(sum_leaf(b"x" * 32, more), path, root)
    assert not sum_includes(leaves[index]._replace(sums=more), path, root)
    assert not sum_includes(leaves[index], path, root._replace(sums=more + root.sums))
    for at, step in enumerate(path):
        hidden = step.beside._replace(sums=added(step.beside.sums, more))
        forged = [*path[:at], Step(step.left, hidden), *path[at + 1 :]]
        assert not sum_includes(leaves[index], forged, root)
        assert not sum_includes(leaves[index], path[:at] + path[at + 1 :], root)


@pytest.mark.parametrize("column", AccountSum._fields[1:])
def test_a_negative_sum_is_refused(column: str) -> None:
    """A book of minus five could hide another's five; every hash fits, and still it is refused."""
    nothing = AccountSum("112", 0, 0, 0, 0)
    forged = sum_leaf(b"a" * 32, (nothing._replace(**{column: -5}),))  # type: ignore[arg-type] # a field by its name
    honest = sum_leaf(b"b" * 32, (nothing._replace(**{column: 5}),))  # type: ignore[arg-type] # as above
    path, root = sum_path(1, 2, [forged, honest])
    assert root.sums == (AccountSum("112", 0, 0, 0, 0),)
    assert not sum_includes(honest, path, root)
    assert not sum_includes(forged, [Step(left=False, beside=honest)], root)


def test_no_path_for_a_book_that_is_not_counted() -> None:
    """Only a book in the tree has one."""
    with pytest.raises(ValueError, match="2"):
        sum_path(2, 2, _leaves([(), ()]))


def test_a_total_is_read_back() -> None:
    """Month, number of books and the digest over the root with its sums."""
    leaves = _leaves([account_sums(ROWS), ()])
    total = total_of("2026-06", leaves)
    made = b"\x02" + total.root.hash + packed_sums(total.root.sums)
    assert total.sum_root == hashlib.sha256(made).digest()
    assert total.content == b"\x01" + packed("total", "2026-06", 2, total.sum_root.hex())
    assert total_fields(total.content) == ("2026-06", 2, total.sum_root)
    seal = b"\x01" + packed("seal", "2026-06", 2, "ab")
    for other, kind in ((b"\x02" + total.content[1:], "total"), (seal, "seal")):
        with pytest.raises(ValueError, match=f"^{kind}$"):
            total_fields(other)


def test_a_seal_never_passes_for_a_total() -> None:
    """The first field tells the leaves of the seal log apart."""
    assert SEAL.content[5:9] == b"seal"
    assert total_of("2026-06", _leaves([()])).content[5:10] == b"total"
    assert merkle.root([leaf_hash(SEAL.content)]) == leaf_hash(SEAL.content)
