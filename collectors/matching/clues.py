"""Weigh everything that says whose a receipt is, for and against.

Pure. Weights only order suggestions for the person who decides; no sum of them makes a proposal
certain. What does is a code, or the habit of an account that says the same as a name.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from collectors.matching.codes_in_text import parent_of
from collectors.matching.known import Known, Receipt
from collectors.matching.names import bearers_of, begun_in, cut_name_in, has_form, names_in
from collectors.matching.reasons import Reason, reason
from collectors.matching.transfer_text import TransferText
from finance.rules.tax_codes import check_digit_ok, shown

_MOST_SUGGESTED = 80  # below every certain one
_LEAST_SUGGESTED = 10
_CERTAIN_LABELLED, _CERTAIN_BARE, _CERTAIN_LEARNED = 95, 90, 85
_NAME_AGREES, _ACCOUNT_AGREES, _ACCOUNT_DIFFERS = 3, 2, -5
_WEIGHTS = {
    "code.labelled": 60,
    "code.bare": 60,
    "code.check_digit": 50,
    "code.parent": 45,
    "name.of_payer": 35,
    "name.in_text": 30,
    "account.history": 25,
    "account.learned": 25,
}
_NAMES = {"name.in_text", "name.of_payer"}
_ACCOUNTS = {"account.history", "account.learned"}


@dataclass(slots=True)
class Clues:
    """Everything that points at somebody, or away; filled while one receipt is weighed."""

    named: dict[str, str] = field(default_factory=dict)  # good known code -> how it stands there
    learned: str = ""  # whom the paying account, and all that is said, stands for without a code
    scores: dict[str, int] = field(default_factory=dict)
    agreeing: list[tuple[str, Reason]] = field(default_factory=list)  # whom it points at
    against: list[Reason] = field(default_factory=list)  # keeps a proposal from being certain
    asides: list[Reason] = field(default_factory=list)

    def point(self, tax_code: str, clue: Reason) -> None:
        """Count a clue for one employer."""
        self.scores[tax_code] = self.scores.get(tax_code, 0) + _WEIGHTS[clue.code]
        self.agreeing.append((tax_code, clue))

    def ranked(self) -> tuple[str, ...]:
        """All candidates, likeliest first; equal ones in the order they were found."""
        return tuple(sorted(self.scores, key=lambda code: -self.scores[code]))

    def certain(self) -> str:
        """Whose it is for certain: the one known code named, or whom a learned account pays for.

        Returns  nobody when anything speaks against it.
        """
        if self.against or len(self.named) > 1:
            return ""
        return next(iter(self.named), self.learned)

    def is_tied(self) -> bool:
        """Whether the likeliest two are equal and no code of theirs stands in the text."""
        ranked = self.ranked()
        if len(ranked) < 2 or ranked[0] in self.named:  # noqa: PLR2004 - a tie takes two
            return False
        return self.scores[ranked[0]] == self.scores[ranked[1]]

    def certainty(self) -> int:
        """The confidence of a certain proposal."""
        how = next(iter(self.named.values()), "")
        if not how:
            return _CERTAIN_LEARNED
        sure = _CERTAIN_LABELLED if how == "code.labelled" else _CERTAIN_BARE
        clues = {clue.code for _, clue in self.agreeing}
        sure += _NAME_AGREES if clues & _NAMES else 0
        sure += _ACCOUNT_AGREES if clues & _ACCOUNTS else 0
        sure += _ACCOUNT_DIFFERS if any(r.code == "account.differs" for r in self.asides) else 0
        return sure

    def likelihood(self) -> int:
        """The confidence of a suggestion: the first candidate's lead over the second."""
        scores = [self.scores[code] for code in self.ranked()]
        lead = scores[0] - (scores[1] // 2 if len(scores) > 1 else 0)
        return max(_LEAST_SUGGESTED, min(_MOST_SUGGESTED, lead))

    def reasons(self) -> tuple[Reason, ...]:
        """All clues, those that agree first."""
        told: list[Reason] = []
        for clue in (*(clue for _, clue in self.agreeing), *self.against, *self.asides):
            if clue not in told:
                told.append(clue)
        return tuple(told)


def weigh(receipt: Receipt, read: TransferText, known: Known) -> Clues:
    """Gather the clues of one receipt: codes first, since names and accounts only bear them out."""
    clues = Clues()
    _weigh_codes(clues, read, known)
    _weigh_names(clues, read, receipt, known)
    _weigh_account(clues, receipt, known)
    if read.only_dues:
        clues.against.append(reason("text.dues"))
    if read.dues_too:
        clues.against.append(reason("text.dues_too"))
    if read.of_else:
        clues.against.append(reason("text.something_else"))
    if read.else_too:
        clues.against.append(reason("text.something_else_too"))
    _weigh_habit(clues, read, known.learned(receipt))
    return clues


def _weigh_codes(clues: Clues, read: TransferText, known: Known) -> None:
    for code in read.tax_codes:
        how = "code.labelled" if code in read.codes.labelled else "code.bare"
        if code in known.tax_codes and check_digit_ok(code):
            if clues.named:
                clues.against.append(reason("code.second", tax_code=shown(code)))
            clues.named[code] = how
            clues.point(code, reason(how, tax_code=shown(code)))
        elif how == "code.labelled" or parent_of(code) in known.tax_codes:
            _weigh_bad_code(clues, code, known)
    labelled = any(how == "code.labelled" for how in clues.named.values())
    for digits in read.codes.cut_short:
        cut = reason("code.cut_short", digits=digits)
        (clues.asides if labelled else clues.against).append(cut)


def _weigh_bad_code(clues: Clues, code: str, known: Known) -> None:
    """A labelled code that is unknown or mistyped also speaks against any other code."""
    if not check_digit_ok(code):
        clues.against.append(reason("code.check_digit", tax_code=shown(code)))
        if code in known.tax_codes:
            clues.point(code, reason("code.check_digit", tax_code=shown(code)))
        return
    clues.against.append(reason("code.unknown", tax_code=shown(code)))
    parent = parent_of(code)
    if parent in known.tax_codes:
        clues.point(parent, reason("code.parent", tax_code=shown(code)))


def _weigh_names(clues: Clues, read: TransferText, receipt: Receipt, known: Known) -> None:
    own = [name for code in clues.named for name in known.names.get(code, ())]
    cut = cut_name_in(read.codes.rest, known.by_name)
    cut_own = bool(cut) and any(name.startswith(cut) for name in own)
    for found in names_in(read.codes.rest, known.by_name):
        of_own = cut_own and cut.startswith(found.name) and found.name not in own
        if not of_own and not any(found.is_within(name) for name in own):
            _weigh_name(clues, found.bearers, ("name.in_text", "name.differs"))
    if cut and clues.named and not cut_own:
        clues.against.append(reason("name.differs"))
    payers = bearers_of(receipt.counter_name, known.by_name)
    begun = begun_in(receipt.counter_name, known.by_name)
    if payers:
        _weigh_name(clues, payers, ("name.of_payer", "payer.differs"))
    elif own and begun and not any(name.startswith(begun) for name in own):
        clues.against.append(reason("payer.differs"))  # of many who begin so, none is this one


def _weigh_name(clues: Clues, bearers: Collection[str], codes: tuple[str, str]) -> None:
    agrees, differs = codes
    agreeing = [code for code in clues.named if code in bearers]
    if clues.named and not agreeing:
        clues.against.append(reason(differs))
    for tax_code in agreeing or sorted(bearers):
        clues.point(tax_code, reason(agrees))
    if not agreeing and len(bearers) > 1:
        clues.asides.append(reason("name.shared"))


def _weigh_account(clues: Clues, receipt: Receipt, known: Known) -> None:
    paid_for = known.by_account.get(receipt.counter_account, ()) if receipt.counter_account else ()
    if not paid_for:
        return
    agreeing = [code for code in clues.named if code in paid_for]
    if clues.named and not agreeing:
        clues.asides.append(reason("account.differs"))  # service firms pay for many
        return
    how = "account.learned" if known.learned(receipt) else "account.history"
    for tax_code in agreeing or sorted(paid_for):
        clues.point(tax_code, reason(how))
    if not agreeing and len(paid_for) > 1:
        clues.asides.append(reason("account.shared"))


def _weigh_habit(clues: Clues, read: TransferText, tax_code: str) -> None:
    """A learned account pays as before when a name says so too and nothing hints at another."""
    named = any(whose == tax_code and clue.code in _NAMES for whose, clue in clues.agreeing)
    in_text = any(
        whose == tax_code and clue.code == "name.in_text" for whose, clue in clues.agreeing
    )
    silent = not has_form(read.codes.rest)  # or it may name somebody nobody knows
    if tax_code and read.of_own_levy and named and (in_text or silent):
        clues.learned = tax_code
