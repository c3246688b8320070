"""The log-in: one page for office and inspection, and each person's own language and password."""

from http import HTTPStatus

from flask import Blueprint, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from finance.actions.change_password import ChangePassword, change_password
from finance.actions.choose_language import choose_language
from finance.actions.sign_in import SignIn, SignInRefused, TooManyTries, sign_in
from finance.actions.sign_out import sign_out
from finance.runtime import passwords
from finance.runtime.context import Context
from finance.runtime.identity import SYSTEM, actor_named
from finance.runtime.passwords import WeakPassword
from finance.shell import cookies
from finance.shell.frame import context, frame, visitor
from finance.shell.guards import home_of, safe_next
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from ledger.errors import Refusal

SIGN_IN = "/office/sign-in"

blueprint = Blueprint("people", __name__, url_prefix="/office")


@blueprint.get("/sign-in")
def sign_in_page() -> str:
    """The form; whoever is signed in may sign in anew as another person."""
    return _sign_in_form(None)


@blueprint.post("/sign-in")
def sign_in_now() -> AnyResponse:
    """Open a visit and lead to where the person wanted to go, or say no on the same page."""
    parts = frame()
    ctx = Context(parts.database, parts.clock, SYSTEM, parts.settings)
    wish = SignIn(
        name=request.form.get("name", ""),
        password=request.form.get("password", ""),
        address=request.remote_addr or "",
        language=chosen(),
    )
    try:
        opened = sign_in(ctx, wish)
    except (SignInRefused, TooManyTries) as refusal:
        return make_response(_sign_in_form(refusal), status_of(refusal))
    with parts.database.reading() as session:
        actor = actor_named(session, opened.name, parts.clock.today())
    assert actor is not None, "whoever has signed in is known"
    response = redirect(
        safe_next(request.form.get("next", ""), home_of(actor)), HTTPStatus.SEE_OTHER
    )
    g.visit_ended = True  # the cookie of an earlier visit is not stamped over the new one
    cookies.forget(response)
    cookies.write_visit(response, opened.token)
    return response


@blueprint.post("/sign-out")
def sign_out_now() -> AnyResponse:
    """End the visit here and in the database."""
    sign_out(context(), visitor().token)
    return _out(SIGN_IN)


@blueprint.post("/language")
def choose_language_now() -> AnyResponse:
    """Show the pages of this visit in the other language, from the page one was on."""
    choose_language(context(), visitor().token, request.form.get("language", ""))
    back = safe_next(request.form.get("next", ""), home_of(visitor().actor))
    return redirect(back, HTTPStatus.SEE_OTHER)


@blueprint.get("/password")
def password_page() -> str:
    """The form for another password."""
    return _password_form(None)


@blueprint.post("/password")
def change_password_now() -> AnyResponse:
    """Change the password, end every visit and ask for the new one."""
    wish = ChangePassword(
        old=request.form.get("old", ""),
        new=request.form.get("new", ""),
        address=request.remote_addr or "",
    )
    try:
        change_password(context(), wish)
    except (SignInRefused, TooManyTries, WeakPassword) as refusal:
        return make_response(_password_form(refusal), status_of(refusal))
    return _out(SIGN_IN)


def _out(target: str) -> AnyResponse:
    response = redirect(target, HTTPStatus.SEE_OTHER)
    g.visit_ended = True
    cookies.forget(response)
    return response


def _sign_in_form(refusal: Refusal | None) -> str:
    return render_template(
        "shell/sign_in.html",
        refusal=None if refusal is None else refusal.sentence(chosen()),
        name=request.form.get("name", ""),
        next=request.values.get("next", ""),
    )


def _password_form(refusal: Refusal | None) -> str:
    return render_template(
        "shell/password.html",
        refusal=None if refusal is None else refusal.sentence(chosen()),
        least=passwords.SHORTEST,
        name=visitor().actor.name,
    )
