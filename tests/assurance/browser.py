"""A browser in a few lines: it signs in, keeps its cookie and sends forms with their token."""

import http.client
import re
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

_TOKEN: Final = re.compile(r'name="csrf_token" value="([0-9a-f]{64})"')
_SEEN: Final = re.compile(r'name="seen" value="(\d+)"')
_PATIENCE_S: Final = 20
SIGN_IN: Final = "/office/sign-in"


class NoAnswer(Exception):
    """The server did not answer, or not with what was asked for."""


class Browser:
    """One visit to a server on this machine."""

    def __init__(self, port: int) -> None:
        """Come without a cookie."""
        self._port = port
        self._cookies: dict[str, str] = {}

    def sign_in(self, name: str, password: str) -> None:
        """Open a visit."""
        token = _found(_TOKEN, self._ask("GET", SIGN_IN)[1])
        fields = {"name": name, "password": password, "csrf_token": token}
        self._expect(HTTPStatus.SEE_OTHER, self._ask("POST", SIGN_IN, fields))

    def read(self, path: str) -> str:
        """A page."""
        return self._expect(HTTPStatus.OK, self._ask("GET", path))

    def approve(self, path: str) -> None:
        """Open a voucher's page and approve what is seen; to return is the acknowledgement."""
        page = self.read(path)
        fields = {"csrf_token": _found(_TOKEN, page), "seen": _found(_SEEN, page)}
        self._expect(HTTPStatus.SEE_OTHER, self._ask("POST", f"{path}approve", fields))

    def _ask(self, verb: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE_S)
        try:
            connection.request(verb, path, None if fields is None else urlencode(fields), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            self._keep(answer.headers.get_all("Set-Cookie") or [])
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(path) from error
        finally:
            connection.close()
        return answer.status, text

    def _keep(self, headers: list[str]) -> None:
        for header in headers:
            for name, morsel in SimpleCookie(header).items():
                self._cookies[name] = morsel.value

    def _expect(self, status: HTTPStatus, answer: tuple[int, str]) -> str:
        if answer[0] != status:
            raise NoAnswer(str(answer[0]))
        return answer[1]


def _found(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        raise NoAnswer(pattern.pattern)
    return found[1]
