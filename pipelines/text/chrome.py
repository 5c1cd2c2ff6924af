"""What a government web page prints around a report, as data: named selectors of whole lines, and the metadata keys.

Belongs here: the words and patterns of page chrome, each with why it is chrome and an example that a test applies.
Does not belong here: where on a page each may stand and how lines are walked (`page.py`).

Patterns match a line in its compact form (`compact`): without spaces, with half-width punctuation, in lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HALF_WIDTH = tuple(zip("，：；（）【】［］〖〗｜＞＜／﹥≫»›→", ",:;()[][][]|></>>>>>", strict=True))
_SPACE = re.compile(r"\s+")


def compact(line: str) -> str:
    """The form in which lines are compared with patterns.

    >>> compact("索 引 号 ：　ABC")
    '索引号:abc'
    """
    words = _SPACE.sub("", line)
    # Twenty replacements that find nothing take a fifth of one str.translate over a Chinese line.
    for found, wanted in _HALF_WIDTH:
        words = words.replace(found, wanted)
    return words.lower()


@dataclass(frozen=True, slots=True)
class LineSelector:
    """Lines of one kind of chrome. `zones`: of `head`, `tail`, `anywhere`; `opens_block`: what follows is chrome."""

    kind: str
    zones: frozenset[str]
    pattern: re.Pattern[str]
    why: str
    example: str
    opens_block: bool = False


def _selector(kind: str, zones: str, pattern: str, why: str, example: str, opens_block: bool = False) -> LineSelector:
    return LineSelector(kind, frozenset(zones.split()), re.compile(pattern), why, example, opens_block)


#: Words of a metadata block and the field they fill. A key without a field is known, but nobody asks for its value.
METADATA_KEYS: dict[str, str] = {
    "发布日期": "published_on",
    "发布时间": "published_on",
    "公开日期": "published_on",
    "公开时间": "published_on",
    "发布于": "published_on",
    "上传时间": "published_on",
    "上传日期": "published_on",
    "信息时间": "published_on",
    "更新时间": "updated_on",
    "更新日期": "updated_on",
    "日期": "published_on",
    "时间": "published_on",
    "成文日期": "written_on",
    "生成日期": "written_on",
    "成文时间": "written_on",
    "印发日期": "written_on",
    "发文日期": "written_on",
    "发文时间": "written_on",
    "生成时间": "written_on",
    "形成日期": "written_on",
    "制发日期": "written_on",
    "信息来源": "source",
    "文章来源": "source",
    "稿件来源": "source",
    "来源": "source",
    "来源单位": "source",
    "供稿单位": "source",
    "供稿": "source",
    "作者": "author",
    "责任编辑": "editor",
    "编辑": "editor",
    "编辑员": "editor",
    "审核": "editor",
    "审核人": "editor",
    "审稿": "editor",
    "录入": "editor",
    "录入者": "editor",
    "发布人": "editor",
    "撰稿": "author",
    "索引号": "index_number",
    "索取号": "index_number",
    "索引编号": "index_number",
    "索引": "index_number",
    "信息索引号": "index_number",
    "发布机构": "issuer",
    "发文机关": "issuer",
    "发文机构": "issuer",
    "发文单位": "issuer",
    "发布单位": "issuer",
    "发布部门": "issuer",
    "公开机构": "issuer",
    "公开主体": "issuer",
    "公开单位": "issuer",
    "制发机关": "issuer",
    "信息公开机构": "issuer",
    "公开责任部门": "issuer",
    "责任部门": "issuer",
    "文号": "document_number",
    "发文字号": "document_number",
    "发布文号": "document_number",
    "公文文号": "document_number",
    "文件字号": "document_number",
    "文件编号": "document_number",
    "信息名称": "title",
    "文件名称": "title",
    "标题": "title",
    "名称": "title",
    "主题分类": "subject",
    "主题词": "subject",
    "信息分类": "subject",
    "信息类别": "subject",
    "服务对象": "subject",
    "体裁分类": "subject",
    "组配分类": "subject",
    "公文种类": "subject",
    "关键词": "subject",
    "公开方式": "",
    "公开范围": "",
    "公开形式": "",
    "公开程序": "",
    "公开属性": "",
    "公开类别": "",
    "公开时限": "",
    "信息格式": "",
    "有效期": "",
    "生效时间": "",
    "失效时间": "",
    "废止时间": "",
    "打印时间": "",
    "来自": "url",
    "有效期限": "",
    "有效性": "",
    "时效性": "",
    "效力状态": "",
    "生效日期": "",
    "失效日期": "",
    "废止日期": "",
    "内容概述": "",
    "浏览次数": "views",
    "浏览量": "views",
    "浏览": "views",
    "阅读次数": "views",
    "阅读量": "views",
    "阅读": "views",
    "访问量": "views",
    "访问次数": "views",
    "点击次数": "views",
    "点击率": "views",
    "点击数": "views",
    "点击量": "views",
    "点击": "views",
    "字号": "",
    "字体": "",
    "字体大小": "",
    "保护视力色": "",
    "视力保护色": "",
    "分享到": "",
    "分享": "",
    "网址": "url",
    "原文链接": "url",
    "链接": "url",
    "本文链接": "url",
    "本页网址": "url",
}

#: Keys that only an index block has: the first cell of its rows. 名称, 时间 and 责任部门 head tables of data too.
ROW_KEYS: frozenset[str] = frozenset(
    key
    for key, field in METADATA_KEYS.items()
    if len(key) >= 3
    and field not in {"title", "subject", "views", "url"}
    and key not in {"责任部门", "审核人", "编辑员", "有效期"}
) | {"文号", "主题分类", "信息分类", "信息类别", "服务对象", "体裁分类", "组配分类", "公文种类"}
#: Keys of them that name the document itself: a column beside the text that prints two of them is about the text.
INDEX_KEYS: frozenset[str] = frozenset(
    key for key in ROW_KEYS if METADATA_KEYS[key] in {"index_number", "issuer", "document_number"}
)

#: Names of HTML meta elements that the guide for government sites of 2017 (国办发〔2017〕47号) asks for, in lower case.
META_FIELDS: dict[str, str] = {
    "articletitle": "title",
    "pubdate": "published_on",
    "contentsource": "source",
    "author": "author",
    "editor": "editor",
    "sitename": "site",
    "url": "url",
}

_TOOL_WORDS = (
    "打印本页|打印此页|打印文章|打印|关闭窗口|关闭本页|关闭页面|关闭此页|关闭|返回顶部|返回首页|返回列表|返回上一页|返回|"
    "收藏本页|收藏本文|加入收藏|设为首页|收藏|分享到|分享至|分享|我要纠错|纠错|字体|字号|放大|缩小|默认|复制链接|下载|"
    "顶一下|踩一下|点赞|在看|挑错|推荐|微信|微博|新浪微博|qq空间|qq好友|手机版|电脑版|无障碍浏览|无障碍|长者模式|关怀版|适老版|大字版|朗读|语音播报|top|"
    "登录|注册|搜索|站内搜索|简体|繁体|english|邮箱"
)
_MENU_WORDS = (
    "网站首页|首页|新闻中心|新闻动态|新闻资讯|要闻动态|政务公开|政府信息公开|信息公开|政务动态|政务服务|办事服务|网上办事|"
    "互动交流|政民互动|公众参与|专题专栏|专题|数据发布|数据开放|政策文件|政策解读|公示公告|通知公告|领导之窗|机构设置|机构职能|"
    "信息属性|目录|法定主动公开内容|政府信息公开指南|政府信息公开制度|依申请公开|政府信息公开年报|魅力[一-龥]{2,3}|走进[一-龥]{2,3}|[一-龥]{2,3}概况"
)
_MARKS = r"[\[\]()<>{}|/\\·•:,;+×x_\-—]"

SELECTORS: tuple[LineSelector, ...] = (
    _selector(
        "navigation",
        "head tail anywhere",
        r"(?:\[?(?:您)?(?:当前|现在)?(?:所)?(?:在)?的?位置\]?:|您现在的位置).*",
        "the path of a page, named as such",
        "您现在的位置：首页 > 政务公开 > 法治政府建设",
    ),
    _selector(
        "navigation",
        "head tail anywhere",
        r"[^。]{0,30}首页[>/|:\\-]+[^。]*",
        "the path of a page from its root",
        "首页 >> 政府信息公开 >> 法定主动公开内容",
    ),
    _selector(
        "navigation",
        "head",
        r"[^。>]{1,30}(?:>+[^。>]{1,60}){2,}",
        "a path, its root lost",
        "政务公开 > 法治政府 > 正文",
    ),
    _selector(
        "tools",
        "head tail anywhere",
        rf"{_MARKS}*(?:(?:{_TOOL_WORDS}){_MARKS}*|(?:大|中|小|a\+?|a-)(?={_MARKS}|大|中|小|{_TOOL_WORDS}|$){_MARKS}*)*"
        rf"(?:{_TOOL_WORDS})(?:{_MARKS}*(?:{_TOOL_WORDS}|大|中|小))*{_MARKS}*",
        "buttons of the page",
        "【字体：大 中 小】【打印】【关闭窗口】",
    ),
    _selector("tools", "head", r"[大中小]{1,3}", "sizes of the font, a button a line", "大"),
    _selector(
        "metadata",
        "head",
        r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\d{1,2}:\d\d(?::\d\d)?)?",
        "the time of publication without its key",
        "2024-01-05 10:20",
    ),
    _selector(
        "menu",
        "head tail",
        rf"(?:{_MENU_WORDS}|{_TOOL_WORDS})(?:{_MARKS}*(?:{_MENU_WORDS}|{_TOOL_WORDS}))*{_MARKS}*",
        "the site's menu, in one line or a word a line",
        "网站首页 | 政务公开 | 政务服务 | 互动交流",
    ),
    _selector(
        "neighbours",
        "tail anywhere",
        r"[◇◆◎○●★·•]?\[?(?:<+|>+)?(?:上一?|下一?|前一|后一)(?:篇|条|页|则)(?:信息|新闻|文章)?\]?[:>].*",
        "links to the neighbouring pages name other places and years",
        "下一条:广通镇2023年法治政府建设工作报告",
    ),
    _selector(
        "neighbours",
        "tail",
        r"(?=.*(?:上一页|下一页|尾页|末页))[<>«»|]*(?:首页|第一页)?(?:上一页|下一页|尾页|末页|\d{1,3}|共\d{1,3}页|第\d{1,3}页|[<>«»|]){2,}",
        "the pages of an article that was cut into pages",
        "上一页1下一页",
    ),
    _selector(
        "site_head",
        "head",
        r"[^。:]{0,60}(?:星期[一二三四五六日天]|农历|\d℃|空气质量)[^。:]{0,60}",
        "the day of today and the weather at the top of the page",
        "禄丰市司法局 2026年11月3日 星期二 农历九月廿四",
    ),
    _selector(
        "menu",
        "head",
        r"[^。:]{2,20}\((?:(?!(?:19|20)\d\d\))\d{1,5}|(?:20\d\d){2,})\)",
        "a directory beside the text, with how many pages or which years lie in it",
        "法治政府建设年度报告(2021 2022 2023)",
    ),
    _selector(
        "metadata",
        "head",
        r"[^。,;:]{0,30}20\d\d[-/]\d{1,2}[-/]\d{1,2}\d{1,2}:\d\d(?::\d\d)?[^。,;:]{0,10}",
        "author, account, time and place of a post, without keys",
        "司法所 黑井镇发布 2025-01-14 18:20 云南",
    ),
    _selector(
        "metadata",
        "tail",
        r"(?:编辑|校对|审核|责编|撰稿|供稿|图文|监制|制作|[一二三终初复]审)[|/:].{1,60}",
        "who edited a post",
        "编辑 | 党政办 校对 | 小黑 审核 | 阿井",
    ),
    _selector(
        "tools",
        "head tail",
        r".{0,4}点击.{0,6}(?:蓝字|关注).{0,12}|-{3,}分隔线-{3,}",
        "calls to follow an account, and lines that only part",
        "↑点击上方蓝字关注我们↑",
    ),
    _selector(
        "related_links",
        "tail",
        r"\[?(?:相关(?:链接|阅读|信息|文章|新闻|文件|稿件|附件|解读|推荐|内容)|延伸阅读|推荐阅读|热门(?:文章|推荐|点击|信息)|"
        r"猜你喜欢|最新(?:信息|文章|发布)|友情链接|网站导航|快速链接|站点导航)\]?:?.{0,80}",
        "lists of other pages; all that follows belongs to them",
        "相关链接：",
        opens_block=True,
    ),
    _selector(
        "attachment",
        "tail",
        r"\[?附件(?:下载|列表)?\]?[\d一二三四五六七八九十]{0,2}(?:[:.、].{0,80})?",
        "names of attached files below the text",
        "附件：1.黑井镇法治政府建设任务清单",
    ),
    _selector(
        "attachment",
        "head tail anywhere",
        r"(?:\d+[.、])?[^。]{0,80}\.(?:docx?|xlsx?|pdf|rar|zip|wps|ofd|et)(?:\([^()]{0,20}\))?(?:下载)?",
        "a file name with its ending",
        "2024年法治政府建设报告.docx",
    ),
    _selector(
        "footer",
        "head tail anywhere",
        r".{0,60}(?:icp备|icp证|公网安备|网安备|网站标识码|政府网站标识|copyright|©|版权所有).{0,120}",
        "registrations that every site prints at its foot",
        "滇ICP备05000001号-1 滇公网安备53233102000001号",
    ),
    _selector(
        "footer",
        "tail",
        r"(?:主办(?:单位)?|承办(?:单位)?|协办|主管(?:单位)?|技术支持|网站地图|联系我们|关于我们|隐私声明|免责声明|网站声明|法律声明|"
        r"建议使用|建议您?使用|最佳分辨率|网站管理|维护单位|您是第|总访问量|地址|邮编|邮政编码|联系电话|电话|传真|电子邮箱|值班电话)"
        r"[:|].{0,120}|(?:网站地图|联系我们|关于我们|隐私声明|免责声明|网站声明)(?:\|.{0,60})?|您是第.{0,20}位.{0,10}",
        "who runs the site and how to reach them",
        "主办：禄丰市人民政府办公室 技术支持：某某公司",
    ),
    _selector(
        "tools",
        "head tail anywhere",
        r".{0,10}(?:扫一扫|扫描二维码|用手机扫).{0,40}",
        "the page's own code for phones",
        "扫一扫在手机打开当前页",
    ),
    _selector(
        "page_number",
        "head tail anywhere",
        r"[-—–_·]+\d{1,3}[-—–_·]+|第\d{1,3}页(?:[,/]?共\d{1,3}页)?|page\d{1,3}(?:of\d{1,3})?",
        "page numbers of a paginated original",
        "— 3 —",
    ),
    _selector(
        "script",
        "head tail anywhere",
        r"(?:var[a-z_$]|function[a-z_$]*\(|document\.|window\.|\$\(|\$\.|jquery|_hmt|getelementbyid|//<!\[|\}\)?;?$|\{$).*",
        "statements of the page's scripts",
        "var _hmt = _hmt || [];",
    ),
)

#: Lines that may be the site's name or the first half of a title; `page.py` decides by what follows.
SITE_NAME = re.compile(
    r".{2,24}(?:人民政府|政府网|门户网站|政务网|信息公开网|政府信息公开|信息网|管委会|办事处)(?:门户网站|网站|办公室|网)?"
)
