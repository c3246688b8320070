"""Make the key that signs checkpoints, or the one that is to take its place."""

from dataclasses import dataclass

from finance.records.checkpoints import SigningKeyRow, signing_keys
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.keys import make_key
from ledger.notes import VerifierKey


class KeyThere(RuleError):
    """A key signs already; another is made by rotation."""

    code = "keys.there"
    vi = "Đã có khóa ký {key}: muốn thay khóa, hãy chạy «keys rotate»."
    en = "Key {key} signs already: to change it, run “keys rotate”."


class NoKeyToRotate(RuleError):
    """Rotation takes one key that signs, and no other rotation under way."""

    code = "keys.no_rotation"
    vi = "Có {count} khóa đang ký; chỉ thay khóa khi có đúng một khóa đang ký."
    en = "{count} keys sign now; a key can be changed only while there is exactly one."


@dataclass(frozen=True, slots=True)
class CreateSigningKey:
    """Whether the new key takes the place of the one that signs."""

    rotate: bool = False


def create_signing_key(ctx: Context, request: CreateSigningKey) -> VerifierKey:
    """Make a key: its private half as a file, its public half in the database.

    In a rotation both keys sign the next checkpoint; with it the old one is retired.
    Raises   KeyThere, NoKeyToRotate, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "keys.manage", "")
        widen(session)
        rows = signing_keys(session)
        signing = [row for row in rows if row.until_us is None]
        if request.rotate and len(signing) != 1:
            raise NoKeyToRotate(count=len(signing))
        if not request.rotate and signing:
            raise KeyThere(key=str(signing[0].verifier))
        # The file first: a row without its file could never sign.
        key = make_key(ctx.settings.keys_dir, ctx.settings.origin)
        session.add(
            SigningKeyRow(
                key_no=len(rows) + 1,
                name=key.name,
                key_id=key.key_id.hex(),
                public_key=key.public,
                from_us=ctx.clock.now_us(),
                until_us=None,
            )
        )
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "create_signing_key",
            "",
            str(key),
            {"key_no": len(rows) + 1},
        )
        session.commit()
    return key
