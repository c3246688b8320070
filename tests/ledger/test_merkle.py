"""The trees are those of RFC 6962, and a proof holds for exactly what it was made for."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.merkle import (
    EMPTY,
    Frontier,
    Grown,
    Place,
    Span,
    consistency_spans,
    consistent,
    fold,
    includes,
    inclusion_spans,
    node,
    path_from,
    path_of,
    root,
)

# The inputs and roots that implementations of Certificate Transparency have tested with for years.
CLASSIC = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
CLASSIC_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
CLASSIC_INCLUSION = {  # (leaf, size): the path
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
}
CLASSIC_CONSISTENCY = {  # (old, new): the path
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
}


def _leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


LEAVES = [_leaf(bytes.fromhex(each)) for each in CLASSIC]
MANY = [_leaf(number.to_bytes(2, "big")) for number in range(80)]


def _naive(leaves: Sequence[bytes]) -> bytes:
    """The definition, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    inside = b"\x01" + _naive(leaves[:split]) + _naive(leaves[split:])
    return hashlib.sha256(inside).digest()


def _inclusion(index: int, size: int) -> list[bytes]:
    return path_of(inclusion_spans(index, size), MANY[:size])


def _consistency(old: int, new: int) -> list[bytes]:
    return path_of(consistency_spans(old, new), MANY[:new])


def _nodes() -> dict[tuple[int, int], bytes]:
    """The roots of all whole subtrees, as an appended leaf completes them."""
    grown, held = Frontier(), {}
    for index, leaf in enumerate(MANY):
        for level, made in enumerate(grown.append(leaf)):
            held[level, index >> level] = made
    return held


NODES = _nodes()
sizes = st.integers(1, len(MANY))


@st.composite
def placed(draw: st.DrawFn) -> tuple[int, int]:
    """A leaf and the size of a log that holds it."""
    size = draw(sizes)
    return draw(st.integers(0, size - 1)), size


@st.composite
def grown_logs(draw: st.DrawFn) -> tuple[int, int]:
    """A size and a later one."""
    new = draw(sizes)
    return draw(st.integers(1, new)), new


def test_known_roots() -> None:
    """The empty log and the classic eight leaves have the roots everybody has."""
    assert [root(LEAVES[:size]).hex() for size in range(9)] == list(CLASSIC_ROOTS)
    assert EMPTY.hex() == CLASSIC_ROOTS[0]
    assert fold([]) == EMPTY


def test_known_inclusion_paths() -> None:
    """The classic paths, and each proves its leaf."""
    for (index, size), wanted in CLASSIC_INCLUSION.items():
        path = path_of(inclusion_spans(index, size), LEAVES[:size])
        assert [each.hex() for each in path] == list(wanted)
        assert includes(LEAVES[index], Place(index, size, root(LEAVES[:size])), path)


def test_known_consistency_paths() -> None:
    """The classic paths, and each proves that the log grew."""
    for (old, new), wanted in CLASSIC_CONSISTENCY.items():
        path = path_of(consistency_spans(old, new), LEAVES[:new])
        assert [each.hex() for each in path] == list(wanted)
        roots = (root(LEAVES[:old]), root(LEAVES[:new]))
        assert consistent(Grown(old, roots[0], new, roots[1]), path)


@given(sizes)
def test_a_frontier_grows_to_the_root_of_the_definition(size: int) -> None:
    """Leaf by leaf, and kept as bytes in between, the root is that of the definition."""
    grown = Frontier()
    for leaf in MANY[:size]:
        grown = Frontier.unpacked(grown.size, grown.packed())
        grown.append(leaf)
    assert grown.root() == _naive(MANY[:size]) == root(MANY[:size])


@pytest.mark.parametrize(("size", "packed"), [(1, b""), (0, b"x" * 32), (3, b"x" * 63), (-1, b"")])
def test_a_frontier_of_another_size_is_refused(size: int, packed: bytes) -> None:
    """So many leaves have so many subtrees, no more and no fewer."""
    with pytest.raises(ValueError, match=str(size)):
        Frontier.unpacked(size, packed)


@given(placed())
def test_every_leaf_is_proven(place: tuple[int, int]) -> None:
    """A path from leaves and one from kept subtrees are the same, and prove the leaf."""
    index, size = place
    path = _inclusion(index, size)
    assert path == path_from(inclusion_spans(index, size), lambda *part: NODES[part])
    assert includes(MANY[index], Place(index, size, root(MANY[:size])), path)


@given(grown_logs())
def test_every_growth_is_proven(log: tuple[int, int]) -> None:
    """A log that only grew can show it, whatever the two sizes."""
    old, new = log
    path = _consistency(old, new)
    assert path == path_from(consistency_spans(old, new), lambda *part: NODES[part])
    assert consistent(Grown(old, root(MANY[:old]), new, root(MANY[:new])), path)


@given(placed(), st.data())
def test_a_forged_inclusion_is_refused(place: tuple[int, int], data: st.DataObject) -> None:
    """Another leaf, index, size or root, a path cut, lengthened, swapped or changed: refused."""
    index, size = place
    path, top = _inclusion(index, size), root(MANY[:size])
    leaf = MANY[index]
    assert not includes(_leaf(b"other"), Place(index, size, top), path)
    assert not includes(leaf, Place(index, size, _leaf(b"other")), path)
    assert not includes(leaf, Place(index, size, top), [*path, leaf])
    assert not includes(leaf, Place(size, size, top), path)
    assert not includes(leaf, Place(-1, size, top), path)
    other = data.draw(st.integers(0, size - 1))
    assert other == index or not includes(leaf, Place(other, size, top), path)
    for forged in _forgeries(path):
        assert not includes(leaf, Place(index, size, top), forged)


@given(grown_logs(), st.data())
def test_a_forged_growth_is_refused(log: tuple[int, int], data: st.DataObject) -> None:
    """Other roots or sizes, a path cut, lengthened, swapped or changed: refused."""
    old, new = log
    path, before, after = _consistency(old, new), root(MANY[:old]), root(MANY[:new])
    other = _leaf(b"other")
    assert not consistent(Grown(old, other, new, after), path)
    assert not consistent(Grown(old, before, new, other), path)
    assert not consistent(Grown(old, before, new, after), [*path, other])
    assert not consistent(Grown(0, before, new, after), path)
    assert not consistent(Grown(new + 1, before, new, after), path)
    for forged in _forgeries(path):
        assert not consistent(Grown(old, before, new, after), forged)
    wrong = data.draw(sizes)
    assume(root(MANY[:wrong]) != before)
    assert not consistent(Grown(wrong, before, new, after), path)


def test_bytes_do_not_pass_from_a_leaf_into_its_path() -> None:
    """The two together would hash the same; each hash of a path has 32 bytes."""
    left, right = MANY[:2]
    assert node(left + right[:1], right[1:]) == root(MANY[:2])
    assert not includes(left + right[:1], Place(0, 2, root(MANY[:2])), [right[1:]])
    assert not includes(right[1:], Place(1, 2, root(MANY[:2])), [left + right[:1]])


def test_a_log_is_not_said_to_be_shorter_than_it_is() -> None:
    """The second of two leaves does not pass for the only one; its path leads to the root."""
    left, right = MANY[:2]
    assert includes(right, Place(1, 2, root(MANY[:2])), [left])
    assert not includes(right, Place(0, 1, root(MANY[:2])), [left])


def test_a_growth_does_not_pass_for_another() -> None:
    """From two leaves to four is not from one or three, nor to five."""
    before, after = root(MANY[:2]), root(MANY[:4])
    path = _consistency(2, 4)
    assert consistent(Grown(2, before, 4, after), path)
    assert not consistent(Grown(1, before, 1, after), path)
    for old, new in ((1, 3), (1, 4), (2, 5), (3, 4)):
        assert not consistent(Grown(old, before, new, after), path)


def _forgeries(path: list[bytes]) -> list[list[bytes]]:
    """The path with one hash left out, changed or shortened; with two exchanged."""
    made = [path[:at] + path[at + 1 :] for at in range(len(path))]
    for at, each in enumerate(path):
        made.append([*path[:at], bytes([each[0] ^ 1]) + each[1:], *path[at + 1 :]])
        made.append([*path[:at], each[:-1], *path[at + 1 :]])
    if len(path) > 1:
        made.append([path[1], path[0], *path[2:]])
    return made


def test_a_node_does_not_pass_for_a_leaf() -> None:
    """The bytes of a subtree have another hash as a leaf than as a node."""
    inside = LEAVES[0] + LEAVES[1]
    assert _leaf(inside) != node(LEAVES[0], LEAVES[1])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_no_path_for_a_leaf_that_is_not_there(index: int, size: int) -> None:
    """Only what stands in a log can be proven."""
    with pytest.raises(ValueError, match=str(index)):
        inclusion_spans(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_no_path_between_sizes_in_the_wrong_order(old: int, new: int) -> None:
    """A log does not shrink, and nothing is proven of an empty one."""
    with pytest.raises(ValueError, match=str(old)):
        consistency_spans(old, new)


def test_spans_may_come_in_any_order() -> None:
    """The path has the order of the spans asked for; leaves of no span are passed over."""
    spans: list[Span] = [(4, 6), (0, 2)]
    assert path_of(spans, MANY[:7]) == [root(MANY[4:6]), root(MANY[:2])]
