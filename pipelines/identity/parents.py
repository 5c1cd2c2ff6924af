"""The parents of a local government: which county, city and province it belongs to, as far as a report says.

Belongs here: cutting a chain of names (贵州省毕节市黔西市铁石乡), parents named in the text and by the page. Does not
belong here: which name is the reporter's own (`self_place`), closed lists of names (`placenames`).

Nothing is guessed: a parent counts where it is written before the name, owns the page, or is the only one of its kind
whose organs or plans the text names.
"""

from __future__ import annotations

import re

from pipelines.identity.placenames import (
    MUNICIPALITIES,
    PREFECTURES,
    PROVINCE_NAMES,
    PROVINCE_OF_PREFECTURE,
    SHORT_PROVINCE_NAMES,
    full_province,
    level_of,
)

_HAN = r"[一-鿿]"
_COUNTY = rf"{_HAN}{{1,9}}?(?:自治县|县|市|区|旗)"
_NAME_CHARACTER = r"(?:(?![在由向和与及的了各全本我该委府时赴到报经镇乡村对为按从以据省市县区，])[一-鿿])"
_PARENT = rf"{_NAME_CHARACTER}{{1,4}}(?:自治县|县|市|区|旗|州|盟)"
_PARENT_WORD = re.compile(
    r"(?:^|[、，。：；\n《“（]|落实|按照|根据|对照|执行|接受|贯彻|围绕|服从|[在由向和与及经报到省州市])"
    rf"({_PARENT})(?=委|人民政府|政府|司法局|法院|法治|人大|关于|有关|要求|统一|安排|部署|年度|、|20\d\d年|[^，。"
    rf"；\n]{{0,9}}领导)"
)
_KNOWN_PARENT = re.compile(
    "|".join((*PROVINCE_NAMES, *PROVINCE_OF_PREFECTURE))
    + rf"|(?:{'|'.join(SHORT_PROVINCE_NAMES)})(?={_HAN}{{2,}}?(?:市|县|区|旗|州){_HAN}{{2,}})"
)
# 地处湖北省宜昌市漳阳县西部: a chain of parents that no name of the place follows.
_SITUATED = re.compile(
    rf"(?:地处|位于|坐落于|坐落在|隶属于?|属于?)(?P<chain>(?:{_HAN}{{2,7}}?(?:省|自治区))?(?:{_NAME_CHARACTER}{{2,8}}?(?:市|州|盟))?"
    rf"{_NAME_CHARACTER}{{1,5}}?(?:自治县|县|区|旗|市))(?=[东南西北中]|境内|城|腹地|边|管辖|[，。、；\n])"
)
# 潭州市(县), 由(县)(镇): what stands right before the name of a county or of the place itself.
_CITY_AT_END = re.compile(
    rf"(?:^|省|自治区|位于|隶属于?|地处|[^一-鿿])({_NAME_CHARACTER}{{2,6}}(?:市|州|盟))(?:委市?政?府?、)?、?$"
)
_COUNTY_AT_END = re.compile(rf"(?:^|[《“、，。\n（]|中共|由|在)(?:20\d\d年)?({_COUNTY})$")
CHAIN_CHARACTERS = 24  # longer than any name of a city or county with what stands before it
_COUNTY_OF_SITE = re.compile(rf"(?:^|[\s>省州市])({_COUNTY})(?:人民政府|政府|门户)")
_ORGAN_AFTER = re.compile(rf"委|人民政府|政府|司法局|中级|{_HAN}{{1,6}}[县市区]|[^》\n]{{2,30}}》|$|\n")
_COUNTY_AHEAD = re.compile(rf"{_COUNTY}(?={_HAN}{{2,}})")
_PREFECTURE_END = re.compile("[市州盟]|地区")
_PROVINCE_END = re.compile("省|自治区|特别行政区|(?:北京|天津|上海|重庆)市")
LONGEST_KNOWN_NAME = max(map(len, (*PREFECTURES, *PROVINCE_OF_PREFECTURE)))
_ELSEWHERE_BEFORE = re.compile("(?:赴|到|去|与|同|邻|来自|毗邻)$")
_ELSEWHERE_AFTER = re.compile("籍|交界|接壤|务工|律师|考察")
"""A province named as a neighbour, a goal or an origin says nothing about the reporter."""

INNERMOST = re.compile(r"^.*(?:省|自治区|[市州盟])(?=.{1,6}(?:区|县|旗|市)$)")
"""What stands before the last of several parents: 广东省岭湾市 before 榕岗区."""

SITUATED_CHARACTERS = 900  # where a report introduces its place

COUNTY_LEVELS = ("县", "市", "区")

NO_PARENT = re.compile(
    r"^(?:自治|辖|城|新|县|市|区|省|直|园|景|社|片|库|山|校|小|厂|矿|林|牧|灾|地|东|西|南|北|旅游|开发|自然"
    r"|示范|城市|都|超|上|街|"
    r"夜|菜|股|门|楼|专业|劳动|人才|成立|开展)(?:县|市|区|旗|州|盟)$|[集夜早闹灯花]市$|(?:街道|园|社|辖|地|山|片|校|景|牧|林|矿"
    r"|灾|小|厂|库)区$|超市$|城市$|门市$"
)
"""Common words that end like a parent's name (辖区, 景区, 城市)."""

SHORT_NO_PARENT = re.compile(
    r"^(?:.[市区旗州盟]|[送赴经报到由向在与全各本我该邻同跨出进离回属归按依为受对是让请获呈致]县)$"
)
"""Only counties have names of one character (礼县), and not after a verb (报送县司法局)."""

LEADING_WORDS = re.compile(
    r"^(?:中共|认真|严格|全面|坚决|贯彻|落实|执行|按照|根据|对照|办理|承接|协助|配合|争取|推动|报送|接待|参加"
    r"|参与|组织|召开|接受|服从|"
    r"依托|借助|利用|聚焦|联合|会同|对接|提请|提交|商请|邀请|聘请|选派|抽调|推荐|代表|服务|助力|支持|协调|联系|指导|督促|推进|加强|"
    r"深化|巩固|发挥|整合|统筹|用好|依照|遵照|参照|呈报|上报|填报|发挥|争创|全力|积极|主动|"
    r"围绕|得到|获得|获评|创建|顺利|通过|迎接|完成|隶属|位于|地处|成为|属于|抄送|印发|转发|结合|紧跟)+"
)
"""Words that stand before a parent's name in prose, where no punctuation parts them."""

PREFECTURES_WITHOUT_COUNTIES = frozenset({"中山市", "东莞市", "儋州市", "嘉峪关市"})


def split_parents(chain: str) -> tuple[tuple[str, ...], str]:
    """Parents, outermost first, and the name that a chain of names ends with.

    >>> split_parents("黔西市铁石苗族彝族乡"), split_parents("贵州毕节市黔西市铁石乡"), split_parents("新市镇")
    ((('黔西市',), '铁石苗族彝族乡'), (('贵州省', '毕节市', '黔西市'), '铁石乡'), ((), '新市镇'))
    """
    rest = re.sub(r"街道办事处$", "街道", chain)
    parents: list[str] = []
    while parent := _leading_parent(rest):
        rest = rest[len(parent) :]
        parents.append(full_province(parent) or parent)
    if level_of(rest) == "部门" and parents and level_of(parents[-1]) in COUNTY_LEVELS:
        rest = parents[-1] + rest
    return tuple(parents), rest


def _leading_parent(chain: str) -> str:
    """The outermost parent that a chain begins with, '' if it begins with the name itself."""
    known = _KNOWN_PARENT.match(chain)
    if known and len(chain) > known.end() + 1:
        return known.group()
    match = _COUNTY_AHEAD.match(chain)
    if not match or level_of(chain) in COUNTY_LEVELS:
        return ""
    rest = chain[match.end() :]
    if rest.startswith("管"):  # 经济开发区管理委员会 is one name
        return ""
    base = re.sub(r"(?:街道|苏木|镇|乡)$", "", rest)
    return match.group() if len(base) >= 2 and rest != base or level_of(rest) == "部门" else ""


def find_parents(
    chain: tuple[str, ...], name: str, level: str | None, text: str, site: str
) -> tuple[str | None, str | None, str | None]:
    """County, city and province: from the chain before the name, then from the site, then from the text."""
    county, city, province = _ranked_parents(chain)
    named = _named_parents(f"{text}\n{site}") - {name}
    if level in COUNTY_LEVELS:
        # so that `county = …` finds a county's own reports beside those of its townships and bureaus
        county = None if name in PROVINCE_OF_PREFECTURE else name
    else:
        situated = _ranked_parents(split_parents(_situated(text) + name)[0])
        county = (
            county or _county_in_site(site) or _county_before_name(text, name) or situated[0] or _only_county(named)
        )
        city, province = city or situated[1], province or situated[2]
    if county in PREFECTURES_WITHOUT_COUNTIES:
        county, city = None, county
    city = city or _city_in_text(text, name, site) or _city_above(county, f"{text}\n{site}", named)
    province = province or PROVINCE_OF_PREFECTURE.get(city or "") or _province_in_text(text, site)
    return county, city, province


def _situated(text: str) -> str:
    """The chain of parents after 地处 or 位于, near the beginning; '' if there is none."""
    m = _SITUATED.search(text[:SITUATED_CHARACTERS])
    return m["chain"] if m and not NO_PARENT.search(m["chain"]) else ""


def _named_parents(zone: str) -> set[str]:
    """Counties and cities whose organs, plans or demands the text or page names."""
    return {word for m in _PARENT_WORD.finditer(zone) if (word := _parent_name(m[1]))} - set(MUNICIPALITIES)


def _parent_name(words: str) -> str:
    """A parent's name without the verbs before it; '' where nothing like a name is left.

    >>> _parent_name("落实景川市"), _parent_name("办理县"), _parent_name("礼县")
    ('景川市', '', '礼县')
    """
    name = LEADING_WORDS.sub("", words)
    return "" if len(name) < 2 or NO_PARENT.search(name) or SHORT_NO_PARENT.match(name) else name


def _only_county(named: set[str]) -> str | None:
    """The one county among the parents named; a city counts as one where no county stands beside it."""
    below = {n for n in named if n not in PROVINCE_OF_PREFECTURE and n[-1] not in "州盟"}
    counties = {n for n in below if n[-1] != "市"} or below
    return counties.pop() if len(counties) == 1 else None


def _city_above(county: str | None, zone: str, named: set[str]) -> str | None:
    """A city that the lexicon does not hold, where it is written before its county or is the only other parent."""
    if county is None:
        return None
    chain = _right_before(_CITY_AT_END, county, zone)
    if chain and _parent_name(chain[1]) and chain[1] not in MUNICIPALITIES:
        return _parent_name(chain[1])
    cities = {n for n in named - {county} if n[-1] in "市州盟"}
    return cities.pop() if len(cities) == 1 and county[-1] != "市" else None


def _right_before(pattern: re.Pattern[str], name: str, zone: str) -> re.Match[str] | None:
    """The first match of a pattern that ends where a name begins.

    A pattern that holds the name itself is compiled anew for each report, which took a tenth of the reading time.
    """
    at = zone.find(name)
    while at >= 0:
        if match := pattern.search(zone, max(0, at - CHAIN_CHARACTERS), at):
            return match
        at = zone.find(name, at + 1)
    return None


def _ranked_parents(names: tuple[str, ...]) -> tuple[str | None, str | None, str | None]:
    """County, city and province of a chain of names, outermost first: X市Y县 makes X a city."""
    province = next((n for n in names if n in PREFECTURES), None)
    lower = [n for n in names if n not in PREFECTURES]
    city = next((n for n in lower if n in PROVINCE_OF_PREFECTURE), lower[-2] if len(lower) > 1 else None)
    county = next((n for n in reversed(lower) if n != city), None)
    return county, city, province


def _county_in_site(site: str) -> str | None:
    """禄丰市人民政府 as the name of the site."""
    match = _COUNTY_OF_SITE.search(site)
    return INNERMOST.sub("", match[1]) if match and level_of(match[1]) in COUNTY_LEVELS else None


def _county_before_name(text: str, name: str) -> str | None:
    """A county written right before the place's own name (《黔西市铁石乡…》)."""
    before = _right_before(_COUNTY_AT_END, name, text)
    if before is None:
        return None
    county = _ranked_parents(split_parents(before[1] + name)[0])[0]
    return _parent_name(county or "") or None


def _city_in_text(text: str, name: str, site: str) -> str | None:
    """The only prefecture that the text names as a government or owner of a programme (《中山市…》)."""
    zone = f"{site}\n{text}"
    cities = {zone[a:b] for a, b in _known_names(zone, _PREFECTURE_END, PROVINCE_OF_PREFECTURE)}
    named = {city for city in cities if _governs(city, zone, name)}
    return named.pop() if len(named) == 1 else None


def _known_names(zone: str, endings: re.Pattern[str], known: dict[str, str]) -> list[tuple[int, int]]:
    """Spans of the names of a closed list: looked up backwards from their endings, which are few."""
    return [
        (match.end() - length, match.end())
        for match in endings.finditer(zone)
        for length in range(3, min(LONGEST_KNOWN_NAME, match.end()) + 1)
        if zone[match.end() - length : match.end()] in known
    ]


def _governs(city: str, zone: str, name: str) -> bool:
    at = zone.find(city)
    while at >= 0:
        end = at + len(city)
        if zone.startswith(name, end) or _ORGAN_AFTER.match(zone, end):
            return True
        at = zone.find(city, at + 1)
    return False


def _province_in_text(text: str, site: str) -> str | None:
    """The only province that the text names, other than as a neighbour or a place to go to."""
    zone = f"{site}\n{text}"
    named = {
        zone[start:end]
        for start, end in _known_names(zone, _PROVINCE_END, PREFECTURES)
        if not _ELSEWHERE_BEFORE.search(zone, max(0, start - 2), start) and not _ELSEWHERE_AFTER.match(zone, end)
    }
    return named.pop() if len(named) == 1 else None
