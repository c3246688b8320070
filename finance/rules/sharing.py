"""Who keeps which share of a receipt.

Pure. The grassroots part is fixed for the whole confederation; how the levels above divide the
rest is a local decision, so without a configured rule nothing is divided.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from finance.rules.errors import RuleError
from finance.rules.rates import Law
from ledger.money import Rounding, Vnd, apportion, times
from ledger.periods import Period, first_day, last_day


class MoneySource(StrEnum):
    """What is divided."""

    LEVY = "levy"
    DUES = "dues"


class Role(StrEnum):
    """The place of a unit in a rule, from the ground up; this order breaks ties."""

    GRASSROOTS = "grassroots"
    UPPER = "upper"
    PROVINCE = "province"
    NATIONAL = "national"


ABOVE = (Role.UPPER, Role.PROVINCE, Role.NATIONAL)
_NOTHING = Fraction(0)


class NoSplitRule(RuleError):
    """The federation has not decided how the levels above divide the rest."""

    code = "sharing.no_split_rule"
    vi = (
        "Chưa có quy tắc phân phối ({source}) cho {scope} kỳ {period}. Pháp luật không ấn định "
        "tỷ lệ giữa các cấp trên cơ sở, nên phải nhập quyết định của cấp có thẩm quyền."
    )
    en = (
        "No split rule ({source}) for {scope}, period {period}. No law fixes the ratio between "
        "the levels above the grassroots, so the decision of the competent level must be entered."
    )


class SplitRulesOverlap(RuleError):
    """Two rules of one scope claim the same period."""

    code = "sharing.rules_overlap"
    vi = "Có hơn một quy tắc phân phối ({source}) của {scope} cho kỳ {period}."
    en = "More than one split rule ({source}) of {scope} covers period {period}."


class SharesNotWhole(RuleError):
    """Shares that do not add up to one would lose or invent money."""

    code = "sharing.shares_not_whole"
    vi = "Các tỷ lệ của quy tắc ({source}, {scope}) cộng lại là {total}, phải bằng 1."
    en = "The shares of the rule ({source}, {scope}) add up to {total}; they must make 1."


class WrongRoles(RuleError):
    """A rule names grassroots once, and each level above at most once."""

    code = "sharing.wrong_roles"
    vi = "Quy tắc ({source}, {scope}) phải có cấp cơ sở, mỗi cấp một lần; đã nhập: {roles}."
    en = "The rule ({source}, {scope}) must name grassroots, each role once; it names: {roles}."


class NegativeShare(RuleError):
    """A share below zero."""

    code = "sharing.negative_share"
    vi = "Tỷ lệ của {role} trong quy tắc ({source}, {scope}) là số âm: {share}."
    en = "The share of {role} in the rule ({source}, {scope}) is negative: {share}."


class GrassrootsShareNotInForce(RuleError):
    """The grassroots part is not a local decision."""

    code = "sharing.grassroots_share_not_in_force"
    vi = (
        "Phần cấp cơ sở {share} khác mức {required} đang áp dụng từ {from_date}. Tổng Liên đoàn "
        "ấn định phần này; hãy kết thúc quy tắc khi mức thay đổi."
    )
    en = (
        "The grassroots share {share} differs from {required}, in force from {from_date}. The "
        "confederation fixes it; end the rule where the value changes."
    )


class RuleEndsBeforeItBegins(RuleError):
    """The first period of a rule comes after its last."""

    code = "sharing.ends_before_it_begins"
    vi = "Quy tắc phân phối bắt đầu {valid_from} nhưng kết thúc {valid_to}."
    en = "The split rule begins {valid_from} but ends {valid_to}."


class NoUnitForRole(RuleError):
    """A role of the rule has nobody in the chain of units."""

    code = "sharing.no_unit_for_role"
    vi = "Quy tắc ({source}, {scope}) chia cho {role}, nhưng không có đơn vị nào ở vị trí đó."
    en = "The rule ({source}, {scope}) gives to {role}, but no unit stands in that place."


class NegativeAmount(RuleError):
    """A share taken back is the difference of two splits, never a split of a negative amount."""

    code = "sharing.negative_amount"
    vi = "Không phân chia số âm: {amount} đồng."
    en = "A negative amount is not divided: {amount} đồng."


class WorkersOrganisationPart(RuleError):
    """A workers' organisation cannot be paid on more than was paid in all."""

    code = "sharing.workers_organisation_part"
    vi = (
        "Số đóng theo lương thành viên của tổ chức ({members} đồng) không phù hợp với tổng số "
        "thực đóng ({all_paid} đồng)."
    )
    en = (
        "The levy paid on the members' wages ({members} đồng) does not fit what was paid in all "
        "({all_paid} đồng)."
    )


@dataclass(frozen=True, slots=True)
class SplitRule:
    """One decision on how a receipt is divided, for a unit and all below it."""

    source: MoneySource
    scope: str  # code of the unit it governs, with all below
    valid_from: Period  # first levy (or dues) period
    valid_to: Period | None  # last one; None: until something else is decided
    shares: tuple[tuple[Role, Fraction], ...]  # each of the whole amount
    decision: str  # number and date of the decision

    def share(self, role: Role) -> Fraction:
        """The part of a role, zero where the rule gives it nothing."""
        for named, share in self.shares:
            if named == role:
                return share
        return _NOTHING

    def covers(self, period: Period) -> bool:
        """Whether the rule governs a period."""
        return self.valid_from <= period and (self.valid_to is None or period <= self.valid_to)


def check_rule(rule: SplitRule, law: Law) -> None:
    """Hold a configured rule to what is not for it to decide.

    Raises   RuleEndsBeforeItBegins; WrongRoles; NegativeShare; SharesNotWhole; and
             GrassrootsShareNotInForce unless the grassroots share equals the value in force in
             every period of the rule; NoRuleInForce where no value is on record.
    Source   (sources: luat_cd_50_2024, qd_3308_tld, qd_8108_tld)
    """
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        raise RuleEndsBeforeItBegins(valid_from=rule.valid_from, valid_to=rule.valid_to)
    names = [role for role, _ in rule.shares]
    if len(set(names)) != len(names) or Role.GRASSROOTS not in names:
        raise WrongRoles(source=rule.source, scope=rule.scope, roles=", ".join(names))
    for role, share in rule.shares:
        if share < 0:
            raise NegativeShare(source=rule.source, scope=rule.scope, role=role, share=str(share))
    total = sum((share for _, share in rule.shares), start=Fraction(0))
    if total != 1:
        raise SharesNotWhole(source=rule.source, scope=rule.scope, total=str(total))
    _check_grassroots(rule, law)


def rule_for(
    rules: Iterable[SplitRule],
    source: MoneySource,
    scopes_nearest_first: Sequence[str],
    period: Period,
) -> SplitRule:
    """Choose the rule for a unit and a period: that of the nearest scope which has one.

    Takes    `scopes_nearest_first`, the unit's code and those above it, upwards.
    Raises   NoSplitRule when none of them has a rule: the split is refused, never guessed;
             SplitRulesOverlap when one of them has two.
    Source   (sources: qd_1408_tld, qd_3308_tld): no national ratio is published
    """
    held = [rule for rule in rules if rule.source == source and rule.covers(period)]
    for scope in scopes_nearest_first:
        found = [rule for rule in held if rule.scope == scope]
        if len(found) > 1:
            raise SplitRulesOverlap(source=source, scope=scope, period=period)
        if found:
            return found[0]
    nearest = scopes_nearest_first[0] if scopes_nearest_first else "?"
    raise NoSplitRule(source=source, scope=nearest, period=period)


def check_chain(rule: SplitRule, present: Iterable[Role]) -> None:
    """Refuse a split that would give to a place where no unit stands.

    Raises   NoUnitForRole for the first role with a share above zero that is not `present`.
    """
    there = set(present)
    for role, share in rule.shares:
        if share > 0 and role not in there:
            raise NoUnitForRole(source=rule.source, scope=rule.scope, role=role)


def split_levy(amount_vnd: Vnd, rule: SplitRule) -> dict[Role, Vnd]:
    """Divide one matched part of a receipt, losing and inventing nothing.

    Takes    an amount of zero or more; a rule that `check_rule` let through.
    Returns  an amount for each role, in the order of `Role`, adding up to `amount_vnd`. Two
             steps: the grassroots part half-up, so that no local ratio can move a đồng of it;
             then the rest among the levels above by largest remainder, ties to the lower level.
    Raises   NegativeAmount.
    Source   (sources: luat_cd_50_2024, qd_3308_tld); the rounding is our own
    """
    if amount_vnd < 0:
        raise NegativeAmount(amount=amount_vnd)
    grassroots = times(amount_vnd, rule.share(Role.GRASSROOTS), Rounding.HALF_UP)
    weights = [rule.share(role) for role in ABOVE]
    rest = apportion(Vnd(amount_vnd - grassroots), weights)
    return {Role.GRASSROOTS: grassroots, **dict(zip(ABOVE, rest, strict=True))}


def kept_of_one(rule: SplitRule, role: Role) -> Fraction:
    """The part a unit keeps of what reaches it, when it passes the rest to its superior.

    Returns  its own share over its own and all above it: of dues 70/15/9/6 the upper unit
             keeps 15/30 of what the grassroots union passes on. The last one keeps all.
    """
    upwards = list(Role)[list(Role).index(role) :]
    reaches = sum((rule.share(one) for one in upwards), start=Fraction(0))
    return rule.share(role) / reaches if reaches else Fraction(0)


def split_workers_organisation(
    grassroots_vnd: Vnd, members_paid_vnd: Vnd, all_paid_vnd: Vnd
) -> tuple[Vnd, Vnd]:
    """Divide the grassroots part between a workers' organisation and the grassroots union.

    Takes    the grassroots part; the levy paid on the wages of the organisation's members; the
             levy paid on all wages, matched to that obligation (overpaid money left out).
    Returns  the organisation's part, half-up, and the rest.
    Raises   WorkersOrganisationPart unless 0 <= members' <= all, and something was paid.
    Source   (sources: nd_105_2026) art. 15(4); the rounding is our own
    """
    if not 0 <= members_paid_vnd <= all_paid_vnd or all_paid_vnd == 0:
        raise WorkersOrganisationPart(members=members_paid_vnd, all_paid=all_paid_vnd)
    part = times(grassroots_vnd, Fraction(members_paid_vnd, all_paid_vnd), Rounding.HALF_UP)
    return part, Vnd(grassroots_vnd - part)


def _check_grassroots(rule: SplitRule, law: Law) -> None:
    key = f"{rule.source}.share.grassroots"
    begins = first_day(rule.valid_from)
    law.value(key, begins)  # refuses a rule that begins before anything is on record
    ends = None if rule.valid_to is None else last_day(rule.valid_to)
    for required in law.history(key):
        over = required.until_date is not None and required.until_date < begins
        not_yet = ends is not None and required.from_date > ends
        if not over and not not_yet and required.rate != rule.share(Role.GRASSROOTS):
            raise GrassrootsShareNotInForce(
                share=str(rule.share(Role.GRASSROOTS)),
                required=required.written or str(required.value),
                from_date=required.from_date.isoformat(),
            )
