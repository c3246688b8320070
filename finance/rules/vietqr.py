"""A transfer order as a QR code that banks' programs read: EMVCo fields, as VietQR uses them.

Pure. A payload is a row of fields, each two digits of name, two of length, then the value; the
last one is a checksum over all before it. The picture is made elsewhere.
"""

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from finance.rules.errors import RuleError

LONGEST_TEXT: Final = 25  # what the format grants the text of a transfer
_SERVICE: Final = "A000000727"  # the domestic scheme's identity
_TO_AN_ACCOUNT: Final = "QRIBFTTA"
_DONG: Final = "704"
_COUNTRY: Final = "VN"
_FORMAT: Final = "01"
_ONE_TIME, _ALWAYS = "12", "11"  # with an amount, or for any
_FIELD: Final = 4  # digits before a value
_BIN: Final = re.compile(r"[0-9]{6}", re.ASCII)
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z]{1,19}", re.ASCII)
_AMOUNT: Final = re.compile(r"[1-9][0-9]{0,12}", re.ASCII)
_TEXT: Final = re.compile(r"[ -~]{0,25}", re.ASCII)
_HEAD: Final = re.compile(r"[0-9]{4}", re.ASCII)


class UnfitForQr(RuleError):
    """The format has no place for this bank, account, amount or text."""

    code = "vietqr.unfit_order"
    vi = "Không lập được mã QR: {what} «{value}» không đúng khuôn dạng."
    en = "No QR code can be made: {what} “{value}” does not fit the format."


class WrongPayload(RuleError):
    """The payload is no transfer order, or was misread."""

    code = "vietqr.wrong_payload"
    vi = "Nội dung mã QR không đọc được: {why}."
    en = "The payload of the QR code cannot be read: {why}."


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a payload orders; `amount_vnd` is 0 when the payer types it."""

    bank_bin: str
    account_no: str
    amount_vnd: int
    text: str


def is_bank(text: str) -> bool:
    """Whether a text has the form of a bank's number, six digits."""
    return _BIN.fullmatch(text) is not None


def is_account(text: str) -> bool:
    """Whether a text has the form of an account's number, up to 19 letters and digits."""
    return _ACCOUNT.fullmatch(text) is not None


def payload(bank_bin: str, account_no: str, amount_vnd: int, text: str) -> str:
    """Write a transfer order.

    Takes    the bank's six digits, an account of up to 19 signs, đồng (0: the payer types them)
             and a text of up to 25 plain signs.
    Raises   UnfitForQr.
    Source   (sources: lua_chon_noi_bo); the format is EMVCo's for merchant-presented codes
    """
    _fit("bank_bin", bank_bin, _BIN)
    _fit("account_no", account_no, _ACCOUNT)
    _fit("text", text, _TEXT)
    if amount_vnd:
        _fit("amount_vnd", str(amount_vnd), _AMOUNT)
    whose = _field("00", bank_bin) + _field("01", account_no)
    order = _field("00", _SERVICE) + _field("01", whose) + _field("02", _TO_AN_ACCOUNT)
    fields = (
        _field("00", _FORMAT)
        + _field("01", _ONE_TIME if amount_vnd else _ALWAYS)
        + _field("38", order)
        + _field("53", _DONG)
        + (_field("54", str(amount_vnd)) if amount_vnd else "")
        + _field("58", _COUNTRY)
        + (_field("62", _field("08", text)) if text else "")
        + "6304"
    )
    return fields + _checksum(fields)


def read(text: str) -> Transfer:
    """Read a transfer order back.

    Raises   WrongPayload when the checksum, a length or a field is wrong, or it is no order in
             đồng to an account.
    """
    body, told = text[:-_FIELD], text[-_FIELD:]
    if not text.isascii() or not body.endswith("6304") or _checksum(body) != told.upper():
        raise WrongPayload(why="CRC")
    fields = _fields(body[:-_FIELD])
    order = _inside(fields, "38")
    if order.get("00") != _SERVICE or order.get("02") != _TO_AN_ACCOUNT:
        raise WrongPayload(why="38")
    if fields.get("53") != _DONG:
        raise WrongPayload(why="53")
    whose = _inside(order, "01")
    amount = fields.get("54", "0")
    if not (_AMOUNT.fullmatch(amount) or amount == "0"):
        raise WrongPayload(why="54")
    return Transfer(
        bank_bin=_told(whose, "00", _BIN),
        account_no=_told(whose, "01", _ACCOUNT),
        amount_vnd=int(amount),
        text=_inside(fields, "62").get("08", ""),
    )


def _inside(fields: Mapping[str, str], name: str) -> Mapping[str, str]:
    """The fields inside another one; none where it is not there."""
    return _fields(fields[name]) if name in fields else {}


def _told(whose: Mapping[str, str], name: str, form: re.Pattern[str]) -> str:
    """What an order says of the account it goes to: nothing is paid to half of one."""
    if name not in whose or not form.fullmatch(whose[name]):
        raise WrongPayload(why="38")
    return whose[name]


def _fit(what: str, value: str, form: re.Pattern[str]) -> None:
    if not form.fullmatch(value):
        raise UnfitForQr(what=what, value=value)


def _field(name: str, value: str) -> str:
    return f"{name}{len(value):02d}{value}"


def _fields(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    while text:
        head = text[:_FIELD]
        if not _HEAD.fullmatch(head):
            raise WrongPayload(why=head)
        end = _FIELD + int(head[2:])
        if end > len(text) or head[:2] in found:
            raise WrongPayload(why=head[:2])
        found[head[:2]] = text[_FIELD:end]
        text = text[end:]
    return found


def _checksum(text: str) -> str:
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"
