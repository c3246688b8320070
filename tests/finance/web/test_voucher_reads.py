"""Vouchers as the pages show them: the latest change first, by state and maker, page by page."""

import datetime as dt

from finance.records.vouchers import VoucherLineRow, VoucherRow, VoucherState, add_maker
from finance.web.voucher_reads import PAGE, Wanted, counts, voucher, vouchers
from tests.doors import House
from tests.finance.web.desk import step, submitted

DAY = dt.date(2026, 6, 1)


def _write(house: House, count: int, unit: str = "CTA", state: str = "draft") -> None:
    with house.database.writing() as session:
        for seq in range(1, count + 1):
            session.add(
                VoucherRow(
                    unit_code=unit,
                    seq=seq,
                    accounting_on=DAY,
                    document_on=DAY,
                    text="",
                    state="draft",
                    maker="lan" if seq % 2 else "hoa",
                    changed_at_us=seq,
                )
            )
            session.flush()
            for number, (side, amount) in enumerate((("D", 5), ("D", 7), ("C", 100)), start=1):
                session.add(
                    VoucherLineRow(
                        unit_code=unit,
                        seq=seq,
                        line_no=number,
                        account="112",
                        side=side,
                        amount_vnd=amount,
                    )
                )
            row = session.get_one(VoucherRow, (unit, seq))
            session.flush()
            add_maker(session, row, row.maker)
            row.state = state
        session.commit()


def test_a_list_is_read_page_by_page(house: House) -> None:
    """Every voucher once, the latest change first, with the sum of its debits."""
    _write(house, PAGE + 1)
    with house.database.reading() as session:
        first, count = vouchers(session, Wanted(["CTA"]))
        second, _ = vouchers(session, Wanted(["CTA"], page=2))
        beyond, _ = vouchers(session, Wanted(["CTA"], page=3))
    assert count == PAGE + 1
    assert [each.seq for each in (*first, *second)] == list(range(PAGE + 1, 0, -1))
    assert {each.amount_vnd for each in first} == {12}
    assert beyond == []


def test_a_list_is_narrowed(house: House) -> None:
    """To units, a state, a maker; the counts say how many there are of each state."""
    _write(house, 3)
    _write(house, 2, "LDA", VoucherState.POSTED.value)
    with house.database.reading() as session:
        assert vouchers(session, Wanted(["CTA", "LDA"], state="posted"))[1] == 2
        assert vouchers(session, Wanted(["CTA", "LDA"], maker="hoa"))[1] == 2
        assert vouchers(session, Wanted(["CTA", "LDA"], untouched_by="hoa"))[1] == 3
        assert counts(session, Wanted(["CTA", "LDA"])) == {"draft": 3, "posted": 2}
        assert counts(session, Wanted(["CTA", "LDA"], maker="lan")) == {"draft": 2, "posted": 1}
        assert vouchers(session, Wanted([])) == ([], 0)


def test_one_is_read_with_its_history_and_its_entry(house: House) -> None:
    """Its own steps alone, not those of the next voucher whose number begins alike."""
    seq = submitted(house)
    for _ in range(9):
        submitted(house)
    house.sign_in("approver")
    step(house, seq, "approve")
    with house.database.reading() as session:
        found = voucher(session, "CTA", seq)
        assert found is not None
        assert [each.en for each in found.steps] == [
            "Drafted or changed",
            "Submitted",
            "Approved and posted",
        ]
        assert (found.in_book.seq, found.in_book.reversal) == (1, "")
        assert found.debit_vnd == found.credit_vnd == 24_500_000
        assert voucher(session, "CTA", 99) is None
