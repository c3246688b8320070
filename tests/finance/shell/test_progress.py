"""Progress is for people at a terminal."""

import io
import sys

import pytest

from finance.shell.progress import progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_hears_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither on standard output nor on standard error."""
    with progress("rows") as told:
        told(1000)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_sees_the_count_and_a_clean_line_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Even when the work fails."""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(ZeroDivisionError):
        _break_off()
    assert "1.000 rows" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def _break_off() -> int:
    with progress("rows") as told:
        told(1000)
        return 1 // 0
