"""A refused statement says why, in both languages, with its figures."""

import pytest

from collectors.sources import statement_refusals as refusals
from collectors.sources.refusals import SourceRefused


@pytest.mark.parametrize(
    "refusal",
    [
        refusals.AnotherAccount(found="1", asked="2"),
        refusals.SeveralAccounts(accounts="1, 2"),
        refusals.OtherCurrency(name="S", currency="USD"),
        refusals.DoesNotAddUp(name="S", opening=1, movements=2, closing=4, difference=1),
        refusals.PageMissing(name="S", closing=1, opening=2),
        refusals.BrokenStatement(row=3, why_vi="thiếu", why_en="missing"),
        refusals.UnsafeXml(row=3),
        refusals.NotCamt053(found="pain.001"),
        refusals.StatementTooBig(size=2, most=1),
    ],
)
def test_every_refusal_speaks_both_languages(refusal: SourceRefused) -> None:
    """The sentences are filled and differ; the code names the room."""
    vi, en = refusal.sentence("vi"), refusal.sentence("en")
    assert vi != en
    assert "{" not in vi + en
    assert refusal.code.startswith("source.")
