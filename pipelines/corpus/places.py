"""Which reports speak of the same local government: place identity over a whole corpus, as a pure function.

Belongs here: joining the places that single reports name (`PlaceMention`) into the places of the corpus (`Place`).
Does not belong here: reading a place out of a text (see `identity`), the names of provinces (see `placenames`),
any table.

Township names repeat across counties, so a name alone proves nothing. What one report knows about its parents
(county, city, province, division code) is its *knowledge*. The rules, in the order in which they apply:

1. Reports with compatible names and the same knowledge are one place.
2. Reports with compatible names that know the same county (or code) and contradict each other nowhere are one place.
3. A report that knows less joins the only place that holds all that it knows; where two do, it stays a place of
   its own with a finding `unresolved_place`.

The result is a function of the *set* of mentions: no rule looks at their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.identity.placenames import short_ethnic_name
from pipelines.records import Finding

PARENTS = ("county", "city", "province", "division_code")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """The place that one report, or one line of the roster, names (`report_id` then names the line). None: not said.

    `said_by`, `mended_in`: who names it and where a clerk can say more, for the message where it stays in doubt.
    """

    report_id: str
    name: str | None
    level: str | None = None
    county: str | None = None
    city: str | None = None
    province: str | None = None
    aliases: tuple[str, ...] = ()
    division_code: str | None = None
    said_by: str = "报告"
    mended_in: str = "manifest.csv 中写明该文件的"


@dataclass(frozen=True, slots=True)
class Place:
    """A local government of the corpus. `place_id` is its path, `-` for what nothing says."""

    place_id: str
    name: str
    level: str | None
    county: str | None
    city: str | None
    province: str | None
    division_code: str | None
    aliases: tuple[str, ...]


class Resolution(NamedTuple):
    """The places by id, the place of each report (None without a name), and the doubts of each report."""

    places: tuple[Place, ...]
    place_of: dict[str, str | None]
    findings: dict[str, tuple[Finding, ...]]


class _Signature(NamedTuple):
    """What mentions are compared by: the name and the knowledge, '' for unknown."""

    name: str
    county: str
    city: str
    province: str
    division_code: str

    @property
    def knowledge(self) -> tuple[str, str, str, str]:
        """County, city, province, code."""
        return self[1:]


def resolve_places(mentions: Iterable[PlaceMention]) -> Resolution:
    """Join the mentions of a corpus into places, whatever their order.

    >>> a = PlaceMention("r1", "马营镇", "镇", county="甲县", province="甘肃省")
    >>> b = PlaceMention("r2", "马营镇", "镇")
    >>> resolve_places([a, b]).place_of
    {'r1': '甘肃省/-/甲县/马营镇', 'r2': '甘肃省/-/甲县/马营镇'}
    """
    ordered = sorted(mentions, key=lambda m: m.report_id)
    families: dict[str, dict[_Signature, list[PlaceMention]]] = defaultdict(lambda: defaultdict(list))
    place_of: dict[str, str | None] = {m.report_id: None for m in ordered}
    for mention in ordered:
        if mention.name:
            families[short_ethnic_name(mention.name)][_signature(mention)].append(mention)
    places: list[Place] = []
    findings: dict[str, tuple[Finding, ...]] = {}
    for family in families.values():
        for signatures, rivals in _groups(sorted(family)):
            members = [mention for signature in signatures for mention in family[signature]]
            place = _place(members, signatures)
            places.append(place)
            for mention in members:
                place_of[mention.report_id] = place.place_id
                if rivals:
                    findings[mention.report_id] = (_doubt(mention, rivals),)
    return Resolution(tuple(sorted(places, key=lambda p: p.place_id)), place_of, findings)


def find_places(places: Iterable[Place], mentions: Iterable[PlaceMention]) -> dict[str, str | None]:
    """The only place that each mention fits, None where none does or several do; nothing new becomes a place.

    For words that are too weak to found a place: what a refused text calls itself.

    >>> places = resolve_places([PlaceMention("r1", "马营镇", "镇", county="甲县")]).places
    >>> find_places(places, [PlaceMention("x", "马营镇"), PlaceMention("y", "马营镇", county="乙县")])
    {'x': '-/-/甲县/马营镇', 'y': None}
    """
    families: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        families[short_ethnic_name(place.name)].append(place)
    found: dict[str, str | None] = {}
    for mention in mentions:
        wanted = _signature(mention)
        homes = [
            place.place_id
            for place in families.get(short_ethnic_name(wanted.name), ())
            if _holds(_signature(place), wanted) or _bound(_signature(place), wanted)
        ]
        found[mention.report_id] = homes[0] if len(homes) == 1 else None
    return found


def _signature(mention: PlaceMention | Place) -> _Signature:
    return _Signature(mention.name or "", *(getattr(mention, parent) or "" for parent in PARENTS))


def _same_name(a: str, b: str) -> bool:
    """Equal, or one is the short form of the other (铁石乡 and 铁石苗族彝族乡)."""
    return a == b or a == short_ethnic_name(b) or b == short_ethnic_name(a)


def _compatible(a: _Signature, b: _Signature) -> bool:
    return _same_name(a.name, b.name) and all(x == y or not x or not y for x, y in zip(a[1:], b[1:], strict=True))


def _holds(more: _Signature, less: _Signature) -> bool:
    """`more` knows all that `less` knows, and says the same."""
    return _same_name(more.name, less.name) and all(x == y or not y for x, y in zip(more[1:], less[1:], strict=True))


def _bound(a: _Signature, b: _Signature) -> bool:
    """The two know the same county, code, or exactly the same parents: one place unless something contradicts."""
    same_key = (a.county and a.county == b.county) or (a.division_code and a.division_code == b.division_code)
    return _compatible(a, b) and (bool(same_key) or a.knowledge == b.knowledge)


def _groups(signatures: Sequence[_Signature]) -> list[tuple[list[_Signature], list[_Signature]]]:
    """Groups of signatures that are one place each, with the rivals between which a group could not choose."""
    fullest = [s for s in signatures if not any(_holds(o, s) and o.knowledge != s.knowledge for o in signatures)]
    groups: list[tuple[list[_Signature], list[_Signature]]] = []
    for component in _components(fullest):
        groups.extend(_split_if_torn(component))
    merged = [(_union(group), group) for group, _ in groups]
    lesser: dict[_Signature, list[list[_Signature]]] = {
        s: [group for union, group in merged if _holds(union, s) and all(_same_name(s.name, g.name) for g in group)]
        for s in signatures
        if s not in fullest
    }
    undecided = [s for s, homes in lesser.items() if len(homes) != 1]
    for signature, homes in lesser.items():
        if len(homes) == 1:
            homes[0].append(signature)
    groups.extend(([s], [home[0] for home in lesser[s]]) for s in undecided)
    return groups


def _components(signatures: Sequence[_Signature]) -> list[list[_Signature]]:
    """Connected components of `_bound`."""
    left, components = list(signatures), []
    while left:
        component, frontier = [], [left.pop(0)]
        while frontier:
            current = frontier.pop()
            component.append(current)
            near = [s for s in left if _bound(current, s)]
            left = [s for s in left if s not in near]
            frontier.extend(near)
        components.append(sorted(component))
    return components


def _split_if_torn(component: list[_Signature]) -> list[tuple[list[_Signature], list[_Signature]]]:
    """A component whose members contradict each other is no place: each member stays alone, the torn ones in doubt."""
    if all(_compatible(a, b) for a in component for b in component):
        return [(list(component), [])]
    rivals = {s: [o for o in component if o != s and _bound(s, o)] for s in component}
    return [([s], rivals[s] if len(rivals[s]) > 1 else []) for s in component]


def _union(signatures: Sequence[_Signature]) -> _Signature:
    """All that the members of a group know together; the longest name is the name."""
    name = max((s.name for s in signatures), key=lambda n: (len(n), n))
    return _Signature(name, *(max(s[i] for s in signatures) for i in range(1, 5)))


def _place(members: Sequence[PlaceMention], signatures: Sequence[_Signature]) -> Place:
    union = _union(signatures)
    aliases = {alias for m in members for alias in (m.name or "", *m.aliases)} - {union.name, ""}
    levels = {m.level for m in members if m.level and m.name == union.name}
    path = "/".join(part or "-" for part in (union.province, union.city, union.county, union.name))
    return Place(
        place_id=f"{path}@{union.division_code}" if union.division_code else path,
        name=union.name,
        level=min(levels) if levels else None,
        county=union.county or None,
        city=union.city or None,
        province=union.province or None,
        division_code=union.division_code or None,
        aliases=tuple(sorted(aliases)),
    )


def _full_name(of: _Signature) -> str:
    """With its parents before it; a county is its own county, and is named once."""
    return "".join((of.province, of.city, of.county if of.county != of.name else "", of.name))


def _doubt(mention: PlaceMention, rivals: Sequence[_Signature]) -> Finding:
    where = "、".join(sorted({_full_name(rival) for rival in rivals}))
    return Finding(
        kind="unresolved_place",
        severity="warning",
        message=f"{mention.said_by}只写“{mention.name}”，库中同名的地方不止一个（{where}），无法判断是哪一个，已单独立户；"
        f"请在 {mention.mended_in} county（县）、city（市）或 division_code（区划代码）。",
        found=mention.name,
    )
