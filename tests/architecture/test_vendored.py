"""Other people's files stand here as they are listed, with their licence, and load nothing more."""

import hashlib
import re
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from tests.architecture.house import ROOT

VENDOR = ROOT / "finance" / "shell" / "static" / "vendor"
STATIC = VENDOR.parent
FONTS = ROOT / "reports" / "render" / "fonts"
LETTERS = "ĂÂĐÊÔƠƯăâđêôơư" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA)) + "₫"


def _files() -> list[Path]:
    return sorted(path for path in VENDOR.rglob("*") if path.is_file() and path.suffix != ".txt")


def test_each_file_is_the_one_that_was_listed() -> None:
    """A changed, missing or additional file is found."""
    lines = (VENDOR / "CHECKSUMS.txt").read_text("ascii").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _files()
    }
    assert found == listed


def test_each_folder_names_its_version_and_holds_its_licence() -> None:
    """NAME-VERSION, and a licence that says something."""
    for folder in VENDOR.iterdir():
        if folder.is_dir():
            assert re.fullmatch(r"[a-z.-]+-\d+(\.\d+)+", folder.name)
            assert len((folder / "LICENSE").read_text("utf-8")) > 400


def test_nothing_of_ours_looks_like_a_government_of_another_country() -> None:
    """No crown, and none of the typeface that is licensed to one site only."""
    css = (VENDOR / "govuk-frontend-6.3.0" / "govuk-frontend.min.css").read_text("utf-8")
    assert "GDS Transport" not in css
    assert "crest" not in css
    assert '"Noto Sans"' in css


@pytest.mark.parametrize("ending", ["css", "js"])
def test_no_style_or_script_fetches_from_afar(ending: str) -> None:
    """No address, inlined picture or source map stands where a browser would follow it."""
    for path in STATIC.rglob(f"*.{ending}"):
        text = path.read_text("utf-8")
        assert not re.search(r"url\(\s*[\"']?(https?:|//|data:|/)", text), path.name
        assert not re.search(r"@import|importScripts|from\s*[\"']https?:", text), path.name
        assert "sourceMappingURL" not in text, path.name


def test_the_pages_fonts_are_small() -> None:
    """A member on a telephone waits for them."""
    fonts = list(VENDOR.rglob("*.woff2"))
    assert {path.stem for path in fonts} == {"NotoSans-Regular", "NotoSans-Bold"}
    assert all(path.stat().st_size < 100_000 for path in fonts)


@pytest.mark.parametrize("name", ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf"])
def test_the_documents_fonts_know_every_vietnamese_letter(name: str) -> None:
    """All letters with all marks, and digits of one width, so that columns stand straight."""
    face = TTFontFile(str(FONTS / name))
    assert [letter for letter in LETTERS if ord(letter) not in face.charToGlyph] == []
    assert len({face.charWidths[ord(digit)] for digit in "0123456789"}) == 1
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text("utf-8")
