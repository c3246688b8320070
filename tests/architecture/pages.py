"""Writes the pages of docs/ that are made from the code; `make docs` runs it."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator

import click

from ledger.errors import Refusal
from tests.architecture.house import ROOMS, ROOT
from tests.assurance.page import page as assurance_page

_REFUSALS_HEAD = """# Từ chối · Refusals

Made from the code by `make docs`; a test holds it to the code.

Mỗi lần từ chối có một mã không đổi và một câu bằng hai thứ tiếng; chỗ trong dấu { } là số liệu của
trường hợp đó. A refusal has a code that does not change and a sentence in both languages; what
stands in { } are the facts of the case.

| Code | Tiếng Việt | English | When |
|---|---|---|---|
"""


_COMMANDS_HEAD = """# Câu lệnh · Commands

Made from the code by `make docs`; a test holds it to the code.

Exit status: 0 done; 1 refused; 2 wrong usage; 3 done in part, some rows are quarantined.

"""


def import_rooms() -> None:
    """Import every module of every room, so that every class is known."""
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            importlib.import_module(module.name)


def refusals() -> list[type[Refusal]]:
    """Every refusal that can be raised, by code: the classes with sentences of their own."""
    import_rooms()
    ours = [each for each in _below(Refusal) if each.__module__.split(".")[0] in ROOMS]
    return sorted((each for each in set(ours) if not is_family(each)), key=lambda each: each.code)


def is_family(refusal: type[Refusal]) -> bool:
    """Whether a refusal only gathers others and has no sentence of its own."""
    return bool(refusal.__subclasses__()) and "vi" not in refusal.__dict__


def refusals_page() -> str:
    """The table of all refusals, in Markdown."""
    rows = []
    for refusal in refusals():
        when = (refusal.__doc__ or "").strip().splitlines()[0]
        cells = (f"`{refusal.code}`", refusal.vi, refusal.en, when)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return _REFUSALS_HEAD + "\n".join(rows) + "\n"


def commands_page() -> str:
    """Every command of `union-finance` with its options, in Markdown."""
    group: click.Group = importlib.import_module("wsgi").cli
    context = click.Context(group, info_name="union-finance")
    return _COMMANDS_HEAD + "\n".join(_described(group, context))


PAGES: dict[str, Callable[[], str]] = {
    "docs/refusals.md": refusals_page,
    "docs/commands.md": commands_page,
    "docs/assurance.md": assurance_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")


def _described(command: click.Command, context: click.Context) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from _described(below, click.Context(below, context, info_name=name))
        return
    words = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
    yield f"## `{words}`\n"
    yield f"{inspect.cleandoc(command.help or '')}\n"
    for name, text in filter(None, records):
        if name != "--help":
            yield f"- `{name}` {text}".rstrip()
    yield ""


def _below(refusal: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in refusal.__subclasses__():
        yield each
        yield from _below(each)


if __name__ == "__main__":
    main()
