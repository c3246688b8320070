"""Where a refusal becomes a page: the one table from codes to HTTP statuses.

No rule, record or action knows HTTP; they raise refusals with stable codes. A person gets a page in
the frame, a program behind `/api` gets `{"error": {"code", "message", "facts"}}`. Each carries the
reference that stands in the log.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from http import HTTPStatus

from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import (
    Response,
    g,
    has_request_context,
    jsonify,
    make_response,
    render_template,
    request,
)
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from finance.runtime.log import logger
from finance.shell.language import chosen, said_of
from ledger.errors import Fact, Refusal

# The first pattern that fits a code decides; a refusal without a line here is a conflict (409)
# with what is recorded, which is what most rules say.
STATUS_BY_CODE: Mapping[str, HTTPStatus] = {
    "permission*": HTTPStatus.FORBIDDEN,
    "web.from_elsewhere": HTTPStatus.FORBIDDEN,
    "web.form_expired": HTTPStatus.BAD_REQUEST,
    "people.too_many_tries": HTTPStatus.TOO_MANY_REQUESTS,
    "*.unknown": HTTPStatus.NOT_FOUND,
    "*.unknown_*": HTTPStatus.NOT_FOUND,
    "*.not_found": HTTPStatus.NOT_FOUND,
    "*.unbalanced": HTTPStatus.UNPROCESSABLE_ENTITY,
    "*.wrong_state": HTTPStatus.CONFLICT,
    "*.wrong_*": HTTPStatus.UNPROCESSABLE_ENTITY,
    "*.weak_*": HTTPStatus.UNPROCESSABLE_ENTITY,
    "*.unfit_*": HTTPStatus.UNPROCESSABLE_ENTITY,
    "*.wanted": HTTPStatus.UNPROCESSABLE_ENTITY,
    "relief.*_wanted": HTTPStatus.UNPROCESSABLE_ENTITY,
    "form.*": HTTPStatus.UNPROCESSABLE_ENTITY,
    "*.no_such_day": HTTPStatus.UNPROCESSABLE_ENTITY,
    "*.not_a_*": HTTPStatus.UNPROCESSABLE_ENTITY,
    "paper.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "money.*": HTTPStatus.UNPROCESSABLE_ENTITY,
    "people.no_password": HTTPStatus.UNPROCESSABLE_ENTITY,
    "people.sign_in_refused": HTTPStatus.UNPROCESSABLE_ENTITY,
}
OTHERWISE = HTTPStatus.CONFLICT

_SENTENCES: Mapping[int, tuple[str, str, str]] = {
    400: ("web.bad_request", "Không đọc được yêu cầu.", "The request cannot be read."),
    401: ("web.not_signed_in", "Bạn chưa đăng nhập.", "You are not signed in."),
    403: ("permission.refused", "Bạn không được phép.", "You are not allowed to do this."),
    404: (
        "web.not_found",
        "Không có trang này, hoặc nó nằm ngoài phạm vi của bạn.",
        "There is no such page, or it lies outside your scope.",
    ),
    405: (
        "web.read_only",
        "Địa chỉ này không nhận cách gửi đó.",
        "This address does not take that kind of request.",
    ),
    413: ("web.too_large", "Tệp gửi lên quá lớn.", "What was sent is too large."),
    422: ("web.wrong_form", "Dữ liệu gửi lên chưa đúng.", "What was sent is not well formed."),
    429: (
        "web.too_many",
        "Quá nhiều yêu cầu. Hãy chờ vài phút.",
        "Too many requests. Wait a few minutes.",
    ),
    500: (
        "web.our_fault",
        "Hệ thống gặp lỗi. Không có gì được ghi. Hãy báo người vận hành số tham chiếu dưới đây.",
        "Something broke on our side. Nothing was recorded. Tell the operator the reference below.",
    ),
}


def answered_with() -> Refusal | None:
    """The refusal that this request is answered with, if it is."""
    found: Refusal | None = g.get("refusal")
    return found


def status_of(refusal: Refusal) -> HTTPStatus:
    """The HTTP status of a refusal, by the table above; the request is answered with it."""
    if has_request_context():
        g.refusal = refusal
    for pattern, status in STATUS_BY_CODE.items():
        if fnmatchcase(refusal.code, pattern):
            return status
    return OTHERWISE


def install(app: APIFlask) -> None:
    """Answer refusals, HTTP errors and our own mistakes by the table."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(HTTPError, _api_error)


def answer(status: int, code: str, sentence: str, facts: Mapping[str, Fact]) -> Response:
    """The page, or the JSON for a program, that says no."""
    if request.path.startswith("/api"):
        error = {"code": code, "message": sentence, "facts": dict(facts)}
        response = jsonify({"error": error})
        response.status_code = status
        return response
    page = render_template(
        "shell/refused.html", status=status, code=code, sentence=sentence, reference=g.reference
    )
    return make_response(page, status)


def _refused(refusal: Refusal) -> Response:
    status = status_of(refusal)
    logger().info("refused", code=refusal.code, status=int(status))
    return answer(status, refusal.code, refusal.sentence(chosen()), refusal.facts)


def _http_error(error: HTTPException) -> AnyResponse:
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    response = _by_status(error.code, {})
    if error.code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = error.get_response().headers.get("Allow", "GET, HEAD")
    if isinstance(error, TooManyRequests) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _api_error(error: HTTPError) -> Response:
    facts: dict[str, Fact] = {}
    for place, fields in (error.detail or {}).items():
        facts[str(place)] = str(fields)
    return _by_status(error.status_code, facts)


def _by_status(status: int, facts: Mapping[str, Fact]) -> Response:
    ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    code, vi, en = _SENTENCES.get(status, _SENTENCES[500 if ours else 400])
    return answer(status, code, said_of(vi, en), facts)
