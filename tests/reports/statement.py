"""A small statement with everything that makes files go wrong; for tests of the renderers."""

from reports.figures import Figure, Row, Section, Statement, Words, money, words

HOSTILE = ("=1+1", "+84 90", "-5", "@SUM(A1)", "\tx", "\rx")


def one_section(rows: tuple[Row, ...]) -> Statement:
    """A statement of one table: words, an amount, words."""
    section = Section(
        "lines",
        Words("Các dòng: «thử» [1]", "Lines"),
        Words("Mỗi dòng là một phép thử.", "Each line is a test."),
        (words("Nội dung", "Content"), money("Số tiền", "Amount"), words("Ghi chú", "Note")),
        rows,
    )
    return Statement(
        "test",
        Words("Thử", "Test"),
        "=G1",
        "Đơn vị <b>&",
        Words("Tháng 07/2026"),
        "2026-07",
        (section,),
    )


def hostile() -> Statement:
    """Texts that a spreadsheet takes for formulas, and amounts of every size."""
    amounts = (0, -1, 1_234_567, 10**14, 10**16, None)
    rows = tuple(
        Row((Words(text), Figure(amount), Words(text)))
        for text, amount in zip(HOSTILE, amounts, strict=True)
    )
    return one_section((*rows, Row((Words("Cộng", "Sum"), Figure(7), Words("")), total=True)))
