"""The people of the labelled set: employers with codes, names and accounts.

Pure, and on its own: nothing here is the program's, not even the check digit.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Final

MONTHS: Final = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_PROVINCES: Final = ("01", "02", "03", "31", "36", "37", "46", "58", "99")
_FORMS: Final = (
    "Công ty TNHH",
    "Công ty TNHH MTV",
    "Công ty cổ phần",
    "Công ty CP",
    "Doanh nghiệp tư nhân",
    "Hợp tác xã",
)
_TRADES: Final = (
    "",
    "",
    "Thương mại",
    "Dịch vụ",
    "Vận tải",
    "Xây dựng",
    "May mặc",
    "Cơ khí",
    "Thực phẩm",
    "Thương mại Dịch vụ",
    "Sản xuất Thương mại",
    "Đầu tư Xây dựng",
)
_FIRST: Final = (
    *("An", "Bình", "Cường", "Đại", "Đông", "Gia", "Hải", "Hòa", "Hồng", "Hưng", "Kim", "Lâm"),
    *("Long", "Minh", "Nam", "Ngọc", "Phú", "Phước", "Quang", "Tân", "Thái", "Thành", "Thiên"),
    *("Thịnh", "Tiến", "Toàn", "Trường", "Việt", "Vĩnh", "Xuân", "Én", "Ánh", "Bảo", "Đức"),
)
_SECOND: Final = (
    *("Phát", "Minh", "Bình", "Công", "Hà", "Dương", "Lợi", "Thịnh", "Phú", "Sơn", "Vàng", "Long"),
    *("Tiến", "An", "Hưng", "Thành", "Lộc", "Khang", "Anh", "Cường", "Đạt", "Giang", "Nguyên"),
)
_THIRD: Final = (
    "",
    "",
    "",
    "Hưng",
    "Việt Nam",
    "Sài Gòn",
    "Miền Bắc",
    "Logistics",
    "Quốc tế",
    "An",
)


@dataclass(slots=True)
class Employer:
    """One employer, and how far it has paid."""

    code: str
    name: str
    account: str
    levy_vnd: int  # of each month
    alone: bool  # nobody else bears the name, nor one that holds it or is held by it
    paid: int = 0  # months that rows of the set have named or paid, in their order
    sure: bool = True  # whether what is open can still be told from the rows alone
    days: list[int] = field(default_factory=list)

    @property
    def left(self) -> int:
        """Months nobody has paid yet."""
        return len(MONTHS) - self.paid

    def take(self, count: int) -> tuple[str, ...]:
        """The next months; they count as spoken for."""
        months = MONTHS[self.paid : self.paid + count]
        self.paid += count
        return months


def check_digit(head: str) -> int | None:
    """The tenth digit of nine; None where there is none that fits in one digit."""
    digit = 10 - sum(int(sign) * weight for sign, weight in zip(head, _WEIGHTS, strict=True)) % 11
    return digit if digit < 10 else None


def new_code(chance: Random, taken: set[str]) -> str:
    """A right code that is in nobody's hands yet."""
    while True:
        head = chance.choice(_PROVINCES) + f"{chance.randrange(1, 10_000_000):07d}"
        digit = check_digit(head)
        if digit is not None and f"{head}{digit}" not in taken:
            taken.add(f"{head}{digit}")
            return f"{head}{digit}"


def employers(count: int, chance: Random) -> list[Employer]:
    """So many employers.

    Returns  some with dependent units of their own code, some who share a name with another or
             bear one that holds another's.
    """
    taken: set[str] = set()
    made: list[Employer] = []
    while len(made) < count:
        code, name = new_code(chance, taken), _name(chance)
        draw = chance.random()
        if made and draw < 0.04:
            name = chance.choice(made).name  # a namesake
        elif made and draw < 0.08:
            name = f"{chance.choice(made).name} {chance.choice(('Hưng', 'Phát', 'Việt'))}"
        elif made and draw < 0.11:
            head = chance.choice([each.code for each in made if len(each.code) == 10])
            code = f"{head}{chance.randrange(1, 30):03d}"
            if code in taken:
                continue
            taken.add(code)
        account = f"{chance.randrange(10**11, 10**12)}"
        made.append(
            Employer(code, name, account, chance.randrange(900_001, 90_000_000), alone=True)
        )
    _mark_alike(made)
    return made


def core(name: str) -> str:
    """A name without its legal form, as people tell employers apart by it."""
    longest = max((form for form in _FORMS if name.startswith(form)), key=len, default="")
    return name.removeprefix(longest).strip()


def _name(chance: Random) -> str:
    words = (
        chance.choice(_FORMS),
        chance.choice(_TRADES),
        chance.choice(_FIRST),
        chance.choice(_SECOND),
        chance.choice(_THIRD),
    )
    return " ".join(word for word in words if word)


def _mark_alike(made: list[Employer]) -> None:
    by_core: dict[str, int] = {}
    for one in made:
        by_core[core(one.name)] = by_core.get(core(one.name), 0) + 1
    for one in made:
        words = core(one.name).split()
        inside = (
            " ".join(words[first:last])
            for first in range(len(words))
            for last in range(first + 2, len(words) + 1)
        )
        one.alone = sum(by_core.get(part, 0) for part in inside) == 1
