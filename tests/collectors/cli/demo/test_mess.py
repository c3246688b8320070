"""The list of what was planted."""

from pathlib import Path

from collectors.cli.demo.mess import Mess, MessLog
from tests.collectors.cli.demo.reading import Planted, planted


def test_what_is_planted_is_written_down(tmp_path: Path) -> None:
    """Kind, file, row and a note; no row where the whole file is meant."""
    with MessLog(tmp_path / "mess.csv") as log:
        log.plant(Mess.BAD_DATE, "sao-ke.csv", 7, "9900000016")
        log.plant(Mess.TABS, "sao-ke.csv")
    assert planted(tmp_path) == [
        Planted("bad_date", "sao-ke.csv", 7, "9900000016"),
        Planted("tabs", "sao-ke.csv", None, ""),
    ]
