"""Only a right tax code of one known employer, with nothing against it, is certain."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.matching.allocation import Obligation
from collectors.matching.known import Known, Receipt
from collectors.matching.match import Kind, Proposal, propose
from collectors.matching.names import Names
from ledger.money import Vnd
from ledger.periods import Period, last_day, shift

E1, E2, E3, E4, STRANGER = "9900000016", "9900000023", "9900000030", "9900000048", "9900000062"
DAY = dt.date(2026, 7, 10)
APRIL, MAY, JUNE = Period("2026-04"), Period("2026-05"), Period("2026-06")
MISTYPED = "9900000049"  # in the register with a wrong check digit: the law does not forbid it


def _owes(period: Period, open_vnd: int) -> Obligation:
    return Obligation(period, Vnd(open_vnd), last_day(shift(period, 1)))


KNOWN = Known(
    tax_codes={E1, E2, E3, E4, MISTYPED, "0100109106"},
    by_name=Names(
        {
            "E1": (E1,),
            "MAY AN PHAT": (E2,),
            "E4": (E4,),
            "HOA BINH": (E1, E3),
        }
    ),
    by_account={
        "111": {E4: (DAY,)},
        "222": {E1: (DAY,), E2: (DAY,)},
        "333": {E2: (DAY,)},
        "444": {E4: tuple(DAY - dt.timedelta(days=days) for days in (90, 60, 30))},
    },
    obligations={
        E1: (_owes(APRIL, 23_753_086), _owes(MAY, 24_024_691), _owes(JUNE, 24_691_358)),
        E2: (_owes(JUNE, 19_753_086),),
        E3: (_owes(JUNE, 9_135_780),),
        E4: (_owes(JUNE, 6_913_578),),
    },
)


def _propose(
    amount: int, content: str, counter_account: str = "", counter_name: str = ""
) -> Proposal:
    return propose(Receipt(Vnd(amount), content, counter_account, counter_name, DAY), KNOWN)


@pytest.mark.parametrize(
    ("amount", "content", "tax_code", "parts", "credit"),
    [
        (
            6_913_578,
            "MST 9900000048 CONG TY E4 DONG KPCD THANG 06 NAM 2026",
            E4,
            ((JUNE, 6_913_578),),
            0,
        ),
        (20_000_000, "IBFT mst:9900000023 dong kpcd T6/2026", E2, ((JUNE, 19_753_086),), 246_914),
        (
            72_469_135,
            "MST 9900000016 CTY E1 NOP KPCD T4,5,6/2026",
            E1,
            ((APRIL, 23_753_086), (MAY, 24_024_691), (JUNE, 24_691_358)),
            0,
        ),
        (9_000_000, "MST 9900000030 DONG KPCD 06-2026", E3, ((JUNE, 9_000_000),), 0),
    ],
)
def test_a_code_in_the_text_is_certain(
    amount: int,
    content: str,
    tax_code: str,
    parts: tuple[tuple[Period, int], ...],
    credit: int,
) -> None:
    """One month, too much, three months in one, too little: all of it finds its place."""
    told = _propose(amount, content)
    assert (told.kind, told.tax_code) == (Kind.CERTAIN, tax_code)
    assert (told.parts, told.credit_vnd, told.unmatched_vnd) == (parts, credit, 0)
    assert told.confidence >= 95


@pytest.mark.parametrize(
    ("amount", "content"), [(750_000, "CHUYEN TIEN"), (1_200_000, "CHUYEN KHOAN")]
)
def test_a_text_that_says_nothing_stays_unidentified(amount: int, content: str) -> None:
    """Nothing is allotted, and the reason says so."""
    told = _propose(amount, content)
    assert (told.kind, told.tax_code, told.parts) == (Kind.UNIDENTIFIED, None, ())
    assert (told.credit_vnd, told.unmatched_vnd, told.confidence) == (0, amount, 0)
    assert told.evidence == ("nothing.found",)


def test_a_known_employer_that_owes_nothing_has_credit() -> None:
    """Certain, and all of it credit: what is not owed is not the unions'."""
    told = _propose(400_000, "MST 0100109106 KPCD T6/2026")
    assert (told.kind, told.parts, told.credit_vnd) == (Kind.CERTAIN, (), 400_000)
    assert "period.not_assessed" in told.evidence


def test_a_bare_code_of_a_known_employer_is_certain_and_of_nobody_is_nothing() -> None:
    """Without its label a number counts only when somebody has it."""
    assert _propose(1, "9900000048 KPCD").kind is Kind.CERTAIN
    assert _propose(1, f"{STRANGER} KPCD").evidence == ("nothing.found",)


def test_name_and_account_that_agree_make_it_surer() -> None:
    """Nothing makes it surer than a hundred."""
    bare = _propose(1, "9900000048 KPCD").confidence
    named = _propose(1, "9900000048 CONG TY E4 KPCD").confidence
    both = _propose(1, "9900000048 CONG TY E4 KPCD", counter_account="111").confidence
    labelled = _propose(1, "MST 9900000048 CONG TY E4 KPCD", counter_account="111").confidence
    assert bare < named < both < labelled <= 100


def test_an_account_that_paid_for_another_is_no_objection() -> None:
    """Service firms pay for many; it only makes the match less sure."""
    told = _propose(1, "MST 9900000048 KPCD", counter_account="333")
    assert (told.kind, told.tax_code) == (Kind.CERTAIN, E4)
    assert "account.differs" in told.evidence
    assert told.confidence < _propose(1, "MST 9900000048 KPCD").confidence


@pytest.mark.parametrize(
    ("content", "counter_name", "evidence"),
    [
        ("MST 9900000048 MST 9900000023 KPCD", "", "code.second"),
        ("MST 9900000048 NOP HO MST 9900000062", "", "code.unknown"),
        ("MST 9900000048 NOP HO MST 9900000063", "", "code.check_digit"),
        ("MST 9900000048 CTY MAY AN PHAT KPCD", "", "name.differs"),
        ("MST 9900000048 KPCD", "CONG TY TNHH MAY AN PHAT", "payer.differs"),
        ("MST 9900000048 NOP DOAN PHI T6/2026", "", "text.dues"),
        ("MST 9900000048 NOP KPCD VA DOAN PHI T6/2026", "", "text.dues_too"),
        ("MST 9900000048 BHXH BHYT BHTN T6/2026", "", "text.something_else"),
        ("MST 9900000048 NOP TIEN PHAT VPHC", "", "text.something_else"),
        ("MST 9900000048 THANH TOAN TIEN THUE VAN PHONG", "", "text.something_else"),
        ("LUONG T6 MST 9900000048", "", "text.something_else"),
        ("HOAN TRA TIEN THUA MST 9900000048", "", "text.something_else"),
        ("MST 9900000048 NOP PHAT CHAM DONG KPCD", "", "text.something_else_too"),
        ("MST 99000000 KPCD 9900000048", "", "code.cut_short"),
        ("9900000048 NOP HO 0100109106-001", "", "code.unknown"),
    ],
)
def test_anything_that_speaks_against_it_leaves_it_to_a_person(
    content: str, counter_name: str, evidence: str
) -> None:
    """Another's code or name, or another kind of money: the first code is suggested only."""
    told = _propose(6_913_578, content, counter_name=counter_name)
    assert (told.kind, told.tax_code) == (Kind.SUGGESTED, E4)
    assert evidence in told.evidence
    assert told.confidence <= 80


@pytest.mark.parametrize(
    ("content", "payer", "tax_code", "evidence"),
    [
        ("MST 9900000049 KPCD", {}, MISTYPED, "code.check_digit"),
        ("MST 0100109106-001 KPCD", {}, "0100109106", "code.parent"),
        ("CTY E4 NOP KPCD", {}, E4, "name.in_text"),
        ("NOP KPCD", {"counter_name": "CTY CP MAY AN PHAT"}, E2, "name.of_payer"),
        ("CHUYEN TIEN", {"counter_account": "111"}, E4, "account.history"),
        ("CTY HOA BINH KPCD", {"counter_account": "222"}, E1, "name.shared"),
    ],
)
def test_lesser_evidence_only_suggests(
    content: str, payer: dict[str, str], tax_code: str, evidence: str
) -> None:
    """A mistyped code, a parent, a name, an account's history: a person decides."""
    told = _propose(1_000, content, **payer)
    assert (told.kind, told.tax_code) == (Kind.SUGGESTED, tax_code)
    assert evidence in told.evidence
    assert told.candidates[0] == tax_code


@pytest.mark.parametrize(
    ("content", "payer", "candidates"),
    [
        ("CTY HOA BINH KPCD", {}, (E1, E3)),
        ("KPCD T6/2026", {"counter_account": "222"}, (E1, E2)),
    ],
)
def test_where_two_fit_equally_nobody_is_suggested(
    content: str, payer: dict[str, str], candidates: tuple[str, ...]
) -> None:
    """Both are named as candidates, and the money stays unidentified."""
    told = _propose(1_000, content, **payer)
    assert (told.kind, told.tax_code, told.candidates) == (Kind.UNIDENTIFIED, None, candidates)
    assert told.unmatched_vnd == 1_000


def test_an_unknown_code_tells_why_nothing_was_found() -> None:
    """The person in the queue sees the code that nobody has."""
    told = _propose(1_000, f"MST {STRANGER} CTY LA KPCD T6/2026")
    assert (told.kind, told.evidence) == (Kind.UNIDENTIFIED, ("code.unknown",))


@pytest.mark.parametrize(
    ("content", "evidence"),
    [
        ("MST 9900000016 KPCD", "period.not_named"),
        ("MST 9900000016 KPCD THANG 6", "period.unclear"),
    ],
)
def test_without_a_month_the_oldest_debt_is_paid(content: str, evidence: str) -> None:
    """Nothing is guessed from a month without a year."""
    told = _propose(1_000, content)
    assert told.parts == ((APRIL, 1_000),)
    assert evidence in told.evidence


def test_a_learned_account_pays_as_before() -> None:
    """Without a code: three earlier days, one employer alone, and its name."""
    told = _propose(6_913_578, "CTY E4 NOP KPCD T6/2026", counter_account="444")
    assert (told.kind, told.tax_code, told.confidence) == (Kind.CERTAIN, E4, 85)
    assert told.parts == ((JUNE, 6_913_578),)
    assert "account.learned" in told.evidence


_pieces = st.lists(
    st.sampled_from(
        [
            "MST",
            E1,
            E2,
            E4,
            STRANGER,
            MISTYPED,
            "CTY",
            "E4",
            "MAY AN PHAT",
            "HOA BINH",
            "T4,5/2026",
            "THANG 6",
            "T7/2026",
            "DOAN PHI",
            "KPCD",
            "QUY II/2026",
            "CHUYEN TIEN",
            "0100109106-001",
        ]
    ),
    max_size=8,
).map(" ".join)


@given(
    st.integers(1, 200_000_000),
    _pieces,
    st.sampled_from(["", "111", "222"]),
    st.sampled_from(["", "CTY E4", "MAY AN PHAT"]),
)
def test_every_dong_of_a_receipt_has_a_place(
    amount: int, content: str, account: str, name: str
) -> None:
    """Parts, credit and unmatched make the amount; no month is overpaid; reasons can be read."""
    told = _propose(amount, content, counter_account=account, counter_name=name)
    placed = sum(part for _, part in told.parts) + told.credit_vnd + told.unmatched_vnd
    assert placed == amount
    open_vnd = {one.period: one.open_vnd for one in KNOWN.obligations.get(told.tax_code or "", ())}
    assert all(0 < part <= open_vnd[period] for period, part in told.parts)
    assert (told.unmatched_vnd == amount) is (told.kind is Kind.UNIDENTIFIED)
    assert all(
        "{" not in one.sentence(language) for one in told.reasons for language in ("vi", "en")
    )


@given(_pieces)
def test_nothing_is_certain_without_a_known_code_in_the_text(content: str) -> None:
    """Whatever else is said, but for a learned account."""
    if _propose(1, content).kind is Kind.CERTAIN:
        assert sum(code in content for code in (E1, E2, E4, "0100109106")) == 1
