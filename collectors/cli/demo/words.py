"""Invented names. No company, province or union of these names is meant."""

PROVINCES = (
    "Lam Giang",
    "Trường Khê",
    "Đông Vân",
    "Hồng Khê",
    "Bạch Đào",
    "Cẩm Hải",
    "Thanh Lộ",
    "Vân Sơn",
    "Hà Khê",
    "Long Khê",
    "Tân Đào",
    "Kim Lộ",
    "Mỹ Lộ",
    "Phú Cầm",
    "Yên Lộ",
    "Bình Sa",
    "Sơn Đào",
    "Quế Lâm",
    "Ninh Khê",
    "Châu Lộ",
    "Hải Lộ",
    "An Vân",
    "Diên Khê",
    "Xuân Sa",
    "Giang Đào",
    "Lộc Vân",
    "Khánh Lộ",
    "Trà Lâm",
    "Hòa Đào",
    "Thạch Sa",
    "Vĩnh Lộ",
    "Cao Đào",
    "Tuyên Khê",
    "Đồng Sa",
)

TRADES = (
    "May",
    "Cơ khí",
    "Chế biến thủy sản",
    "Da giày",
    "Điện tử",
    "Bao bì",
    "Gỗ",
    "Vận tải",
    "Xây dựng",
    "Dệt",
    "Nhựa",
    "Dược liệu",
    "Nông sản",
    "In ấn",
    "Thương mại",
    "Dịch vụ",
)

_FIRST = (
    "Mây",
    "Sao",
    "Trăng",
    "Gió",
    "Sóng",
    "Nắng",
    "Sương",
    "Suối",
    "Đồi",
    "Lúa",
    "Sen",
    "Tre",
    "Cọ",
    "Chim",
    "Ong",
    "Cánh",
    "Rừng",
    "Biển",
    "Đá",
    "Hoa",
)
_SECOND = (
    "Biếc",
    "Ngàn",
    "Tím",
    "Xanh",
    "Vàng",
    "Bạc",
    "Hồng",
    "Lam",
    "Thắm",
    "Ngọc",
    "Sớm",
    "Chiều",
    "Đông",
    "Hạ",
    "Thu",
    "Xuân",
    "Cao",
    "Xa",
    "Dài",
    "Rộng",
)
_THIRD = (
    "Khuê",
    "Vỹ",
    "Đằng",
    "Phương",
    "Hạc",
    "Yến",
    "Điệp",
    "Uyên",
    "Quyên",
    "Mộc",
    "Thạch",
    "Giang",
    "Sơn",
    "Hải",
    "Vân",
    "Lâm",
    "Khê",
    "Đào",
    "Cúc",
    "Trúc",
)

_FORMS = ("Công ty TNHH", "Công ty Cổ phần", "Công ty TNHH MTV", "Công ty TNHH Sản xuất")
COOPERATIVE = "Hợp tác xã"
OFFICE = "Văn phòng"

_STEP = 7_919  # a prime: neighbours in number are no neighbours in name


def own_name(number: int) -> str:
    """A name of three words for a number; past their 8,000, the number itself is added."""
    size = len(_FIRST) * len(_SECOND) * len(_THIRD)
    place = number * _STEP % size
    first, rest = divmod(place, len(_SECOND) * len(_THIRD))
    second, third = divmod(rest, len(_THIRD))
    name = f"{_FIRST[first]} {_SECOND[second]} {_THIRD[third]}"
    return name if number < size else f"{name} {number // size}"


def company_name(number: int) -> str:
    """The full name of a company: legal form, trade, own name."""
    return f"{_FORMS[number % len(_FORMS)]} {TRADES[number % len(TRADES)]} {own_name(number)}"


def cooperative_name(number: int) -> str:
    """The full name of a cooperative."""
    return f"{COOPERATIVE} Nông nghiệp {own_name(number)}"


def office_name(number: int) -> str:
    """The full name of a body that lives on the state budget."""
    return f"{OFFICE} Đăng ký {own_name(number)}"
