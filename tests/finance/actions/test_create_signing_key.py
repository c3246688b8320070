"""One key signs; another takes its place by rotation."""

from dataclasses import replace
from pathlib import Path

import pytest

from finance.actions.create_signing_key import (
    CreateSigningKey,
    KeyThere,
    NoKeyToRotate,
    create_signing_key,
)
from finance.records.checkpoints import signing_keys
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from finance.runtime.keys import key_file
from tests.builders import OPENED
from tests.federation import ACCOUNTANT, SETTINGS, federation

OPERATOR = Actor("hoa", (Grant("TLD", "operator"),))


def _ctx(database: Database, folder: Path, actor: Actor = OPERATOR) -> Context:
    made = federation(database).ctx(OPENED, actor)
    return replace(made, settings=replace(SETTINGS, keys_dir=folder, origin="ldld/seals"))


def test_a_key_is_made_once(database: Database, tmp_path: Path) -> None:
    """Its public half is kept under the name of the settings, its private half as a file."""
    ctx = _ctx(database, tmp_path)
    key = create_signing_key(ctx, CreateSigningKey())
    with pytest.raises(KeyThere):
        create_signing_key(ctx, CreateSigningKey())
    with database.reading() as session:
        (row,) = signing_keys(session)
    assert row.verifier == key
    assert (row.key_no, row.name, row.until_us) == (1, "ldld/seals", None)
    assert row.from_us == ctx.clock.now_us()
    assert [key_file(tmp_path, key)] == list(tmp_path.iterdir())


def test_a_rotation_takes_one_key_that_signs(database: Database, tmp_path: Path) -> None:
    """None before the first, and none while another is under way."""
    ctx = _ctx(database, tmp_path)
    with pytest.raises(NoKeyToRotate):
        create_signing_key(ctx, CreateSigningKey(rotate=True))
    create_signing_key(ctx, CreateSigningKey())
    create_signing_key(ctx, CreateSigningKey(rotate=True))
    with pytest.raises(NoKeyToRotate) as caught:
        create_signing_key(ctx, CreateSigningKey(rotate=True))
    assert caught.value.facts["count"] == 2


def test_keys_are_not_everybodys(database: Database, tmp_path: Path) -> None:
    """An accountant keeps books, not keys; nor does an operator of one province."""
    local = Actor("an", (Grant("LDA", "operator"),))
    for actor in (ACCOUNTANT, local):
        with pytest.raises(PermissionRefused):
            create_signing_key(_ctx(database, tmp_path, actor), CreateSigningKey())
    assert list(tmp_path.iterdir()) == []
