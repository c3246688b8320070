"""Rewards to those outside the union who help to collect the levy, within the decree's ceilings.

Pure.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from finance.rules.dues import BASE_SALARY
from finance.rules.errors import RuleError
from finance.rules.folding import fold
from finance.rules.rates import Law, Used
from ledger.money import Vnd

_BETWEEN: Final = re.compile(r"[\W_]+")
_CITIZEN: Final = re.compile(r"[0-9]{12}", re.ASCII)
_BODY: Final = re.compile(r"[0-9A-Z]{1,40}", re.ASCII)
TIMES: Final = "reward.times_a_year"


class Recipient(StrEnum):
    """Who may be rewarded."""

    PERSON = "person"
    COLLECTIVE = "collective"


class RewardTooLarge(RuleError):
    """The decree sets a most for each time."""

    code = "reward.too_large"
    vi = "Mức {amount} đồng vượt mức tối đa {most} đồng mỗi lần ({article})."
    en = "{amount} đồng is above the most for one time, {most} đồng ({article})."


class RewardedTooOften(RuleError):
    """The decree sets a most for a year."""

    code = "reward.too_often"
    vi = "{recipient} đã được hỗ trợ {times} lần năm {year}: nhiều nhất {most} lần ({article})."
    en = "{recipient} was rewarded {times} times in {year}: {most} at most ({article})."


class WrongIdentity(RuleError):
    """The times of a year are counted by a number: it must be one, and one only for each."""

    code = "reward.wrong_identity"
    vi = "Người nhận là cá nhân phải ghi số định danh 12 chữ số; là tập thể, mã hoặc số quyết định."
    en = "A person has a citizen number of 12 digits; a body its tax code or decision number."


class InsideTheUnion(RuleError):
    """Only people and bodies outside the union's own system are rewarded under this article."""

    code = "reward.inside_the_union"
    vi = "{recipient} thuộc hệ thống công đoàn: khoản này chỉ chi cho bên ngoài ({article})."
    en = "{recipient} belongs to the union's own system: this is for those outside it ({article})."


@dataclass(frozen=True, slots=True)
class Reward:
    """A reward as it is asked for."""

    recipient: Recipient
    name: str
    amount_vnd: Vnd  # above zero
    on: dt.date
    outside: bool  # whoever asks for it says that the recipient is outside the union
    times_before: int  # rewards of the same recipient in the year, this one not counted


def identity_of(recipient: Recipient, text: str) -> str:
    """The number somebody's rewards are counted by, however it was typed.

    Takes    a citizen number of 12 digits; of a collective its tax code or decision number. Spaces,
             dots and dashes say nothing.
    Returns  it without them, in capitals without diacritics.
    Raises   WrongIdentity.
    """
    number = _BETWEEN.sub("", fold(text))
    form = _CITIZEN if recipient is Recipient.PERSON else _BODY
    if not form.fullmatch(number):
        raise WrongIdentity(place="identity")
    return number


def check_reward(reward: Reward, law: Law) -> tuple[Used, ...]:
    """Hold a reward to the decree.

    Returns  the values it was held to: multiple, base salary of the day, times a year.
    Raises   InsideTheUnion, RewardTooLarge, RewardedTooOften; NoRuleInForce before the decree.
    Source   (sources: nd_105_2026) art. 17(2)(d)
    """
    multiple = law.value(f"reward.{reward.recipient}_base_salaries", reward.on)
    salary, most_times = law.value(BASE_SALARY, reward.on), law.value(TIMES, reward.on)
    if not reward.outside:
        raise InsideTheUnion(recipient=reward.name, article=multiple.article)
    most = multiple.whole * salary.whole
    if reward.amount_vnd > most:
        raise RewardTooLarge(amount=reward.amount_vnd, most=most, article=multiple.article)
    if reward.times_before >= most_times.whole:
        raise RewardedTooOften(
            recipient=reward.name,
            times=reward.times_before,
            year=str(reward.on.year),
            most=most_times.whole,
            article=most_times.article,
        )
    return (multiple.used(), salary.used(), most_times.used())
