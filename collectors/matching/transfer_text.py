"""What the text of a transfer says: whose it is, for which months, and of what kind.

Pure. The caller reads the text first to learn which employers to look up, and hands the same
reading to `collectors.matching.match`.
"""

import re
from dataclasses import dataclass

from collectors.matching.codes_in_text import CodesInText, codes_in
from collectors.matching.periods_in_text import PeriodsInText, periods_in
from finance.rules.dues_codes import read_codes
from finance.rules.folding import fold

_DUES = re.compile(r"\bDOAN PHI\b|\bDPCD\b")
_LEVY = re.compile(r"KPCD|KINH PHI")
# What money is for that is not the levy, whatever else the text says of it.
_SOMETHING_ELSE = re.compile(
    r"\bBH(?:XH|YT|TN|TNLD)\b|\bVPHC\b|VI PHAM HANH CHINH|\b(?:NOP|XU) PHAT\b|\bPHAT CHAM\b|"
    r"\bHOAN (?:TRA|TIEN|LAI)\b|\bTRA LAI\b"
)
# The same in words that also stand in names, or in texts of the levy (2% of the wages, quỹ lương):
# they count where the levy is not spoken of.
_PERHAPS_ELSE = re.compile(
    r"\bTIEN PHAT\b|\bBAO HIEM\b|\bLUONG\b|\bTIEN (?:THUE|HANG|DIEN|NUOC|NHA|VAY|LAI|COC|THUA)\b|"
    r"\bTHUE (?:VAN PHONG|NHA|KHO|XE|DAT|MAT BANG|TNDN|TNCN|GTGT|MON BAI)\b|"
    r"\bDAT COC\b|\bTAM UNG\b|\bTRA NO\b"
)
_FOR_ANOTHER = re.compile(r"\b(?:HO|THAY|GIUP|DUM|CHO)\b")


@dataclass(frozen=True, slots=True)
class TransferText:
    """A transfer's text, read once."""

    folded: str
    codes: CodesInText
    periods: PeriodsInText
    only_dues: bool  # speaks of members' dues and not of the levy, or carries a member's code
    dues_too: bool  # speaks of both: how much is whose, nobody says
    of_else: bool  # speaks of insurance, a fine, wages, rent, a refund, and not of the levy
    else_too: bool  # speaks of both: how much is which, nobody says

    @property
    def tax_codes(self) -> tuple[str, ...]:
        """Every code worth looking up; a bare one counts only when it is then known."""
        return tuple(dict.fromkeys((*self.codes.labelled, *self.codes.bare)))

    @property
    def of_own_levy(self) -> bool:
        """Whether it speaks of the levy alone, of nobody else's, and holds nothing like a code.

        Only then may a learned account speak in the place of a code.
        """
        coded = self.tax_codes or self.codes.cut_short or self.codes.loose
        another = _DUES.search(self.folded) or _FOR_ANOTHER.search(self.folded)
        return _LEVY.search(self.folded) is not None and not another and not coded


def read_text(content: str) -> TransferText:
    """Read the text of a transfer, in any case, with or without diacritics."""
    folded = fold(content)
    codes = codes_in(folded)
    of_dues, of_levy = _DUES.search(folded) is not None, _LEVY.search(folded) is not None
    of_else = _SOMETHING_ELSE.search(folded) is not None
    members = read_codes(folded).any  # a member's code, whether it holds
    return TransferText(
        folded,
        codes,
        periods_in(codes.rest),
        only_dues=members or (of_dues and not of_levy),
        dues_too=of_dues and of_levy and not members,
        of_else=not of_levy and (of_else or _PERHAPS_ELSE.search(folded) is not None),
        else_too=of_levy and of_else,
    )
