"""Turns an annotated report (`*.ann`) into a report text and its gold facts, so that the two can never drift apart.

Writing a gold line by hand beside a text means keeping quotes in step with every later edit and with every kind of
damage. Here the author marks figures and headings in the clean text, and the marks follow the text through damage.

    python tests/golden/annotate.py IN.ann [IN.ann ...] --reports DIR --gold GOLD.jsonl

Markup (everything else is text, kept as it is):

    #meta {"place": "云溪镇", "year": 2023, ...}   one line at the head: the gold meta (contract/annotation.md)
    #inconsistency sentence                         one line each
    #distractors 12345 “八五” ...                   optional
    #damage traditional pinyin commas fullwidth      kinds applied to the text after the marks are read
    ⟦调解矛盾纠纷36件⟧{disputes.mediated}           a figure: shortest span with what is counted and the number
    ⟦参考率、优秀率均为100%⟧{study.exam_participation_rate, study.exam_excellence_rate}    several facts of one number
    ⟦没有发生行政复议案件⟧{review.reconsideration_cases; n=; v=0}    a zero told in words
    ⟦同比下降12%⟧{none; d=同比:disputes.mediated; change=-; from=50; to=44; verdict=agrees}    a stated change: its
        sign, the from and to values where the report prints them, and the verdict on it
    ⟦降至44件⟧{disputes.mediated; pair=50; verdict=agrees}    the later figure of a from–to pair that states no size
    ⟦白石镇⟧{-; id=x}    no figure, only a place in the text that a finding points to
    keys after the metric: n number, v value, u unit, q qualifier, p period, r role, d detail, category, id, accept a|b
        (further metrics that are no mistake; `none` among them: to name no metric is none either)
    #finding {"kind": "parts_vs_total", "at": "a", "other": "b"}    a contradiction: the marks with these ids; a mark of
        another report is named with it ("u5-03:b")
    ⟪2 functions （一）⟫深化“放管服”改革⟪/⟫    a heading: level, theme (or -), marker (or - if lost), which is printed

What belongs here: reading this markup. What does not: any rule of the extraction; that would test it against itself.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

import yaml

MARK = re.compile(
    r"⟦(?P<quote>[^⟧]*)⟧\{(?P<spec>[^}]*)\}|⟪(?P<level>\d) (?P<theme>\S+) (?P<marker>[^⟫]+)⟫(?P<title>[^⟪]*)⟪/⟫"
)
MEASURES = {
    "case": "件 起 宗 例 桩 批 单",
    "person_time": "人次",
    "time": "次 场 场次 轮 期 回 节 课时 堂 批次",
    "person": "人 名 位",
    "copy": "份 册 本 张 卷",
    "item": "项 条 部 个 家 处 块 面 支 所 座 台 套 户 篇 幅 间 期 辆",
    "yuan": "元 万元 亿元",
    "square_metre": "平方米 万平方米 亩",
    "percent": "%",
    "pct_point": "个百分点",
}
WORDS = sorted({w for ws in MEASURES.values() for w in ws.split()} | {"％", "余"}, key=len, reverse=True)
NUMBER = re.compile(
    r"(?:[0-9０-９][0-9０-９,.，．]*|[零一二两三四五六七八九十百千]+)(?:[万千百亿]*)(?:余|多)?(?:"
    + "|".join(WORDS[:])
    + ")?"
)
PINYIN = {
    "發": "fā",
    "質": "zhì",
    "鎮": "zhèn",
    "黨": "dǎng",
    "關": "guān",
    "導": "dǎo",
    "個": "gè",
    "內": "nèi",
    "實": "shí",
    "級": "jí",
    "區": "qū",
    "現": "xiàn",
    "進": "jìn",
    "執": "zhí",
    "規": "guī",
    "達": "dá",
    "糾": "jiū",
    "動": "dòng",
    "調": "tiáo",
    "絡": "luò",
    "構": "gòu",
    "員": "yuán",
    "應": "yìng",
    "優": "yōu",
    "農": "nóng",
    "體": "tǐ",
    "項": "xiàng",
}


def canonical(number: str, metric: str, metrics: dict) -> tuple[float, str]:
    """Value and unit of a printed number such as 86.27万元: by the metric's unit first, else by the measure word."""
    digits = re.match(r"[0-9０-９,.，．]+", number)
    scale = 1.0
    word = re.sub(r"^[0-9０-９,.，．零一二两三四五六七八九十百千余多]+", "", number)
    for sign, factor in (("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2)):
        if word.startswith(sign) and digits:
            scale, word = factor, word[1:].lstrip("余多")
            break
    unit = (
        metrics[metric]["unit"]
        if metric in metrics
        else next((u for u, ws in MEASURES.items() if word in ws.split()), "other:" + word)
    )
    if unit == "square_metre" and word == "亩":
        scale *= 666.6666666666666
    if digits:
        return round(
            float(re.sub("[,，]", "", digits.group()).translate(str.maketrans("０１２３４５６７８９．", "0123456789.")))
            * scale,
            4,
        ), unit
    chinese = re.match(r"[零一二两三四五六七八九十百千]+", number)
    if not chinese:
        raise SystemExit(f"give v= for {number!r}")
    total, section = 0, 0
    for c in chinese.group():
        if c in "十百千":
            total += (section or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            section = 0
        else:
            section = "零一二三四五六七八九".find(c) if c != "两" else 2
    return float(total + section), unit


def qualifier(number: str, before: str, after: str) -> str:
    """The qualifier by the words next to the number; of two, the one attached to the numeral wins."""
    if re.search("余|多", number) or re.match("以上|有余", after):
        return "over"
    if re.search("(?:(?<!不)超过|超|逾|不少于)$", before):
        return "over"
    if re.match("以内|以下", after) or re.search("(?:不足|不超过)$", before):
        return "under"
    return "about" if re.search("(?:约|近|将近|大约)$", before) or re.match("左右|上下", after) else "exact"


def _number_of(doc: str, quote: str, keys: dict[str, str]) -> str:
    """The printed number of a marked figure: as `n=` says ('' for a zero in words), else the last one of the quote."""
    if "n" in keys:
        number = keys["n"]
    else:
        found = [m.group() for m in NUMBER.finditer(quote)]
        if not found:
            raise SystemExit(f"{doc}: no number in {quote!r}; give n=")
        number = found[-1]
    if number and number not in quote:
        raise SystemExit(f"{doc}: {number!r} is not in {quote!r}")
    return number


def _value_and_unit(number: str, metric: str, keys: dict[str, str], metrics: dict) -> tuple[float, str]:
    """Value and canonical unit: as `v=` and `u=` say, else the metric's unit, else what the number prints."""
    if number and "v" not in keys:
        value, unit = canonical(number, metric, metrics)
    else:
        value, unit = float(keys.get("v", 0)), ""
    if "u" in keys:
        unit = keys["u"]
    elif metric in metrics:
        unit = metrics[metric]["unit"]
    return value, unit or canonical(number, metric, metrics)[1]


def gold_objects(doc: str, quote: str, spec: str, after: str, metrics: dict) -> list[dict]:
    """The gold lines of one marked figure: one for each metric named."""
    parts = [p.strip() for p in spec.split(";")]
    keys = dict(p.split("=", 1) for p in parts[1:] if p)
    rows = []
    for metric in (m.strip() for m in parts[0].split(",")):
        if metric != "none" and metric not in metrics:
            raise SystemExit(f"{doc}: unknown metric {metric} at {quote!r}")
        number = _number_of(doc, quote, keys)
        value, unit = _value_and_unit(number, metric, keys, metrics)
        at = quote.rfind(number) if number else 0
        kind = metrics.get(metric, {}).get("kind")
        row = {
            "doc": doc,
            "raw": quote,
            "number": number,
            "value": value,
            "unit": unit,
            "qualifier": keys.get("q")
            or (qualifier(number, quote[:at], quote[at + len(number) :] + after) if number else "exact"),
            "metric": metric,
            "detail": keys.get("d"),
            "period": keys.get("p", "stock" if kind == "stock" else "year"),
            "role": keys.get("r", "actual"),
        }
        if "change" in keys:
            row |= {"change": True, "sign": keys["change"]}
        if claim := _claim(row, keys):
            row["claim"] = claim
        if "accept" in keys:
            row["accept"] = keys["accept"].replace(",", "|").split("|")
            if (
                metric != "none" and "none" in row["accept"]
            ):  # to name no metric is no mistake either: gold asks for none
                row["accept"] = [metric, *(m for m in row["accept"] if m != "none")]
                row["metric"] = "none"
        if "category" in keys:
            row["category"] = keys["category"]
        rows.append(row)
    return rows


def _claim(row: dict, keys: dict[str, str]) -> dict | None:
    """The stated change that a marked figure tells, or is the later figure of; None for any other figure."""
    said = {"from": float(keys["from"]) if "from" in keys else None, "to": float(keys["to"]) if "to" in keys else None}
    if "change" in keys:
        how = {"percent": "percent", "pct_point": "points"}.get(row["unit"], "absolute")
        size = row["value"]
        metric = (row["detail"] or "").removeprefix("同比:")
    elif "pair" in keys:
        said = {"from": float(keys["pair"]), "to": row["value"]}
        how, metric = ("points" if row["unit"] == "percent" else "absolute"), row["metric"]
        size = round(abs(said["to"] - said["from"]), 6)
    else:
        return None
    sign = keys.get("change", "+" if (said["to"] or 0) >= (said["from"] or 0) else "-")
    verdict = keys.get("verdict", "unverifiable")
    return {"of": metric, "sign": sign, "size": size, "as": keys.get("as", how), **said, "verdict": verdict}


class Damage:
    """Text under damage, with the new place of every old character: `at[i]` start, `end[i]` end of character i."""

    def __init__(self, text: str):
        self.cells = list(text)

    def traditional(self) -> None:
        """Machine conversion to traditional script, as anti-copying mirrors serve it; must keep the length."""
        from opencc import OpenCC

        turned = OpenCC("s2t").convert("".join(self.cells))
        if len(turned) != len(self.cells):
            raise SystemExit("conversion changed the length")
        self.cells = list(turned)

    def pinyin(self) -> None:
        """Pinyin in brackets after some characters."""
        self.cells = [f"{c}({PINYIN[c]})" if c in PINYIN else c for c in self.cells]

    def commas(self) -> None:
        """Doubled and misplaced commas, one form after another in turn."""
        turn = 0
        for i, c in enumerate(self.cells):
            if c in "，。、":
                turn += 1
                self.cells[i] = {
                    "，": (",", ",,")[turn % 2],
                    "。": ("。", ",。")[turn % 3 == 0],
                    "、": ("、", ",、")[turn % 4 == 0],
                }[c]

    def halfwidth(self) -> None:
        """Half-width commas and brackets."""
        self.cells = [{"，": ",", "（": "(", "）": ")", "：": ":", "；": ";"}.get(c, c) for c in self.cells]

    def fullwidth(self) -> None:
        """Every third run of digits in full-width forms."""
        runs = 0
        for i, c in enumerate(self.cells):
            if c.isascii() and c.isdigit():
                runs += not (i and self.cells[i - 1][-1].isdigit())
                if runs % 3 == 0:
                    self.cells[i] = chr(ord(c) - ord("0") + ord("０"))

    def ocr_spaces(self) -> None:
        """A space after every third digit run's first digit, and no-break spaces at line ends."""
        runs = 0
        for i in range(1, len(self.cells)):
            if self.cells[i].isdigit() and self.cells[i - 1].isdigit() and not (i > 1 and self.cells[i - 2].isdigit()):
                runs += 1
                if runs % 3 == 0:
                    self.cells[i - 1] += " "
            if self.cells[i] == "\n":
                self.cells[i] = "\u00a0\n"


class Mark(NamedTuple):
    """A figure or heading of the clean text: its span there, its markup, and the few characters that follow it."""

    start: int
    end: int
    markup: re.Match[str]
    after: str


def _head_and_body(doc: str, annotated: str) -> tuple[dict[str, str], list[dict], str]:
    """The `#` lines at the head by their key, the gold rows of told contradictions, and the marked text below."""
    heads: dict[str, str] = {}
    inconsistencies: list[dict] = []
    lines = annotated.split("\n")
    while lines and lines[0].startswith("#"):
        key, _, rest = lines.pop(0)[1:].partition(" ")
        if key == "inconsistency":
            inconsistencies.append({"doc": doc, key: rest})
        elif key == "finding":
            inconsistencies.append({"doc": doc, "finding": json.loads(rest)})
        else:
            heads[key] = rest
    return heads, inconsistencies, "\n".join(lines).strip("\n") + "\n"


def _unmark(doc: str, marked: str) -> tuple[str, list[Mark]]:
    """The clean text and where its figures and heading titles stand."""
    text, marks, last = "", [], 0
    for m in MARK.finditer(marked):
        text += marked[last : m.start()]
        if m["quote"] is None and m["marker"] != "-":
            text += m["marker"]
        inner = m["title"] if m["quote"] is None else m["quote"]
        after = "" if m["quote"] is None else marked[m.end() : m.end() + 4]
        marks.append(Mark(len(text), len(text) + len(inner), m, after))
        text += inner
        last = m.end()
    text += marked[last:]
    if left := re.search("[⟦⟧⟪⟫]", text):
        raise SystemExit(f"{doc}: unread markup near {text[max(0, left.start() - 20) :][:60]!r}")
    return text, marks


def _heading(markup: re.Match[str]) -> dict:
    """A heading as gold gives it: a marker `-` was lost, a theme `-` is none."""
    is_inferred = markup["marker"] == "-"
    heading = {
        "level": int(markup["level"]),
        "marker": None if is_inferred else markup["marker"],
        "title": markup["title"],
        "theme": None if markup["theme"] == "-" else markup["theme"],
    }
    return heading | ({"inferred": True} if is_inferred else {})


def convert(path: Path, metrics: dict) -> tuple[str, list[dict], dict[str, dict]]:
    """The report text, the gold rows of one annotated file, and where its marks with an id stand, for findings."""
    doc = path.stem
    heads, told, marked = _head_and_body(doc, path.read_text("utf-8"))
    text, marks = _unmark(doc, marked)
    damage = Damage(text)
    for kind in heads.get("damage", "").split():
        getattr(damage, kind)()
    facts, claims, places = [], [], {}
    for start, end, m, after in marks:
        if m["quote"] is None:
            continue
        span = [len("".join(damage.cells[:start])), len("".join(damage.cells[:end]))]
        where = {"raw": "".join(damage.cells[start:end]), "span": span}
        if named := re.search(r"(?<=;)\s*id=(\w+)", m["spec"]):
            places[named[1]] = where
        if m["spec"].startswith("-"):
            continue
        for row in gold_objects(doc, m["quote"], m["spec"], after, metrics):
            at = start + m["quote"].rfind(row["number"]) if row["number"] else start
            row["raw"] = where["raw"].strip()
            row["number"] = "".join(damage.cells[at : at + len(row["number"])]).strip()
            if claim := row.pop("claim", None):
                claims.append({"doc": doc, "claim": claim | where})
            facts.append(row)
    rows = [
        {"doc": doc, "meta": json.loads(heads["meta"])},
        {"doc": doc, "outline": [_heading(mark.markup) for mark in marks if mark.markup["quote"] is None]},
        *facts,
        *claims,
        {"doc": doc, "distractors": heads.get("distractors", "").split()},
        *told,
    ]
    return "".join(damage.cells), rows, places


def _point_out(row: dict, places: dict[str, dict[str, dict]]) -> None:
    """Puts spans in place of the ids that a finding names; ends with a sentence where there is no such mark."""
    doc, finding = row["doc"], row["finding"]
    for key, prefix in (("at", ""), ("other", "other_")):
        named = finding.pop(key, None)
        if named is None:
            continue
        whose, _, mark = named.rpartition(":")
        whose = whose or doc
        if mark not in places.get(whose, {}):
            raise SystemExit(f"{doc}: no mark with id={mark} in {whose}")
        finding |= {prefix + name: value for name, value in places[whose][mark].items()}
        if prefix:
            finding["other_doc"] = whose


def strip(annotated: list[Path], folder: Path) -> int:
    """Writes the clean texts for a second reader, who must see neither marks nor gold."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in annotated:
        _, _, marked = _head_and_body(path.stem, path.read_text("utf-8"))
        (folder / f"{path.stem}.txt").write_text(_unmark(path.stem, marked)[0], "utf-8")
    return 0


def main() -> int:
    """Writes the texts and their gold as the command line says; what is wrong in a file ends it with a sentence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strip", type=Path, help="only write the texts without marks into this folder, undamaged")
    parser.add_argument("annotated", nargs="+", type=Path)
    parser.add_argument("--reports", type=Path, help="folder for the texts; meta may carry a `folder` below it")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--metrics", type=Path, default=Path(__file__).parents[2] / "seeds" / "metrics.yaml")
    args = parser.parse_args()
    if args.strip:
        return strip(args.annotated, args.strip)
    if not (args.reports and args.gold):
        parser.error("--reports and --gold say where to write")
    metrics = yaml.safe_load(args.metrics.read_text("utf-8"))["metrics"]
    out: list[dict] = []
    places: dict[str, dict[str, dict]] = {}
    for path in args.annotated:
        text, rows, places[path.stem] = convert(path, metrics)
        folder = args.reports / rows[0]["meta"].pop("folder", "")
        folder.mkdir(parents=True, exist_ok=True)
        encoding = rows[0]["meta"].pop("encoding", "utf-8")
        (folder / f"{path.stem}.txt").write_bytes(text.encode(encoding))
        out += rows
        print(f"{path.stem}: {len(text)} characters, {sum('metric' in r for r in rows)} gold facts", file=sys.stderr)
    for row in out:
        if "finding" in row:
            _point_out(row, places)
    args.gold.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in out), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
