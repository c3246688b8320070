"""A signed note is read as C2SP has it, and anything else is refused."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.notes import (
    Checkpoint,
    NotAKey,
    NotANote,
    Signature,
    VerifierKey,
    check_name,
    parse_key,
    parse_note,
    signed_note,
    total_line,
)

# The key and the note of the reference implementation's own test (golang.org/x/mod/sumdb/note).
KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
KNOWN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
KEY = VerifierKey("union-finance/seals", bytes(range(32)))
CHECKPOINT = Checkpoint("union-finance/seals", 3, b"r" * 32)
SIGNATURE = Signature(KEY.name, KEY.key_id, b"s" * 64)
NOTE = signed_note(CHECKPOINT, [SIGNATURE])


def test_a_known_key_is_read_and_written_back() -> None:
    """The id is the beginning of the digest of name, algorithm and key, as elsewhere."""
    key = parse_key(KNOWN_KEY)
    assert key.name == "PeterNeumann"
    assert key.key_id.hex() == "c74f20a3"
    assert str(key) == KNOWN_KEY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        KNOWN_KEY.replace("c74f20a3", "c74f20a4"),
        KNOWN_KEY.replace("PeterNeumann", "Another"),
        KNOWN_KEY.replace("PeterNeumann", ""),
        KNOWN_KEY[:-4],
        KNOWN_KEY + "!",
        KNOWN_KEY.replace("ARpc", "AhpC"),
        "name+00000000+" + base64.b64encode(b"\x02" + b"x" * 32).decode(),
        "na me+00000000+" + base64.b64encode(b"\x01" + b"x" * 32).decode(),
    ],
)
def test_what_is_no_key(text: str) -> None:
    """A name, an id and a key that belong together, or nothing."""
    with pytest.raises(NotAKey):
        parse_key(text)


def test_a_key_may_have_plus_signs_in_it() -> None:
    """Base64 has them; only the first two part name, id and key."""
    key = VerifierKey("a", b"\x00\x00" + b"\xfb\xef\xbe" * 10)
    assert "++++" in str(key)
    assert parse_key(f" {key}\n") == key


@pytest.mark.parametrize("length", [31, 33])
def test_a_key_has_32_bytes(length: int) -> None:
    """Even where its id is right."""
    with pytest.raises(NotAKey):
        parse_key(str(VerifierKey("a", b"x" * length)))


@pytest.mark.parametrize(
    "text", ["x" * 101, "a+b+" + "!" * 101, "x" * 100 + KNOWN_KEY.removeprefix("PeterNeumann")]
)
def test_a_refusal_quotes_no_more_than_100_characters(text: str) -> None:
    """What was taken for a key may be a whole file."""
    for read in (parse_key, check_name):
        with pytest.raises(NotAKey) as refused:
            read(text)
        assert refused.value.facts["text"] == text[:100]


def test_a_name_has_no_blank_and_no_plus() -> None:
    """Both would end the name where it is read."""
    assert check_name("liên-đoàn/seals") == "liên-đoàn/seals"
    assert check_name("x" * 100) == "x" * 100
    for name in ("", "a b", "a+b", "a\n", "x" * 101):
        with pytest.raises(NotAKey):
            check_name(name)


def test_a_note_to_the_letter() -> None:
    """Origin, size, root, a line for each month; an empty line; a line for each signature."""
    line = total_line("2026-06", 74, (123, 456), b"\xab" * 32)
    checkpoint = Checkpoint("a/b", 12, b"\x00" * 32, (line,))
    other = Signature("second", b"\x00\x01\x02\x03", b"\x04" * 64)
    note = signed_note(checkpoint, [SIGNATURE, other])
    assert checkpoint.text == (
        "a/b\n12\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
        "period 2026-06 books 74 debit 123 credit 456 sum-root " + "ab" * 32 + "\n"
    )
    assert note.startswith(checkpoint.text + "\n— union-finance/seals ")
    coded = base64.b64encode(b"\x00\x01\x02\x03" + b"\x04" * 64).decode()
    assert note.endswith(f"\n— second {coded}\n")
    read = parse_note(note)
    assert read.checkpoint == checkpoint
    assert read.signatures == (SIGNATURE, other)


@given(
    st.integers(0, 10**17),
    st.binary(min_size=32, max_size=32),
    st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), max_size=3),
)
def test_what_is_written_is_read_back(size: int, root: bytes, beside: list[str]) -> None:
    """Whatever a checkpoint says, its note says the same."""
    checkpoint = Checkpoint("origin", size, root, tuple(beside))
    assert parse_note(signed_note(checkpoint, [SIGNATURE])).checkpoint == checkpoint


TEXT, FIRST, ROOT, SIZE, SIGNED = "text", "origin, size, root", "root", "size", "—"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", SIGNED),
        (KNOWN_NOTE, SIGNED),
        (CHECKPOINT.text, SIGNED),
        (CHECKPOINT.text + "\n", SIGNED),
        (NOTE[:-1], SIGNED),
        (NOTE + "\n", SIGNED),
        (NOTE.replace("\n3\n", "\n03\n"), SIZE),
        (NOTE.replace("\n3\n", "\n-3\n"), SIZE),
        (NOTE.replace("\n3\n", "\n٣\n"), SIZE),
        (NOTE.replace("\n3\n", "\n\n3\n"), FIRST),
        (NOTE.replace("\n\n", "\n\n\n"), FIRST),
        (NOTE.replace("\n", "\r\n"), TEXT),
        (NOTE.replace("\n3\n", "\n3\x00\n"), TEXT),
        (NOTE.replace("cnJy", "cnJ", 1), ROOT),
        (NOTE.replace("cnJy", "====", 1), ROOT),
        (NOTE.replace("cnJy", "!cnJy", 1), ROOT),
        (NOTE.replace("cnJy", "", 1), ROOT),
        (NOTE.replace("— ", "- "), SIGNED),
        (NOTE.replace("— ", ""), SIGNED),
        (NOTE.replace("— union", "—  union"), SIGNED),
        (NOTE.replace("— union", "— uni+on"), SIGNED),
        (NOTE[:-6] + "\n", SIGNED),
        (NOTE[:-5] + "\n", SIGNED),
        (NOTE.replace("— union-finance/seals ", "— union-finance/seals"), SIGNED),
        ("x" * 1_000_001, TEXT),
        ("only\n\n" + NOTE.split("\n\n")[1], FIRST),
    ],
)
def test_what_is_no_note(text: str, part: str) -> None:
    """One form only: nothing missing, nothing more; and the part that is wrong is named."""
    with pytest.raises(NotANote) as refused:
        parse_note(text)
    assert refused.value.facts["part"] == part


def test_a_note_may_be_a_million_characters_long() -> None:
    """Up to and with the bound."""
    room = 1_000_000 - len(NOTE) - 1
    longest = Checkpoint(CHECKPOINT.origin, 3, CHECKPOINT.root, ("x" * room,))
    text = signed_note(longest, [SIGNATURE])
    assert len(text) == 1_000_000
    assert parse_note(text).checkpoint == longest


def test_base64_is_read_in_one_way_only() -> None:
    """Bits that a decoder would drop make another text of the same bytes: refused."""
    root = base64.b64encode(b"r" * 32).decode()
    loose = root[:-2] + chr(ord(root[-2]) + 1) + "="
    assert base64.b64decode(loose) == b"r" * 32
    with pytest.raises(NotANote) as refused:
        parse_note(NOTE.replace(root, loose))
    assert refused.value.facts["part"] == TEXT
