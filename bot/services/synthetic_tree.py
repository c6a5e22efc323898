"""The tree of a synthetic roster: a county, or a city, or a province, as large as its cadres ask."""

from dataclasses import dataclass, field

from bot.services.synthetic_names import OFFICES, Names

CADRES_OF_COUNTY = 3000  # Pingliang 20,518 in 7, Gansu 251,000 in 86
COUNTIES_OF_CITY = 8
CADRES_OF_TOWNSHIP = 160
VILLAGES = 8


@dataclass(frozen=True)
class MadeUnit:
    code: str
    name: str
    level: str
    parent: str | None
    depth: int


@dataclass(frozen=True)
class MadeCounty:
    """Codes. `above`: the city and province, which have office holders too, once: in their first county."""

    code: str
    cadres: int
    townships: tuple[str, ...]
    villages: dict[str, tuple[str, ...]]
    offices: tuple[str, ...]
    above: tuple[str, ...] = ()


@dataclass
class Tree:
    top: str = ""
    units: list[MadeUnit] = field(default_factory=list)
    counties: list[MadeCounty] = field(default_factory=list)

    def add(self, code: str, name: str, level: str, parent: str | None) -> str:
        depth = next(unit.depth for unit in self.units if unit.code == parent) + 1 if parent else 0
        self.units.append(MadeUnit(code, name, level, parent, depth))
        self.top = self.top or code
        return code


def plan_tree(names: Names, cadres: int) -> Tree:
    tree = Tree()
    counties = -(-cadres // CADRES_OF_COUNTY)
    cities = -(-counties // COUNTIES_OF_CITY)
    province = tree.add("62", "陇原省", "province", None) if cities > 1 else None
    left = cadres
    for city in range(cities):
        mine = counties // cities + (city < counties % cities)
        city_code = f"62{51 + city:02d}"
        above = [province] if province and city == 0 else []
        if counties > 1:
            tree.add(city_code, names.place("市"), "city", province)
            above.append(city_code)
        for county in range(mine):
            share = -(-left // (counties - len(tree.counties)))
            left -= share
            code = f"{city_code}{county + 1:02d}"
            tree.add(code, names.place("县"), "county", city_code if counties > 1 else None)
            tree.counties.append(_county(tree, names, code, share, tuple(above) if county == 0 else ()))
    return tree


def _county(tree: Tree, names: Names, code: str, cadres: int, above: tuple[str, ...]) -> MadeCounty:
    townships, villages = [], {}
    start = len(tree.units)
    for number in range(max(2, cadres // CADRES_OF_TOWNSHIP)):
        township = tree.add(f"{code}{number + 1:03d}", names.place("镇" if number % 3 else "乡"), "township", code)
        townships.append(township)
        villages[township] = tuple(
            tree.add(f"{township}{place + 1:03d}", name, "village", township)
            for place, name in enumerate(names.villages(VILLAGES))
        )
    some = OFFICES[: max(2, min(len(OFFICES), cadres // 40))]
    county = tree.units[start - 1].name
    offices = tuple(
        tree.add(f"{code}D{number + 1:02d}", f"{county}{name}", "unit", code) for number, name in enumerate(some)
    )
    return MadeCounty(code, cadres, tuple(townships), villages, offices, above)
