"""Proof documents made by hand from the published formats."""

from typing import Any

from ledger import merkle, notes, seals
from ledger.chain import canonical_bytes
from tests.reports.verifier.packages import House, signed


def in_log(house: House, index: int) -> dict[str, Any]:
    """Where a leaf stands in the seal log."""
    spans = merkle.inclusion_spans(index, len(house.log))
    path = [each.hex() for each in merkle.path_of(spans, house.log)]
    return {"size": len(house.log), "index": index, "path": path}


def entry_proof(house: House) -> dict[str, Any]:
    """The second entry of A in the seal of June."""
    size = int(house.tables["seals"][2]["last_seq"])
    leaves = house.leaves["A"][:size]
    path = merkle.path_of(merkle.inclusion_spans(1, size), leaves)
    return {
        "kind": "inclusion",
        "book": "A",
        "seq": 2,
        "entry_bytes": canonical_bytes(house.entries["A"][1]).hex(),
        "book_log": {
            "size": size,
            "root": merkle.root(leaves).hex(),
            "index": 1,
            "path": [each.hex() for each in path],
        },
        "seal": {"bytes": house.contents[3].hex()},
        "seal_log": in_log(house, 3),
        "checkpoint": signed(house.checkpoint()),
    }


def balance_proof(house: House) -> dict[str, Any]:
    """What moved on one account of A in June."""
    rows = sorted(house.sums("A", "2026-06"))
    tree = seals.turnover_leaves("A", "2026-06", rows)
    path = merkle.path_of(merkle.inclusion_spans(2, len(tree)), tree)
    return {
        "kind": "balance",
        "book": "A",
        "leaf_bytes": seals.turnover_content("A", "2026-06", rows[2]).hex(),
        "turnover": {
            "size": len(tree),
            "root": merkle.root(tree).hex(),
            "index": 2,
            "path": [each.hex() for each in path],
        },
        "seal": {"bytes": house.contents[3].hex()},
        "seal_log": in_log(house, 3),
        "checkpoint": signed(house.checkpoint()),
    }


def total_proof(house: House) -> dict[str, Any]:
    """A's sums among those of June."""
    nodes = [house.sealed["2026-06"][code] for code in sorted(house.sealed["2026-06"])]
    steps, root = seals.sum_path(0, len(nodes), nodes)

    def shown(sums: seals.Sums) -> list[list[Any]]:
        return [list(each) for each in sums]

    return {
        "kind": "total",
        "period": "2026-06",
        "book": "A",
        "leaf": {"seal_bytes": house.contents[3].hex(), "sums": shown(nodes[0].sums)},
        "path": [
            {
                "side": "left" if step.left else "right",
                "hash": step.beside.hash.hex(),
                "sums": shown(step.beside.sums),
            }
            for step in steps
        ],
        "root": {"hash": root.hash.hex(), "sums": shown(root.sums)},
        "total": {"bytes": house.contents[4].hex()},
        "seal_log": in_log(house, 4),
        "checkpoint": signed(house.checkpoint()),
    }


def growth_proof(house: House) -> dict[str, Any]:
    """The log when the first total stood in it, and now."""
    old = notes.Checkpoint(house.checkpoint().origin, 3, merkle.root(house.log[:3]))
    path = merkle.path_of(merkle.consistency_spans(3, len(house.log)), house.log)
    return {
        "kind": "consistency",
        "old": signed(old),
        "new": signed(house.checkpoint()),
        "path": [each.hex() for each in path],
    }
