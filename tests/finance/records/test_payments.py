"""A payment list: who is paid, to which account, by which words."""

import datetime as dt

from sqlalchemy import select

from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.receipts import PaymentRow
from finance.runtime.database import Database
from tests.builders import account
from tests.federation import federation

ORDER = PaymentList("LDA", "LDA/IB/7", dt.date(2026, 7, 17), "KPCD")


def test_each_payee_to_its_account(database: Database) -> None:
    """A unit's from the register, the one for the levy first; an organisation's own; or none."""
    fed = federation(database)
    fed.accounts(account("G1", account_no="01", purpose="operations"))
    payees = [
        Payee("G1", 5),
        Payee("G2", 0),
        Payee("A1", -3),
        Payee("WO", 7, ("77", "970436")),
        Payee("X", 1),
    ]
    with database.writing() as session:
        made = order_payments(session, ORDER, payees)
        assert order_payments(session, ORDER, []) == []
        session.commit()
    assert made == [
        Payment("LDA", "G1", "01", "970405", 5, "KPCD LDA/IB/7 G1"),
        Payment("LDA", "WO", "77", "970436", 7, "KPCD LDA/IB/7 WO"),
        Payment("LDA", "X", "", "", 1, "KPCD LDA/IB/7 X"),
    ]
    with database.reading() as session:
        rows = session.scalars(select(PaymentRow).order_by(PaymentRow.seq)).all()
    assert [(row.seq, row.payee, row.state) for row in rows] == [
        (1, "G1", "ordered"),
        (2, "WO", "ordered"),
        (3, "X", "ordered"),
    ]


def test_a_long_name_is_cut_in_the_purpose_only(database: Database) -> None:
    """The list keeps the whole name."""
    federation(database)
    name = "Tổ chức " * 36
    with database.writing() as session:
        [made] = order_payments(session, ORDER, [Payee(name, 1)])
        session.commit()
    assert (made.payee, len(made.purpose)) == (name, 200)
