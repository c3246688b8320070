"""The words a cell may choose from, and the Vietnamese ones that mean the same.

Data only. Written folded; an underscore counts as a space.
"""

from collections.abc import Mapping

from finance.rules.dues import DuesGroup, MemberStatus
from finance.rules.facts import DeclarationStatus, TaxStatus
from finance.rules.folding import fold
from finance.rules.levy import EmployerType, PayCycle
from finance.rules.sharing import MoneySource, Role

Choices = Mapping[str, str]


def _choices(words: Mapping[str, tuple[str, ...]]) -> Choices:
    meanings = {alias: word for word, aliases in words.items() for alias in aliases}
    return meanings | {key(word): word for word in words}


def key(text: str) -> str:
    """The form a cell is looked up by."""
    return " ".join(fold(text).replace("_", " ").split())


PLACES = _choices(
    {
        Role.NATIONAL: ("TONG LIEN DOAN", "TLD", "TRUNG UONG", "CAP TRUNG UONG"),
        Role.PROVINCE: ("TINH", "CAP TINH", "TINH THANH PHO", "CAP TINH THANH PHO"),
        Role.UPPER: ("CAP TREN", "CAP TREN CO SO", "CAP TREN TRUC TIEP CO SO"),
        Role.GRASSROOTS: ("CO SO", "CAP CO SO", "CONG DOAN CO SO", "CDCS"),
    }
)

UNIT_KINDS = _choices(
    {
        "territorial": ("DIA PHUONG",),
        "industry": ("NGANH",),
        "zone": ("KHU CONG NGHIEP", "KCN"),
        "corporation": ("TONG CONG TY", "TAP DOAN"),
        "commune": ("XA", "PHUONG", "XA PHUONG", "XA PHUONG DAC KHU", "DAC KHU"),
        "occupational": ("NGHIEP DOAN",),
        "public_service": ("SU NGHIEP", "DON VI SU NGHIEP"),
    }
)

EMPLOYER_TYPES = _choices(
    {
        EmployerType.ENTERPRISE: ("DOANH NGHIEP", "DN"),
        EmployerType.COOPERATIVE: ("HOP TAC XA", "HTX", "LIEN HIEP HOP TAC XA"),
        EmployerType.PUBLIC_SERVICE_PARTLY_FUNDED: ("SU NGHIEP TU BAO DAM MOT PHAN",),
        EmployerType.PUBLIC_SERVICE_SELF_FUNDED: ("SU NGHIEP TU BAO DAM",),
        EmployerType.FOREIGN_BODY: ("TO CHUC NUOC NGOAI",),
        EmployerType.STATE_FUNDED: ("HUONG 100% LUONG TU NSNN", "NGAN SACH NHA NUOC"),
        EmployerType.OTHER: ("KHAC",),
    }
)

PAY_CYCLES = _choices(
    {
        PayCycle.MONTHLY: ("THANG", "HANG THANG"),
        PayCycle.QUARTERLY: ("QUY", "HANG QUY", "3 THANG", "03 THANG", "03 THANG MOT LAN"),
    }
)

DECLARATION_STATUSES = _choices(
    {
        DeclarationStatus.ACTIVE: ("HOAT DONG", "DANG HOAT DONG", "DANG THAM GIA"),
        DeclarationStatus.NIL: ("KHONG PHAT SINH",),
        DeclarationStatus.INACTIVE: ("TAM NGUNG", "TAM NGUNG HOAT DONG", "TAM DUNG"),
        DeclarationStatus.CEASED: ("NGUNG HOAT DONG", "CHAM DUT", "CHAM DUT HOAT DONG"),
    }
)

TAX_STATUSES = _choices(
    {
        TaxStatus.ACTIVE: ("HOAT DONG", "DANG HOAT DONG"),
        TaxStatus.SUSPENDED: ("TAM NGUNG", "TAM NGUNG HOAT DONG", "TAM NGUNG KINH DOANH"),
        TaxStatus.CEASED: ("NGUNG HOAT DONG", "CHAM DUT HOAT DONG", "CHAM DUT"),
        TaxStatus.DISSOLVED: ("GIAI THE", "DA GIAI THE"),
        TaxStatus.BANKRUPT: ("PHA SAN", "DA PHA SAN"),
    }
)

DUES_GROUPS = _choices(
    {
        DuesGroup.PUBLIC_SCALE: ("1", "NHOM 1", "THANG BANG LUONG NHA NUOC", "KHU VUC NHA NUOC"),
        DuesGroup.STATE_ENTERPRISE: ("2", "NHOM 2", "DOANH NGHIEP NHA NUOC", "DNNN"),
        DuesGroup.NON_STATE: ("3", "NHOM 3", "NGOAI NHA NUOC", "KHU VUC NGOAI NHA NUOC"),
        DuesGroup.FIXED: ("4", "CO DINH", "MUC CO DINH", "DONG CO DINH"),
    }
)

MEMBER_STATUSES = _choices(
    {
        MemberStatus.WORKING: ("DI LAM", "LAM VIEC", "DANG LAM VIEC"),
        MemberStatus.SI_LEAVE: ("HUONG BHXH", "NGHI BHXH", "NGHI HUONG BHXH", "THAI SAN"),
        MemberStatus.UNPAID_LEAVE: ("NGHI KHONG LUONG", "KHONG LUONG", "KHONG CO VIEC"),
    }
)

SOURCES = _choices(
    {
        MoneySource.LEVY: ("KPCD", "KINH PHI CONG DOAN", "KINH PHI"),
        MoneySource.DUES: ("DPCD", "DOAN PHI", "DOAN PHI CONG DOAN"),
    }
)

PURPOSES = _choices(
    {
        "levy_collection": ("THU KPCD", "THU KINH PHI", "THU KINH PHI CONG DOAN"),
        "operations": ("HOAT DONG", "CHI HOAT DONG"),
    }
)
