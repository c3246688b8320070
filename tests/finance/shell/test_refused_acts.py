"""What was tried and refused can be read in the audit log, and left nothing else behind."""

from sqlalchemy import select

from finance.cli import commands
from finance.records.audit_lines import AuditRow
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from finance.shell.commands import Root
from finance.shell.refused_acts import ACTION
from finance.shell.room import Room
from tests.doors import House
from tests.federation import contents
from tests.federations import federation
from tests.finance.web.desk import office, stored, submitted
from tests.terminal import Terminal

MONTH = "/office/units/CTA/months/2026-06/"


def _lines(database: Database) -> list[tuple[str, str, str]]:
    with database.within(EVERYTHING).reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.action == ACTION))
        return [(row.actor, row.unit_code, row.subject) for row in rows]


def test_a_page_s_refusal_is_written_down(database: Database) -> None:
    """Approving one's own voucher: the book is as it was, and the log says who tried."""
    house: House = office(database)
    seq = submitted(house, "approver", unit="LDA")
    before = contents(house.database)
    page = f"/office/units/LDA/vouchers/{seq}/"
    seen = str(stored(house, seq, "LDA").changed_at_us)
    answer = house.send(f"{page}approve", "/office/units/LDA/vouchers/new", seen=seen)
    assert answer.status_code == 403
    assert contents(house.database) == before
    assert _lines(house.database) == [("approver", "LDA", "vouchers.approve")]


def test_an_act_behind_a_door_that_is_shut_is_written_down(database: Database) -> None:
    """An inspector who sends what belongs to the office is refused, whatever unit is named."""
    house: House = office(database)
    house.sign_in("inspector")
    token = house.token_of("/inspect/cases/")
    for unit in ("LDA", "x" * 50):
        address = f"/office/units/{unit}/vouchers/new"
        assert house.client.post(address, data={"csrf_token": token}).status_code == 403
    assert _lines(house.database) == [("inspector", "", "vouchers.keep_new")] * 2


def test_reading_and_strangers_leave_no_line(database: Database) -> None:
    """A page that is not there, or a wrong password, is no act in a book."""
    house = office(database)
    assert house.try_password("lan", "sai").status_code == 422
    house.sign_in("lan")
    assert house.client.get("/office/units/CTA/vouchers/99/").status_code == 404
    assert _lines(house.database) == []


def test_a_command_s_refusal_is_written_down(engine_url: str) -> None:
    """An act that was refused, with its command; a question that was refused is not."""
    room = Room("finance", commands=commands)
    terminal = Terminal(Root.of(lambda *_: None, [room]), engine_url)
    database = Database(engine_url).within(EVERYTHING)
    federation(database, terminal.clock)
    assert terminal.refused("period", "close", "G1", "2025-03")["code"] == "ledger.period_order"
    assert terminal.refused("period", "list", "G9")["code"] == "ledger.unknown_book"
    assert _lines(database) == [("system", "", "period close")]
