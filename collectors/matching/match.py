"""Say whose a receipt is and what it pays: certainly, perhaps, or not at all.

Pure. Only a certain proposal may be posted without a person: a tax code in the text, of right
form and check digit, of exactly one known employer, with nothing that speaks against it; or,
where no code stands, an account that has paid for one employer alone on three earlier days, in
the name of that employer. A name or the history of an account alone is never more than a
suggestion.
"""

from dataclasses import dataclass
from enum import StrEnum

from collectors.matching.allocation import allocate
from collectors.matching.clues import Clues, weigh
from collectors.matching.known import Known, Receipt
from collectors.matching.reasons import Reason, reason
from collectors.matching.transfer_text import TransferText, read_text
from ledger.money import ZERO, Vnd, format_vnd
from ledger.periods import Period


class Kind(StrEnum):
    """How sure a proposal is."""

    CERTAIN = "certain"
    SUGGESTED = "suggested"
    UNIDENTIFIED = "unidentified"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whose a receipt is taken to be, why, and where its amount would go.

    `parts`, `credit_vnd` and `unmatched_vnd` always add up to the receipt's amount; all of it
    is unmatched when nobody is proposed, none of it otherwise.
    """

    kind: Kind
    confidence: int  # 0 to 100; certain ones from 85
    reasons: tuple[Reason, ...]
    tax_code: str | None = None
    parts: tuple[tuple[Period, Vnd], ...] = ()
    credit_vnd: Vnd = ZERO
    unmatched_vnd: Vnd = ZERO
    candidates: tuple[str, ...] = ()  # everybody that any evidence points to, likeliest first

    @property
    def evidence(self) -> tuple[str, ...]:
        """The codes of the reasons, in order."""
        return tuple(one.code for one in self.reasons)


def propose(receipt: Receipt, known: Known, text: TransferText | None = None) -> Proposal:
    """Say whose a receipt is and what it pays.

    Takes    the receipt; what is known of employers; its text when it has been read before.
    Returns  a proposal. A code whose check digit is wrong, an unknown one, two codes, a code
             with another employer's name, a name or an account alone: all only suggest. A known
             employer with nothing assessed is certain, and all of it is credit.
    """
    read = read_text(receipt.content) if text is None else text
    clues = weigh(receipt, read, known)
    ranked = clues.ranked()
    if clues.certain() or (ranked and not clues.is_tied()):
        return _proposal(receipt, read, known, clues)
    return Proposal(
        Kind.UNIDENTIFIED,
        confidence=0,
        reasons=clues.reasons() or (reason("nothing.found"),),
        unmatched_vnd=receipt.amount_vnd,
        candidates=ranked,
    )


def _proposal(receipt: Receipt, read: TransferText, known: Known, clues: Clues) -> Proposal:
    certain, ranked = clues.certain(), clues.ranked()
    tax_code = certain or ranked[0]
    named = read.periods.periods
    laid = allocate(receipt.amount_vnd, named, known.obligations.get(tax_code, ()))
    reasons = list(clues.reasons())
    if named:
        reasons.append(reason("period.named", periods=", ".join(named)))
    else:
        reasons.append(reason("period.unclear" if read.periods.unclear else "period.not_named"))
    if laid.not_assessed:
        reasons.append(reason("period.not_assessed", periods=", ".join(laid.not_assessed)))
    if laid.credit_vnd:
        reasons.append(reason("credit.left", credit=format_vnd(laid.credit_vnd)))
    return Proposal(
        Kind.CERTAIN if certain else Kind.SUGGESTED,
        confidence=clues.certainty() if certain else clues.likelihood(),
        reasons=tuple(reasons),
        tax_code=tax_code,
        parts=laid.parts,
        credit_vnd=laid.credit_vnd,
        candidates=ranked,
    )
