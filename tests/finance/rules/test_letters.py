"""What a paper of a case says."""

import datetime as dt
from dataclasses import replace

from finance.rules.casework import Step
from finance.rules.letters import Evidence, Letter, Sent, letter_as_told
from finance.rules.loss import findings
from finance.rules.sanctions import Violation, fine_range
from finance.runtime.parameters import law
from ledger.money import Vnd
from tests.finance.rules.losses import AFTER, declared, employer, owed

DAY = dt.date(2026, 11, 5)


def _letter(step: Step, **more: object) -> Letter:
    (finding,) = findings(employer(declared(1), overdue=(owed(1, 700),)), AFTER, law())
    made = Letter(
        step=step,
        turn=1,
        letter_no="7/2026",
        case_no="LDA/C/1",
        unit_code="LDA",
        unit_name="LĐLĐ A",
        tax_code="9900000016",
        name="Cty E1",
        made_on=DAY,
        made_by="thu",
        finding=finding,
    )
    return replace(made, **more)  # type: ignore[arg-type] # any field


def test_a_reminder_says_who_owes_what_to_whom() -> None:
    """The amount, its parts and how to pay; no fine stands in a reminder."""
    letter = _letter(Step.NOTICE)
    told = letter_as_told(letter)
    assert told["finding"]["at_stake_vnd"] == 700
    assert (told["unit"]["name"], told["employer"]["name"]) == ("LĐLĐ A", "Cty E1")
    assert (told["fine"], told["evidence"], told["earlier"]) == (None, [], [])
    assert letter.transfer_text == "MST 9900000016 DONG KPCD 2026"


def test_a_dossier_says_what_it_stands_on() -> None:
    """Each evidence with its place and fingerprint, each paper sent, and the range with its law."""
    told = letter_as_told(
        _letter(
            Step.DOSSIER,
            note="n",
            earlier=(Sent(Step.NOTICE, "1/2026", DAY, Vnd(700), "a" * 64),),
            evidence=(Evidence("Dữ liệu thuế", "Tax data", "tax/1", "b" * 64),),
            fine=fine_range(Violation.LATE, Vnd(700), DAY, law()),
        )
    )
    assert told.pop("finding")["at_stake_vnd"] == 700
    assert told.pop("fine")["violation"] == "late"
    assert told == {
        "step": "dossier",
        "turn": 1,
        "letter_no": "7/2026",
        "case_no": "LDA/C/1",
        "unit": {"code": "LDA", "name": "LĐLĐ A"},
        "employer": {"tax_code": "9900000016", "name": "Cty E1"},
        "made_on": "2026-11-05",
        "made_by": "thu",
        "note": "n",
        "earlier": [
            {
                "step": "notice",
                "letter_no": "1/2026",
                "on": "2026-11-05",
                "at_stake_vnd": 700,
                "sha256": "a" * 64,
            }
        ],
        "evidence": [{"what": "Dữ liệu thuế", "where": "tax/1", "sha256": "b" * 64}],
    }


def test_a_range_is_told_with_the_values_it_was_computed_with() -> None:
    """12 to under 15 of 100 of 700, twice for an organisation, which is disputed."""
    fine = fine_range(Violation.LATE, Vnd(700), DAY, law())
    assert letter_as_told(_letter(Step.DOSSIER, fine=fine))["fine"] == {
        "violation": "late",
        "owed_vnd": 700,
        "on": "2026-11-05",
        "organisation": True,
        "from_vnd": 168,
        "to_vnd": 210,
        "to_included": False,
        "cap_vnd": 150_000_000,
        "multiplier": 2,
        "single_vnd": [84, 105],
        "disputed": True,
        "source": "nd_283_2026",
        "article": "Điều 38(1)",
        "used": [
            {"key": "sanction.late.from", "from": "2026-09-10", "value": "12/100"},
            {"key": "sanction.late.to", "from": "2026-09-10", "value": "15/100"},
            {"key": "sanction.late.top", "from": "2026-09-10", "value": "below"},
            {"key": "sanction.cap", "from": "2026-09-10", "value": "75000000"},
            {"key": "sanction.organisation_multiplier", "from": "2026-09-10", "value": "2"},
        ],
    }
