"""The office's pages of this room."""

from finance.shell.room import Door, Link
from finance.web import today

blueprints = (today.blueprint,)
links = (Link(Door.OFFICE, "office.today", "Hôm nay", "Today"),)
