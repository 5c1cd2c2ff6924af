"""What is known beforehand about Chinese place names: provinces, prefectures, peoples, kinds of government.

Belongs here: closed lists that the state itself fixes, and pure functions on a name. Does not belong here: names of
counties and townships (they come from the reports), finding a name in a text (see `identity`).

The prefectures are listed because the ending tells nothing: 毕节市 stands above 黔西市, 禄丰市 is a county.
"""

from __future__ import annotations

import re

PREFECTURES: dict[str, str] = {
    "北京市": "",
    "天津市": "",
    "上海市": "",
    "重庆市": "",
    "香港特别行政区": "",
    "澳门特别行政区": "",
    "台湾省": "",
    "河北省": "石家庄市 唐山市 秦皇岛市 邯郸市 邢台市 保定市 张家口市 承德市 沧州市 廊坊市 衡水市",
    "山西省": "太原市 大同市 阳泉市 长治市 晋城市 朔州市 晋中市 运城市 忻州市 临汾市 吕梁市",
    "内蒙古自治区": "呼和浩特市 包头市 乌海市 赤峰市 通辽市 鄂尔多斯市 呼伦贝尔市 巴彦淖尔市 乌兰察布市 兴安盟 "
    "锡林郭勒盟 阿拉善盟",
    "辽宁省": "沈阳市 大连市 鞍山市 抚顺市 本溪市 丹东市 锦州市 营口市 阜新市 辽阳市 盘锦市 铁岭市 朝阳市 葫芦岛市",
    "吉林省": "长春市 吉林市 四平市 辽源市 通化市 白山市 松原市 白城市 延边朝鲜族自治州",
    "黑龙江省": "哈尔滨市 齐齐哈尔市 鸡西市 鹤岗市 双鸭山市 大庆市 伊春市 佳木斯市 七台河市 牡丹江市 黑河市 绥化市 "
    "大兴安岭地区",
    "江苏省": "南京市 无锡市 徐州市 常州市 苏州市 南通市 连云港市 淮安市 盐城市 扬州市 镇江市 泰州市 宿迁市",
    "浙江省": "杭州市 宁波市 温州市 嘉兴市 湖州市 绍兴市 金华市 衢州市 舟山市 台州市 丽水市",
    "安徽省": "合肥市 芜湖市 蚌埠市 淮南市 马鞍山市 淮北市 铜陵市 安庆市 黄山市 滁州市 阜阳市 宿州市 六安市 亳州市 "
    "池州市 宣城市",
    "福建省": "福州市 厦门市 莆田市 三明市 泉州市 漳州市 南平市 龙岩市 宁德市",
    "江西省": "南昌市 景德镇市 萍乡市 九江市 新余市 鹰潭市 赣州市 吉安市 宜春市 抚州市 上饶市",
    "山东省": "济南市 青岛市 淄博市 枣庄市 东营市 烟台市 潍坊市 济宁市 泰安市 威海市 日照市 临沂市 德州市 聊城市 "
    "滨州市 菏泽市",
    "河南省": "郑州市 开封市 洛阳市 平顶山市 安阳市 鹤壁市 新乡市 焦作市 濮阳市 许昌市 漯河市 三门峡市 南阳市 商丘市 "
    "信阳市 周口市 驻马店市",
    "湖北省": "武汉市 黄石市 十堰市 宜昌市 襄阳市 鄂州市 荆门市 孝感市 荆州市 黄冈市 咸宁市 随州市 "
    "恩施土家族苗族自治州",
    "湖南省": "长沙市 株洲市 湘潭市 衡阳市 邵阳市 岳阳市 常德市 张家界市 益阳市 郴州市 永州市 怀化市 娄底市 "
    "湘西土家族苗族自治州",
    "广东省": "广州市 韶关市 深圳市 珠海市 汕头市 佛山市 江门市 湛江市 茂名市 肇庆市 惠州市 梅州市 汕尾市 河源市 "
    "阳江市 清远市 东莞市 中山市 潮州市 揭阳市 云浮市",
    "广西壮族自治区": "南宁市 柳州市 桂林市 梧州市 北海市 防城港市 钦州市 贵港市 玉林市 百色市 贺州市 河池市 来宾市 "
    "崇左市",
    "海南省": "海口市 三亚市 三沙市 儋州市",
    "四川省": "成都市 自贡市 攀枝花市 泸州市 德阳市 绵阳市 广元市 遂宁市 内江市 乐山市 南充市 眉山市 宜宾市 广安市 "
    "达州市 雅安市 巴中市 资阳市 阿坝藏族羌族自治州 甘孜藏族自治州 凉山彝族自治州",
    "贵州省": "贵阳市 六盘水市 遵义市 安顺市 毕节市 铜仁市 黔西南布依族苗族自治州 黔东南苗族侗族自治州 "
    "黔南布依族苗族自治州",
    "云南省": "昆明市 曲靖市 玉溪市 保山市 昭通市 丽江市 普洱市 临沧市 楚雄彝族自治州 红河哈尼族彝族自治州 "
    "文山壮族苗族自治州 西双版纳傣族自治州 大理白族自治州 德宏傣族景颇族自治州 怒江傈僳族自治州 迪庆藏族自治州",
    "西藏自治区": "拉萨市 日喀则市 昌都市 林芝市 山南市 那曲市 阿里地区",
    "陕西省": "西安市 铜川市 宝鸡市 咸阳市 渭南市 延安市 汉中市 榆林市 安康市 商洛市",
    "甘肃省": "兰州市 嘉峪关市 金昌市 白银市 天水市 武威市 张掖市 平凉市 酒泉市 庆阳市 定西市 陇南市 临夏回族自治州 "
    "甘南藏族自治州",
    "青海省": "西宁市 海东市 海北藏族自治州 黄南藏族自治州 海南藏族自治州 果洛藏族自治州 玉树藏族自治州 "
    "海西蒙古族藏族自治州",
    "宁夏回族自治区": "银川市 石嘴山市 吴忠市 固原市 中卫市",
    "新疆维吾尔自治区": "乌鲁木齐市 克拉玛依市 吐鲁番市 哈密市 昌吉回族自治州 博尔塔拉蒙古自治州 "
    "巴音郭楞蒙古自治州 阿克苏地区 克孜勒苏柯尔克孜自治州 喀什地区 和田地区 伊犁哈萨克自治州 塔城地区 阿勒泰地区",
}
"""Province → its prefectures, in the official order of provinces within regions."""

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
"""Cities with the rank of a province: as a parent they are the province."""

PROVINCE_OF_PREFECTURE: dict[str, str] = {
    name: province for province, names in PREFECTURES.items() for name in names.split()
}

PEOPLES = (
    "蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 "
    "傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 "
    "羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 "
    "德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 各族 "
).split()

_PEOPLE = "(?:" + "|".join(sorted(PEOPLES, key=len, reverse=True)) + ")"
_ETHNIC_TOWNSHIP = re.compile(rf"^(?P<base>[一-鿿]{{1,6}}?)(?P<peoples>{_PEOPLE}+)(?:民族)?(?P<kind>[乡镇])$")
_SHORT_PROVINCE = {re.sub("(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$", "", name): name for name in PREFECTURES}

LEVELS: tuple[tuple[str, str, str], ...] = (
    ("民族乡", rf"{_PEOPLE}(?:民族)?乡$|民族乡$", "铁石苗族彝族乡"),
    ("乡", r"乡$", "龙泉乡"),
    ("镇", r"镇$", "黑井镇"),
    ("街道", r"街道$", "城东街道"),
    ("苏木", r"苏木$", "巴彦塔拉苏木"),
    ("部门", r"(?:局|委员会|委|办公室|中心|厅|支队|大队|管委会)$", "禄丰市司法局"),
    ("区", r"(?:区|林区|特区)$", "云岩区"),
    ("县", r"(?:县|自治县|旗)$", "大方县"),
    ("市", r"市$", "黔西市"),
)
"""Level, the ending that tells it, an example; the first ending that fits decides."""

_LEVELS = tuple((level, re.compile(ending)) for level, ending, _ in LEVELS)


def short_ethnic_name(name: str) -> str:
    """The name of an ethnic township without its peoples; any other name unchanged.

    >>> short_ethnic_name("铁石苗族彝族乡"), short_ethnic_name("黑井镇"), short_ethnic_name("大水彝族苗族布依族乡")
    ('铁石乡', '黑井镇', '大水乡')
    """
    match = _ETHNIC_TOWNSHIP.match(name)
    return match["base"] + match["kind"] if match else name


def level_of(name: str) -> str | None:
    """The level that the ending of a name tells, None where it tells none.

    >>> level_of("铁石苗族彝族乡"), level_of("城东街道"), level_of("黔西市"), level_of("禄丰市司法局")
    ('民族乡', '街道', '市', '部门')
    """
    return next((level for level, ending in _LEVELS if ending.search(name)), None)


def full_province(name: str) -> str | None:
    """The official name of a province, given that or its short form; None for anything else.

    >>> full_province("贵州"), full_province("广西"), full_province("内蒙古自治区"), full_province("黔西")
    ('贵州省', '广西壮族自治区', '内蒙古自治区', None)
    """
    return name if name in PREFECTURES else _SHORT_PROVINCE.get(name)


PROVINCE_NAMES = tuple(sorted(PREFECTURES, key=len, reverse=True))
SHORT_PROVINCE_NAMES = tuple(sorted(_SHORT_PROVINCE, key=len, reverse=True))
