"""The list of proofs: what each shows, and how much of it is done in the suite and in a full run.

Pure. A proof's name is that of its file of tests: `many_writers` is `test_many_writers.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SEED: Final = 20_260_630  # every proof that draws at random begins here


@dataclass(frozen=True, slots=True)
class Size:
    """How many of something: in `make test`, and in `make assurance`."""

    small: int
    full: int


@dataclass(frozen=True, slots=True)
class Proof:
    """One section of docs/assurance.md."""

    name: str
    title: str
    text: str  # what is done, and what it would show if it failed
    sizes: Mapping[str, Size]


PROOFS: Final = (
    Proof(
        "state_machine",
        "Any order of events",
        "People and programs draft, submit, approve, send back, post, post late, post files, send "
        "the same again, reverse, take statements in, match and share, lock, close and reopen "
        "months, in any order and on any day; now and then the power goes just before a commit. "
        "A step is aimed at being done or at being refused, so that both come often. A model in "
        "plain integers, which shares no code with the program, keeps count beside it. After each "
        "step every entry, turnover, month and voucher is what the model has, what was known at an "
        "earlier moment is unchanged, sub-ledgers tie, and the whole book verifies. What the model "
        "refuses, the program refuses, and every table is as it was.",
        {"stories": Size(6, 500), "steps of a story": Size(20, 40)},
    ),
    Proof(
        "many_writers",
        "Many write at once",
        "Sixteen writers, each with connections of its own, post into one book. Beside it a month "
        "is closed while others post into it, round after round, all let go in the same moment: "
        "an entry is in the month before it closes or it is refused, never after. Two people "
        "approve one voucher, and twenty send the same reversal: exactly one wins.",
        {
            "writers": Size(8, 16),
            "entries": Size(120, 10_000),
            "closings": Size(4, 200),
            "vouchers": Size(3, 100),
            "reversals": Size(1, 50),
            "reversers": Size(8, 20),
        },
    ),
    Proof(
        "same_key",
        "The same request twice",
        "Each key is sent twice in the same moment, from two connections. The two answers name "
        "one entry, and one of them says it was there before. Sent again with other content, a "
        "key is a conflict, whether the first stands already or arrives in the same moment.",
        {"pairs": Size(40, 1_000), "lanes": Size(4, 8)},
    ),
    Proof(
        "kills",
        "Killed at random",
        "A whole installation runs: web server, job process, a writer, and on PostgreSQL a server "
        "of its own, durable as it comes. People approve vouchers through the pages and the "
        "writer posts; at a moment drawn at random one part, or all at once, is ended with "
        "kill -9 and started again on the data it left. What was acknowledged before is looked "
        "for in the book, every voucher is posted whole or not at all, and the books are "
        "verified. The time runs from the kill to the first answer of every part. A killed "
        "process shows that what was acknowledged had left it; it does not show that the disk "
        "survives a power cut.",
        {"kills": Size(4, 100), "vouchers": Size(6, 20)},
    ),
    Proof(
        "tampering",
        "Tampered with past the guards",
        "A federation's book with levy, shares, vouchers, closed months and a disclosure is "
        "opened by the database's superuser with every trigger, foreign key and check off. Each "
        "column of each table of the book is changed, to a value that stands elsewhere in it and "
        "to one that does not; rows are deleted (first, middle, last), put in and swapped. After "
        "each, `ledger verify` has to find something, and the change is taken back. Columns that "
        "are no figures are listed in the test with the reason, and are tried too: the list names "
        "nothing that is found. The log of acts and what came in are kept by the guards alone, "
        "and are proved there.",
        {"rows of each table": Size(1, 12)},
    ),
    Proof(
        "guards",
        "Each guard taken away",
        "The guards are read from the database's own catalogue: every trigger, and every CHECK, "
        "UNIQUE, FOREIGN KEY, PRIMARY KEY and NOT NULL of a table on which a trigger speaks. "
        "Against all of them stands a list of attacks in raw SQL, as superuser; with every guard "
        "on, none goes through. Then each guard is removed alone: an attack has to go through, or "
        "to be refused by another guard in other words, so that a test is red. On SQLite a "
        "trigger speaks before the constraints of its table; a constraint behind one has to refuse "
        "when the trigger is silent. A new guard that no attack misses fails the test.",
        {},
    ),
    Proof(
        "backup",
        "Brought back into an empty machine",
        "A database of posted books is backed up, restored into one that has no table yet, and "
        "verified from its lines; a backup of the restored one has to have the same digest, which "
        "is over every row of every table. The same goes from SQLite to PostgreSQL and back. A "
        "restore that is stopped on the way, at many places, leaves nothing behind.",
        {"entries": Size(300, 200_000), "stops": Size(2, 20)},
    ),
    Proof(
        "matching",
        "Receipts of which the truth is known",
        "Bank rows are made with the mess of practice, each with what it truly is: codes right, in "
        "groups, without their label, mistyped, cut short or nobody's; one employer's code beside "
        "another's name; bare and similar names; months and quarters in every notation, several in "
        "one text; part and over-payment; payers who pay for others; dues; receipts taken back; "
        "real rows alike, statements that overlap, and each file taken in twice. What makes them "
        "shares no code with the program, which takes them in and matches them as on any day. A "
        "match made without a person is right when the payer is right and, where the text names "
        "months for certain, these were paid and nothing else. Precision is right of posted; a row "
        "that only a person can decide counts as wrong as soon as it is posted. Recall is right of "
        "the rows that can be decided: by a right code of one known employer with nothing against "
        "it, by an account that paid for one employer on three days before and bears its name, or, "
        "for a debit, by the reference it takes back. A code of a dependent unit cut off right "
        "after its tenth digit reads like its parent's; no row is like that, since none can tell.",
        {"rows": Size(600, 24_000)},
    ),
    Proof(
        "mutation",
        "Each line changed in turn",
        "Every function of the book and of the rules is changed in each small way a tool knows, "
        "and the tests that stand for it run against every change. A change that no test notices "
        "is explained one by one in docs/mutation.md, or the run fails. The run takes hours and "
        "is a command of its own, `make mutation`; here its last record is held to that page.",
        {},
    ),
)
BY_NAME: Final = {proof.name: proof for proof in PROOFS}
