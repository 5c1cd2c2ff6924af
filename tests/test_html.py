"""A page gives all that its reader sees, in order, its furniture marked; none of that becomes the report's."""

from __future__ import annotations

import html as entities
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.formats.html import declared_charset, is_html
from pipelines.formats.html_regions import REGION_RULES, RegionRule, name_words, region_kind
from pipelines.formats.html_stated import STATED_RULES
from pipelines.formats.read import read_layer
from pipelines.records import TextLayer, Unreadable
from pipelines.text.normalize import normalize

TITLE = "青石镇2024年度法治政府建设情况报告"
PROSE = "2024年，青石镇认真贯彻落实县委、县政府的决策部署，扎实推进依法行政工作，全年调解矛盾纠纷36件，办结率达100%。"
MORE = "全镇深入开展普法宣传，举办法治讲座12场，发放资料2600份，受教育群众4000余人次，群众法治意识明显增强。"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def layer_of(source: str) -> TextLayer:
    return read_layer(source.encode(), "a.html")


def lines_of(source: str) -> list[str]:
    """The lines of the text layer, what is set aside left out."""
    layer = layer_of(source)
    starts = {item.raw_start for item in layer.set_aside}
    found, position = [], 0
    for line in layer.text.splitlines(keepends=True):
        if position not in starts:
            found.append(line.strip())
        position += len(line)
    return found


#: A piece of a page, and the lines that its reader sees.
BUGS_CAUGHT = [
    # digits and words in pieces
    ("<p>调解纠纷<span>1</span><span>2</span>件</p>", ["调解纠纷12件"]),
    ("<p>调解<b>3</b><font color=red>6</font>件，<i>办结</i>35件</p>", ["调解36件，办结35件"]),
    ("<p><span lang=EN-US>1<o:p></o:p></span><span>,200</span>份</p>", ["1,200份"]),
    ("<p>1<wbr>2<!-- 页 -->件</p>", ["12件"]),
    ("<p>受教育群众4000&#20313;人&ensp;次&nbsp;</p>", ["受教育群众4000余人\u2002次"]),
    ("<p>办结率9&#56;.5&percnt;</p>", ["办结率98.5%"]),
    # lines
    ("甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
    ("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
    ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
    ("<p>甲<p>乙", ["甲", "乙"]),
    ("<p>甲\n  乙</p>", ["甲 乙"]),
    ("<pre>甲\n  乙\t1</pre>", ["甲", "乙\t1"]),
    ("<span style='display:block'>甲</span>乙", ["甲", "乙"]),
    ("<dl><dt>甲<dd>乙</dl>", ["甲", "乙"]),
    # what nobody sees
    ("<script>var n=36;</script><style>p{width:9px}</style><!-- 12件 -->甲", ["甲"]),
    ("甲<span style='display: none'>12</span>乙<i hidden>3</i><b style='visibility:hidden'>4</b>", ["甲乙"]),
    ("调解3<span style='font-size:0px'>7</span>6件", ["调解36件"]),
    ("甲<input value=12><select><option>2023</select><textarea>36</textarea>", ["甲"]),
    ("<template>12件</template><noscript>请启用3次</noscript>甲", ["甲"]),
    # ruby and notes
    ("<ruby>鎮<rp>(</rp><rt>zhèn</rt><rp>)</rp></ruby>", ["鎮(zhèn)"]),
    ("调解36<sup>2</sup>件，面积3平方米", ["调解36[2]件，面积3平方米"]),
    ("占地5m<sup>2</sup>", ["占地5m2"]),
    # tables of data
    (
        "<table><tr><th>项目<th>受理（件）<tr><td>邻里<td>61</table>",
        ["| 项目 | 受理（件） |", "| 邻里 | 61 |"],
    ),
    (
        "<table><tr><td rowspan=2>类型<td colspan=2>2024年<tr><td>受理<td>调成<tr><td>邻里<td>61<td>60</table>",
        ["| 类型 | 2024年 | 2024年 |", "| 类型 | 受理 | 调成 |", "| 邻里 | 61 | 60 |"],
    ),
    (
        "<table><tr><td>甲<td rowspan=2>36件<tr><td>乙</table>",
        ["| 甲 | 36件 |", "| 乙 |  |"],
    ),
    (
        "<table><caption>表1 调解情况</caption><tr><td><p class=Mso>邻里</p><td><p>61</p><tr><td>婚姻<td>42</table>",
        ["表1 调解情况", "| 邻里 | 61 |", "| 婚姻 | 42 |"],
    ),
    # tables of layout
    (f"<table><tr><td>甲</td><td><table><tr><td>{PROSE}</table></table>", ["甲", PROSE]),
    (
        f"<table><tr><td>{PROSE}<p>{MORE}<p>{PROSE}<td>二<tr><td>三<td>四</table>",
        [PROSE, MORE, PROSE, "二", "三", "四"],
    ),
    ("<table><tr><td>甲<tr><td>乙</table>", ["甲", "乙"]),
    ("<table role=presentation><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", ["甲", "乙", "丙", "丁"]),
    # links that stand side by side are words apart
    ("<p><a href=1>政务公开</a><a href=2>办事</a>，详见说明</p>", ["政务公开 办事，详见说明"]),
]


@pytest.mark.parametrize(("body", "lines"), BUGS_CAUGHT)
def test_a_page_gives_what_its_reader_sees(body: str, lines: list[str]) -> None:
    assert lines_of(page(body)) == lines


#: Furniture beside a report: what it is in HTML, the kind that it is set aside as.
FURNITURE = [
    ("<nav><a href=1>办事服务(1286)</a></nav>", "menu"),
    ("<div class='top-nav'><ul><li>办事服务(1286)<li>2023年重点工作</ul></div>", "menu"),
    ("<div class=crumb>当前位置：首页 &gt; 正文</div>", "navigation"),
    ("<div id=footer>电话：0878-4120000 访问量：886次</div>", "footer"),
    ("<aside>红星街道调解矛盾纠纷4521件</aside>", "sidebar"),
    ("<div class='xgwd'><h4>相关文档</h4>红星街道调解矛盾纠纷4521件</div>", "related_links"),
    ("<ul><li><a href=1>红星街道调解矛盾纠纷4521件</a><span>2024-01-02</span></ul>", "link"),
    (
        "<table><tr><td><a href=1>红星街道调解矛盾4521件</a><td>01-02<tr><td><a href=1>白水乡述职</a><td>01-03</table>",
        "link",
    ),
    ("<div class=bdsharebuttonbox>分享到：微信 36</div>", "tools"),
    ("<div class=prev-next>上一篇：白水乡2023年报告</div>", "neighbours"),
    ("<header>禄山县人民政府</header>", "site_name"),
    ("<header>今天是2026年11月3日</header>", "site_head"),
]


@pytest.mark.parametrize(("furniture", "kind"), FURNITURE)
@pytest.mark.parametrize("is_above", [True, False])
def test_furniture_is_set_aside_with_its_kind(furniture: str, kind: str, is_above: bool) -> None:
    body = f"<h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p>"
    source = page(furniture + body if is_above else body + furniture)
    layer = layer_of(source)
    assert {item.kind for item in layer.set_aside} == {kind}
    assert lines_of(source) == [TITLE, PROSE, MORE]
    assert normalize(layer.text, layer.set_aside).text == f"{TITLE}\n{PROSE}\n{MORE}"


#: Elements that are named like furniture and hold the report, or look like links and are its text.
MUST_NOT = [
    f"<div class=print-area><h1>{TITLE}</h1><p>{PROSE}</p></div>",
    f"<div id=share-content><h1>{TITLE}</h1><p>{PROSE}</p></div>",
    f"<article><header><h1>{TITLE}</h1></header><p>{PROSE}</p></article>",
    f"<div class=header><h1>{TITLE}</h1></div><p>{PROSE}</p>",
    f"<div class=sidebar-page><h1>{TITLE}</h1><p>{PROSE}</p></div>",
    f"<a href=1><h1>{TITLE}</h1></a><p>{PROSE}</p>",
    f"<a href=1><h1>{TITLE}</h1><p>{PROSE}</p>",
    f"<div style='display:none'><h1>{TITLE}</h1><p>{PROSE}</p></div><p>正在加载</p>",
    f"<body class='footer-fixed nav-open'><h1>{TITLE}</h1><p>{PROSE}</p>",
    f"<div class=left><h1>{TITLE}</h1></div><div class=content-top><p>{PROSE}</p></div>",
]


@pytest.mark.parametrize("body", MUST_NOT)
def test_a_report_is_never_set_aside_for_its_name(body: str) -> None:
    lines = lines_of(page(body, f"<title>{TITLE}_禄山县</title>"))
    assert lines[:2] == [TITLE, PROSE]


@pytest.mark.parametrize("rule", REGION_RULES, ids=lambda rule: rule.kind)
def test_each_rule_takes_its_example_and_says_why(rule: RegionRule) -> None:
    assert rule.why
    found = re.search(r"(class|id)=\"([^\"]+)\"", rule.example)
    assert found
    assert region_kind("div", {found[1]: found[2]}) == rule.kind
    assert all(name_words(word) for word in rule.words)


def test_names_are_read_by_whole_words() -> None:
    assert region_kind("div", {"class": "navy headline sideways footerless"}) is None
    assert region_kind("div", {"id": "TRS_Editor", "class": "view TRS_UEDITOR"}) is None
    assert region_kind("div", {"class": "mainNav"}) == "menu"


STATED = [
    ("<meta name=PubDate content='2025-01-15 10:20'>", ("published", "2025-01-15 10:20")),
    ("<META content=青石镇 NAME=ContentSource>", ("source", "青石镇")),
    (
        "<meta property='og:url' content='http://www.lushan.example/a.html'>",
        ("url", "http://www.lushan.example/a.html"),
    ),
    ("<link rel=canonical href='http://www.lushan.example/b.html'>", ("url", "http://www.lushan.example/b.html")),
    (f"<title>{TITLE}\n_禄山县</title>", ("page_title", f"{TITLE} _禄山县")),
]


@pytest.mark.parametrize(("head", "statement"), STATED)
def test_a_page_states_what_its_head_holds(head: str, statement: tuple[str, str]) -> None:
    assert statement in layer_of(page(PROSE, head)).stated


def test_a_saved_page_tells_its_address_and_a_relative_one_is_none() -> None:
    saved = "<!-- saved from url=(0034)http://www.lushan.example/a/1.html -->"
    assert dict(layer_of(f"<!DOCTYPE html>\n{saved}\n<html><p>{PROSE}</html>").stated)["url"].endswith("/a/1.html")
    assert "url" not in dict(layer_of(page(PROSE, "<link rel=canonical href='/b.html'>")).stated)
    assert all(rule.why and rule.names for rule in STATED_RULES)


def test_a_page_without_text_is_refused_in_words() -> None:
    with pytest.raises(Unreadable) as refusal:
        layer_of(page("<script>load(36)</script><img src=a.png>"))
    assert refusal.value.reason == "empty"
    assert "请" in refusal.value.message


PAGES = [b"<!DOCTYPE html>", b"\xef\xbb\xbf<html>", b"<!-- saved --><html>", b"<?xml version='1.0'?><html>"]
PLAIN = ["调解<b>36</b>件", "<b>注</b>：调解36件", "<<青石镇报告>>", "a < b", "《办法》<p>"]


def test_pages_are_told_from_texts_by_their_bytes() -> None:
    assert all(is_html(data) for data in PAGES)
    assert is_html("<html>甲".encode("utf-16")) and is_html("<html>甲".encode("utf-16-be"))
    assert is_html("<div><p>甲</p><p>乙</p><p>丙</p></div>".encode())
    assert not any(is_html(text.encode()) for text in PLAIN)


CHARSETS = [
    ("gb18030", "utf-8"),
    ("utf-8", "gb2312"),
    ("gb18030", ""),
    ("big5", "gb2312"),
    ("utf-16", "gb2312"),
    ("utf-16-le", "utf-8"),
    ("utf-8-sig", "gbk"),
]


@pytest.mark.parametrize(("written", "declared"), CHARSETS)
def test_bytes_decide_the_charset_whatever_is_declared(written: str, declared: str) -> None:
    words = (
        PROSE
        if written != "big5"
        else "二〇二四年，青石鎮調解糾紛36件，辦理案件12件，組織普法活動，發放資料2600份。".replace("〇", "零")
    )
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    source = f"<html><head>{meta}</head><body><p>{words}</p></body></html>".encode(written)
    assert declared_charset(source) == (declared or None)
    assert read_layer(source, "a.html").text == words + "\n"


# --- properties ------------------------------------------------------------------------------------------------------

_INLINE = st.sampled_from(["b", "span", "font", "strong", "i", "u", "em", "o:p", "a", "st1:chsdate"])
_WORDS = st.text(alphabet="调解矛盾纠纷件场次，。0123456789<&", min_size=1, max_size=12)


@settings(max_examples=200)
@given(st.lists(st.tuples(_WORDS, st.lists(_INLINE, max_size=4)), min_size=1, max_size=8))
def test_no_nesting_of_inline_tags_changes_the_text(pieces: list[tuple[str, list[str]]]) -> None:
    body = "".join(
        "".join(f"<{tag}>" for tag in tags) + entities.escape(words) + "".join(f"</{tag}>" for tag in reversed(tags))
        for words, tags in pieces
    )
    assert layer_of(page(f"<p>{body}</p>")).text == "".join(words for words, _ in pieces) + "\n"


_TREE = st.recursive(
    _WORDS.map(entities.escape),
    lambda inner: st.builds(
        lambda tag, name, parts: f"<{tag} class='{name}'>{''.join(parts)}</{tag}>",
        st.sampled_from(
            ["div", "p", "li", "span", "td", "tr", "table", "ul", "nav", "h2", "sup", "section", "td colspan=3"]
        ),
        st.sampled_from(["", "nav", "footer", "content", "xgwd", "header"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(_TREE)
def test_every_seen_digit_is_in_the_layer_once_and_offsets_lie_inside(body: str) -> None:
    try:
        layer = layer_of(page(body))
    except Unreadable as refusal:
        assert refusal.reason == "empty"
        return
    seen = re.sub(r"\D", "", entities.unescape(re.sub(r"<[^<>]*>", "", body)))
    assert sorted(re.sub(r"\D", "", layer.text)) == sorted(seen)
    spans = [(item.raw_start, item.raw_end) for item in layer.set_aside]
    assert all(0 <= start < end <= len(layer.text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
    assert len(normalize(layer.text, layer.set_aside).text) <= len(layer.text)


DEEP = ["div", "table><tr><td", "b", "ul><li", "a href=1", "div class=nav", "span hidden", "div style='display:none'"]


@pytest.mark.parametrize("tag", DEEP)
def test_ten_thousand_levels_are_walked(tag: str) -> None:
    source = page(f"<p>{PROSE}</p>" + f"<{tag}>" * 10_000 + "12件")
    assert PROSE in layer_of(source).text


def test_merged_cells_cannot_blow_up_a_page() -> None:
    cell = "<td colspan=1000 rowspan=1000>甲乙丙丁</td><td>1</td>"
    layer = layer_of(page(f"<table>{f'<tr>{cell}</tr>' * 2_000}</table>"))
    assert len(layer.text) < 1_000_000


@pytest.mark.parametrize("tag", ["<p {}>", "<P {}", "<script {}>", "<p\n{}/>"])
def test_a_tag_crowded_with_attributes_is_refused_at_once(tag: str) -> None:
    page = "<html><body>" + tag.format(" ".join(f"a{number}='>'" for number in range(501))) + "调解36件"
    with pytest.raises(Unreadable, match="500 个属性"):
        read_layer(page.encode(), "a.html")


def test_nothing_but_attributes_crowds_a_tag() -> None:
    numbers = ", ".join(str(number) for number in range(600))
    page = (
        f"<html><body><script>for(i=0;i<n;i++) var a = [{numbers}];</script><style>a<b {numbers}</style>"
        f"<!-- <p {numbers} -->"
        f"<p title='{numbers}' {'x ' * 400}>调解36件</p><p>{numbers}</p>"
    )
    assert "调解36件" in read_layer(page.encode(), "a.html").text
