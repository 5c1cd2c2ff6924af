"""How the font of the charts was made: a subset of Noto Sans CJK SC with the characters of GBK.

Belongs here: the recipe, for whoever renews the font: `python -m warehouse.charts.font_subset NotoSansCJK-Regular.ttc`.
Does not belong here: anything that runs when a chart is drawn (`outlines.py` reads the finished file).

Why a subset of our own: no package on PyPI that was looked at (November 2026) would do. mplfonts (85 MB) and
chineseize-matplotlib carry SimHei, which may not be passed on; notojp-matplotlib (14 MB) draws Japanese forms; of
noto-cjk the package with the simplified font could not be had. Why GBK (21,886 characters, 5.0 MB) and not GB2312
(7,546, 1.5 MB): names of townships are full of characters outside GB2312 (垞, 埗, 堽, 喆), and a chart with a box in
its title is no use to that township.

The licence, SIL OFL 1.1, allows it: `fonts/OFL.txt` goes along, the name reserved by Adobe is not used, and the family
has a name of its own so that it is never mistaken for a font of the machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from warehouse.charts.outlines import FAMILY, FONT_FILE

SOURCE_FAMILY = "Noto Sans CJK SC"
# Beside GBK: the minus sign of negative numbers.
EXTRA = "\u2212\u00a0≠"
FAMILY_RECORDS = {1: FAMILY, 3: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", ""), 16: FAMILY}
KEPT_RECORDS = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]


def gbk_characters() -> set[int]:
    """The code points that GBK can write, ASCII included."""
    found = set(range(0x20, 0x7F))
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            text = bytes((lead, trail)).decode("gbk", errors="ignore")
            if len(text) == 1 and ord(text) > 0x7F:
                found.add(ord(text))
    return found


def make_subset(source: Path, target: Path) -> int:
    """Write the subset of the collection `source` to `target`. Returns its number of characters."""
    font = next(f for f in TTCollection(source).fonts if f["name"].getDebugName(1) == SOURCE_FAMILY)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=False)
    options.name_IDs = KEPT_RECORDS
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "GSUB", "GPOS", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=gbk_characters() | {ord(c) for c in EXTRA})
    cutter.subset(font)
    _rename(font)
    font["head"].modified = font["head"].created  # the same source gives the same bytes
    font.recalcTimestamp = False
    font.save(target)
    return len(font.getBestCmap())


def _rename(font: TTFont) -> None:
    for record in font["name"].names:
        if record.nameID in FAMILY_RECORDS:
            record.string = FAMILY_RECORDS[record.nameID]


if __name__ == "__main__":
    print(make_subset(Path(sys.argv[1]), FONT_FILE), FONT_FILE)
