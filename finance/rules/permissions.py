"""Who may do what, by role, and that two persons stand behind a voucher.

Pure. The table is data (`permissions.toml`); where an act is allowed, the unit it is done in
still has to be the person's own or one below it, which `finance.runtime.identity` checks.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from finance.rules.errors import RuleError


class SamePerson(RuleError):
    """Whoever made a thing does not approve it."""

    code = "permissions.same_person"
    vi = "{person} đã lập nên không được tự duyệt: cần người thứ hai."
    en = "{person} made it and may not approve it: a second person is needed."


@dataclass(frozen=True, slots=True)
class Named:
    """A role or an act in both languages."""

    key: str
    vi: str
    en: str
    batch: bool = False  # an act that may be done without a person deciding case by case


@dataclass(frozen=True, slots=True)
class TwoPeople:
    """That an act needs a person who did not make what it decides on."""

    from_vnd: int  # from which amount on; 0 means always
    above: bool  # whether a role held above the unit is enough, or only one held in it


@dataclass(frozen=True, slots=True, eq=False)
class Permissions:
    """The table of roles and acts. Made by `parse_permissions`."""

    roles: Mapping[str, Named]
    acts: Mapping[str, Named]
    allowed: Mapping[str, frozenset[str]]  # role -> acts
    two_people: Mapping[str, TwoPeople]  # acts that decide on what somebody else made

    def may(self, roles: Iterable[str], act: str) -> bool:
        """Whether one of these roles may do this act.

        An unknown role may do nothing. An act that is not in the table is our own mistake
        (AssertionError): a misspelt act would otherwise be refused to everyone in silence.
        """
        assert act in self.acts, act
        return any(act in self.allowed.get(role, frozenset()) for role in roles)

    def only_in_unit(self, act: str) -> bool:
        """Whether a role held above the unit does not reach this act."""
        rule = self.two_people.get(act)
        return rule is not None and not rule.above

    def check_second(self, act: str, makers: Iterable[str], checker: str, amount_vnd: int) -> None:
        """Refuse an act on a thing of this amount (đồng) to everyone who had a hand in it.

        Raises   SamePerson.
        """
        rule = self.two_people.get(act)
        if rule is None or amount_vnd < rule.from_vnd:
            return
        for maker in makers:
            four_eyes(maker, checker)


def parse_permissions(text: str) -> Permissions:
    """Read the table.

    Takes    TOML: `acts`, each with `vi`, `en`, `batch`; `roles`, each with `vi`, `en`, `may`;
             `four_eyes`, for each act that needs a second person `from_vnd` and `above`.
    Raises   AssertionError when a role or `four_eyes` names an act that is not defined.
    """
    data = tomllib.loads(text)
    acts = {
        key: Named(key, entry["vi"], entry["en"], entry["batch"])
        for key, entry in data["acts"].items()
    }
    allowed = {role: frozenset(entry["may"]) for role, entry in data["roles"].items()}
    two_people = {
        act: TwoPeople(rule["from_vnd"], rule["above"]) for act, rule in data["four_eyes"].items()
    }
    unknown = set(two_people).union(*allowed.values()) - set(acts)
    assert not unknown, unknown
    roles = {key: Named(key, entry["vi"], entry["en"]) for key, entry in data["roles"].items()}
    return Permissions(roles, acts, allowed, two_people)


def four_eyes(maker: str, checker: str) -> None:
    """Refuse a second step taken by the person who took the first.

    Takes    the names two people log in with; letter case does not make two persons of one.
    Raises   SamePerson, whatever roles they hold.
    """
    if maker.casefold() == checker.casefold():
        raise SamePerson(person=checker)
