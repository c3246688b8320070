"""What can be wrong with a cell: the stable code, and the sentence in Vietnamese and English.

Data only. `{names}` are filled from the facts of the problem.
"""

Sentences = tuple[str, str]
Wrong = tuple[str, Sentences]

EMPTY: Wrong = ("cell.empty", ("Ô bắt buộc bị để trống.", "A required cell is empty."))
TOO_LONG: Wrong = (
    "text.too_long",
    ("Nội dung dài {length} ký tự, tối đa {most}.", "The text has {length} signs, at most {most}."),
)
CONTROL_SIGNS: Wrong = (
    "text.control_signs",
    ("Nội dung có ký tự điều khiển.", "The text holds control characters."),
)
NO_CODE: Wrong = (
    "code.form",
    (
        "«{text}» không phải là mã: mã không có dấu cách, dấu gạch chéo.",
        "“{text}” is no code: a code holds neither space nor slash.",
    ),
)
NEGATIVE: Wrong = (
    "money.negative",
    ("Số tiền {text} là số âm.", "The amount {text} is negative."),
)
BOTH_SIDES: Wrong = (
    "amount.both_sides",
    ("Dòng có cả ghi nợ và ghi có.", "The row has both a debit and a credit."),
)
NO_SIDE: Wrong = (
    "amount.no_side",
    ("Dòng không có số tiền ghi nợ hay ghi có.", "The row has neither a debit nor a credit."),
)
NO_COUNT: Wrong = (
    "number.not_whole",
    ("«{text}» không phải là số nguyên không âm.", "“{text}” is not a whole number."),
)
NO_YEAR: Wrong = (
    "year.form",
    ("«{text}» không phải là năm có 4 chữ số.", "“{text}” is not a year of four digits."),
)
NO_DATE: Wrong = (
    "date.form",
    (
        "«{text}» không phải là ngày dạng NNNN-TT-NN hoặc NN/TT/NNNN.",
        "“{text}” is not a day written YYYY-MM-DD or DD/MM/YYYY.",
    ),
)
NO_MONTH: Wrong = (
    "period.form",
    (
        "«{text}» không phải là tháng dạng NNNN-TT hoặc TT/NNNN.",
        "“{text}” is not a month written YYYY-MM or MM/YYYY.",
    ),
)
NO_SHARE: Wrong = (
    "share.form",
    (
        "«{text}» không phải là phân số chính xác từ 0 đến 1, như 75/100.",
        "“{text}” is not an exact share from 0 to 1, such as 75/100.",
    ),
)
NO_CHOICE: Wrong = (
    "choice.unknown",
    ("«{text}» không nằm trong danh mục: {known}.", "“{text}” is none of: {known}."),
)
