"""The units, accounts and employers of a made-up federation, each computed from its number.

An employer of nine hundred thousand is made when it is asked for: they are never all in memory.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from collectors.cli.demo import words
from collectors.cli.demo.chance import dice, weighted
from collectors.cli.demo.habits import Case, Habit, case_of
from collectors.cli.demo.scales import Scale
from finance.rules.levy import EmployerType, PayCycle
from finance.rules.sharing import Role
from finance.rules.tax_codes import check_digit_ok

NATIONAL = "TLD"
SINCE = dt.date(2020, 1, 1)
MERGED_ON = dt.date(2025, 7, 1)
LAST_BEFORE = dt.date(2025, 6, 30)
_BANK = "970999"  # no bank has this number

_UPPER_KINDS = ("zone", "commune", "industry", "commune")
_UPPER_NAMES = {
    "zone": "Công đoàn Khu công nghiệp {name}",
    "commune": "Công đoàn xã {name}",
    "industry": "Công đoàn ngành {name}",
}
_OTHER_TYPES = {
    EmployerType.ENTERPRISE: 92,
    EmployerType.PUBLIC_SERVICE_PARTLY_FUNDED: 3,
    EmployerType.PUBLIC_SERVICE_SELF_FUNDED: 2,
    EmployerType.OTHER: 2,
    EmployerType.FOREIGN_BODY: 1,
}
_SIZES = {(4, 50): 60, (50, 300): 32, (300, 1_400): 8}  # workers: how often
_LEAST_WAGE, _MOST_WAGE = 5_200_000, 14_000_000
_CLUSTER = "occupational"
_CLUSTER_OF = 4  # one union in four takes the workers of several employers
_NO_UNION_OF_TEN = 3
_DEPENDENT_EVERY = 50
_NO_ACCOUNT_EVERY = 30
_MOST_KEPT = 20_000  # employers that are kept once made; beyond, each is made when asked for


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the register of units."""

    code: str
    name: str
    level: Role
    parent: str
    kind: str = ""
    valid_from: dt.date = SINCE
    valid_to: dt.date | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One bank account of a unit."""

    number: str
    bank: str
    unit: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Employer:
    """One employer and its ways."""

    number: int
    tax_code: str
    name: str
    type: EmployerType
    cycle: PayCycle
    province: str  # the provincial federation, which collects
    upper: str
    grassroots: str  # empty: no union
    followed_merger: bool
    workers: int
    wage_vnd: int  # what one worker earns in a month, on average
    case: Case

    @property
    def si_unit(self) -> str:
        """The code social insurance knows it by."""
        return f"{self.province}{self.number:07d}A"

    @property
    def account(self) -> str:
        """The bank account it pays from."""
        return f"88{self.number:010d}"


class Federation:
    """A federation of a scale; the same seed gives the same one."""

    def __init__(self, scale: Scale, seed: int) -> None:
        """Take how large it is, and the seed of its chance."""
        self.scale = scale
        self.seed = seed
        by_province = [
            _part(scale.uppers, scale.provinces, number) for number in range(scale.provinces)
        ]
        self._uppers = by_province
        self._made: dict[int, Employer] = {}
        self._province_of = [place for place, uppers in enumerate(by_province) for _ in uppers]

    @property
    def provinces(self) -> list[str]:
        """The codes of the provincial federations."""
        return [_province(number) for number in range(self.scale.provinces)]

    def units(self) -> Iterator[Unit]:
        """Every unit, those above first; the merged ones with their successors."""
        yield Unit(NATIONAL, "Tổng Liên đoàn (dữ liệu minh họa)", Role.NATIONAL, "")
        for number in range(self.scale.provinces):
            name = f"Liên đoàn Lao động tỉnh {words.PROVINCES[number % len(words.PROVINCES)]}"
            yield Unit(_province(number), name, Role.PROVINCE, NATIONAL, "territorial")
        yield from self._merged()
        for number in range(self.scale.uppers):
            yield self._upper(number)
        for upper in range(self.scale.uppers):
            for number in self._grassroots_of(upper):
                yield from self._grassroots(upper, number)

    def accounts(self) -> Iterator[Account]:
        """The accounts levy is collected on, and those the units work with."""
        for place, unit in enumerate((NATIONAL, *self.provinces)):
            yield Account(self.collection_account(unit), _BANK, unit, "levy_collection")
            yield Account(f"1500{place:08d}", _BANK, unit, "operations")
        for number in range(self.scale.uppers):
            yield Account(f"1600{number:08d}", _BANK, self.upper_code(number), "operations")
        for upper in range(self.scale.uppers):
            for number in self._grassroots_of(upper):
                if number % _NO_ACCOUNT_EVERY != _NO_ACCOUNT_EVERY - 1:
                    code = self._grassroots_code(upper, number)
                    yield Account(f"1700{number:08d}", _BANK, code, "operations")

    def collection_account(self, unit: str) -> str:
        """The number of the account a unit collects the levy on."""
        return f"1400{[NATIONAL, *self.provinces].index(unit):08d}"

    def shown_union(self) -> Unit:
        """The union to look at first: one of the workers of several employers."""
        return next(unit for unit in self.units() if unit.kind == _CLUSTER and not unit.valid_to)

    def employers(self, province: int | None = None) -> Iterator[Employer]:
        """Every employer, or those of one province, in the order of their numbers."""
        provinces = range(self.scale.provinces) if province is None else (province,)
        for place in provinces:
            for upper in self._uppers[place]:
                numbers = _part(self.scale.employers, self.scale.uppers, upper)
                for number in numbers:
                    yield self._employer(upper, number, number - numbers.start)

    def upper_code(self, number: int) -> str:
        """The code of an upper unit."""
        province = self._province_of[number]
        local = number - self._uppers[province].start
        return f"{_province(province)}C{local + 1:02d}"

    def _grassroots_of(self, upper: int) -> range:
        return _part(self.scale.grassroots, self.scale.uppers, upper)

    def _grassroots_code(self, upper: int, number: int) -> str:
        return f"{self.upper_code(upper)}S{number - self._grassroots_of(upper).start + 1:03d}"

    def _merged(self) -> Iterator[Unit]:
        """A district's federation and a union in it, both gone with June 2025."""
        upper = self.upper_code(0)
        district = f"{_province(0)}H01"
        yield Unit(
            district,
            "Liên đoàn Lao động huyện Lộ Khê (đã sáp nhập)",
            Role.UPPER,
            _province(0),
            "territorial",
            valid_to=LAST_BEFORE,
            successor=upper,
        )
        yield Unit(
            f"{upper}S900",
            "Công đoàn cơ sở Xưởng Lộ Khê (đã sáp nhập)",
            Role.GRASSROOTS,
            district,
            valid_to=LAST_BEFORE,
            successor=f"{upper}S001",
        )

    def _upper(self, number: int) -> Unit:
        kind = _UPPER_KINDS[number % len(_UPPER_KINDS)]
        own = words.TRADES[number % len(words.TRADES)] if kind == "industry" else _place(number)
        name = _UPPER_NAMES[kind].format(name=own)
        return Unit(
            self.upper_code(number), name, Role.UPPER, _province(self._province_of[number]), kind
        )

    def _grassroots(self, upper: int, number: int) -> Iterator[Unit]:
        code = self._grassroots_code(upper, number)
        local = number - self._grassroots_of(upper).start
        own, _ = self._unions(upper)
        if local < own:
            first = _part(self.scale.employers, self.scale.uppers, upper).start
            unit = Unit(code, f"CĐCS {self._name(first + local)}", Role.GRASSROOTS, "")
        else:
            name = f"Nghiệp đoàn cơ sở cụm xưởng {words.own_name(5_000 + number)}"
            unit = Unit(code, name, Role.GRASSROOTS, "", _CLUSTER)
        parent = self.upper_code(upper)
        if upper == 0 and local == 1:  # moved over with its district
            yield Unit(
                code, unit.name, unit.level, f"{_province(0)}H01", unit.kind, valid_to=LAST_BEFORE
            )
            yield Unit(code, unit.name, unit.level, parent, unit.kind, MERGED_ON)
        else:
            yield Unit(code, unit.name, unit.level, parent, unit.kind)

    def _unions(self, upper: int) -> tuple[int, int]:
        """How many unions below an upper unit stand in one employer, and in several."""
        count = len(self._grassroots_of(upper))
        clusters = min(count, max(1, count // _CLUSTER_OF))
        return count - clusters, clusters

    def _employer(self, upper: int, number: int, local: int) -> Employer:
        known = self._made.get(number)
        if known is None:
            known = self._make_employer(upper, number, local)
            if len(self._made) < _MOST_KEPT:
                self._made[number] = known
        return known

    def _make_employer(self, upper: int, number: int, local: int) -> Employer:
        case = self._case(number)
        chance = dice(self.seed, "employer", number)
        least, most = weighted(chance, _SIZES)
        return Employer(
            number=number,
            tax_code=_tax_code(number),
            name=self._name(number),
            type=_type_of(case.habit, weighted(chance, _OTHER_TYPES)),
            cycle=PayCycle.QUARTERLY if case.habit is Habit.QUARTERLY else PayCycle.MONTHLY,
            province=_province(self._province_of[upper]),
            upper=self.upper_code(upper),
            grassroots=self._union_of(upper, local),
            followed_merger=upper == 0,
            workers=chance.randrange(least, most),
            wage_vnd=chance.randrange(_LEAST_WAGE, _MOST_WAGE),
            case=case,
        )

    def _case(self, number: int) -> Case:
        return case_of(self.seed, number, self.scale.employers)

    def _name(self, number: int) -> str:
        habit = self._case(number).habit
        if habit is Habit.STATE:
            return words.office_name(number)
        if habit is Habit.QUARTERLY:
            return words.cooperative_name(number)
        return words.company_name(number)

    def _union_of(self, upper: int, local: int) -> str:
        own, clusters = self._unions(upper)
        first = self._grassroots_of(upper).start
        if local < own:
            return self._grassroots_code(upper, first + local)
        if not clusters or (local - own) % 10 < _NO_UNION_OF_TEN:
            return ""
        return self._grassroots_code(upper, first + own + (local - own) % clusters)


def _part(total: int, parts: int, place: int) -> range:
    """The numbers of one of so many parts, as equal as can be, the larger ones first."""
    size, more = divmod(total, parts)
    first = place * size + min(place, more)
    return range(first, first + size + (place < more))


def _province(number: int) -> str:
    return f"T{number + 1:02d}"


def _place(number: int) -> str:
    return words.own_name(2_000 + number)


def _type_of(habit: Habit, drawn: EmployerType) -> EmployerType:
    if habit is Habit.STATE:
        return EmployerType.STATE_FUNDED
    return EmployerType.COOPERATIVE if habit is Habit.QUARTERLY else drawn


def _tax_code(number: int) -> str:
    """A code that begins with 99, which nobody has, and has its right check digit."""
    for serial in range(10 * number + 1, 10 * number + 10):
        for digit in range(1, 10):  # where the formula gives no digit, programs differ
            code = f"99{serial:07d}{digit}"
            if check_digit_ok(code):
                dependent = number % _DEPENDENT_EVERY == _DEPENDENT_EVERY - 1
                return f"{code}001" if dependent else code
    raise AssertionError(number)
