"""Who signs in."""

from collectors.cli.demo.federation import Federation
from collectors.cli.demo.people import people_of
from finance.runtime.parameters import permissions


def test_three_people_hold_three_roles(tiny: Federation) -> None:
    """An accountant below, an approver and an inspector over all; each role is a real one."""
    people = people_of(tiny)
    assert [person.role for person in people] == ["accountant", "approver", "inspector"]
    assert [person.unit for person in people] == ["T01", "TLD", "TLD"]
    assert {person.role for person in people} <= set(permissions().roles)
    assert [person.door for person in people] == ["/office/", "/office/", "/inspect/"]
