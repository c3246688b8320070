"""Relief at the office: an application, its dossier, the answer; on pages."""

import datetime as dt
import io

import pytest
from werkzeug.test import TestResponse

from finance.records.people import RoleGrant, User
from finance.records.units import FOREVER
from finance.rules.papers import digest_of
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.shell.app import create_app
from finance.shell.room import Room
from finance.web import blueprints, links, months, waiting
from tests.builders import E1, START, declaration
from tests.doors import SETTINGS, House
from tests.federation import federation
from tests.finance.web.desk import inline
from tests.papers import PDF, PROGRAM

DAY = dt.date(2026, 6, 15)
LIST, NEW, ONE = "/office/relief/", "/office/relief/new", "/office/units/LDA/relief/1/"
TYPED = {
    "ground": "restructuring",
    "tax_code": E1,
    "document_no": "12/CV",
    "document_on": "1/6/2026",
    "received_on": "2/6/2026",
    "first": "06/2026",
    "last": "2026-08",
    "phone": "024 1",
    "quarterly": "yes",
    "workers_before": "100",
    "workers_off": "60",
    "stopped_days": "31",
}


@pytest.fixture
def house(database: Database) -> House:
    """LDA with an accountant and an approver; E1 owes June."""
    fed = federation(database)
    fed.declare(dt.date(2026, 6, 30), declaration(E1, "2026-06", 50_000))
    fed.assess("2026-06", dt.date(2026, 6, 30))
    clock = FixedClock(DAY)
    with database.writing() as session:
        for name, role in (("lan", "accountant"), ("duc", "approver")):
            session.add(User(name=name, password_hash="x", created_at_us=0))
            session.flush()
            session.add(
                RoleGrant(
                    user_name=name,
                    unit_code="LDA",
                    role=role,
                    valid_from=START,
                    valid_to=FOREVER,
                )
            )
        session.commit()
    room = Room("finance", blueprints, waiting=waiting, links=links, months=months)
    app = create_app(SETTINGS, database, clock, [room])
    app.testing = True
    return House(database, clock, app.test_client())


def _registered(house: House) -> None:
    house.sign_in("lan")
    assert house.send(NEW, NEW, **TYPED).status_code == 303


def _attach(house: House, paper: str, content: bytes = PDF, **more: str) -> TestResponse:
    return house.client.post(
        f"{ONE}papers",
        data={
            "csrf_token": house.token_of(ONE),
            "paper": paper,
            "papers": [(io.BytesIO(content), f"{paper}.pdf")],
            **more,
        },
        content_type="multipart/form-data",
    )


def _complete(house: House) -> None:
    _registered(house)
    for paper in ("request", "labour_report", "off_list"):
        assert _attach(house, paper, PDF + paper.encode(), received_on="3/6").status_code == 303


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_page_is_there_in_both_languages(house: House, language: str) -> None:
    """With its words in that language, and nothing inline."""
    _complete(house)
    for name, pages in (("lan", (LIST, NEW, ONE)), ("duc", (f"{LIST}?state=granted", LIST, ONE))):
        house.sign_in(name, language)
        for page in pages:
            answer = house.client.get(page)
            assert answer.status_code == 200
            assert ("đóng" in answer.text or "hồ sơ" in answer.text) is (language == "vi")
            assert inline(answer.text) == []


def test_from_the_form_to_the_decision(house: House) -> None:
    """Registered, its papers added, granted by another person; the list says each time."""
    _registered(house)
    page = house.client.get(ONE).text
    assert "Còn thiếu" in page
    assert "024 1" in page
    assert "Thiếu giấy tờ" in house.client.get(LIST).text
    _complete(house)
    assert "24/06/2026" in house.client.get(LIST).text  # 15 working days after 3 June
    house.sign_in("duc")
    assert "hồ sơ miễn, giảm, tạm dừng đang chờ" in house.client.get("/office/").text
    answer = house.send(f"{ONE}grant", ONE, decision="7/QĐ", decided_on="10/6/2026")
    assert answer.status_code == 303
    page = house.client.get(ONE).text
    assert "7/QĐ, 10/06/2026 (duc)" in page
    assert "LDA/RA/1" not in house.client.get(LIST).text
    assert "LDA/RA/1" in house.client.get(f"{LIST}?state=granted").text


def test_beyond_the_day_it_is_overdue(house: House) -> None:
    """On the first page and in the list."""
    _complete(house)
    house.clock.day = dt.date(2026, 6, 25)
    house.sign_in("duc")
    assert "quá hạn trả lời" in house.client.get("/office/").text
    assert "Quá hạn" in house.client.get(LIST).text
    assert "Quá hạn trả lời" in house.client.get(ONE).text


def test_what_cannot_be_read_is_told_at_its_field(house: House) -> None:
    """All at once, and nothing is registered."""
    house.sign_in("lan")
    wrong = {**TYPED, "first": "13/2026", "document_on": "x", "workers_off": "-1", "ground": "?"}
    answer = house.send(NEW, NEW, **wrong)
    assert answer.status_code == 422
    for place in ("first", "document_on", "workers_off", "ground"):
        assert f'<a href="#{place}">' in answer.text
    assert house.client.get(ONE).status_code == 404
    refused = house.send(NEW, NEW, **{**TYPED, "tax_code": "0100109106"})
    assert refused.status_code >= 400
    assert "0100109106" in refused.text


def test_a_reason_is_wanted_for_a_refusal(house: House) -> None:
    """And a day that is one; then it stands with the application."""
    _complete(house)
    house.sign_in("duc")
    answer = house.send(f"{ONE}refuse", ONE, decision="8/LĐLĐ")
    assert answer.status_code == 422
    assert "nêu rõ lý do" in answer.text
    assert house.send(f"{ONE}refuse", ONE, decision="8", decided_on="x").status_code == 422
    done = house.send(f"{ONE}refuse", ONE, decision="8/LĐLĐ", reason="Chưa đủ điều kiện")
    assert done.status_code == 303
    assert "Chưa đủ điều kiện" in house.client.get(ONE).text


def test_who_made_it_is_not_offered_the_decision(house: House) -> None:
    """Neither by a button, nor obeyed."""
    _complete(house)
    assert "Số quyết định" not in house.client.get(ONE).text
    answer = house.send(f"{ONE}grant", NEW, decision="7")
    assert answer.status_code == 403


def test_papers_are_saved_never_shown(house: House) -> None:
    """As what they are; what is none is not there, and a program is not taken."""
    _registered(house)
    assert _attach(house, "request").status_code == 303
    answer = house.client.get(f"{ONE}papers/{digest_of(PDF)}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    for digest in ("x", "0" * 64):
        assert house.client.get(f"{ONE}papers/{digest}").status_code == 404
    assert _attach(house, "request", PROGRAM).status_code == 422
    assert _attach(house, "unheard of", PDF + b"2").status_code == 303


def test_figures_that_fail_the_decree_are_told_before_anyone_decides(house: House) -> None:
    """Twenty-nine days are too few; a reduction shows its rate."""
    house.sign_in("lan")
    assert house.send(NEW, NEW, **{**TYPED, "stopped_days": "29"}).status_code == 303
    assert "Chưa đủ điều kiện tạm dừng đóng" in house.client.get(ONE).text
