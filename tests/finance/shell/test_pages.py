"""What the templates find: figures and days as they are written, files that change address."""

import datetime as dt
from pathlib import Path

import pytest
from flask import render_template_string

from finance.shell import pages
from tests.doors import House


def test_figures_and_days_are_written_as_in_vietnam(house: House) -> None:
    """Dots between thousands, day before month, Vietnam's clock."""
    with house.client.application.test_request_context("/open/"):
        text = render_template_string(
            "{{ 1234567 | vnd }} {{ on | day }} {{ '2026-05' | month }} {{ 0 | at }}",
            on=dt.date(2026, 5, 1),
        )
    assert text == "1.234.567 01/05/2026 05/2026 01/01/1970 08:00"


@pytest.mark.parametrize(("place", "said"), [("/open/", "hệ thống"), ("/open/en/", "the system")])
def test_a_batch_is_said_in_words(house: House, place: str, said: str) -> None:
    """Nobody reads the name under which the system acts; a person keeps theirs."""
    with house.client.application.test_request_context(place):
        text = render_template_string("{{ 'system' | person }}, {{ 'lan' | person }}")
    assert text == f"{said}, lan"


def test_the_component_macros_keep_vietnamese_and_escape_the_rest(house: House) -> None:
    """A name with signs in it is shown, not carried out."""
    source = (
        '{% from "govuk_frontend_jinja/components/tag/macro.html" import govukTag %}'
        '{{ govukTag({"text": name}) }}'
    )
    with house.client.application.test_request_context("/open/"):
        text = render_template_string(source, name="Đã khóa <b>")
    assert "Đã khóa &lt;b&gt;" in text


def test_a_file_that_changes_gets_another_address(tmp_path: Path) -> None:
    """Browsers keep files; the digest in the address makes them fetch a new one."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.css").write_text("a")
    before = pages.digests(tmp_path)
    assert list(before) == ["sub/a.css"]
    (tmp_path / "sub" / "a.css").write_text("b")
    assert pages.digests(tmp_path) != before


def test_a_misspelt_file_is_our_mistake(house: House) -> None:
    """A page never names a file that is not there."""
    with house.client.application.test_request_context("/open/"), pytest.raises(KeyError):
        pages.asset("none.css")


def test_every_file_a_page_names_is_served(house: House) -> None:
    """With its digest in the address, so that it may be kept."""
    with house.client.application.test_request_context("/open/"):
        address = pages.asset("app.css")
    answer = house.client.get(address)
    assert answer.status_code == 200
    assert "max-age=86400" in answer.headers["Cache-Control"]


def test_the_menu_is_that_of_the_door(house: House) -> None:
    """Open pages list open pages, in their own language; before sign-in there is none."""
    assert "Đơn vị" in house.client.get("/open/").text
    english = house.client.get("/open/en/").text
    assert '<a class="govuk-service-navigation__link" href="/open/en/"' in english
    assert "Việc" not in house.client.get("/office/sign-in").text
    house.sign_in("accountant")
    office = house.client.get("/office/").text
    assert "Việc" in office
    assert 'aria-current="page"' in office


def test_a_unit_has_a_menu_of_its_own(house: House) -> None:
    """Its places stand apart from those of the door, which stay marked on the unit's pages."""
    house.sign_in("accountant")
    with house.client:
        page = house.client.get("/office/units/CTA").text
        places = pages.unit_places("CTA")
        door = pages.navigation()
    assert places == [{"text": "Việc của đơn vị", "href": "/office/units/CTA", "active": "page"}]
    assert [(each["text"], each["active"]) for each in door] == [("Việc", "true")]
    assert 'aria-current="true"' in page


def test_another_rooms_page_is_linked_where_there_is_one(house: House) -> None:
    """Else nothing is linked, and nothing breaks."""
    with house.client.application.test_request_context("/office/"):
        assert pages.address_of("sample_office.unit", unit_code="CTA") == "/office/units/CTA"
        assert pages.address_of("nowhere.page", unit_code="CTA") == ""


def test_the_next_page_of_a_list_keeps_what_was_asked_for(house: House) -> None:
    """Every word of it as text: none is taken for an option of ours."""
    asked = "/office/?state=x&page=1&_external=1&_scheme=javascript&q=%26%3C"
    with house.client.application.test_request_context(asked):
        address = pages.page_address(2)
    assert address == "/office/?state=x&_external=1&_scheme=javascript&q=%26%3C&page=2"


def test_a_person_sees_the_doors_their_roles_open(house: House) -> None:
    """A link to a door that would refuse is not offered in the header."""
    for role, doors in (("accountant", 2), ("inspector", 1), ("collector", 1)):
        house.sign_in(role)
        with house.client:
            house.client.get("/office/password")
            assert len(pages.doors()) == doors


def test_catalogues_are_found_beside_the_pages(tmp_path: Path) -> None:
    """A package without translations is passed over, one met twice is read once."""
    (tmp_path / "a" / "translations").mkdir(parents=True)
    (tmp_path / "b").mkdir()
    found = pages.folders_of([tmp_path / "a", tmp_path / "b", tmp_path / "a"])
    assert found == [tmp_path / "a" / "translations"]
