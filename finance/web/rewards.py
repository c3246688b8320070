"""Rewards to those outside the union: what was proposed, and a form to propose one."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from finance.actions.propose_reward import ProposeReward, propose_reward
from finance.records.rewards import rewards
from finance.rules.dues import BASE_SALARY
from finance.rules.rewards import TIMES, Recipient
from finance.runtime.parameters import law
from finance.shell.frame import context, frame
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.typed import LONGEST_TEXT, kept, unit_name
from ledger.errors import NotMoney, Refusal, UnfitText
from ledger.money import ZERO, Vnd, parse_vnd

blueprint = Blueprint("rewards", __name__, url_prefix="/office", template_folder="templates")

_LONGEST: Final = {"name": 300, "identity": 40, "case_no": 80, "reason": 900}
_FIELDS: Final = {
    "name": ("Người nhận", "Recipient"),
    "identity": ("Số định danh", "Number"),
    "case_no": ("Hồ sơ", "Case"),
    "reason": ("Lý do", "Reason"),
}


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
        page = _page(unit_code, [(place, refusal.sentence(chosen()))])
        return make_response(page, status_of(refusal))
    return redirect(url_for("rewards.of_unit", unit_code=unit_code), HTTPStatus.SEE_OTHER)


def _wish(unit_code: str) -> ProposeReward:
    """What the form says.

    Raises   NotMoney, UnfitText.
    """
    amount = request.form.get("amount", "")
    person = request.form.get("recipient") != Recipient.COLLECTIVE.value
    return ProposeReward(
        unit=unit_code,
        recipient=Recipient.PERSON if person else Recipient.COLLECTIVE,
        name=_text("name"),
        identity=_text("identity"),
        amount_vnd=parse_vnd(amount) if amount.strip() else ZERO,
        on=frame().clock.today(),
        reason=_text("reason"),
        outside=request.form.get("outside") == "1",
        case_no=_text("case_no"),
        account="111" if request.form.get("account") == "111" else "112",
    )


def _text(name: str) -> str:
    text = " ".join(request.form.get(name, "").split())
    if not kept(text, _LONGEST[name]):
        vi, en = _FIELDS[name]
        raise UnfitText(
            place=name, field_vi=vi, field_en=en, most=min(_LONGEST[name], LONGEST_TEXT)
        )
    return text


def _most(recipient: Recipient) -> Vnd | None:
    """The most for one time today; None before the decree."""
    today = frame().clock.today()
    multiple = law().find(f"reward.{recipient}_base_salaries", today)
    if multiple is None:
        return None
    return Vnd(multiple.whole * law().value(BASE_SALARY, today).whole)


def _page(unit_code: str, wrong: list[tuple[str, str]] | None = None) -> str:
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
    )
