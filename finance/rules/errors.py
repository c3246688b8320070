"""The refusal that every rule's refusals descend from.

Pure. Each rule defines its own refusals beside the function that raises them.
"""

from ledger.errors import Refusal


class RuleError(Refusal):
    """The law, or the federation's own decision, says no."""

    code = "rule.refused"
    vi = "Quy định không cho phép."
    en = "The rules do not allow it."
