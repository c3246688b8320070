"""The three people of the story."""

from dataclasses import dataclass

from collectors.cli.demo.federation import NATIONAL, Federation


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs in, as what, and where."""

    name: str
    role: str
    unit: str
    door: str


ACCOUNTANT, APPROVER, INSPECTOR = "ketoan", "chutaikhoan", "kiemtra"


def people_of(federation: Federation) -> tuple[Person, ...]:
    """An accountant of the first province; an approver and an inspector over all."""
    return (
        Person(ACCOUNTANT, "accountant", federation.provinces[0], "/office/"),
        Person(APPROVER, "approver", NATIONAL, "/office/"),
        Person(INSPECTOR, "inspector", NATIONAL, "/inspect/"),
    )
