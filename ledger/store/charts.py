"""Charts kept in memory, one set for each database.

An account's rules never change once it is there (the database refuses it), so a chart that is
kept can only lack accounts that came later. Whoever is about to refuse something by a kept chart
looks at a fresh one first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ledger.accounts import Chart
from ledger.store import reads


@dataclass(frozen=True, slots=True)
class _Kept:
    chart: Chart
    families: Mapping[str, str]  # account -> family, of those that have one


_KEPT: Final[WeakKeyDictionary[Engine, dict[str, _Kept]]] = WeakKeyDictionary()


def kept(session: Session, regime: str) -> Chart:
    """The chart of a regime, read once for each database."""
    return _of(session, regime).chart


def families(session: Session, regime: str) -> Mapping[str, str]:
    """The inter-book family of each account that has one."""
    return _of(session, regime).families


def fresh(session: Session, regime: str) -> Chart:
    """The chart of a regime as the database has it now; kept from now on."""
    return _read(session, regime).chart


def _of(session: Session, regime: str) -> _Kept:
    held = _KEPT.get(_engine(session), {}).get(regime)
    return _read(session, regime) if held is None else held


def _read(session: Session, regime: str) -> _Kept:
    chart = reads.chart(session, regime)
    made = _Kept(chart, {account.code: account.family for account in chart if account.family})
    _KEPT.setdefault(_engine(session), {})[regime] = made
    return made


def _engine(session: Session) -> Engine:
    return session.get_bind().engine
