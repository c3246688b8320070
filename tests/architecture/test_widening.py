"""Which verbs see beyond the scope of who calls them, each for a reason that can be read here."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import modules, shown, tree

# A verb that is not here reads and writes in the caller's scope alone.
WIDENS = {
    "approve_refund": "shares are taken back from several units",
    "ask_refund": "an employer's kind and its receipts, in whichever account they lie",
    "add_relief_papers": "the unit that decides stands above the one that takes the papers in",
    "apply_relief": "the unit that decides stands above the one that takes the application in",
    "approve_support": "both books get their entry",
    "assess_dues": "the unit above is owed a part",
    "assess_levy": "employers that changed their unit, and the books of those who share",
    "back_up": "a backup that left out a unit would be none",
    "carry_forward": "takes its turn with all money",
    "close_period": "what two units owe each other must tie",
    "collect_dues": "the unit above is owed a part",
    "create_signing_key": "signs for the whole installation",
    "distribute_shares": "both books get their entry",
    "follow_register": "what a unit keeps of employers of others goes to their books",
    "grant_relief": "obligations of whichever unit collected, and the shares of what they freed",
    "draw_up_list": "what two units owe each other",
    "end_organisation": "the shares of several units are divided anew",
    "enter_estimate": "names units above and below",
    "excuse_notice": "the employer may have been collected from by another unit before",
    "grant_reopening": "a month the unit above has closed keeps it shut",
    "hand_over_unit": "both books get their entry",
    "identify_receipt": "the money may lie in another unit's account",
    "import_accounts": "a register of all units",
    "import_employers": "a register of all units",
    "import_members": "a member may still belong to another unit",
    "import_openings": "the opening books of all units",
    "import_split_rules": "a register of all units",
    "import_units": "makes the tree by which scopes are told",
    "match_dues": "receipts of several units, and the unit above is owed a part",
    "match_receipts": "receipts of all units on obligations of all units",
    "move_employer": "both books get their entry",
    "open_year": "the books of all units",
    "pay_list": "every book of the list gets its entry",
    "pay_true_up": "both books get their entry",
    "propose_reward": "what a recipient was given by any unit counts",
    "publish_checkpoint": "the seals of all books",
    "publish_relief_list": "amounts of months that whichever unit collected",
    "record_bank_rows": "a payment may settle what another unit is due",
    "record_declarations": "a feed of all employers",
    "record_state_support": "takes its turn with all money",
    "record_payroll": "a file of several units' members",
    "record_tax_facts": "a feed of all employers",
    "record_wo_notice": "the shares of several units are divided anew",
    "release_dues": "the unit above is owed less",
    "register_organisation": "the shares of several units are divided anew",
    "release_custody": "the new union's book gets its entry too",
    "release_receipt": "shares are taken back from several units",
    "remind": "notices to all units",
    "remind_of_steps": "the cases of all units",
    "remit_dues": "both books get their entry",
    "restore": "a database that only seems empty must not be loaded over",
    "return_distribution": "both books get their entry",
    "return_organisation_money": "the union's book gets its entry too",
    "soften_period": "binds the books of the units below",
    "true_up": "every book on the way gets its entry",
}


def _calls(path: Path, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            own = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if own == name:
                yield node


def _of_every_unit(path: Path) -> bool:
    """Whether a verb asks for a right over every unit."""
    units = [call.args[-1] for call in _calls(path, "require")]
    return any(isinstance(unit, ast.Constant) and unit.value == "" for unit in units)


def test_only_these_verbs_widen_their_scope() -> None:
    """A page, a report, a voucher or a reversal that widens would show what it must not."""
    rooms = modules("ledger", "finance", "collectors", "reports", "wsgi")
    found = {shown(path) for path in rooms if list(_calls(path, "widen"))}
    assert found == {f"finance/actions/{verb}.py" for verb in WIDENS}
    below = {shown(path) for path in rooms if list(_calls(path, "see_everything"))}
    assert below == {
        f"finance/runtime/{name}.py" for name in ("backup_load", "backup_rows", "database")
    }


def test_every_verb_that_concerns_other_units_widens() -> None:
    """One that takes its turn with all money, or asks for a right over every unit, sees them all.

    Narrowed in silence, it would decide about money by half of what there is.
    """
    wanted = {
        path.stem
        for path in modules("finance/actions")
        if list(_calls(path, "take_turn")) or _of_every_unit(path)
    }
    assert wanted <= set(WIDENS)


def test_a_verb_widens_before_it_writes() -> None:
    """Nothing is added or posted before it sees everything."""
    for verb in WIDENS:
        path = next(path for path in modules("finance/actions") if path.stem == verb)
        call = next(_calls(path, "widen"))
        writes = [each for name in ("write", "post", "add") for each in _calls(path, name)]
        body = next(
            node
            for node in ast.walk(tree(path))
            if isinstance(node, ast.FunctionDef) and node.name == verb
        )
        inside = [w.lineno for w in writes if body.lineno <= w.lineno <= (body.end_lineno or 0)]
        assert all(call.lineno < line for line in inside), verb
