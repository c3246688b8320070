"""A refused file says why, in both languages, under a code that stays."""

import pytest

from collectors.sources import refusals
from collectors.sources.refusals import SourceRefused


@pytest.mark.parametrize(
    "refusal",
    [
        refusals.BadHeader(missing="tax_code", duplicated="–"),
        refusals.NotUtf8(row=7),
        refusals.BrokenText(row=7),
        refusals.UnknownFormat(format="xls"),
        refusals.NotAWorkbook(),
        refusals.TooBig(what="bytes", size=2, most=1),
        refusals.WrongEncoding(row=7, encoding="vni"),
        refusals.UnclearEncoding(row=7, possible="vni"),
        refusals.SeveralProfilesFit(names="A, B"),
        refusals.ProfileDoesNotFit(name="A", row=3, missing="Ngày"),
        refusals.EncodingNotAsked(format="xlsx"),
    ],
)
def test_every_refusal_speaks_both_languages(refusal: SourceRefused) -> None:
    """The sentences are filled and differ; the code names the room."""
    vi, en = refusal.sentence("vi"), refusal.sentence("en")
    assert vi != en
    assert "{" not in vi + en
    assert refusal.code.startswith("source.")
