"""A proof leads from bytes to a signed checkpoint, and to nothing else."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from finance.runtime.database import Database
from ledger.chain import leaf_hash, packed
from ledger.errors import UnknownBook, UnknownEntry
from ledger.merkle import Grown, Place, consistent, includes
from ledger.notes import Checkpoint, parse_note
from ledger.periods import Period
from ledger.seals import AccountSum, Step, SumNode, Total, sum_includes, sum_leaf, total_fields
from ledger.store import reads
from reports.queries import proofs
from reports.queries.proofs import Balance
from tests.finance.sealing import JULY, SPENT, Signed, signed, spent

MAY, JUNE = Period("2026-05"), Period("2026-06")


def _path(tree: dict[str, Any]) -> list[bytes]:
    return [bytes.fromhex(each) for each in tree["path"]]


def _stands(leaf: bytes, tree: dict[str, Any]) -> bool:
    root = bytes.fromhex(tree["root"])
    return includes(leaf, Place(tree["index"], tree["size"], root), _path(tree))


def _signed(leaf: bytes, proof: dict[str, Any]) -> Checkpoint:
    """The checkpoint a proof leads to; the leaf hangs in its log."""
    checkpoint = parse_note(proof["checkpoint"]).checkpoint
    log = proof["seal_log"]
    assert log["size"] == checkpoint.size
    assert includes(leaf, Place(log["index"], log["size"], checkpoint.root), _path(log))
    return checkpoint


def _sums(told: list[list[Any]]) -> tuple[AccountSum, ...]:
    return tuple(AccountSum(*each) for each in told)


def _node(told: dict[str, Any]) -> SumNode:
    return SumNode(bytes.fromhex(told["hash"]), _sums(told["sums"]))


@pytest.fixture
def made(database: Database, tmp_path: Path) -> Signed:
    """May and June of two units sealed and signed."""
    return signed(database, tmp_path)


def _ask(made: Signed, act: Any, *words: Any) -> Any:  # noqa: ANN401 - a proof, whatever it is
    with made.fed.database.reading() as session:
        return act(session, *words)


def test_an_entry_is_proven(made: Signed) -> None:
    """Its bytes to the log of the book, that to the seal, that to the checkpoint."""
    proof = _ask(made, proofs.entry_proof, "G1", _first_entry(made))
    content = bytes.fromhex(proof["entry_bytes"])
    seal = bytes.fromhex(proof["seal"]["bytes"])
    assert (proof["kind"], proof["book"], proof["seq"]) == ("inclusion", "G1", 1)
    assert b"2026-05-12" in content
    assert _stands(leaf_hash(content), proof["book_log"])
    assert proof["book_log"]["root"].encode() in seal
    _signed(leaf_hash(seal), proof)


def test_everyones_proof_of_an_entry_has_no_text(made: Signed) -> None:
    """The leaf stands in the place of the bytes, and is theirs."""
    whole = _ask(made, proofs.entry_proof, "G1", _first_entry(made))
    shown = proofs.without_text(whole)
    assert "entry_bytes" not in shown
    leaf = bytes.fromhex(shown["entry_leaf"])
    assert leaf == leaf_hash(bytes.fromhex(whole["entry_bytes"]))
    assert _stands(leaf, shown["book_log"])


def test_a_balance_is_proven(made: Signed) -> None:
    """What moved in the month and since the beginning, under one set of tags."""
    balance = Balance(JUNE, "611", "levy", "31")
    proof = _ask(made, proofs.balance_proof, "G1", balance)
    content, seal = bytes.fromhex(proof["leaf_bytes"]), bytes.fromhex(proof["seal"]["bytes"])
    assert content.endswith(packed(0, 0, 0, 20_000, 0, 2))
    assert _stands(leaf_hash(content), proof["turnover"])
    assert proof["turnover"]["root"].encode() in seal
    _signed(leaf_hash(seal), proof)


def test_a_unit_is_proven_to_be_in_the_total(made: Signed) -> None:
    """Its sums by account lead to the totals that the checkpoint names in words."""
    proof = _ask(made, proofs.total_proof, MAY, "G1")
    seal = leaf_hash(bytes.fromhex(proof["leaf"]["seal_bytes"]))
    leaf = sum_leaf(seal, _sums(proof["leaf"]["sums"]))
    path = [Step(each["side"] == "left", _node(each)) for each in proof["path"]]
    root = _node(proof["root"])
    assert sum_includes(leaf, path, root)
    content = bytes.fromhex(proof["total"]["bytes"])
    period, books, sum_root = total_fields(content)
    assert Total(period, books, root).sum_root == sum_root
    checkpoint = _signed(leaf_hash(content), proof)
    line = f"period 2026-05 books 2 debit 20000 credit 20000 sum-root {sum_root.hex()}"
    assert line in checkpoint.beside


def test_growth_is_proven(made: Signed) -> None:
    """From one checkpoint to the next, and to itself."""
    old = made.publish()
    made.fed.close("G1", "2026-07", JULY)
    new = made.publish(JULY)
    for first, last in ((old, new), (new, new)):
        proof = _ask(made, proofs.consistency_proof, first.size, last.size)
        before, after = parse_note(proof["old"]).checkpoint, parse_note(proof["new"]).checkpoint
        grown = Grown(before.size, before.root, after.size, after.root)
        assert consistent(grown, _path(proof))
    for sizes in ((old.size, old.size + 1), (1, new.size), (new.size, old.size)):
        with pytest.raises(proofs.UnknownCheckpoint):
            _ask(made, proofs.consistency_proof, *sizes)


def test_what_cannot_be_proven(made: Signed) -> None:
    """No such book or entry, nothing that ever moved so, nothing sealed, nothing signed."""
    number = _first_entry(made)
    for act, words, refusal in (
        (proofs.entry_proof, ("XX", number), UnknownBook),
        (proofs.entry_proof, ("G1", "PV/2026/99"), UnknownEntry),
        (proofs.entry_proof, ("G1", "PV/x/1"), UnknownEntry),
        (proofs.entry_proof, ("G1", "1"), UnknownEntry),
        (proofs.balance_proof, ("G1", Balance(JUNE, "611")), proofs.NoSuchBalance),
        (proofs.balance_proof, ("G1", Balance(JUNE, "999")), proofs.NoSuchBalance),
        (proofs.balance_proof, ("G1", Balance(Period("2026-07"), "611")), proofs.NotSealed),
        (proofs.balance_proof, ("A1", Balance(JUNE, "611")), proofs.NotSealed),
        (proofs.total_proof, (JUNE, "A1"), proofs.NoCheckpoint),
        (proofs.total_proof, (Period("2026-07"), "G1"), proofs.NoCheckpoint),
    ):
        with pytest.raises(refusal):
            _ask(made, act, *words)


def test_a_balance_that_is_not_there_names_those_that_are(made: Signed) -> None:
    """With the tags that the account does carry, or else the accounts."""
    with pytest.raises(proofs.NoSuchBalance, match="611 levy 31"):
        _ask(made, proofs.balance_proof, "G1", Balance(JUNE, "611"))
    with pytest.raises(proofs.NoSuchBalance, match="112; 611"):
        _ask(made, proofs.balance_proof, "G1", Balance(JUNE, "999"))


def test_nothing_is_proven_before_it_is_sealed_and_signed(
    database: Database, tmp_path: Path
) -> None:
    """First the closing, then the checkpoint."""
    made = spent(database, tmp_path)
    number = _first_entry(made)
    with pytest.raises(proofs.NotSealed):
        _ask(made, proofs.entry_proof, "G1", number)
    made.fed.close("G1", "2026-05", JULY)
    for act, words in (
        (proofs.entry_proof, ("G1", number)),
        (proofs.balance_proof, ("G1", Balance(MAY, "112"))),
        (proofs.total_proof, (MAY, "G1")),
    ):
        with pytest.raises(proofs.NoCheckpoint):
            _ask(made, act, *words)


def _first_entry(made: Signed) -> str:
    def ask(session: Session) -> str:
        found = reads.entry_by_seq(session, "G1", 1)
        assert found is not None
        assert found.draft.accounting_on == SPENT
        return found.public_id.removeprefix("G1/")

    return str(_ask(made, ask))
