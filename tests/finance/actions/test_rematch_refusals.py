"""Each refusal names what is asked for and what stands against it."""

from finance.actions.rematch_refusals import BeforeItCame, BeforeItWasPut


def test_both_days_are_named() -> None:
    """The day asked for, and the day on which the money came or was put where it is."""
    came = BeforeItCame(receipt="LDA/R/1", booked_on="2026-07-10", on="2026-07-09")
    put = BeforeItWasPut(
        tax_code="9900000016", period="2026-06", done_on="2026-07-15", on="2026-07-10"
    )
    assert "booked by the bank on 10/07/2026" in came.sentence("en")
    assert "on 15/07/2026" in put.sentence("en")
    assert "vào ngày 10/07/2026" in put.sentence("vi")
