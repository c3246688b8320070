"""Take in the decisions on how levy and dues are shared between levels."""

from collections.abc import Collection, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from finance.records.split_rules import SplitRuleRow, split_rules
from finance.records.units import latest_units
from finance.rules.facts import SplitRuleFacts
from finance.rules.sharing import MoneySource, Role, SplitRule, check_rule
from finance.runtime import audit
from finance.runtime.batches import Judged, Keeper, RowState
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger.errors import Fact, Refusal

_Key = tuple[str, str, str]


def import_split_rules(ctx: Context, rows: Sequence[SplitRuleFacts], keeper: Keeper) -> Judged:
    """Take rules in; the rows of one source, scope and first period are one rule.

    Returns  what became of each row. All rows of a rule are quarantined when its grassroots
             share is not the one in force, its shares do not make one, its scope is unknown, its
             rows differ, its periods overlap another rule's, or a rule of that source, scope and
             first period with other shares is known: shares already given rest on it, so a
             change is a new rule with a later first period.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "register.import", "")
        widen(session)
        keeper.begin(session)
        judged = Judged()
        grouped: dict[_Key, list[SplitRuleFacts]] = {}
        for row in rows:
            grouped.setdefault((row.source, row.scope, row.valid_from), []).append(row)
        units = latest_units(session)
        for key, own in sorted(grouped.items()):  # what ends earlier is heard first
            known = _known(session, key)
            _judge(own, known, units, judged)
            _judge_periods(session, own, judged)
            if not judged.refused(own[0].row):
                _take(session, own, known, judged)
        keeper.finish(session, judged)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "import_split_rules",
            "",
            "split-rules",
            {state.value: judged.count(state) for state in RowState},
        )
        session.commit()
    return judged


def _known(session: Session, key: _Key) -> list[SplitRuleRow]:
    source, scope, valid_from = key
    return list(
        session.scalars(
            select(SplitRuleRow).where(
                SplitRuleRow.source == source,
                SplitRuleRow.scope == scope,
                SplitRuleRow.valid_from == valid_from,
            )
        )
    )


def _judge(
    own: Sequence[SplitRuleFacts],
    known: Sequence[SplitRuleRow],
    units: Collection[str],
    judged: Judged,
) -> None:
    if own[0].scope not in units:
        _refuse_all(
            own,
            judged,
            "split_rules.unknown_scope",
            "Không có đơn vị «{scope}» trong danh mục.",
            "There is no unit “{scope}” in the register.",
        )
    if known and {row.role: row.share for row in known} != {r.role: str(r.share) for r in own}:
        _refuse_all(
            own,
            judged,
            "split_rules.other_shares_known",
            "Quy tắc của «{scope}» từ kỳ này đã có với tỷ lệ khác; "
            "thay đổi phải là quy tắc mới, kỳ đầu muộn hơn.",
            "A rule of “{scope}” from this period is known with other shares; "
            "a change is a new rule with a later first period.",
        )
    try:
        check_rule(_rule(own), law())
    except Refusal as refusal:
        _refuse_all(own, judged, refusal.code, refusal.vi, refusal.en, **refusal.facts)


def _judge_periods(session: Session, own: Sequence[SplitRuleFacts], judged: Judged) -> None:
    """Two rules of one scope for one period would keep every receipt of it from being shared."""
    first = own[0]
    if len({(row.valid_to, row.decision) for row in own}) > 1:
        _refuse_all(
            own,
            judged,
            "split_rules.rows_differ",
            "Các dòng của cùng một quy tắc ghi kỳ cuối hoặc quyết định khác nhau.",
            "The rows of one rule name different last periods or decisions.",
        )
    for other in split_rules(session, MoneySource(first.source)):
        if other.scope != first.scope or other.valid_from == first.valid_from:
            continue
        ends_before = other.valid_to is not None and other.valid_to < first.valid_from
        begins_after = first.valid_to is not None and first.valid_to < other.valid_from
        if not ends_before and not begins_after:
            _refuse_all(
                own,
                judged,
                "split_rules.periods_overlap",
                "Kỳ áp dụng chồng lên quy tắc khác của «{scope}»; hãy ghi kỳ cuối cho quy tắc cũ.",
                "The periods overlap another rule of “{scope}”; give the old rule its last period.",
            )


def _refuse_all(
    own: Sequence[SplitRuleFacts], judged: Judged, code: str, vi: str, en: str, **facts: Fact
) -> None:
    for row in own:
        judged.refuse(row.row, code, vi, en, "share", **(facts | {"scope": row.scope}))


def _rule(own: Sequence[SplitRuleFacts]) -> SplitRule:
    first = own[0]
    return SplitRule(
        source=MoneySource(first.source),
        scope=first.scope,
        valid_from=first.valid_from,
        valid_to=first.valid_to,
        shares=tuple((Role(row.role), row.share) for row in own),
        decision=first.decision,
    )


def _take(
    session: Session,
    own: Sequence[SplitRuleFacts],
    known: Sequence[SplitRuleRow],
    judged: Judged,
) -> None:
    by_role = {row.role: row for row in known}
    for row in own:
        there = by_role.get(row.role)
        facts = {"valid_to": row.valid_to or "", "decision": row.decision}
        if there is None:
            session.execute(
                insert(SplitRuleRow).values(
                    source=row.source,
                    scope=row.scope,
                    valid_from=row.valid_from,
                    role=row.role,
                    share=str(row.share),
                    **facts,
                )
            )
            judged.take(row.row, RowState.TAKEN)
        elif all(getattr(there, name) == value for name, value in facts.items()):
            judged.take(row.row, RowState.UNCHANGED)
        else:
            for name, value in facts.items():
                setattr(there, name, value)
            judged.take(row.row, RowState.SUPERSEDED)
