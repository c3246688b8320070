"""The page of reminders."""

import pytest

from finance.records.runs import NoticeRow
from finance.web.waits import PAGE
from tests.doors import House
from tests.finance.web.desk import inline

ATTACK = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("language", "seen", "unseen"), [("vi", "Hạn công khai", "Due"), ("en", "Due", "Hạn")]
)
def test_reminders_are_read_in_both_languages(
    house: House, language: str, seen: str, unseen: str
) -> None:
    """Those of the units one sees, the newest first, page by page."""
    with house.database.writing() as session:
        for number in range(PAGE + 1):
            session.add(
                NoticeRow(
                    unit_code="CTA",
                    kind="disclosure",
                    slot=str(number),
                    vi=f"Hạn công khai {number} {ATTACK}",
                    en=f"Due {number} {ATTACK}",
                    made_at_us=number,
                )
            )
        session.commit()
    house.sign_in("lan", language)
    page = house.client.get("/office/notices/").text
    assert page.count(seen) == PAGE
    assert unseen not in page
    assert ATTACK not in page
    assert inline(page) == []
    assert f"{seen} 0 " in house.client.get("/office/notices/?page=2").text
    assert house.client.get("/office/notices/?page=x").status_code == 400


def test_without_reminders_the_page_says_so(house: House) -> None:
    """In words, not by an empty list."""
    house.sign_in("lan")
    assert "Không có lời nhắc nào." in house.client.get("/office/notices/").text
