"""The files of a made-up month are the same whenever they are made."""

import hashlib
import json
from pathlib import Path

from collectors.cli.month.feeds import Feeds, nation, write_month_feeds


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def test_a_nation_keeps_its_proportions() -> None:
    """The whole nation is 34 provinces and 120,000 unions; a hundredth of it has a hundredth."""
    whole, small, least = nation(900_000), nation(9_000), nation(1)
    assert (whole.provinces, whole.uppers, whole.grassroots) == (34, 1_269, 120_000)
    assert (small.provinces, small.grassroots, small.employers) == (34, 1_200, 9_000)
    assert (least.provinces, least.uppers, least.grassroots) == (1, 1, 1)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Every file, in whatever folder; another seed gives others."""
    made = [write_month_feeds(tmp_path / name, 40, 5) for name in ("a", "b")]
    write_month_feeds(tmp_path / "c", 40, 6)
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b") != _digests(tmp_path / "c")
    assert made[0].digest("units.csv") == made[1].digest("units.csv") != ""
    assert made[0].digest("of nobody.csv") == ""
    assert made[0].provinces == ("T01", "T02", "T03", "T04")
    assert set(made[0].bank) == {*made[0].provinces, made[0].national}


def test_files_that_lie_there_whole_are_taken_as_they_are(tmp_path: Path) -> None:
    """Half of them are made again, and so are those of another nation."""

    def write(employers: int) -> Feeds:
        return write_month_feeds(tmp_path, employers, 5)

    first = write(40)
    (path,) = first.paths(first.si["T01"])
    path.write_text("x", encoding="utf-8")
    write(40)
    assert path.read_text("utf-8") == "x"
    (tmp_path / "whole.json").unlink()
    assert write(40) == first
    assert path.read_text("utf-8") != "x"
    write(50)
    assert json.loads((tmp_path / "whole.json").read_text("utf-8"))["made"] == "50 5"
