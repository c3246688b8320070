"""Holds every refusal and every problem that a test meets to its sentence: no fact is missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from string import Formatter
from typing import Any

import pytest

from ledger.errors import Problem, Refusal

_OURS = "test."  # the code of what a test makes to see how it is told


@contextmanager
def sentences_are_whole() -> Iterator[None]:
    """Whatever refuses or is found wrong says which, where and how much, in both languages."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Refusal, Problem):
            patch.setattr(kind, "__init__", _watched(kind.__init__))
        yield


def _watched(make: Callable[..., None]) -> Callable[..., None]:
    def watched(self: Refusal | Problem, *given: Any, **facts: Any) -> None:  # noqa: ANN401 - as it is called
        make(self, *given, **facts)
        if self.code.startswith(_OURS):
            return
        for language, words in (("vi", self.vi), ("en", self.en)):
            named = {name for _, name, _, _ in Formatter().parse(words) if name}
            known = {name.removesuffix(f"_{language}") for name in self.facts} | {*self.facts}
            assert named <= known, f"{self.code} leaves out {sorted(named - known)}"
        missing = [name for name, fact in self.facts.items() if fact is None]
        assert not missing, f"{self.code} does not know its {missing}"
        if isinstance(self, Problem):
            assert isinstance(self.where, str), f"{self.code} does not say where"
            assert isinstance(self.column, str), f"{self.code} does not say in which column"

    return watched
