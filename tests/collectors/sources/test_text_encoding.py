"""A file's encoding is told by evidence; where there is too little of it, the person is asked."""

from pathlib import Path

import pytest

from collectors.sources.refusals import NotUtf8, UnclearEncoding, WrongEncoding
from collectors.sources.text_encoding import Encoding, first_lines, recognise, text_lines
from tests.collectors.sources.test_legacy_text import TCVN3, VNI

TEXT = "Số tham chiếu,Ngày\nFT1,Đóng kinh phí công đoàn\n"
OLD = {
    Encoding.TCVN3: "\n".join(shown for shown, _ in TCVN3),
    Encoding.VNI: "\n".join(shown for shown, _ in VNI),
}


def _file(folder: Path, raw: bytes) -> Path:
    path = folder / "x.csv"
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), Encoding.UTF_8),
        (TEXT.encode("utf-8-sig"), Encoding.UTF_8),
        (TEXT.encode("utf-16"), Encoding.UTF_16_LE),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), Encoding.UTF_16_BE),
        (TEXT.encode("utf-16-le"), Encoding.UTF_16_LE),
        (TEXT.encode("utf-16-be"), Encoding.UTF_16_BE),
    ],
)
def test_unicode_proves_itself(tmp_path: Path, raw: bytes, encoding: Encoding) -> None:
    """With its mark or without: the same lines."""
    path = _file(tmp_path, raw)
    assert recognise(path) is encoding
    assert "".join(line.text for line in text_lines(path, encoding)) == TEXT
    assert first_lines(path, encoding, 1, 100) == ["Số tham chiếu,Ngày\n"]
    assert first_lines(path, encoding, 9, 100) == TEXT.splitlines(keepends=True)


@pytest.mark.parametrize(("encoding", "shown"), OLD.items())
def test_old_text_proves_itself_by_its_words(
    tmp_path: Path, encoding: Encoding, shown: str
) -> None:
    """The lines come as Unicode, and their bytes as they were."""
    raw = shown.encode("latin-1")
    path = _file(tmp_path, raw)
    assert recognise(path) is encoding
    lines = list(text_lines(path, encoding))
    assert b"".join(line.raw for line in lines) == raw
    assert "".join(line.text for line in lines).startswith("Công đoàn Việt Nam\n")
    assert first_lines(path, encoding, 1, 100) == ["Công đoàn Việt Nam\n"]


@pytest.mark.parametrize(
    "raw",
    [
        b"Caf\xe9 Hotel",  # Latin letters
        b"C\xabng",  # one word of TCVN3 is no evidence
        b"Caf\xf4 \xf4 so\xe2ng",  # may be VNI
    ],
)
def test_too_little_evidence_is_asked_for(tmp_path: Path, raw: bytes) -> None:
    """Nothing is guessed: the refusal names the row and says what it may be."""
    path = _file(tmp_path, b"a,b\n" + raw)
    with pytest.raises((UnclearEncoding, NotUtf8)) as refused:
        recognise(path)
    assert refused.value.facts["row"] == 2


def test_what_is_none_of_them_is_refused(tmp_path: Path) -> None:
    """Bytes that no encoding read here writes."""
    with pytest.raises(NotUtf8):
        recognise(_file(tmp_path, b"a\n\x92\xff"))


def test_a_named_encoding_is_held_to(tmp_path: Path) -> None:
    """Somebody who knows says it; a file that is not in it is refused, naming the row."""
    path = _file(tmp_path, b"a\nC\xabng")
    assert recognise(path, "tcvn3") is Encoding.TCVN3
    for named in ("utf-8", "vni"):
        with pytest.raises(WrongEncoding) as refused:
            recognise(path, named)
        assert refused.value.facts == {"row": 2, "encoding": named}


def test_a_line_may_end_as_on_old_machines(tmp_path: Path) -> None:
    """With a carriage return alone, in old letters as in Unicode."""
    path = _file(tmp_path, b"\rC\xabng\r\nb\rc")
    lines = list(text_lines(path, Encoding.TCVN3))
    assert [line.text for line in lines] == ["\r", "Công\r\n", "b\r", "c"]
    assert first_lines(path, Encoding.TCVN3, 2, 3) == ["\r", "Côn"]


def test_zero_bytes_in_plain_text_do_not_make_it_another(tmp_path: Path) -> None:
    """A NUL in a cell is a fault of that cell."""
    assert recognise(_file(tmp_path, TEXT.encode() + b"\0\0\0\n")) is Encoding.UTF_8
    assert recognise(_file(tmp_path, b"")) is Encoding.UTF_8
