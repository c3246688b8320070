"""The columns of every feed and the Vietnamese names they go by.

Data only. Aliases are written folded: upper case, no diacritics, words parted by one space,
what stands in brackets left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from collectors.evidence import Feed


@dataclass(frozen=True, slots=True)
class Columns:
    """What a feed's header must and may name."""

    required: tuple[str, ...]
    aliases: Mapping[str, tuple[str, ...]]  # every column of the feed, with its other names
    either: tuple[str, ...] = ()  # one of these is enough


# A number typed here has lost its leading zeros, or its digits past the fifteenth.
CODES = frozenset(
    {
        "account",
        "account_no",
        "agency_code",
        "bank_bin",
        "code",
        "collecting_unit",
        "counter_account",
        "fund",
        "grassroots_unit",
        "item",
        "ledger_account",
        "member_no",
        "parent_code",
        "province_code",
        "reference",
        "scope",
        "share",
        "si_unit_code",
        "successor_code",
        "tax_code",
        "unit_code",
        "upper_unit",
    }
)

# Counted or paid: a whole number, whether typed as text or as a number.
NUMBERS = frozenset(
    {
        "amount",
        "balance",
        "credit",
        "debit",
        "employees",
        "fixed_amount",
        "wage_base",
        "wage_fund",
        "wages_paid",
        "withheld",
        "year",
    },
)

_TAX_CODE = ("MST", "MA SO THUE", "MA SO DOANH NGHIEP")
_EMPLOYER_NAME = ("TEN", "TEN DON VI", "TENDVI", "TEN DOANH NGHIEP", "TEN CONG TY")
_SI_UNIT = ("MA DON VI BHXH", "MA DON VI", "MA SO DON VI", "MADVI", "MA BHXH")
_PROVINCE = ("MA TINH", "TINH", "MA TINH THANH PHO")
_UNIT = ("MA DON VI", "DON VI", "MA CONG DOAN", "MA DON VI CONG DOAN")
_FROM = ("HIEU LUC TU", "TU NGAY", "NGAY HIEU LUC", "CO HIEU LUC TU")
_TO = ("HIEU LUC DEN", "DEN NGAY", "NGAY HET HIEU LUC", "HET HIEU LUC")
_WORKERS = ("SO LAO DONG", "SO LD", "LAO DONG", "SO NGUOI LAO DONG", "TONG SO LAO DONG")
_STATUS = ("TRANG THAI", "TINH TRANG", "TRANG THAI HOAT DONG")

_SI = Columns(
    required=("si_unit_code", "tax_code", "name", "period", "employees", "wage_fund"),
    aliases={
        "si_unit_code": _SI_UNIT,
        "tax_code": _TAX_CODE,
        "name": _EMPLOYER_NAME,
        "period": ("KY", "THANG", "KY KE KHAI", "THANG DONG", "KY DONG"),
        "employees": _WORKERS,
        "wage_fund": (
            "QUY LUONG",
            "QUY TIEN LUONG",
            "TONG QUY LUONG",
            "QUY LUONG DONG BHXH",
            "QUY TIEN LUONG DONG BHXH",
            "QUY TIEN LUONG LAM CAN CU DONG BHXH",
        ),
        "status": _STATUS,
        "agency_code": ("MA CO QUAN BHXH", "CO QUAN BHXH"),
        "submitted_at": ("NGAY NOP", "NGAY KE KHAI", "THOI DIEM NOP"),
    },
)

_TAX = Columns(
    required=("tax_code", "name", "status", "year"),
    aliases={
        "tax_code": _TAX_CODE,
        "name": (*_EMPLOYER_NAME, "TEN NGUOI NOP THUE"),
        "status": _STATUS,
        "status_on": ("NGAY TRANG THAI", "NGAY THAY DOI TRANG THAI"),
        "province_code": _PROVINCE,
        "year": ("NAM", "NAM TINH THUE", "NAM QUYET TOAN"),
        "employees": _WORKERS,
        "wages_paid": (
            "TONG THU NHAP CHI TRA",
            "THU NHAP CHI TRA",
            "TONG TIEN LUONG CHI TRA",
            "TIEN LUONG DA TRA",
        ),
    },
)

_BANK = Columns(
    required=("reference", "booked_on", "debit", "credit", "content"),
    aliases={
        "reference": (
            "SO THAM CHIEU",
            "MA THAM CHIEU",
            "MA GIAO DICH",
            "SO GIAO DICH",
            "SO BUT TOAN",
            "SO CHUNG TU",
            "SO CT",
        ),
        "booked_on": ("NGAY GIAO DICH", "NGAY HACH TOAN", "NGAY GHI SO", "NGAY"),
        "value_on": ("NGAY HIEU LUC", "NGAY GIA TRI"),
        "debit": ("GHI NO", "PHAT SINH NO", "SO TIEN GHI NO", "NO", "TIEN RA"),
        "credit": ("GHI CO", "PHAT SINH CO", "SO TIEN GHI CO", "CO", "TIEN VAO"),
        "balance": ("SO DU", "SO DU CUOI"),
        "counter_account": (
            "TAI KHOAN DOI UNG",
            "SO TAI KHOAN DOI UNG",
            "TK DOI UNG",
            "TAI KHOAN NGUOI CHUYEN",
        ),
        "counter_name": (
            "TEN DOI UNG",
            "TEN TAI KHOAN DOI UNG",
            "TEN NGUOI CHUYEN",
            "NGUOI CHUYEN",
            "DON VI CHUYEN",
        ),
        "content": (
            "NOI DUNG",
            "NOI DUNG GIAO DICH",
            "NOI DUNG CHUYEN KHOAN",
            "DIEN GIAI",
            "MO TA",
        ),
    },
)

_UNITS = Columns(
    required=("code", "name", "level", "parent_code", "valid_from"),
    aliases={
        "code": ("MA", *_UNIT),
        "name": ("TEN", "TEN DON VI", "TEN CONG DOAN"),
        "level": ("CAP", "CAP CONG DOAN"),
        "parent_code": ("MA CAP TREN", "CAP TREN", "MA DON VI CAP TREN"),
        "kind": ("LOAI", "LOAI HINH"),
        "valid_from": _FROM,
        "valid_to": _TO,
        "successor_code": ("MA DON VI KE THUA", "DON VI KE THUA"),
    },
)

_EMPLOYERS = Columns(
    required=(
        "tax_code",
        "name",
        "employer_type",
        "province_code",
        "collecting_unit",
        "valid_from",
    ),
    aliases={
        "tax_code": _TAX_CODE,
        "si_unit_code": _SI_UNIT,
        "name": _EMPLOYER_NAME,
        "employer_type": ("LOAI HINH", "LOAI HINH DON VI", "LOAI HINH DOANH NGHIEP"),
        "pay_cycle": ("KY DONG", "CHU KY DONG", "PHUONG THUC DONG"),
        "province_code": _PROVINCE,
        "grassroots_unit": ("CONG DOAN CO SO", "CDCS", "MA CDCS"),
        "collecting_unit": ("DON VI THU", "DON VI DUOC PHAN CAP THU"),
        "upper_unit": ("CONG DOAN CAP TREN", "CONG DOAN CAP TREN CO SO", "CAP TREN"),
        "valid_from": _FROM,
        "valid_to": _TO,
    },
)

_ACCOUNTS = Columns(
    required=("account_no", "bank_bin", "unit_code", "ledger_account"),
    aliases={
        "account_no": ("SO TAI KHOAN", "STK", "SO TK"),
        "bank_bin": ("MA NGAN HANG", "BIN", "MA BIN"),
        "unit_code": _UNIT,
        "ledger_account": ("TAI KHOAN KE TOAN", "TAI KHOAN HACH TOAN"),
        "purpose": ("MUC DICH", "MUC DICH SU DUNG"),
    },
)

_SPLIT_RULES = Columns(
    required=("source", "scope", "valid_from", "role", "share", "decision"),
    aliases={
        "source": ("NGUON", "NGUON THU"),
        "scope": ("PHAM VI", "PHAM VI AP DUNG"),
        "valid_from": ("HIEU LUC TU", "TU KY", "TU THANG"),
        "valid_to": ("HIEU LUC DEN", "DEN KY", "DEN THANG"),
        "role": ("CAP", "VAI TRO"),
        "share": ("TY LE", "PHAN"),
        "decision": ("QUYET DINH", "SO QUYET DINH", "CAN CU"),
    },
)

_OPENINGS = Columns(
    required=("unit_code", "account", "on"),
    either=("debit", "credit"),
    aliases={
        "unit_code": _UNIT,
        "account": ("TAI KHOAN", "SO HIEU TAI KHOAN"),
        "fund": ("NGUON", "NGUON VON"),
        "item": ("MUC LUC", "MUC", "MA SO"),
        "debit": ("DU NO", "SO DU NO", "NO"),
        "credit": ("DU CO", "SO DU CO", "CO"),
        "on": ("NGAY", "TAI NGAY", "NGAY SO DU"),
    },
)

_MEMBER_NO = ("SO THE DOAN VIEN", "MA DOAN VIEN", "SO DOAN VIEN", "SO THE")

_MEMBERS = Columns(
    required=("member_no", "unit_code", "dues_group", "joined_on"),
    aliases={
        "member_no": _MEMBER_NO,
        "unit_code": ("CONG DOAN CO SO", "CDCS", "MA CDCS", *_UNIT),
        "name": ("HO TEN", "HO VA TEN", "TEN", "TEN DOAN VIEN"),
        "citizen_id": (
            "SO CCCD",
            "CCCD",
            "SO DINH DANH",
            "SO DINH DANH CA NHAN",
            "CMND",
            "SO CMND",
        ),
        "dues_group": ("NHOM DOAN PHI", "NHOM", "DOI TUONG DONG"),
        "fixed_amount": ("MUC CO DINH", "SO TIEN CO DINH", "MUC DONG CO DINH"),
        "joined_on": ("NGAY VAO", "NGAY GIA NHAP", "NGAY KET NAP", "TU NGAY"),
        "left_on": ("NGAY RA", "NGAY ROI", "NGAY THOI", "DEN NGAY"),
    },
)

_PAYROLL = Columns(
    required=("unit_code", "member_no", "period", "wage_base"),
    aliases={
        "unit_code": ("CONG DOAN CO SO", "CDCS", "MA CDCS", *_UNIT),
        "member_no": _MEMBER_NO,
        "period": ("KY", "THANG", "KY LUONG", "THANG LUONG"),
        "wage_base": (
            "TIEN LUONG",
            "LUONG",
            "LUONG LAM CAN CU",
            "CAN CU DONG",
            "TIEN LUONG LAM CAN CU DONG",
            "TIEN LUONG DONG BHXH",
        ),
        "withheld": ("DA KHAU TRU", "KHAU TRU", "DA TRU LUONG", "DOAN PHI DA TRU", "SO DA TRU"),
        "status": ("TRANG THAI", "TINH TRANG"),
    },
)

COLUMNS: Mapping[Feed, Columns] = {
    Feed.SI: _SI,
    Feed.TAX: _TAX,
    Feed.BANK: _BANK,
    Feed.UNITS: _UNITS,
    Feed.EMPLOYERS: _EMPLOYERS,
    Feed.ACCOUNTS: _ACCOUNTS,
    Feed.SPLIT_RULES: _SPLIT_RULES,
    Feed.OPENINGS: _OPENINGS,
    Feed.MEMBERS: _MEMBERS,
    Feed.PAYROLL: _PAYROLL,
}
