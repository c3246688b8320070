"""People act in any order, and a model in plain integers comes to the same books."""

from collections.abc import Callable
from typing import Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.assurance.beginning import ROWS, begin
from tests.assurance.figures import Figures
from tests.assurance.machine import Machine
from tests.assurance.playing import Stage
from tests.engines import Engine
from tests.federation import Federation, federation

# What each is to be done, and to be refused, often; nothing refuses a power cut.
ACTS: Final = (
    *("draft", "submit", "approve", "reject", "reverse"),
    *("post", "back-date", "file", "retry", "bank", "split"),
    *("soften", "lift", "close", "ask to reopen", "reopen"),
)


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
    for name in ACTS:
        # To send the same again is done when the answer is what stood: nothing more happens.
        done = stage.again if name == "retry" else stage.done
        figures.at_least(f"{name}: done", 300, done[name])
        figures.at_least(f"{name}: refused", 300, stage.refused[name])
    figures.at_least("crash before the commit", 300, stage.done["crash"])
    assert {*stage.done, *stage.again, *stage.refused} <= {*ACTS, "crash"}


def _stage(engine: Engine, first: Database) -> Stage:
    """A federation with something in it, and copies of it, one for each story."""
    begun = federation(first)
    model = begin(begun)
    first.dispose()

    def make() -> Federation:
        return Federation(Database(engine.copy_of(first.url)).within(EVERYTHING))

    return Stage(make, engine.drop, model, ROWS)
