"""Keeps a file's rows, exactly as they came, in the transaction of the action that judges them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from collectors.intake.arrivals import Arrival, IntakeReport
from collectors.intake.screened_file import KeptRow, ScreenedFile
from collectors.sources.feed_file import FeedFile
from collectors.tables import BatchRow, QuarantineRow, RawRowRow
from finance.records.bank_accounts import BankAccountRow
from finance.records.loading import load
from finance.records.runs import next_numbers
from finance.runtime.batches import Judged, RowState
from finance.runtime.context import Context
from ledger.errors import Problem

_CHUNK = 5000
_LONGEST_NAME = 300
_Wrong = set[tuple[int, str]]  # row and code


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of the whole file: screening and judgement together, by row."""

    states: Mapping[int, RowState]
    problems: Mapping[int, tuple[Problem, ...]]

    def count(self, state: RowState) -> int:
        return sum(1 for held in self.states.values() if held is state)

    def wrong(self) -> _Wrong:
        return {(row, each.code) for row, told in self.problems.items() for each in told}


class BatchKeeper:
    """Keeps one file.

    The batch's number is reserved in `begin`, where the action needs it; the rows are written in
    `finish`, once it is known what became of them, because they never change afterwards. A file
    that came before and brings nothing new keeps only the line of its batch: its rows are those
    of the batch `same_as`.
    """

    def __init__(
        self, ctx: Context, arrival: Arrival, source: FeedFile, rows: ScreenedFile
    ) -> None:
        """Take the file, read and screened."""
        self._ctx = ctx
        self._arrival = arrival
        self._source = source
        self._rows = rows
        self._batch = 0
        self.report: IntakeReport | None = None

    def begin(self, session: Session) -> int:
        """Reserve the batch's number; until the end no other file is taken in."""
        self._batch = next_numbers(session, "", "batch", 1)
        return self._batch

    def finish(self, session: Session, judged: Judged) -> None:
        """Write the batch, its rows with what became of each, and what waits in quarantine."""
        outcome = _together(self._rows, judged)
        same_as = self._same_as(session, outcome)
        session.execute(insert(BatchRow).values(self._values(session, outcome)))
        if same_as is None:
            self._write_rows(session, outcome)
        self.report = IntakeReport(
            batch=self._batch,
            rows_read=self._rows.rows_read,
            rows_taken=outcome.count(RowState.TAKEN),
            rows_unchanged=outcome.count(RowState.UNCHANGED),
            rows_superseded=outcome.count(RowState.SUPERSEDED),
            rows_quarantined=outcome.count(RowState.QUARANTINED),
            problems=tuple(p for row in sorted(outcome.problems) for p in outcome.problems[row]),
            warnings=tuple(self._rows.warnings),
            same_as=same_as,
        )

    def _values(self, session: Session, outcome: _Outcome) -> dict[str, object]:
        account = session.get(BankAccountRow, self._arrival.account_no)
        return {
            "id": self._batch,
            "feed": self._arrival.feed.value,
            "file_name": _storable(self._arrival.path.name)[:_LONGEST_NAME],
            "format": self._source.format,
            "digest": self._source.digest,
            "account_no": self._arrival.account_no,
            "unit_code": self._rows.unit if account is None else account.unit_code,
            "encoding": self._source.encoding,
            "profile": self._source.profile,
            "received_at_us": self._ctx.clock.now_us(),
            "actor": self._ctx.actor.name,
            "rows_read": self._rows.rows_read,
            **{f"rows_{state.value}": outcome.count(state) for state in RowState},
        }

    def _same_as(self, session: Session, outcome: _Outcome) -> int | None:
        """The last batch of this very file, when nothing is new and nothing else is wrong."""
        if outcome.count(RowState.TAKEN) or outcome.count(RowState.SUPERSEDED):
            return None
        before = session.scalars(
            select(BatchRow.id)
            .where(
                BatchRow.digest == self._source.digest,
                BatchRow.feed == self._arrival.feed.value,
                BatchRow.account_no == self._arrival.account_no,
                exists().where(RawRowRow.batch_id == BatchRow.id),
            )
            .order_by(BatchRow.id.desc())
            .limit(1)
        ).one_or_none()
        if before is None:
            return None
        known = session.execute(
            select(QuarantineRow.row_no, QuarantineRow.code).where(QuarantineRow.batch_id == before)
        )
        there = {(row, code) for row, code in known}
        return before if outcome.wrong() <= there else None

    def _write_rows(self, session: Session, outcome: _Outcome) -> None:
        rows = self._rows.rows()
        while part := list(islice(rows, _CHUNK)):
            load(session, RawRowRow, [self._raw_row(row, outcome) for row in part])
            wrong = [each for row in part for each in self._quarantined(row, outcome)]
            load(session, QuarantineRow, wrong)

    def _raw_row(self, row: KeptRow, outcome: _Outcome) -> dict[str, object]:
        return {
            "batch_id": self._batch,
            "row_no": row.row,
            "cells": row.cells,
            "state": outcome.states[row.row].value,
            "digest": hashlib.sha256(row.cells.encode()).hexdigest(),
            "row_key": row_key(self._arrival, row),
        }

    def _quarantined(self, row: KeptRow, outcome: _Outcome) -> Iterator[dict[str, object]]:
        for position, problem in enumerate(outcome.problems.get(row.row, ()), start=1):
            yield {
                "batch_id": self._batch,
                "row_no": row.row,
                "position": position,
                "column": problem.column,
                "code": problem.code,
                "vi": problem.vi,  # `facts` fills what stands in { }
                "en": problem.en,
                "facts": json.dumps(dict(problem.facts), ensure_ascii=False),
            }


def row_key(arrival: Arrival, row: KeptRow) -> str:
    """What a row is known by among all rows of its feed; on a bank account, among its own."""
    return f"{row.key}|{arrival.account_no}" if row.key and arrival.account_no else row.key


def _together(rows: ScreenedFile, judged: Judged) -> _Outcome:
    """Screening's and the action's word, for every row of the file.

    Raises   AssertionError when the action has not said what became of a row.
    """
    states = dict.fromkeys(rows.problems, RowState.QUARANTINED) | judged.states
    assert len(states) == rows.rows_read, "each row has exactly one state"
    problems = rows.problems | {row: tuple(told) for row, told in judged.problems.items()}
    return _Outcome(states, problems)


def _storable(text: str) -> str:
    """A text without what databases do not keep: NUL, and halves of signs."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
