"""What every response tells the browser: what it may load, keep, show and send."""

from flask import Response, request

from finance.shell.frame import frame
from finance.shell.guards import door_of
from finance.shell.room import Door

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
_PUBLIC = "public, max-age=60, s-maxage=300"
_PRIVATE = "no-store"
_GOOD = 200
_NOT_MODIFIED = 304


def add(response: Response) -> Response:
    """Put the headers on a response; a page of the open doors may be kept, no other may."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if frame().settings.behind_tls:
        response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = _keeping(response.status_code)
    return response


def _keeping(status: int) -> str:
    rule = request.url_rule
    public = rule is not None and door_of(rule.rule) in (Door.OPEN, Door.API)
    return _PUBLIC if public and status in (_GOOD, _NOT_MODIFIED) else _PRIVATE
