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

from pipelines.identity.parents import find_parents, split_parents
from pipelines.identity.placenames import level_of, short_ethnic_name

HEAD_CHARACTERS = 500
TAIL_CHARACTERS = 150

_HAN = r"[一-鿿]"
_TOWN = rf"{_HAN}{{1,14}}?(?:街道(?:办事处)?|苏木|镇(?!街道|乡)|乡(?!镇|街道|村振兴))"
_CHAIN = rf"{_HAN}{{1,26}}?(?:街道(?:办事处)?|苏木|镇(?!街道|乡)|乡(?!镇|街道|村振兴))"
_COUNTY = rf"{_HAN}{{1,9}}?(?:自治县|县|市|区|旗)"
_BUREAU = rf"{_HAN}{{2,20}}(?:局|委员会|管委会|管理处)"


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
        "title",
        "title",
        5,
        rf"^(?:20\d\d年(?:度)?|关于(?:印发|报送)?|中共|[《“])*(?P<name>{_CHAIN})(?=人民政府|党委|党工委"
        rf"|委员会|政府|20\d\d|[二〇]{{2}}|关于|法治|依法|普法|推进|落实|党政|年|$|.{{0,4}}(?:工作|报告|总结))",
        "the title opens with it",
        "黑井镇2023年度法治政府建设情况报告",
    ),
    PlaceCue(
        "title_bureau",
        "title",
        5,
        rf"^(?:20\d\d年(?:度)?|关于)?(?P<name>{_BUREAU})(?=20\d\d|关于|法治|依法|推进|落实)",
        "a bureau's title",
        "禄丰市司法局2023年",
    ),
    PlaceCue(
        "title_county",
        "title",
        4,
        rf"^(?:20\d\d年(?:度)?|关于)?(?P<name>{_COUNTY})(?:人民政府)?(?=20\d\d|关于|法治|依法"
        rf"|推进)(?!.{{0,14}}(?:镇|乡(?!村)|街道|局)(?:20\d\d|关于))",
        "a county's title",
        "大方县2023年法治政府建设",
    ),
    PlaceCue(
        "signature",
        "tail",
        5,
        rf"(?:^|\n|。 ?)(?:中共)?(?P<name>{_CHAIN})(?:人民政府|办事处|党委|党工委|委员会|镇委)?(?: ?(?:\n|$)"
        rf"| ?(?=20\d\d年|二[〇○零]))",
        "it signs",
        "黔西市铁石苗族彝族乡人民政府",
    ),
    PlaceCue(
        "signature_bureau",
        "tail",
        5,
        rf"(?:^|\n)(?P<name>{_BUREAU}|{_COUNTY}(?=人民政府)) *(?:人民政府)? *(?:\n|$)",
        "it signs",
        "禄丰市司法局",
    ),
    PlaceCue(
        "opening",
        "head",
        3,
        rf"(?:^|[\n。，：])(?:今年(?:以来)?，?|一年来，?|20\d\d年(?:度)?(?:以来)?，?|近年来，"
        rf"?)?(?P<name>{_TOWN})(?=党委|党工委|政府|始终|坚持|认真|法治|全面|深入|在|以|紧紧|紧扣|围绕|严格"
        rf"|高度|积极|扎实|切实|按照|根据|依法|结合|持续|共|办事处|20\d\d|立足|聚焦|牢固|把|将|坚决|着力|大力"
        rf"|推进|深化|强化|加强|不断)",
        "the first sentence has it as subject",
        "2023年，阜沙镇坚持以",
    ),
    PlaceCue(
        "page",
        "page",
        2,
        rf"(?:^|[\n>：: ])(?P<name>{_CHAIN})(?:人民政府|党委|办事处)?(?= *(?:$|[\n>]))",
        "the page names its issuer or the folder it lies in",
        "来源：清河镇人民政府",
    ),
    PlaceCue(
        "announced",
        "head",
        3,
        rf"现(?:将|就|把)(?P<name>{_TOWN})(?=20\d\d|法治|依法|党委|年度|推进)",
        "the formula that opens a report",
        "现将黑井镇2023年",
    ),
    PlaceCue(
        "subject",
        "body",
        1,
        rf"(?:[\n。；，])(?P<name>{_TOWN})(?=党委|党工委|政府|始终|坚持|认真|全面|严格|高度|积极|共|办事处|将"
        rf"|在|[一二]是|综合行政执法|司法所)",
        "later sentences have it as subject",
        "黑井镇一是",
    ),
    PlaceCue(
        "document",
        "body",
        1,
        rf"《(?:中国共产党|中共|20\d\d年)?(?P<name>{_TOWN})(?=人民政府|党委|委员会|党工委|20\d\d"
        rf"|{_HAN}{{2,30}}(?:方案|计划|清单|制度|预案|规则|办法))",
        "its own documents bear it",
        "《阜沙镇2023年…方案》",
    ),
)
_CUES = tuple((cue, re.compile(cue.pattern)) for cue in CUES)
LARGEST_BODY_WEIGHT = 4
"""Cues of the body weigh no more than this together: a copied neighbour may be named in every section."""

CLOSE_RACE = 2.0
"""Two different names whose weights differ by no more than this leave a doubt."""

NOT_A_NAME = re.compile(
    r"^(?:各|全|我|本|该|两|所|每|其他|周边|邻近|相邻|有关|乡|村|城|集|小|建制|基层|街|辖区|农村|县|市|区|省"
    r"|为|对|在|由|向|与|和|及|到|从|使|让|是|下一|上一)"
    r"(?:个)?(?:乡|镇|街道|苏木)(?:办事处)?$|(?:^|各|全|该)(?:乡镇|村镇|城镇|集镇)$|特色小镇$|^(?:全面|推进"
    r"|深入|加强|关于|坚持|通过|按照|根据|为了|现将|现就|兹将|特将|作为|本人)|(?:推进|促进|建设|加强|辖区|下辖|全部|各个|所属|开展|成立"
    r"|指导|组织|联合|的)[镇乡]?$"
)
_SELF = re.compile(r"(?:我|本)(镇|乡|街道|街|苏木|县|区|市|局|委)|全(镇|乡|街道)|(镇|乡|街道)(?:党委|党工委)")


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
    parents: Counter[tuple[str, ...]] = field(default_factory=Counter)

    @property
    def total(self) -> float:
        """The weight of all evidence, that of the body capped."""
        return self.weight + min(self.body_weight, LARGEST_BODY_WEIGHT)


def read_place(title: str | None, text: str, site: str = "") -> PlaceReading:
    """The local government that a report is from; every field None that neither title nor text nor site tells.

    `site`: what the page's chrome says about its site and navigation (禄丰市人民政府 首页 >> …).

    >>> read_place("黑井镇2023年度法治政府建设情况报告", "2023年，黑井镇认真学习。", "禄丰市人民政府").county
    '禄丰市'
    """
    claims = _claims(title or "", text, site)
    ranked = sorted(claims, key=lambda name: (-claims[name].total, -len(name), name))
    if not ranked:
        return PlaceReading(None, _self_level(text))
    name = ranked[0]
    level = level_of(name)
    chain = max(claims[name].parents, key=lambda parents: (claims[name].parents[parents], parents), default=())
    county, city, province = find_parents(chain, name, level, text, site)
    rival = next((n for n in ranked[1:] if claims[n].total >= claims[name].total - CLOSE_RACE and level_of(n)), None)
    return PlaceReading(name, level, county, city, province, _aliases(name, text), rival)


def _claims(title: str, text: str, site: str) -> dict[str, _Claim]:
    """Every name that stands where a reporter stands, short ethnic forms folded into their long form."""
    zones = {
        "title": title,
        "head": text[:HEAD_CHARACTERS],
        "tail": text[-TAIL_CHARACTERS:],
        "body": text,
        "page": site,
    }
    claims: dict[str, _Claim] = {}
    for cue, pattern in _CUES:
        for chain, count in Counter(match["name"] for match in pattern.finditer(zones[cue.zone])).items():
            parents, name = split_parents(chain.replace("人民政府", ""))
            if NOT_A_NAME.search(name) or level_of(name) is None:
                continue
            claim = claims.setdefault(name, _Claim())
            if cue.zone == "body":
                claim.body_weight += cue.weight * count
            else:
                claim.weight += cue.weight * count
            if parents:
                claim.parents[parents] += count
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
