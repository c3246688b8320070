"""The form of seals, checkpoints and proofs as the API gives them; hashes are hexadecimal text."""

from apiflask import Schema
from marshmallow.fields import Dict, Integer, List, Nested, String
from marshmallow.validate import Length, Range, Regexp

_INDEX = {"description": "Counts from 0."}
_MONTH = Regexp(r"[12]\d{3}-(0[1-9]|1[0-2])")
_MOST = Length(max=200)


class BalanceQuery(Schema):
    """Which balance is to be proven."""

    period = String(required=True, validate=_MONTH)
    account = String(required=True, validate=_MOST)
    fund = String(load_default="", validate=_MOST)
    item = String(load_default="", validate=_MOST)
    counter_unit = String(load_default="", validate=_MOST)


class EntryQuery(Schema):
    """Which entry is to be proven."""

    entry = String(required=True, validate=_MOST, metadata={"description": "JOURNAL/YEAR/NUMBER."})


class ConsistencyQuery(Schema):
    """Between which two checkpoints, by their sizes."""

    old = Integer(required=True, validate=Range(min=1, max=10**18))
    new = Integer(required=True, validate=Range(min=1, max=10**18))


class ShownKey(Schema):
    """A key that signs, or signed, checkpoints."""

    key = String(required=True, metadata={"description": "NAME+ID+KEY, as C2SP notes have it."})
    from_us = Integer(required=True)
    until_us = Integer(required=True, allow_none=True)


class ShownCheckpoint(Schema):
    """A signed checkpoint of the seal log."""

    size = Integer(required=True)
    root = String(required=True)
    signed_at_us = Integer(required=True)
    note = String(required=True)


class Checkpoints(Schema):
    """Every checkpoint, the newest first, and every key."""

    rows = List(Nested(ShownCheckpoint), required=True)
    keys = List(Nested(ShownKey), required=True)


class ShownSeal(Schema):
    """A seal of a unit's month."""

    period = String(required=True, validate=_MONTH)
    seal_no = Integer(required=True)
    sealed_at_us = Integer(required=True)
    last_seq = Integer(required=True)
    log_root = String(required=True)
    turnover_root = String(required=True)
    leaf_hash = String(required=True)
    position = Integer(required=True, allow_none=True, metadata=_INDEX)


class Seals(Schema):
    """The seals of a unit, in the order they were made."""

    rows = List(Nested(ShownSeal), required=True)


class Tree(Schema):
    """A leaf's place in a tree, and the path to its root."""

    size = Integer(required=True)
    root = String(required=True)
    index = Integer(required=True, metadata=_INDEX)
    path = List(String(), required=True)


class InLog(Schema):
    """A leaf's place in the seal log; the root is that of the checkpoint."""

    size = Integer(required=True)
    index = Integer(required=True, metadata=_INDEX)
    path = List(String(), required=True)


class Hashed(Schema):
    """Bytes that are hashed."""

    bytes = String(required=True)


class EntryProof(Schema):
    """That an entry stands in a book; with its leaf, without its text."""

    kind = String(required=True)
    book = String(required=True)
    seq = Integer(required=True)
    entry_leaf = String(required=True)
    book_log = Nested(Tree, required=True)
    seal = Nested(Hashed, required=True)
    seal_log = Nested(InLog, required=True)
    checkpoint = String(required=True)


class BalanceProof(Schema):
    """What moved under one set of tags."""

    kind = String(required=True)
    book = String(required=True)
    leaf_bytes = String(required=True)
    turnover = Nested(Tree, required=True)
    seal = Nested(Hashed, required=True)
    seal_log = Nested(InLog, required=True)
    checkpoint = String(required=True)


class TotalProof(Schema):
    """That a unit's sums are among the national totals."""

    kind = String(required=True)
    period = String(required=True, validate=_MONTH)
    book = String(required=True)
    leaf = Dict(required=True)
    path = List(Dict(), required=True)
    root = Dict(required=True)
    total = Nested(Hashed, required=True)
    seal_log = Nested(InLog, required=True)
    checkpoint = String(required=True)


class ConsistencyProof(Schema):
    """That the log of one checkpoint grew into another's."""

    kind = String(required=True)
    old = String(required=True)
    new = String(required=True)
    path = List(String(), required=True)
