"""The project stands alone: a clone of it, and nothing beside it, is enough."""

import re
import tomllib

from tests.architecture.house import ROOT, files, shown

LOCKS = ("requirements.lock", "requirements-dev.lock")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)  # what stands as code is no link


def _upward_links() -> list[str]:
    """Relative links in pages that lead out of the project."""
    found: list[str] = []
    for path in files():
        if path.suffix != ".md":
            continue
        prose = _CODE.sub("", path.read_text("utf-8"))
        for target in re.findall(r"\]\(([^)#\s]+)", prose):
            if "://" in target or target.startswith("mailto:"):
                continue
            end = (path.parent / target).resolve()
            if not end.is_relative_to(ROOT) or not end.exists():
                found.append(f"{shown(path)}: {target}")
    return found


def test_nothing_links_outside_the_project() -> None:
    """No symbolic link points out of the project, or at nothing."""
    links = [path for path in files() if path.is_symlink()]
    assert [shown(path) for path in links if not path.resolve().is_relative_to(ROOT)] == []


def test_links_in_the_pages_lead_somewhere() -> None:
    """Every relative link of the documentation ends at a file of the project."""
    assert _upward_links() == []


def test_the_lock_files_name_no_address() -> None:
    """Where packages come from is the business of the machine that installs them."""
    for name in LOCKS:
        text = (ROOT / name).read_text("utf-8")
        assert re.findall(r"https?://|file:|^-[^c]|^\s+# via -r", text, re.MULTILINE) == [], name


def test_each_locked_package_carries_its_hashes() -> None:
    """What is installed is what was chosen."""
    for name in LOCKS:
        blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip())
        packages = [block for block in blocks if not block.startswith("#")]
        assert packages, name
        assert [block.split()[0] for block in packages if "--hash=sha256:" not in block] == [], name


def test_the_locks_agree() -> None:
    """Development runs the versions that production runs."""
    pinned = [
        dict(
            re.findall(
                r"^([a-z0-9.-]+(?:\[[a-z,]+\])?)==(\S+)",
                (ROOT / name).read_text("utf-8"),
                re.MULTILINE,
            )
        )
        for name in LOCKS
    ]
    production, development = pinned
    assert {name: development.get(name) for name in production} == production


def test_each_declared_dependency_is_locked() -> None:
    """The lock files are not older than what pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = (ROOT / LOCKS[0]).read_text("utf-8")
    asked = [re.split(r"[\[<>=!~; ]", line)[0].lower() for line in project["dependencies"]]
    missing = [
        name
        for name in asked
        if not re.search(rf"^{re.escape(name)}(\[[^]]*\])?==", locked, re.MULTILINE)
    ]
    assert missing == []
