"""What a paper of a case says, in both languages."""

from dataclasses import replace

from finance.rules.casework import Step
from finance.rules.letters import Letter
from finance.rules.sanctions import Violation, fine_range
from finance.runtime.parameters import law
from ledger.money import Vnd
from reports.figures import Figure, Words
from reports.statements.letters import letter_text
from tests.reports.letters import DAY, found, letter, silent_and_paid


def _keys(made: Letter) -> list[str]:
    return [section.key for section in letter_text(made, law()).sections]


def _said(made: Letter) -> str:
    text = letter_text(made, law())
    return " ".join(each.vi for each in (*text.opening, *text.closing))


def test_each_step_says_what_belongs_to_it() -> None:
    """A reminder no more than the amount; the dossier everything."""
    assert _keys(letter(Step.NOTICE)) == ["amounts", "measured"]
    assert _keys(letter(Step.MINUTES)) == ["amounts", "measured", "earlier"]
    assert _keys(letter(Step.PROPOSAL)) == ["amounts", "measured", "earlier", "evidence"]
    assert _keys(letter(Step.DOSSIER)) == ["amounts", "measured", "earlier", "fine", "evidence"]


def test_an_estimate_is_called_one_with_what_it_assumes() -> None:
    """How sure the amount is stands beside it, and each assumption is told as our own."""
    said = _said(letter(Step.NOTICE))
    assert "6.864.220 đồng (ước tính)" in said
    assert said.count("chưa có văn bản quy định") == 2
    unmeasured = _said(letter(Step.NOTICE, found(measured=False)))
    assert "chưa có căn cứ tính số tiền." in unmeasured
    assert "đồng (" not in unmeasured


def test_a_reminder_says_how_to_pay_and_is_counted() -> None:
    """The transfer text; which reminder it is. Minutes say what was agreed."""
    made = letter(Step.NOTICE)
    assert "MST 9900000016 DONG KPCD 2026" in _said(made)
    assert "lần 2" in letter_text(made, law()).subject.vi
    assert "lần" not in letter_text(letter(Step.MINUTES), law()).subject.vi
    assert "cam kết nộp đủ" in _said(letter(Step.MINUTES))


def test_amounts_add_up_to_what_is_at_stake() -> None:
    """Part by part, less what was paid; a recorded amount has no rate."""
    finding = silent_and_paid()
    [amounts, _] = letter_text(letter(Step.NOTICE, finding), law()).sections
    figures = [row.cells[3] for row in amounts.rows]
    assert all(isinstance(each, Figure) for each in figures)
    whole = [each.amount_vnd or 0 for each in figures if isinstance(each, Figure)]
    assert sum(whole[:-1]) == whole[-1] == finding.at_stake_vnd
    parts = tuple(replace(part, rate=None) for part in finding.parts)
    [amounts, _] = letter_text(letter(Step.NOTICE, replace(finding, parts=parts)), law()).sections
    assert amounts.rows[0].cells[1] == Words("–")


def test_the_multiplier_is_shown_as_disputed_beside_the_range_without_it() -> None:
    """A person has none; one that a text settles is shown plainly."""
    made = letter(Step.DOSSIER)
    assert made.fine is not None
    for fine, wanted in (
        (made.fine, "TRANH CÃI"),
        (replace(made.fine, disputed=False), "× 2"),
        (fine_range(Violation.LATE, Vnd(1_000_000), DAY, law(), organisation=False), "120.000"),
        (fine_range(Violation.NONE_FOR_ALL, Vnd(10**9), DAY, law()), "đến 150.000.000"),
    ):
        section = letter_text(replace(made, fine=fine), law()).sections[3]
        told = " ".join(row.label("vi") for row in section.rows)
        assert wanted in told
        assert ("không nhân hệ số" in told) is fine.organisation
        assert all(isinstance(cell, Words) for row in section.rows for cell in row.cells)
