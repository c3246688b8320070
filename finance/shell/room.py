"""What a room hands to the frame: pages, commands, jobs, links and what waits in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import click
from flask import Blueprint
from sqlalchemy.orm import Session

from finance.records.scope import Scope
from finance.rules.letters import Press


class Door(StrEnum):
    """Who comes in where: the first step of every address."""

    OFFICE = "office"  # accountants and approvers
    INSPECT = "inspect"  # inspection committees
    OPEN = "open"  # everyone
    API = "api"  # everyone's programs
    FRAME = ""  # the root and the static files


class Severity(StrEnum):
    """How loudly a thing waits."""

    URGENT = "urgent"
    DUE = "due"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the office's first page: so many of something wait for this person.

    `vi` and `en` name the things in the plural, `url` leads to the list of exactly these.
    """

    kind: str  # stable, such as "receipts.unidentified"
    vi: str
    en: str
    count: int
    url: str
    severity: Severity = Severity.DUE


@dataclass(frozen=True, slots=True)
class Month:
    """One unit's oldest month that is open, for the office's first page."""

    unit_code: str
    unit_name: str
    period: str  # YYYY-MM
    hindrances: int  # what still keeps it from being closed; 0 means it can be
    url: str  # leads to the month's task list


@dataclass(frozen=True, slots=True)
class Link:
    """One place in a door's navigation, or in the menu that each unit has behind that door."""

    door: Door
    endpoint: str  # of a page without parameters; of a unit's page: with `unit_code` alone
    vi: str
    en: str
    of_unit: bool = False


class Job(Protocol):
    """Scheduled work; the scheduler's own type says more."""

    @property
    def name(self) -> str:
        """Its stable name, the first half of the key of each run."""
        ...


WaitingOf = Callable[[Session, Scope], Sequence[Waiting]]
MonthsOf = Callable[[Session, Scope], Sequence[Month]]


def nothing_waits(_session: Session, _scope: Scope) -> Sequence[Waiting]:
    """Stand in for a room in which nothing ever waits."""
    return ()


def no_months(_session: Session, _scope: Scope) -> Sequence[Month]:
    """Stand in for a room that keeps no months."""
    return ()


@dataclass(frozen=True, slots=True)
class Room:
    """One room of the house, as the frame sees it.

    The door of a blueprint is the first step of its `url_prefix`. A folder `translations` beside
    a blueprint's module is read as its catalogue.
    """

    name: str
    blueprints: Sequence[Blueprint] = ()
    commands: Sequence[tuple[str, click.Command]] = ()
    waiting: WaitingOf = nothing_waits
    jobs: Sequence[Job] = ()
    links: Sequence[Link] = ()
    months: MonthsOf = no_months
    press: Press | None = None  # prints papers of cases, in the one room that prints
