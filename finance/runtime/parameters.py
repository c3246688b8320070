"""The law, its texts and the permissions, read once from the files that come with the package."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from finance.rules.permissions import Permissions, parse_permissions
from finance.rules.rates import Law, law_of, parse
from finance.rules.sources import Source, parse_sources

_PACKAGE: Final = "finance.rules"


@cache
def law() -> Law:
    """Every dated value of `finance/rules/parameters/*.toml`; the same object every time."""
    entries = files(_PACKAGE).joinpath("parameters").iterdir()
    texts = [entry.read_text("utf-8") for entry in entries if entry.name.endswith(".toml")]
    return law_of(row for text in texts for row in parse(text))


@cache
def sources() -> MappingProxyType[str, Source]:
    """The register of texts, by key."""
    return MappingProxyType(parse_sources(_text("sources.toml")))


@cache
def permissions() -> Permissions:
    """Which role may do which act."""
    return parse_permissions(_text("permissions.toml"))


def _text(name: str) -> str:
    return files(_PACKAGE).joinpath(name).read_text("utf-8")
