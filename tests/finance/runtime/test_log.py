"""The log: one JSON object a line, each with the reference of its request."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from finance.runtime import log


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A log of this test's own."""
    kept, level = logging.getLogger().handlers, logging.getLogger().level
    target = io.StringIO()
    log.configure(target)
    yield target
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.getLogger().handlers = kept
    logging.getLogger().setLevel(level)


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_each_line_is_json_with_the_facts(stream: io.StringIO) -> None:
    """An event, its facts, a level and a time in UTC; Vietnamese as it is written."""
    log.bind(reference="7F3A-29C1")
    log.logger().info("refused", unit="Công đoàn A")
    (line,) = _lines(stream)
    assert (
        line.items()
        >= {
            "event": "refused",
            "unit": "Công đoàn A",
            "level": "info",
            "reference": "7F3A-29C1",
        }.items()
    )
    assert line["timestamp"].endswith("Z")
    assert "Công" in stream.getvalue()


def test_the_libraries_lines_look_the_same(stream: io.StringIO) -> None:
    """What a library says while it answers a request carries that request's reference."""
    log.bind(reference="7F3A-29C1")
    try:
        int("five")
    except ValueError:
        logging.getLogger("some.library").exception("broke")
    (line,) = _lines(stream)
    assert (line["event"], line["reference"]) == ("broke", "7F3A-29C1")
    assert "ValueError" in line["exception"]


def test_nothing_of_the_last_request_is_left_in_the_next(stream: io.StringIO) -> None:
    """Threads serve many requests."""
    log.bind(reference="A", path="/office/")
    log.bind(reference="B")
    log.logger().info("answered")
    (line,) = _lines(stream)
    assert (line["reference"], "path" in line) == ("B", False)


def test_what_is_below_the_level_is_not_written(stream: io.StringIO) -> None:
    """Debugging lines stay out of an installation's log."""
    log.logger().debug("detail")
    assert stream.getvalue() == ""


def test_a_reference_can_be_read_out_over_the_telephone() -> None:
    """Eight digits in two groups, another one each time."""
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", log.reference())
    assert log.reference() != log.reference()
