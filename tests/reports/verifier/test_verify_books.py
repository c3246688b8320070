"""The stand-alone verifier: sound books pass, and whatever is changed in them is found."""

import ast
import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import merkle, notes, seals
from ledger.chain import leaf_hash
from reports.verifier import verify_books
from tests.reports.verifier.bent_packages import (
    NOT_SOUND,
    SOUND,
    UNCHECKED,
    USAGE,
    check,
    contents,
    only,
    zipped,
)
from tests.reports.verifier.packages import (
    NOT_BOUND,
    House,
    Package,
    changed,
    signed,
    two_books,
    verifier_key,
)
from tests.reports.verifier.proof_documents import (
    balance_proof,
    entry_proof,
    growth_proof,
    total_proof,
)

SOURCE = Path(verify_books.__file__)
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.fixture(scope="module")
def house() -> House:
    """Two books, a month of them sealed, not to be changed."""
    return two_books()


@pytest.fixture
def package(house: House) -> Package:
    """Their export, for a test to bend."""
    return copy.deepcopy(house.package(signed(house.checkpoint())))


def test_sound_books_pass(package: Package, tmp_path: Path) -> None:
    """A month closed, reopened, mended and closed again: every check holds."""
    assert check(package, tmp_path) == SOUND


def test_every_column_is_held(package: Package, tmp_path: Path) -> None:
    """One value changed and every digest put right: found, but for the columns that are listed."""
    missed: dict[str, set[str]] = {}
    for name, rows in package.tables.items():
        at = len(rows) // 2
        for column in rows[at]:
            bent = copy.deepcopy(package)
            bent.tables[name][at][column] = changed(rows[at][column])
            if check(bent, tmp_path) != NOT_SOUND:
                missed.setdefault(name, set()).add(column)
    assert missed == NOT_BOUND


def test_every_row_is_held(package: Package, tmp_path: Path) -> None:
    """A row that is deleted, doubled or swapped with its neighbour is found, wherever it stood."""
    for name, rows in package.tables.items():
        if name == "accounts":  # an account without lines and the order of a chart change nothing
            continue
        for at in {0, len(rows) // 2, len(rows) - 1}:
            for bend in (_deleted, _doubled, _swapped):
                bent = copy.deepcopy(package)
                bend(bent.tables[name], at)
                assert check(bent, tmp_path) == NOT_SOUND, (name, at, bend.__name__)


def _deleted(rows: list[dict[str, str]], at: int) -> None:
    del rows[at]


def _doubled(rows: list[dict[str, str]], at: int) -> None:
    rows.insert(at, dict(rows[at]))


def _swapped(rows: list[dict[str, str]], at: int) -> None:
    other = at + 1 if at + 1 < len(rows) else at - 1
    rows[at], rows[other] = rows[other], rows[at]


def test_a_file_that_is_not_the_one_the_package_names(package: Package, tmp_path: Path) -> None:
    """A change of a single byte of any file shows in its digest; so does a file more or less."""
    path = package.write(tmp_path / "books.zip")
    for name in [*(f"{table}.csv" for table in package.tables), *package.notes]:
        whole = contents(path)
        whole[name] += b" "
        assert verify_books.main(["export", str(zipped(tmp_path, whole)), "--no-signature"]) == 1
        del whole[name]
        assert verify_books.main(["export", str(zipped(tmp_path, whole)), "--no-signature"]) == 1
    whole = {**contents(path), "more.csv": b""}
    assert verify_books.main(["export", str(zipped(tmp_path, whole)), "--no-signature"]) == 1


def test_books_made_anew_are_found_by_what_was_published(house: House, tmp_path: Path) -> None:
    """Whoever rebuilds every hash, seal and root is caught by the checkpoint others hold."""
    forged = two_books()
    first = forged.entries["A"][0].draft.lines
    assert first[0].amount_vnd == 700
    forged = _richer(forged)
    note = tmp_path / "published.txt"
    note.write_text(signed(house.checkpoint()), "utf-8")
    own = forged.package(signed(forged.checkpoint(), OTHER_KEY))
    assert check(own, tmp_path) == NOT_SOUND  # signed by another key
    bare = forged.package()
    assert check(bare, tmp_path, "--no-signature") == SOUND  # nothing published holds it
    assert check(bare, tmp_path) == UNCHECKED
    assert check(bare, tmp_path, "--checkpoint", str(note)) == NOT_SOUND
    assert check(house.package(), tmp_path, "--checkpoint", str(note)) == SOUND


def _richer(house: House) -> House:
    """The same books with another entry in the closed month, everything made anew."""
    made = House()
    made.book("A", "2026-06", "2026-07")
    made.post("A", "2026-06-01", *house.entries["A"][1].draft.lines)
    made.close("A", "2026-06")
    made.total("2026-06")
    return made


def test_a_checkpoint_of_a_longer_log_is_not_that_of_a_shorter(
    house: House, tmp_path: Path
) -> None:
    """Seals cut off the end of the log are missed by the checkpoint that counts them."""
    note = tmp_path / "published.txt"
    note.write_text(signed(house.checkpoint()), "utf-8")
    assert check(two_books_before(), tmp_path, "--checkpoint", str(note)) == NOT_SOUND


def two_books_before() -> Package:
    """The books of one unit alone, nothing closed."""
    made = House()
    made.book("A", "2026-06")
    made.post("A", "2026-06-01", *two_books().entries["A"][1].draft.lines)
    return made.package()


def test_one_unit_alone(
    package: Package, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One book is checked as far as it goes, and the answer names it and the books not there."""
    only(package, "A").scope = "unit"
    assert check(package, tmp_path) == SOUND
    told = capsys.readouterr().out
    assert "scope: unit; sổ · books: 1" in told
    assert "SOUND: every check holds. Chỉ sổ A: 1 sổ khác" in told
    assert "Book A only: 1 other sealed books are not in this export" in told
    package.tables["entries"][0]["text"] = "khác"
    assert check(package, tmp_path) == NOT_SOUND


def test_how_far_the_newest_checkpoint_reaches_is_told(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An old checkpoint hides what came later: its size and last seal are told, to be compared."""
    note = signed(house.checkpoint())
    old = signed(notes.Checkpoint(house.checkpoint().origin, 2, merkle.root(house.log[:2])))
    (tmp_path / "own.txt").write_text(note, "utf-8")
    assert check(house.package(old), tmp_path) == SOUND
    assert "newest checkpoint: 2 / 5, 2027-01-15 08:00:00.00000" in capsys.readouterr().out
    assert check(house.package(note), tmp_path) == SOUND
    told = capsys.readouterr().out
    assert "newest checkpoint: 5 / 5, 2027-01-15 08:00:00.00001" in told
    assert "none of your own" in told
    assert "in no hash: names" in told
    assert check(house.package(note), tmp_path, "--checkpoint", str(tmp_path / "own.txt")) == SOUND
    assert "none of your own" not in capsys.readouterr().out


def test_what_cannot_be_checked_is_said(
    package: Package, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a key the signature is not checked, and the status says so, unless that was asked."""
    path = str(package.write(tmp_path / "books.zip"))
    assert verify_books.main(["export", path]) == UNCHECKED
    assert "--key" in capsys.readouterr().out
    assert verify_books.main(["export", path, "--no-signature"]) == SOUND
    assert verify_books.main(["export", str(tmp_path / "none.zip")]) == USAGE
    (tmp_path / "text.zip").write_text("no zip", "utf-8")
    assert verify_books.main(["export", str(tmp_path / "text.zip")]) == USAGE
    with pytest.raises(SystemExit) as left:
        verify_books.main([])
    assert left.value.code == USAGE


def test_a_hostile_text_steers_no_terminal(
    package: Package, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever a code contains, what is printed is plain."""
    package.tables["entries"][0]["journal"] = "\x1b[2J"
    assert check(package, tmp_path) == NOT_SOUND
    assert "\x1b" not in capsys.readouterr().out


# --- proofs ---------------------------------------------------------------------------------


PROOFS = (entry_proof, balance_proof, total_proof, growth_proof)


def prove(proof: object, folder: Path, *more: str) -> int:
    """The exit status of a check of a proof with the right key."""
    path = folder / "proof.json"
    path.write_text(json.dumps(proof), "utf-8")
    return verify_books.main(["proof", str(path), "--key", verifier_key(), *more])


def bent(value: Any) -> Iterator[Any]:  # noqa: ANN401 - a document has any shape
    """The document with one field after the other changed."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from ({**value, name: each} for each in bent(inside))
            yield {other: each for other, each in value.items() if other != name}
    elif isinstance(value, list):
        for at, inside in enumerate(value):
            yield from ([*value[:at], each, *value[at + 1 :]] for each in bent(inside))
            yield [*value[:at], *value[at + 1 :]]
        yield [*value, *(value[-1:] or ["00" * 32])]
    elif isinstance(value, int):
        yield from (value + 1, value - 1, str(value) + "0", None)
    else:
        yield from (changed(value), value[:-2], None)
        half = len(value) // 2
        yield value[:half] + changed(value[half:] or "x")


@pytest.mark.parametrize("made", PROOFS)
def test_a_proof_holds_and_no_field_of_it_can_be_changed(made: Any, tmp_path: Path) -> None:  # noqa: ANN401 - one of PROOFS
    """An entry, a balance, a total, a log that grew: proven; and any change is found."""
    proof = made(two_books())
    assert prove(proof, tmp_path) == SOUND
    count = 0
    for each in bent(proof):
        assert each != proof
        assert prove(each, tmp_path) == NOT_SOUND, each
        count += 1
    assert count > 10


def test_a_proof_signed_by_nobody_known(house: House, tmp_path: Path) -> None:
    """Right in itself, and by another key: not sound."""
    proof = {**entry_proof(house), "checkpoint": signed(house.checkpoint(), OTHER_KEY)}
    assert prove(proof, tmp_path) == NOT_SOUND
    assert prove(proof, tmp_path, "--no-signature") == SOUND


def test_sums_below_zero_prove_nothing(house: House, tmp_path: Path) -> None:
    """A forged neighbour whose sums are negative would hide money: refused."""
    proof = total_proof(house)
    own = seals.sum_leaf(leaf_hash(house.contents[3]), house.sealed["2026-06"]["A"].sums)
    hidden = seals.SumNode(bytes(32), (seals.AccountSum("111", -700, 0, -700, 0),))
    total = seals.Total("2026-06", 2, seals.sum_node(own, hidden))
    house_log = [*house.log[:4], leaf_hash(total.content)]
    forged = notes.Checkpoint(
        house.checkpoint().origin,
        5,
        merkle.root(house_log),
        (notes.total_line("2026-06", 2, _sides(total), total.sum_root),),
    )
    proof |= {
        "path": [
            {"side": "right", "hash": hidden.hash.hex(), "sums": [list(e) for e in hidden.sums]}
        ],
        "root": {"hash": total.root.hash.hex(), "sums": [list(e) for e in total.root.sums]},
        "total": {"bytes": total.content.hex()},
        "checkpoint": signed(forged),
    }
    proof["seal_log"]["path"] = [merkle.root(house_log[:4]).hex()]
    assert prove(proof, tmp_path) == NOT_SOUND


def _sides(total: seals.Total) -> tuple[int, int]:
    sums = total.root.sums
    return sum(each.debit_vnd for each in sums), sum(each.credit_vnd for each in sums)


def test_two_checkpoints(house: House, tmp_path: Path) -> None:
    """A later log holds the earlier one; that is proven, or said to be unproven, or refuted."""
    proof = growth_proof(house)
    old, new, path = (tmp_path / name for name in ("old", "new", "path"))
    old.write_text(proof["old"], "utf-8")
    new.write_text(proof["new"], "utf-8")
    path.write_text(json.dumps(proof), "utf-8")
    words = ["checkpoint", str(old), str(new), "--key", verifier_key()]
    assert verify_books.main(words) == UNCHECKED
    assert verify_books.main([*words, "--proof", str(path)]) == SOUND
    assert verify_books.main(["checkpoint", str(new), str(new), "--no-signature"]) == SOUND
    assert verify_books.main(["checkpoint", str(new), str(old), "--no-signature"]) == NOT_SOUND
    new.write_text(proof["new"].replace("books.example/log\n", "another.example\n", 1), "utf-8")
    assert verify_books.main([*words, "--proof", str(path)]) == NOT_SOUND
    rewritten = notes.Checkpoint(house.checkpoint().origin, 3, bytes(32))
    new.write_text(signed(rewritten), "utf-8")
    assert verify_books.main(words) == NOT_SOUND


@pytest.mark.parametrize("size", range(1, 9))
def test_every_place_and_growth_of_small_logs(size: int) -> None:
    """Each leaf of each small log, and each earlier size, is proven; beside it nothing is."""
    leaves = [leaf_hash(bytes([n])) for n in range(size)]
    root = merkle.root(leaves)
    for index in range(size):
        path = merkle.path_of(merkle.inclusion_spans(index, size), leaves)
        place = {"index": index, "size": size, "path": [each.hex() for each in path]}
        assert verify_books.included(leaves[index], place) == root
    new = verify_books.Note(b"", "", size, root, [], [])
    for before in range(1, size + 1):
        path = merkle.path_of(merkle.consistency_spans(before, size), leaves)
        old = new._replace(size=before, root=merkle.root(leaves[:before]))
        assert verify_books.grown(old, new, path)
        if path:
            assert not verify_books.grown(old, new, [*path[:-1], bytes(32)])


# --- the file itself ---------------------------------------------------------------------------


def test_it_runs_alone_in_an_empty_folder(package: Package, tmp_path: Path) -> None:
    """Copied away, with nothing of this project in reach, it checks an export."""
    package.write(tmp_path / "books.zip")
    (tmp_path / SOURCE.name).write_bytes(SOURCE.read_bytes())
    words = [sys.executable, "-I", SOURCE.name, "export", "books.zip", "--key", verifier_key()]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (SOUND, "")
    assert "ĐÚNG" in done.stdout


def test_it_runs_without_any_package(package: Package, tmp_path: Path) -> None:
    """Where `cryptography` is missing everything but the signature is checked, and that is said."""
    path = str(package.write(tmp_path / "books.zip"))
    bare = [sys.executable, "-I", "-S", str(SOURCE), "export", path]
    done = subprocess.run(
        [*bare, "--key", verifier_key()], capture_output=True, text=True, check=False
    )
    assert done.returncode == UNCHECKED
    assert "cryptography" in done.stdout
    done = subprocess.run([*bare, "--no-signature"], capture_output=True, text=True, check=False)
    assert done.returncode == SOUND


def test_it_needs_the_standard_library_alone() -> None:
    """It imports what Python brings, `cryptography` only inside the check of a signature."""
    tree = ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 9))
    names = [
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
    ]
    assert set(names) - sys.stdlib_module_names == {"cryptography"}
    assert not any(name in ("ledger", "finance", "reports", "collectors") for name in names)
