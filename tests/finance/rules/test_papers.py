"""A file is judged by what it holds, never by what it is called."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.papers import (
    LONGEST_NAME,
    MIB,
    MOST_BYTES,
    MOST_PAPERS,
    HasDoctype,
    Package,
    PaperKind,
    PaperTooLarge,
    RunsCode,
    TooManyPapers,
    WrongKind,
    check_package,
    check_sizes,
    clean_name,
    digest_of,
    kind_of,
    papers_digest,
)

SHEET = PaperKind.XLSX.value
TYPES = f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.main+xml"/>'
NAMES = ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")
INVOICE = "<?xml version='1.0' encoding='UTF-8'?><HDon><Ten>Công ty Ô</Ten></HDon>".encode()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", PaperKind.PDF),
        (b"\x89PNG\r\n\x1a\n\x00", PaperKind.PNG),
        (b"\xff\xd8\xff\xe0", PaperKind.JPEG),
        (b"PK\x03\x04", PaperKind.XLSX),
        (INVOICE, PaperKind.XML),
        (b"\xef\xbb\xbf\r\n" + b"<a/>", PaperKind.XML),
        (b"<a xmlns='urn:x'><b/></a>", PaperKind.XML),
    ],
)
def test_a_kind_is_told_by_the_first_bytes(content: bytes, kind: PaperKind) -> None:
    """Whatever the name says."""
    assert kind_of("hoa-don.exe", content) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"\x7fELF",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # the workbooks of old, with or without macros
        b"GIF89a",
        b"plain text",
        b"  %PDF-1.7",
        b"",
        b"<a>",
        b"<a></b>",
        b"<a/><b/>",
        b"<!-- only a remark -->",
        b"#!/bin/sh\n",
        b"<a xmlns='http://www.w3.org/1999/xhtml of ours'/>",
        "<a>é</a>".encode("latin-1"),
        "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".encode("latin-1"),
        "<a/>".encode("utf-16"),
        "<a/>".encode("utf-16-le"),
        b"\x89PNG\r\n",
        b"PK\x05\x06",
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    """A name that ends in .pdf does not help."""
    with pytest.raises(WrongKind) as caught:
        kind_of("hoa-don.pdf", content)
    assert caught.value.facts == {"name": "hoa-don.pdf"}


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE a><a/>",
        b"<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>",
        b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    ],
)
def test_an_xml_defines_nothing(content: bytes) -> None:
    """With a DOCTYPE two readers may read two invoices."""
    with pytest.raises(HasDoctype):
        kind_of("hoa-don.xml", content)


@pytest.mark.parametrize("page", ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"])
def test_an_xml_is_no_page(page: str) -> None:
    """One that a browser would run is refused, however deep it hides."""
    with pytest.raises(RunsCode):
        kind_of("a.xml", f"<a><b xmlns='{page}'/></a>".encode())


def test_a_plain_workbook_is_taken() -> None:
    """By its parts and by what it says of them."""
    check_package("a.xlsx", 1_000, Package(100_000, NAMES, TYPES))


@pytest.mark.parametrize(
    ("names", "types"),
    [
        ((*NAMES, "xl/vbaProject.bin"), TYPES),
        ((*NAMES, "xl/VBAPROJECT.BIN"), TYPES),
        ((*NAMES, "xl/macrosheets/sheet1.xml"), TYPES),
        ((*NAMES, "xl/activeX/activeX1.bin"), TYPES),
        (NAMES, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        (NAMES, TYPES + "application/vnd.ms-office.vbaProject"),
    ],
)
def test_a_workbook_with_macros_is_refused(names: tuple[str, ...], types: str) -> None:
    """Under whatever name they hide, by their part or by their kind."""
    with pytest.raises(RunsCode):
        check_package("a.xlsx", 1_000, Package(1_000, names, types))


@pytest.mark.parametrize(
    "package",
    [
        Package(1_000, NAMES, ""),
        Package(1_000, NAMES[1:], TYPES),
        Package(1_000, ("word/document.xml", NAMES[0]), "wordprocessingml.document.main+xml"),
        Package(1_000, (*NAMES, "XL/workbook.xml"), TYPES),
        Package(100_001, NAMES, TYPES),
        Package(0, (), ""),
    ],
)
def test_another_packed_file_is_refused(package: Package) -> None:
    """A document, an archive, parts with one name, one that floods whoever opens it."""
    with pytest.raises(WrongKind):
        check_package("a.xlsx", 1_000, package)


def test_sizes_and_counts_have_limits() -> None:
    """Ten mebibytes and twenty files, and not one more."""
    check_sizes("a", MOST_BYTES, MOST_PAPERS - 1)
    check_sizes("a", 1, 0)
    assert MOST_BYTES == 10 * MIB
    with pytest.raises(PaperTooLarge) as refused:
        check_sizes("a", MOST_BYTES + 1, 0)
    assert "10 MiB" in refused.value.sentence("en")
    with pytest.raises(TooManyPapers):
        check_sizes("a", 1, MOST_PAPERS)
    with pytest.raises(WrongKind):
        check_sizes("a", 0, 0)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Hóa đơn 12.pdf", "Hóa đơn 12.pdf"),
        (unicodedata.normalize("NFD", "Hóa đơn.pdf"), "Hóa đơn.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\lan\\HD.PDF", "HD.pdf"),
        ("hd.pdf.exe", "hd.pdf.exe.pdf"),
        ("hd\u202efdp.exe", "hdfdp.exe.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("", "chung-tu.pdf"),
        (" .pdf", "pdf.pdf"),
        ("...", "chung-tu.pdf"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("hd. .pdf", "hd.pdf"),
        ("XHDX.pdf", "XHDX.pdf"),
        ("a" * 300 + ".PDF", "a" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_cleaned(given_name: str, kept: str) -> None:
    """Letters stay; folders, control signs and other endings do not."""
    assert clean_name(given_name, PaperKind.PDF) == kept


@given(st.text(max_size=400), st.sampled_from(PaperKind))
def test_a_clean_name_is_clean(name: str, kind: PaperKind) -> None:
    """Short, of one line, of no folder, in one form; cleaned again, it is the same."""
    made = clean_name(name, kind)
    assert 0 < len(made) <= LONGEST_NAME
    assert not set(made) & set('/\\<>:"|?*')
    assert made.isprintable()
    assert unicodedata.normalize("NFC", made) == made
    assert clean_name(made, kind) == made


def test_the_papers_of_an_entry_have_one_digest() -> None:
    """Over theirs, sorted, one to a line; without papers there is none."""
    one, other = digest_of(b"1"), digest_of(b"2")
    expected = hashlib.sha256("\n".join(sorted([one, other])).encode()).hexdigest()
    assert papers_digest([one, other]) == papers_digest([other, one]) == expected
    assert papers_digest([one]) != one
    assert papers_digest([]) == ""
