"""A payment list: who is paid, to which account, by which words."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.payments import (
    Payee,
    Payment,
    PaymentList,
    arriving,
    brought_back,
    order_payments,
    payments_known,
    transfer_code,
    transfer_text,
)
from finance.records.receipts import PaymentRow
from finance.rules.vietqr import read
from finance.runtime.database import Database
from tests.builders import account, bank_row
from tests.federation import federation

ORDER = PaymentList("LDA", "LDA/IB/7", dt.date(2026, 7, 17), "KPCD")


def _known(session: Session) -> list[PaymentRow]:
    """The payments that concern LDA, of the amounts of these tests."""
    return [row for own in payments_known(session, "LDA", [5, 6]).values() for row in own]


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


def _ordered(database: Database, *payees: Payee, ref: str = "LDA/IB/7") -> None:
    with database.writing() as session:
        order_payments(session, PaymentList("LDA", ref, ORDER.on, "KPCD"), payees)
        session.commit()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HOAN KPCD LDA IB 7 G1", "G1"),
        ("hoan tra KPCĐ LDA/IB/7", None),  # two of that amount in one list
        ("KPCD LDA/IB/7 G10", "G10"),  # the longer is meant
        ("KPCD LDA/IB/71 G1", None),
        ("CHUYEN TIEN", None),
    ],
)
def test_which_payment_a_row_brings_back(database: Database, text: str, found: str | None) -> None:
    """By its own words, or by the reference of its list where only one fits."""
    federation(database)
    _ordered(database, Payee("G1", 5), Payee("G10", 5), Payee("A1", 6))
    with database.reading() as session:
        row = bank_row("HT", ORDER.on, 5, content=text)
        told = brought_back(_known(session), "LDA", row)
        assert (told and told.payee) == found
        alone = bank_row("HT", ORDER.on, 6, content="HOAN TIEN LDA.IB.7")
        assert getattr(brought_back(_known(session), "LDA", alone), "payee", "") == "A1"
        assert brought_back(_known(session), "A1", alone) is None
        assert (
            brought_back(_known(session), "LDA", replace(alone, booked_on=dt.date(2026, 7, 16)))
            is None
        )


def test_what_was_seen_before_is_not_brought_again(database: Database) -> None:
    """Neither what has arrived nor what came back."""
    federation(database)
    _ordered(database, Payee("G1", 5))
    row = bank_row("HT", ORDER.on, 5, content="KPCD LDA/IB/7 G1")
    for name in ("arrived_on", "returned_on"):
        with database.writing() as session:
            payment = brought_back(_known(session), "LDA", row)
            assert payment is not None
            assert arriving(_known(session), "G1", row) is payment
            setattr(payment, name, ORDER.on)
            session.flush()
            assert brought_back(_known(session), "LDA", row) is None
            assert arriving(_known(session), "G1", row) is None


def test_the_code_of_a_line(database: Database) -> None:
    """All its words where there is room, else those up to the reference; none without a bank."""
    federation(database)
    _ordered(database, Payee("G1", 5), Payee("Tổ chức người lao động", 7, ("77", "970436")))
    _ordered(database, Payee("X", 1), Payee("Y", 2, ("77", "")), ref="LDA/IB/8")
    with database.reading() as session:
        rows = session.scalars(select(PaymentRow).order_by(PaymentRow.seq)).all()
        texts = [read(transfer_code(row)).text for row in rows[:2]]
        assert [transfer_code(row) for row in rows[2:]] == ["", ""]
    assert texts == ["KPCD LDA/IB/7 G1", "KPCD LDA/IB/7"]
    assert (
        transfer_text("R", "Không có ở đây, và dài hơn chỗ có")
        == "KHONG CO O DAY, VA DAI HON CHO CO"
    )
