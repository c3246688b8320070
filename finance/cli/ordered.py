"""What a command says of the payments it ordered, besides the payments themselves."""

from collections.abc import Sequence
from typing import Any

from finance.records.payments import Payment


def warned(payments: Sequence[Payment]) -> dict[str, Any]:
    """A warning for payees whose account nobody has registered; nothing when there is none.

    The payment stands as ordered, and waits: no bank can make it. Its account is filled in when it
    is registered.
    """
    lacking = [payment for payment in payments if not payment.account_no]
    if not lacking:
        return {}
    payees = sorted({payment.payee for payment in lacking})
    named = ", ".join(payees)
    return {
        "warnings": [
            {
                "code": "payments.without_account",
                "message": f"Chưa đăng ký tài khoản của {named}: lệnh chi chờ, ngân hàng chưa chi "
                "được. Đăng ký tài khoản thì số tài khoản được điền vào danh sách.",
                "message_en": f"No account of {named} is registered: the payments wait, no bank "
                "can make them. Once it is registered the list has its number.",
                "count": len(lacking),
                "amount_vnd": sum(payment.amount_vnd for payment in lacking),
                "payees": payees,
            }
        ]
    }
