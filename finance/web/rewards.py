"""Rewards to those outside the union: what was proposed, and a form to propose one."""

from http import HTTPStatus
from secrets import token_hex
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from finance.actions.propose_reward import ProposeReward, RewardKeyUsed, propose_reward
from finance.records.rewards import rewards
from finance.rules.dues import BASE_SALARY
from finance.rules.rewards import TIMES, Recipient
from finance.runtime.parameters import law
from finance.shell.frame import context, frame
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.typed import unit_name
from ledger.errors import NotMoney, Refusal
from ledger.money import ZERO, Vnd, parse_vnd

blueprint = Blueprint("rewards", __name__, url_prefix="/office", template_folder="templates")

_KEY: Final = 8  # bytes of chance in a form's key


@blueprint.get("/units/<unit_code>/rewards/")
def of_unit(unit_code: str) -> str:
    """The rewards of a unit, each as far as its voucher."""
    return _page(unit_code)


@blueprint.post("/units/<unit_code>/rewards/propose")
def propose(unit_code: str) -> Response:
    """Propose one; its voucher waits for a second person."""
    try:
        propose_reward(context(), _wish(unit_code))
    except Refusal as refusal:
        place = str(refusal.facts.get("place", ""))
        place = "amount" if isinstance(refusal, NotMoney) else place
        key = "" if isinstance(refusal, RewardKeyUsed) else request.form.get("key", "")
        page = _page(unit_code, [(place, refusal.sentence(chosen()))], key)
        return make_response(page, status_of(refusal))
    return redirect(url_for("rewards.of_unit", unit_code=unit_code), HTTPStatus.SEE_OTHER)


def _wish(unit_code: str) -> ProposeReward:
    """What the form says.

    Raises   NotMoney.
    """
    amount = request.form.get("amount", "")
    person = request.form.get("recipient") != Recipient.COLLECTIVE.value
    return ProposeReward(
        unit=unit_code,
        recipient=Recipient.PERSON if person else Recipient.COLLECTIVE,
        name=request.form.get("name", ""),
        identity=request.form.get("identity", ""),
        amount_vnd=parse_vnd(amount) if amount.strip() else ZERO,
        on=frame().clock.today(),
        reason=request.form.get("reason", ""),
        outside=request.form.get("outside") == "1",
        key=request.form.get("key", ""),
        case_no=request.form.get("case_no", ""),
        account="111" if request.form.get("account") == "111" else "112",
    )


def _most(recipient: Recipient) -> Vnd | None:
    """The most for one time today; None before the decree."""
    today = frame().clock.today()
    multiple = law().find(f"reward.{recipient}_base_salaries", today)
    if multiple is None:
        return None
    return Vnd(multiple.whole * law().value(BASE_SALARY, today).whole)


def _page(unit_code: str, wrong: list[tuple[str, str]] | None = None, key: str = "") -> str:
    """The page; its form keeps its key while it is mended, so that it proposes once."""
    ctx = context()
    with frame().database.reading() as session:
        found = rewards(session, [unit_code])
        name = unit_name(session, unit_code)
        may = ctx.may(session, "reward.propose", unit_code)
    times = law().find(TIMES, ctx.today)
    return render_template(
        "office/rewards.html",
        unit_code=unit_code,
        unit_name=name,
        found=found,
        may=may,
        recipients=tuple(Recipient),
        most={each.value: _most(each) for each in Recipient},
        times=times,
        wrong=wrong or [],
        typed=request.form,
        key=key or token_hex(_KEY),
    )
