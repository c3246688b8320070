"""Exports that are bent and described anew, and how the verifier answers them."""

import zipfile
from pathlib import Path
from typing import Any

from reports.verifier import verify_books
from tests.reports.verifier.packages import Package, described, verifier_key, written

SOUND, NOT_SOUND, USAGE, UNCHECKED = 0, 1, 2, 3


def check(package: Package, folder: Path, *more: str) -> int:
    """The exit status of a check with the right key."""
    path = package.write(folder / "books.zip")
    return verify_books.main(["export", str(path), "--key", verifier_key(), *more])


def contents(path: Path) -> dict[str, bytes]:
    """The members of a zip."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(folder: Path, files: dict[str, bytes]) -> Path:
    """A zip of these members."""
    path = folder / "bent.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def only(package: Package, *codes: str) -> Package:
    """The same export with the rows of these books alone; the seal log stays as it is."""
    for name, rows in package.tables.items():
        if name not in ("accounts", "seal_log"):
            package.tables[name] = [row for row in rows if row["book"] in codes]
    return package


def rewritten(package: Package, folder: Path, name: str, text: str, **about: Any) -> int:  # noqa: ANN401 - what a package says
    """The exit status after one file is exchanged and described as it now is."""
    told = package.about() | about
    rows = len(package.tables.get(name.removesuffix(".csv"), ()))
    kept = [each for each in told["resources"] if each["path"] != name]
    told["resources"] = [*kept, described(name, text, rows)]
    path = written(folder / "bent.zip", package.files() | {name: text}, **told)
    return verify_books.main(["export", str(path), "--key", verifier_key()])
