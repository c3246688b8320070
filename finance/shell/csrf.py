"""A form counts only when it comes from our own page, opened by the same browser."""

import hmac

from flask import request

from finance.shell import cookies
from finance.shell.frame import visit
from ledger.errors import Refusal

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


class FormExpired(Refusal):
    """The form does not carry the token of this visit."""

    code = "web.form_expired"
    vi = "Trang đã mở quá lâu hoặc bạn đã đăng nhập lại. Hãy mở lại trang rồi gửi lần nữa."
    en = "The page was open for too long, or you signed in again. Open it again and send once more."


class FromElsewhere(Refusal):
    """The browser says that another site sent this form."""

    code = "web.from_elsewhere"
    vi = "Biểu mẫu này được gửi từ một trang web khác nên bị từ chối."
    en = "Another website sent this form, so it is refused."


def token() -> str:
    """The token to put into a form; bound to the visit, or to the browser before sign-in."""
    found = visit()
    return cookies.mac("csrf", cookies.knock() if found is None else found.token)


def check() -> None:
    """Hold a request that may change something to its token.

    Raises   FromElsewhere when the browser names another site; FormExpired for a missing or
             wrong token, in the form's field or, for scripts, in the header.
    """
    if request.method in HARMLESS:
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise FromElsewhere
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(token().encode(), given.encode()):
        raise FormExpired
