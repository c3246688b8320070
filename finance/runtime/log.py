"""What the server says of itself: one JSON object per line, each with the request's reference."""

import logging
import secrets
import sys
from typing import TextIO, cast

import structlog
from structlog.typing import FilteringBoundLogger

_REFERENCE_BYTES = 4


def configure(stream: TextIO | None = None, *, level: int = logging.INFO) -> None:
    """Send every log line, our own and the libraries', to `stream` (standard error) as JSON.

    The time is UTC, ISO 8601; what `bind` was given stands in each line of that request.
    """
    target = sys.stderr if stream is None else stream
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(target),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processor=structlog.processors.JSONRenderer(ensure_ascii=False),
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)


def logger() -> FilteringBoundLogger:
    """The log; say an event and its facts: `logger().info("signed_in", user="lan")`."""
    return cast("FilteringBoundLogger", structlog.get_logger())


def reference() -> str:
    """A fresh reference a person can read out over the telephone, such as 7F3A-29C1."""
    text = secrets.token_hex(_REFERENCE_BYTES).upper()
    return f"{text[:4]}-{text[4:]}"


def bind(**facts: str) -> None:
    """Put facts into every line from here to the end of the request, in place of the last one's."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**facts)
