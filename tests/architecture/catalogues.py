"""Keeps the translations beside the pages; `python -m tests.architecture.catalogues` runs it.

A page is written in English inside `_(…)`; its Vietnamese stands in `translations/vi` of the same
package. New texts are added to the catalogue untranslated, gone ones are removed, and the compiled
form is written, in the same run.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from tests.architecture.house import ROOT

PACKAGES = ("finance/shell", "finance/web", "collectors/web", "reports/web")
HEAD = "# The Vietnamese of this package's pages; the English stands in the pages themselves."
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
EMPTY = tuple(  # heads that say nothing about the texts, or change with every run
    f'"{name}:'
    for name in (
        "Generated-By",
        "Language-Team",
        "Last-Translator",
        "PO-Revision-Date",
        "POT-Creation-Date",
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
    )
)


def with_pages() -> Iterator[Path]:
    """The packages that have texts for people to read in their pages."""
    for name in PACKAGES:
        if (ROOT / name).is_dir() and len(wanted(ROOT / name)):
            yield ROOT / name


def wanted(package: Path) -> Catalog:
    """The texts that stand in a package's templates and modules, without translations."""
    found = Catalog(locale="vi", header_comment=HEAD, fuzzy=False, charset="utf-8")
    for place, _line, message, _comments, context in extract_from_dir(package, METHODS):
        found.add(message, locations=[(place, 0)], context=context)
    return found


def po_file(package: Path) -> Path:
    """Where the Vietnamese of a package stands."""
    return package / "translations" / "vi" / "LC_MESSAGES" / "messages.po"


def kept(package: Path) -> Catalog:
    """The catalogue as it is written down; empty when there is none yet."""
    path = po_file(package)
    if not path.exists():
        return Catalog(locale="vi")
    with path.open("rb") as file:
        return read_po(file, locale="vi")


def compiled(package: Path) -> Catalog:
    """The catalogue as the running app reads it."""
    with po_file(package).with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def texts(catalogue: Catalog) -> dict[str, str | tuple[str, ...]]:
    """Each text and its translation, the catalogue's own head left out.

    Takes    a text with a plural by its singular; its translation is then a tuple.
    """
    found: dict[str, str | tuple[str, ...]] = {}
    for message in catalogue:
        if message.id:
            said = message.string or ""
            found[_singular(message.id)] = said if isinstance(said, str) else tuple(said)
    return found


def main() -> None:
    """Bring every catalogue up to its pages and compile it."""
    for package in with_pages():
        fresh, known = wanted(package), texts(kept(package))
        for message in fresh:
            message.string = known.get(_singular(message.id), message.string)
        path = po_file(package)
        path.parent.mkdir(parents=True, exist_ok=True)
        out = io.BytesIO()
        write_po(out, fresh, no_location=True, sort_output=True, omit_header=False, width=100)
        lines = out.getvalue().decode().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(EMPTY)), "utf-8")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, kept(package))


def _singular(key: str | tuple[str, ...] | list[str]) -> str:
    return key if isinstance(key, str) else key[0]


if __name__ == "__main__":
    main()
