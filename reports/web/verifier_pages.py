"""The stand-alone verifier behind the open door: the file, its digest, and its README for auditors.

Nothing here asks the database: an auditor gets the same bytes whatever became of the books.
"""

import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from flask import Blueprint, Response, make_response, render_template, request

FILE: Final = "verify_books.py"
_KEPT: Final = "public, max-age=300"
_CODE: Final = re.compile("`([^`]+)`")


class Block(NamedTuple):
    """One block of the README: what it is ("h2", "p", "ul", "pre"), and its lines.

    A line is told as parts, each a text and whether it is code.
    """

    kind: str
    lines: tuple[tuple[tuple[str, bool], ...], ...]


def add_verifier(made: Blueprint, language: str) -> None:
    """Hang the README in one language, and the file, on the open door's blueprint."""

    def verifier() -> Response:
        title, *blocks = read_me(language)
        digest = hashlib.sha256(content()).hexdigest()
        return _kept(
            render_template("open/verifier.html", title=title, blocks=blocks, digest=digest),
            "text/html; charset=utf-8",
        )

    def verifier_file() -> Response:
        return _kept(content(), "text/x-python; charset=utf-8")

    made.add_url_rule("/verifier/", "verifier", verifier, methods=["GET"])
    made.add_url_rule(f"/verifier/{FILE}", "verifier_file", verifier_file, methods=["GET"])


@cache
def content() -> bytes:
    """The verifier, as it is handed out."""
    return files("reports.verifier").joinpath(FILE).read_bytes()


@cache
def read_me(language: str) -> tuple[Block, ...]:
    """The README in a language, block by block; the first is its title."""
    text = files("reports.verifier").joinpath("README.md").read_text("utf-8")
    vietnamese, _, english = text.partition("\n# ")
    own = f"# {english}" if language == "en" else vietnamese
    return tuple(_block(part) for part in own.strip().split("\n\n"))


def _block(part: str) -> Block:
    lines = part.split("\n")
    for mark, kind in (("# ", "h1"), ("## ", "h2"), ("- ", "ul"), ("    ", "pre")):
        if part.startswith(mark):
            return Block(kind, tuple(_parts(line.removeprefix(mark)) for line in lines))
    return Block("p", tuple(map(_parts, lines)))


def _parts(line: str) -> tuple[tuple[str, bool], ...]:
    found = _CODE.split(line)
    return tuple((text, at % 2 == 1) for at, text in enumerate(found) if text)


def _kept(body: str | bytes, kind: str) -> Response:
    response = make_response(body)
    response.content_type = kind
    raw = body if isinstance(body, bytes) else body.encode()
    response.set_etag(hashlib.sha256(raw).hexdigest()[:32])
    response.headers["Cache-Control"] = _KEPT
    response.make_conditional(request)
    return response
