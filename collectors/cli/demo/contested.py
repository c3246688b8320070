"""What is owed and contested: an application for relief, a relief granted, a case of loss."""

from typing import Final

from collectors.cli.demo.caller import Caller
from collectors.cli.demo.federation import Employer, Federation
from collectors.cli.demo.people import ACCOUNTANT
from finance.rules.levy import EmployerType
from ledger.periods import period_of, shift

_MONTHS: Final = 3


def ask_for_relief(caller: Caller, federation: Federation) -> None:
    """Two employers cannot pay for the months to come: one is suspended, one waits for an answer.

    Of months that have passed nothing changes.
    """
    granted, waiting = _enterprises(federation)
    first = shift(period_of(caller.day), 1)
    span = ("--from", first, "--to", shift(first, _MONTHS - 1))
    today = caller.day.isoformat()
    decision = ("--decision", "12/QĐ-LĐLĐ", "--date", today)
    kind = ("--kind", "suspension")
    caller.ask("levy", "relief", "grant", "--employer", granted.tax_code, *kind, *span, *decision)
    request = ("--ground", "restructuring", "--document", "07/CV", "--dated", today)
    asked = ("levy", "relief", "apply", "--employer", waiting.tax_code, *kind, *span, *request)
    caller.ask(*asked, person=ACCOUNTANT)


def open_a_case(caller: Caller, federation: Federation) -> None:
    """The accountant opens a case of the largest loss that stands in the records."""
    unit, year = federation.provinces[0], caller.day.year
    found = caller.ask("levy", "gaps", "--year", str(year), "--unit", unit)["rows"]
    worst = next((row for row in found if row["certainty"] == "recorded"), None)
    if worst is not None:
        found_in = ("--unit", unit, "--employer", worst["tax_code"], "--year", str(year))
        caller.ask("levy", "case", "open", *found_in, "--kind", worst["kind"], person=ACCOUNTANT)


def _enterprises(federation: Federation) -> tuple[Employer, Employer]:
    """The first two enterprises of the first province: only enterprises may be relieved."""
    employers = federation.employers(0)
    found = (each for each in employers if each.type is EmployerType.ENTERPRISE)
    return next(found), next(found)
