"""What is wrong, odd or merely human in the made-up files, by name, and where it was planted."""

import csv
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self


class Mess(StrEnum):
    """Kinds of mess; the value is what `mess.csv` calls it."""

    # the text of a transfer
    CODE_MISSING = "code_missing"
    CODE_WRONG_DIGIT = "code_wrong_digit"
    CODE_TRANSPOSED = "code_transposed"
    CODE_SEPARATED = "code_separated"
    TEXT_CUT_SHORT = "text_cut_short"
    NO_DIACRITICS = "no_diacritics"
    LOWER_CASE = "lower_case"
    BANK_PREFIX = "bank_prefix"
    MONTH_MISSING = "month_missing"
    # how people pay
    THREE_MONTHS_IN_ONE = "three_months_in_one"
    QUARTER_IN_ONE = "quarter_in_one"
    PART_PAYMENT = "part_payment"
    OVERPAYMENT = "overpayment"
    LATE_PAYMENT = "late_payment"
    RETURNED_PAYMENT = "returned_payment"
    CENTRAL_ACCOUNT = "central_account"
    IDENTICAL_ROWS = "identical_rows"
    BACK_PAYMENT = "back_payment"
    NOTHING_ASSESSED = "nothing_assessed"
    UNKNOWN_PAYER = "unknown_payer"
    DUES_IN_LEVY_ACCOUNT = "dues_in_levy_account"
    # what banks do
    BANK_FEE = "bank_fee"
    DUPLICATE_FILE = "duplicate_file"
    OVERLAPPING_STATEMENT = "overlapping_statement"
    DOTTED_AMOUNTS = "dotted_amounts"
    SPACED_AMOUNTS = "spaced_amounts"
    VIETNAMESE_HEADER = "vietnamese_header"
    BYTE_ORDER_MARK = "byte_order_mark"
    SEMICOLONS = "semicolons"
    TABS = "tabs"
    WORKBOOK = "workbook"
    # declarations
    CORRECTED = "corrected_declaration"
    NIL = "nil_declaration"
    INACTIVE = "inactive_employer"
    CEASED = "ceased_employer"
    SILENT = "silent_employer"
    TWO_SI_UNITS = "two_si_units"
    # registers
    NO_UNION = "employer_without_union"
    STATE_FUNDED = "state_funded_body"
    MERGED_UNIT = "merged_unit"
    FOLLOWED_MERGER = "employer_followed_merger"
    NO_ACCOUNT = "unit_without_account"
    # rows that must wait in quarantine
    AMOUNT_WITH_FRACTION = "amount_with_fraction"
    BAD_DATE = "bad_date"
    NO_REFERENCE = "no_reference"
    BOTH_SIDES = "both_sides"
    UNKNOWN_EMPLOYER = "unknown_employer"
    BAD_MONTH = "bad_month"
    NIL_WITH_WAGES = "nil_with_wages"
    NUMBER_FOR_CODE = "number_for_code"
    # entries of another program
    CONTROL_ACCOUNT = "control_account"


class MessLog:
    """Writes down where each piece of mess lies: file, row as a spreadsheet counts, a note."""

    def __init__(self, path: Path) -> None:
        """Begin a log; it is a file beside the feeds and never taken in."""
        self._stream = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._stream, lineterminator="\n")
        self._writer.writerow(("mess", "file", "row", "note"))

    def plant(self, kind: Mess, file: str, row: int | None = None, note: str = "") -> None:
        """Note one piece; no row when it is the whole file, or a row that is not there."""
        self._writer.writerow((kind, file, "" if row is None else row, note))

    def __enter__(self) -> Self:
        """Use it in a `with`."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._stream.close()
