"""What the pages of this room read from their address, and the length of their lists."""

from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import BadRequest

_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Paging:
    """Where one stands in a long list."""

    page: int  # counted from 1
    size: int
    count: int  # of the whole list

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.count // self.size))

    @property
    def first(self) -> int:
        """How many things stand on the pages before this one."""
        return (self.page - 1) * self.size


def number_asked(name: str, default: int) -> int:
    """A number from 1 in the address, or the default when it is not there.

    Raises   BadRequest for anything else.
    """
    text = request.args.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST)) and int(text) > 0):
        raise BadRequest
    return int(text)
