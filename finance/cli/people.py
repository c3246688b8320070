"""`users add`."""

import getpass
import secrets
import sys
from typing import Any

import click

from finance.actions.add_user import AddUser, add_user
from finance.runtime.context import Context
from finance.shell.commands import Outcome, command

_BYTES = 12


@command(
    "add",
    "Give a person a name to sign in with and a role in a unit.",
    [
        click.Argument(["name"]),
        click.Option(["--role"], required=True),
        click.Option(["--unit"], required=True, metavar="CODE"),
        click.Option(["--password-stdin"], is_flag=True, help="Read the password from a line."),
        click.Option(["--random-password"], is_flag=True, help="Make one and print it once."),
    ],
)
def users_add(  # noqa: PLR0917 - one parameter for each option of the command
    ctx: Context,
    name: str,
    role: str,
    unit: str,
    password_stdin: bool,  # noqa: FBT001 - click gives flags so
    random_password: bool,  # noqa: FBT001 - the same
) -> Outcome:
    """Add a person, or another role to one who is known."""
    made = ""
    password: str | None = None
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif random_password:
        password = made = secrets.token_urlsafe(_BYTES)
    elif sys.stdin.isatty():
        password = getpass.getpass(f"{name}: ") or None
    added = add_user(ctx, AddUser(name, role, unit, password))
    data: dict[str, Any] = {
        "name": name,
        "role": role,
        "unit": unit,
        "new_user": added.user,
        "new_role": added.grant,
    }
    if made and added.user:
        data["password"] = made
    return Outcome(data)


commands: tuple[tuple[str, click.Command], ...] = (("users add", users_add),)
