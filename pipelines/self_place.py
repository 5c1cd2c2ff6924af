"""Which local government a report is from: its name, level, parents and other forms of its name.

Belongs here: the places in a text that name the reporter (title, signature, openings of sentences, names of its own
documents), and weighing them. Does not belong here: closed lists of names (`placenames`), joining the places of
several reports (`places`).

A name is taken only where the reporter must stand, never anywhere in prose: neighbours appear in links, in examples
and in copied sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from pipelines.placenames import (
    MUNICIPALITIES,
    PREFECTURES,
    PROVINCE_NAMES,
    PROVINCE_OF_PREFECTURE,
    SHORT_PROVINCE_NAMES,
    full_province,
    level_of,
    short_ethnic_name,
)

HEAD_CHARACTERS = 500
TAIL_CHARACTERS = 150

_HAN = r"[一-鿿]"
_TOWN = rf"{_HAN}{{1,14}}?(?:街道(?:办事处)?|苏木|镇(?!街道|乡)|乡(?!镇|街道|村振兴))"
_CHAIN = rf"{_HAN}{{1,26}}?(?:街道(?:办事处)?|苏木|镇(?!街道|乡)|乡(?!镇|街道|村振兴))"
_COUNTY = rf"{_HAN}{{1,9}}?(?:自治县|县|市|区|旗)"
_BUREAU = rf"{_HAN}{{2,20}}(?:局|委员会|管委会|管理处)"
_ANY = rf"(?:{_TOWN}|{_BUREAU}|{_COUNTY})"


@dataclass(frozen=True, slots=True)
class PlaceCue:
    """A position where the reporter's name stands. `zone`: title, head, tail or body; `weight` adds up over cues."""

    name: str
    zone: str
    weight: float
    pattern: str
    why: str
    example: str


CUES: tuple[PlaceCue, ...] = (
    PlaceCue(
        "title", "title", 5,
        rf"^(?:20\d\d年(?:度)?|关于(?:印发|报送)?|中共|[《“])*(?P<name>{_CHAIN})(?=人民政府|党委|党工委|委员会|政府|20\d\d|[二〇]{{2}}|关于|法治|依法|普法|推进|落实|党政|年|$|.{{0,4}}(?:工作|报告|总结))",
        "the title opens with it", "黑井镇2023年度法治政府建设情况报告",
    ),
    PlaceCue("title_bureau", "title", 5, rf"^(?:20\d\d年(?:度)?|关于)?(?P<name>{_BUREAU})(?=20\d\d|关于|法治|依法|推进|落实)", "a bureau's title", "禄丰市司法局2023年"),
    PlaceCue(
        "title_county", "title", 4,
        rf"^(?:20\d\d年(?:度)?|关于)?(?P<name>{_COUNTY})(?:人民政府)?(?=20\d\d|关于|法治|依法|推进)(?!.{{0,14}}(?:镇|乡(?!村)|街道|局)(?:20\d\d|关于))",
        "a county's title", "大方县2023年法治政府建设",
    ),
    PlaceCue(
        "signature", "tail", 5, rf"(?:^|\n|。 ?)(?:中共)?(?P<name>{_CHAIN})(?:人民政府|办事处|党委|党工委|委员会|镇委)?(?: ?(?:\n|$)| ?(?=20\d\d年|二[〇○零]))",
        "it signs", "黔西市铁石苗族彝族乡人民政府",
    ),
    PlaceCue("signature_bureau", "tail", 5, rf"(?:^|\n)(?P<name>{_BUREAU}|{_COUNTY}(?=人民政府)) *(?:人民政府)? *(?:\n|$)", "it signs", "禄丰市司法局"),
    PlaceCue(
        "opening", "head", 3,
        rf"(?:^|[\n。，：])(?:今年(?:以来)?，?|一年来，?|20\d\d年(?:度)?(?:以来)?，?|近年来，?)?(?P<name>{_TOWN})(?=党委|党工委|政府|始终|坚持|认真|法治|全面|深入|在|以|紧紧|紧扣|围绕|严格|高度|积极|扎实|切实|按照|根据|依法|结合|持续|共|办事处|20\d\d|立足|聚焦|牢固|把|将|坚决|着力|大力|推进|深化|强化|加强|不断)",
        "the first sentence has it as subject", "2023年，阜沙镇坚持以",
    ),
    PlaceCue("announced", "head", 3, rf"现(?:将|就|把)(?P<name>{_TOWN})(?=20\d\d|法治|依法|党委|年度|推进)", "the formula that opens a report", "现将黑井镇2023年"),
    PlaceCue(
        "subject", "body", 1, rf"(?:[\n。；，])(?P<name>{_TOWN})(?=党委|党工委|政府|始终|坚持|认真|全面|严格|高度|积极|共|办事处|将|在|[一二]是|综合行政执法|司法所)",
        "later sentences have it as subject", "黑井镇一是",
    ),
    PlaceCue("document", "body", 1, rf"《(?:中国共产党|中共|20\d\d年)?(?P<name>{_TOWN})(?=人民政府|党委|委员会|党工委|20\d\d|{_HAN}{{2,30}}(?:方案|计划|清单|制度|预案|规则|办法))", "its own documents bear it", "《阜沙镇2023年…方案》"),
)
_CUES = tuple((cue, re.compile(cue.pattern)) for cue in CUES)
LARGEST_BODY_WEIGHT = 4
"""Cues of the body weigh no more than this together: a copied neighbour may be named in every section."""

CLOSE_RACE = 2.0
"""Two different names whose weights differ by no more than this leave a doubt."""

NOT_A_NAME = re.compile(
    r"^(?:各|全|我|本|该|两|所|每|其他|周边|邻近|相邻|有关|乡|村|城|集|小|建制|基层|街|辖区|农村|县|市|区|省|为|对|在|由|向|与|和|及|到|从|使|让|是|下一|上一)"
    r"(?:个)?(?:乡|镇|街道|苏木)(?:办事处)?$|(?:^|各|全|该)(?:乡镇|村镇|城镇|集镇)$|特色小镇$|^(?:全面|推进|深入|加强|关于|坚持|通过|按照|根据|为了)|(?:推进|促进|建设|加强|辖区|下辖|全部|各个|所属|开展|成立|指导|组织|联合|的)[镇乡]?$"
)
_SELF = re.compile(r"(?:我|本)(镇|乡|街道|街|苏木|县|区|市|局|委)|全(镇|乡|街道)|(镇|乡|街道)(?:党委|党工委)")
_NAME_CHARACTER = r"(?:(?![在由向和与及的了各全本我该委府时赴到报经镇乡村对为按从以据省市县区，])[一-鿿])"
_PARENT = rf"{_NAME_CHARACTER}{{1,4}}(?:自治县|县|市|区|旗|州|盟)"
_PARENT_WORD = re.compile(
    r"(?:^|[、，。：；\n《“（]|落实|按照|根据|对照|执行|接受|贯彻|围绕|服从|[在由向和与及经报到省州市])"
    rf"({_PARENT})(?=委|人民政府|政府|司法局|法院|法治|人大|关于|有关|要求|统一|安排|部署|、|20\d\d年|[^，。；\n]{{0,9}}领导)"
)
_PROVINCE = re.compile("|".join(PROVINCE_NAMES))
_SHORT_PROVINCE = re.compile(
    rf"(?:[、，。：\n《“]|与|和|由|被评为|成为|创建)(?:{'|'.join(SHORT_PROVINCE_NAMES)})(?=省|{_HAN}{{2,6}}律师事务所)"
)
NO_PARENT = re.compile(
    r"^(?:自治|辖|城|新|县|市|区|省|直|园|景|社|片|库|山|校|小|厂|矿|林|牧|灾|地|东|西|南|北|旅游|开发|自然|示范|城市|都|超|上|街|"
    r"夜|菜|股|门|楼|专业|劳动|人才|成立|开展)(?:县|市|区|旗|州|盟)$|(?:街道|园|社|辖|地|山|片|校|景|牧|林|矿|灾|小|厂|库)区$|超市$|城市$|门市$"
)
"""Common words that end like a parent's name (辖区, 景区, 城市)."""

PREFECTURES_WITHOUT_COUNTIES = frozenset({"中山市", "东莞市", "儋州市", "嘉峪关市"})


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What a report says about where it is from. `rival` is another name that nearly as much speaks for."""

    name: str | None = None
    level: str | None = None
    county: str | None = None
    city: str | None = None
    province: str | None = None
    aliases: tuple[str, ...] = ()
    rival: str | None = None


@dataclass(slots=True)
class _Claim:
    """Evidence for one name: its weight, the parents written before it, the cues that found it."""

    weight: float = 0.0
    body_weight: float = 0.0
    parents: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> float:
        return self.weight + min(self.body_weight, LARGEST_BODY_WEIGHT)


def read_place(title: str | None, text: str, site: str = "") -> PlaceReading:
    """The local government that a report is from; every field None that neither title nor text nor site tells.

    `site`: what the page's chrome says about its site and navigation (禄丰市人民政府 首页 >> …).

    >>> read_place("黑井镇2023年度法治政府建设情况报告", "2023年，黑井镇认真学习。", "禄丰市人民政府").county
    '禄丰市'
    """
    claims = _claims(title or "", text)
    ranked = sorted(claims, key=lambda name: (-claims[name].total, -len(name), name))
    if not ranked:
        return PlaceReading(None, _self_level(text))
    name = ranked[0]
    level = level_of(name)
    chain = "".join(parents for parents, _ in claims[name].parents.most_common(1))
    county, city, province = _parents(chain, name, level, text, site)
    rival = next((n for n in ranked[1:] if claims[n].total >= claims[name].total - CLOSE_RACE and level_of(n)), None)
    return PlaceReading(name, level, county, city, province, _aliases(name, text), rival)


def _claims(title: str, text: str) -> dict[str, _Claim]:
    """Every name that stands where a reporter stands, short ethnic forms folded into their long form."""
    zones = {"title": title, "head": text[:HEAD_CHARACTERS], "tail": text[-TAIL_CHARACTERS:], "body": text}
    claims: dict[str, _Claim] = {}
    for cue, pattern in _CUES:
        for match in pattern.finditer(zones[cue.zone]):
            parents, name = split_parents(match["name"].replace("人民政府", ""), text)
            if NOT_A_NAME.search(name) or level_of(name) is None:
                continue
            claim = claims.setdefault(name, _Claim())
            if cue.zone == "body":
                claim.body_weight += cue.weight
            else:
                claim.weight += cue.weight
            if parents:
                claim.parents[parents] += 1
    return _fold_short_forms(claims)


def _fold_short_forms(claims: dict[str, _Claim]) -> dict[str, _Claim]:
    """铁石乡 speaks for 铁石苗族彝族乡 where the report names both."""
    long_forms = {short_ethnic_name(name): name for name in claims if short_ethnic_name(name) != name}
    folded: dict[str, _Claim] = {}
    for name, claim in claims.items():
        target = folded.setdefault(long_forms.get(name, name), _Claim())
        target.weight += claim.weight
        target.body_weight += claim.body_weight
        target.parents += claim.parents
    return folded


def split_parents(chain: str, text: str = "") -> tuple[str, str]:
    """Parents and name of a chain of names; `text` helps where the cut is in doubt: a name is said again and again.

    >>> split_parents("黔西市铁石苗族彝族乡"), split_parents("贵州省毕节市黔西市铁石乡"), split_parents("新市镇")
    (('黔西市', '铁石苗族彝族乡'), ('贵州省毕节市黔西市', '铁石乡'), ('', '新市镇'))
    """
    name = re.sub(r"街道办事处$", "街道", chain)
    is_local = level_of(name) not in ("县", "市", "区", "部门")
    rest, parents = name, ""
    while True:
        parent = _leading_parent(rest, is_local)
        if not parent or (is_local and text and parents + parent not in ("", name) and _is_one_name(parent, rest, text)):
            break
        rest, parents = rest[len(parent) :], parents + parent
    if level_of(rest) == "部门":
        county = re.match(rf".*?({_COUNTY})$", parents)
        return parents, (county[1] if county else "") + rest
    return parents, rest


def _leading_parent(chain: str, is_local: bool) -> str:
    """The outermost parent that a chain begins with, '' if it begins with the name itself."""
    known = next((p for p in (*PROVINCE_NAMES, *PROVINCE_OF_PREFECTURE) if chain.startswith(p) and len(chain) > len(p) + 1), "")
    if known:
        return known
    match = re.match(rf"({_COUNTY})(?={_HAN}{{2,}})", chain)
    if not match or not (is_local or level_of(chain) == "部门"):
        return ""
    rest = chain[len(match[1]) :]
    base = re.sub(r"(?:街道|苏木|镇|乡)$", "", rest)
    return match[1] if len(base) >= 2 and rest != base or level_of(rest) == "部门" else ""


def _is_one_name(parent: str, rest: str, text: str) -> bool:
    """The text says the whole as often as the part, and more than once: 新市梁镇 is no 梁镇 of 新市."""
    whole = text.count(rest)
    return whole > 2 and whole == text.count(rest[len(parent) :])


def _parents(chain: str, name: str, level: str | None, text: str, site: str) -> tuple[str | None, str | None, str | None]:
    """County, city and province: from the chain before the name, then from the site, then from the text."""
    names = re.findall(rf"{'|'.join(PROVINCE_NAMES)}|{'|'.join(PROVINCE_OF_PREFECTURE)}|{_COUNTY}", chain)
    county, city, province = _ranked_parents(names)
    named = _named_parents(f"{text}\n{site}") - {name}
    if level in ("县", "市", "区"):
        county = None
    else:
        county = county or _county_in_site(site) or _county_before_name(text, name) or _only_county(named)
    if county in PREFECTURES_WITHOUT_COUNTIES:
        county, city = None, county
    city = city or _city_in_text(text, name, site) or _city_above(county, f"{text}\n{site}", named)
    province = province or PROVINCE_OF_PREFECTURE.get(city or "") or _province_in_text(text, site)
    return county, city, province


def _named_parents(zone: str) -> set[str]:
    """Counties and cities whose organs, plans or demands the text or page names."""
    return {m[1] for m in _PARENT_WORD.finditer(zone) if not NO_PARENT.search(m[1])} - set(MUNICIPALITIES)


def _only_county(named: set[str]) -> str | None:
    """The one county among the parents named; a city counts as one where no county stands beside it."""
    below = {n for n in named if n not in PROVINCE_OF_PREFECTURE and n[-1] not in "州盟"}
    counties = {n for n in below if n[-1] != "市"} or below
    return counties.pop() if len(counties) == 1 else None


def _city_above(county: str | None, zone: str, named: set[str]) -> str | None:
    """A city that the lexicon does not hold, where it is written before its county or is the only other parent."""
    if county is None:
        return None
    chain = re.search(rf"(?:^|省|自治区|[^一-鿿])({_NAME_CHARACTER}{{2,6}}(?:市|州|盟))(?:委市?政?府?、)?、?{county}", zone)
    if chain:
        return chain[1]
    cities = {n for n in named - {county} if n[-1] in "市州盟"}
    return cities.pop() if len(cities) == 1 and county[-1] != "市" else None


def _ranked_parents(names: list[str]) -> tuple[str | None, str | None, str | None]:
    """County, city and province of a chain of names, outermost first: X市Y县 makes X a city."""
    province = next((n for n in names if n in PREFECTURES), None)
    lower = [n for n in names if n not in PREFECTURES]
    city = next((n for n in lower if n in PROVINCE_OF_PREFECTURE), lower[-2] if len(lower) > 1 else None)
    county = next((n for n in reversed(lower) if n != city), None)
    return county, city, province


def _county_in_site(site: str) -> str | None:
    """禄丰市人民政府 as the name of the site."""
    match = re.search(rf"(?:^|[\s>省州市])({_COUNTY})(?:人民政府|政府|门户)", site)
    return match[1] if match and level_of(match[1]) in ("县", "市", "区") else None


def _county_before_name(text: str, name: str) -> str | None:
    """A county written right before the place's own name (《黔西市铁石乡…》)."""
    before = re.search(rf"(?:^|[《“、，。\n（]|中共|由|在)(?:20\d\d年)?({_COUNTY}){re.escape(name)}", text)
    return before[1] if before and not NO_PARENT.search(before[1]) else None


def _city_in_text(text: str, name: str, site: str) -> str | None:
    """The only prefecture that the text names as a government or owner of a programme (《中山市…》)."""
    zone = f"{site}\n{text}"
    named = {city for city in PROVINCE_OF_PREFECTURE if city in zone and _governs(city, zone, name)}
    return named.pop() if len(named) == 1 else None


def _governs(city: str, zone: str, name: str) -> bool:
    return re.search(rf"{city}(?:委|人民政府|政府|司法局|中级|{re.escape(name)}|{_HAN}{{1,6}}[县市区]|[^》\n]{{2,30}}》|$|\n)", zone) is not None


def _province_in_text(text: str, site: str) -> str | None:
    """The only province that the text names."""
    named = set(_PROVINCE.findall(f"{site}\n{text}"))
    if not named:
        named = {full_province(m.group().lstrip("、，。：\n《“与和由被评为成创建")) or "" for m in _SHORT_PROVINCE.finditer(text)} - {""}
    return named.pop() if len(named) == 1 else None


def _aliases(name: str, text: str) -> tuple[str, ...]:
    """Other forms of the name that the report itself uses."""
    short = short_ethnic_name(name)
    return (short,) if short != name and short in text else ()


def _self_level(text: str) -> str | None:
    """The level by which a nameless report calls itself (我镇, 街道党工委), if it is always the same."""
    words = Counter(next(g for g in m.groups() if g) for m in _SELF.finditer(text))
    levels = {"街": "街道", "局": "部门", "委": "部门"}
    counted = Counter({levels.get(w, w): 0 for w in words})
    for word, count in words.items():
        counted[levels.get(word, word)] += count
    return counted.most_common(1)[0][0] if counted else None
