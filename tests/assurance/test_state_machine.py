"""People act in any order, and a model in plain integers comes to the same books."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import text

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.assurance.figures import Figures
from tests.assurance.machine import Machine
from tests.assurance.model import MBook, MEntry, MLine, Model
from tests.assurance.playing import BEGIN, Stage
from tests.builders import BOOKS, E1
from tests.engines import Engine
from tests.federation import Federation, federation

OWED: Final = {"2026-05": 1_000_000, "2026-06": 1_000_000}
OWED_ON: Final = dt.date(2026, 7, 1)
UNJUDGED: Final = frozenset({"crash"})  # nothing refuses a power cut


def test_people_and_model_agree(
    engine: Engine, new_database: Callable[[], Database], figures: Figures
) -> None:
    """After every step every entry, sum, month, voucher and receipt is what the model has."""
    stage = _stage(engine, new_database())
    Machine.stage = stage
    steps = figures.size("steps of a story")
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=figures.size("stories"),
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    figures.at_least("steps, each followed by every comparison", 10_000, stage.steps)
    for name in sorted({*stage.done, *stage.refused} - UNJUDGED):
        figures.at_least(f"{name}: done", 300, stage.done[name])
        figures.at_least(f"{name}: refused", 300, stage.refused[name])
    figures.at_least("crash before the commit", 300, stage.done["crash"])


def _stage(engine: Engine, first: Database) -> Stage:
    """A federation in which E1 owes two months, everything before June closed; and its copies."""
    begun = federation(first)
    for month, levy in OWED.items():
        begun.owe(E1, month, levy, OWED_ON)
    for book in BOOKS:
        begun.close(book, "2026-05", BEGIN)
    model = _as_it_stands(begun)
    first.dispose()

    def make() -> Federation:
        return Federation(Database(engine.copy_of(first.url)).within(EVERYTHING))

    return Stage(make, engine.drop, model)


def _as_it_stands(begun: Federation) -> Model:
    """The model of the beginning: the months as they are, and the levy that was assessed."""
    with begun.database.reading() as session:
        rows = session.execute(
            text("SELECT b.code, p.period, p.state FROM period p JOIN book b USING (book_id)")
        )
        months: dict[str, dict[str, str]] = {code: {} for code in BOOKS}
        for code, period, state in rows:
            months[code][period] = state
    model = Model({code: MBook(months[code]) for code in BOOKS}, dict(OWED))
    for levy in OWED.values():
        lines: tuple[MLine, ...] = (
            ("13881", "D", levy, "levy", "", ""),
            ("33883", "C", levy, "levy", "", ""),
        )
        model.post("LDA", MEntry("AS", 0, OWED_ON, lines))
    return model
