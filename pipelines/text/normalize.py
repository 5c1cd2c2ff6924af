"""From the text layer to the body: markup and page chrome set aside, the repairs in their order, one offset map.

Belongs here: the order of the steps and the bookkeeping of what they cut. Does not belong here: what a repair does
(`repairs.py`, `layout.py`, `script.py`) or what page chrome is (`page.py`, `markup.py`).

The order, and why: markup first, since its tags stand inside words and numbers; then single characters (line ends,
invisible ones, radicals) and pinyin, so that words are whole; then the script, so that all later rules are written in
simplified characters only; then page chrome, whose lines are recognised in that form; then lines, spaces, punctuation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import ne

from pipelines.records import Furniture, Normalized, OffsetMap
from pipelines.text import markup, page, script
from pipelines.text.layout import Span
from pipelines.text.repairs import REPAIRS, Mending, Repair, remove

#: The first repair that works on lines, and so comes after page chrome is gone.
_FIRST_AFTER_CHROME = [repair.name for repair in REPAIRS].index("fullwidth_alphanumerics")
CHARACTER_REPAIRS = REPAIRS[:_FIRST_AFTER_CHROME]
BODY_REPAIRS = REPAIRS[_FIRST_AFTER_CHROME:]


class Draft:
    """A text under repair with its offset map, as the runs of raw text that it still holds.

    `cut` composes a new list of cuts with all earlier ones in one walk over runs and cuts, so the cost is that of the
    damage, not of the text.

    >>> draft = Draft("發(fā)展,,好")
    >>> draft.cut([(1, 5)], owned=True)
    >>> draft.cut([(2, 3)])
    >>> draft.text, draft.offsets().raw_span(0, 1), draft.offsets().raw_span(1, 3)
    ('發展,好', (0, 5), (5, 8))
    """

    def __init__(self, raw_text: str):
        self.text = raw_text
        is_empty = not raw_text
        self._text_starts: list[int] = [] if is_empty else [0]
        self._raw_starts: list[int] = [] if is_empty else [0]
        self._raw_ends: list[int] = [] if is_empty else [len(raw_text)]

    def offsets(self) -> OffsetMap:
        """The map from the text as it stands to the raw text."""
        return OffsetMap(tuple(self._text_starts), tuple(self._raw_starts), tuple(self._raw_ends), len(self.text))

    def replace(self, text: str) -> None:
        """Another text of the same length: characters replaced one for one."""
        if len(text) != len(self.text):
            raise ValueError(f"a replacement must keep the length: {len(text)} characters for {len(self.text)}")
        self.text = text

    def cut(self, cuts: Sequence[Span], owned: bool = False) -> None:
        """Remove sorted, disjoint spans of the current text; `owned`: what is cut belongs to the character before."""
        if not cuts:
            return
        text_starts: list[int] = []
        raw_starts: list[int] = []
        raw_ends: list[int] = []
        length = 0
        pending = 0
        for i, text_start in enumerate(self._text_starts):
            run_end = self._text_starts[i + 1] if i + 1 < len(self._text_starts) else len(self.text)
            shift = self._raw_starts[i] - text_start
            position = text_start
            while pending < len(cuts) and cuts[pending][0] < run_end:
                start, end = cuts[pending]
                if start > position:
                    text_starts.append(length)
                    raw_starts.append(position + shift)
                    raw_ends.append(start + shift)
                    length += start - position
                position = min(end, run_end)
                if owned and raw_ends:
                    raw_ends[-1] = self._raw_ends[i] if position == run_end else position + shift
                if end > run_end:
                    break
                pending += 1
            if position < run_end:
                text_starts.append(length)
                raw_starts.append(position + shift)
                raw_ends.append(self._raw_ends[i])
                length += run_end - position
        self._text_starts, self._raw_starts, self._raw_ends = text_starts, raw_starts, raw_ends
        self.text = remove(self.text, cuts)


def normalize(raw_text: str, set_aside: Sequence[Furniture] = ()) -> Normalized:
    """The body of a report: simplified characters, one form of punctuation, one line end between paragraphs.

    `set_aside`: whole lines that the document itself marks as none of its text, sorted and disjoint.

    Page chrome lies in `furniture` (raw offsets); every other digit of `raw_text` is in the text, in its order.

    >>> normalize("一,、鎮(zhèn)調(diào)解  糾紛3 6 件,,辦結(jié)率達(dá)１００％。\\r\\n").text
    '一、镇调解纠纷36件，办结率达100%。'
    """
    draft = Draft(raw_text)
    repairs: dict[str, int] = {}
    draft.cut([(item.raw_start, item.raw_end) for item in set_aside])
    tags = _set_markup_aside(draft, repairs)
    for repair in CHARACTER_REPAIRS:
        _apply(draft, repair, repairs)
    text_script = _convert_script(draft, repairs)
    chrome = _set_chrome_aside(draft, repairs)
    for repair in BODY_REPAIRS:
        _apply(draft, repair, repairs)
    furniture = _disjoint(set_aside, _disjoint(tags, chrome))
    return Normalized(draft.text, draft.offsets(), text_script, furniture, tuple(repairs.items()))


def _disjoint(tags: Sequence[Furniture], chrome: Sequence[Furniture]) -> tuple[Furniture, ...]:
    """Both kinds in their order, without the tags that a span of chrome holds."""
    if not tags:
        return tuple(chrome)
    starts = [item.raw_start for item in chrome]
    outer = []
    for tag in tags:
        i = bisect_right(starts, tag.raw_start) - 1
        if i < 0 or tag.raw_start >= chrome[i].raw_end:
            outer.append(tag)
    return tuple(sorted([*outer, *chrome], key=lambda item: item.raw_start))


def _apply(draft: Draft, repair: Repair, repairs: dict[str, int]) -> None:
    mending = repair.apply(draft.text)
    if mending is not None:
        _commit(draft, mending, repair.name, repairs, repair.owned)


def _commit(draft: Draft, mending: Mending, name: str, repairs: dict[str, int], owned: bool = False) -> None:
    repairs[name] = mending.changes
    draft.replace(mending.text)
    draft.cut(mending.cuts, owned)


def _set_markup_aside(draft: Draft, repairs: dict[str, int]) -> list[Furniture]:
    mending = markup.strip(draft.text)
    if mending is None:
        return []
    before = draft.offsets()
    _commit(draft, mending, "markup", repairs)
    return [Furniture("markup", *before.raw_span(start, end)) for start, end in mending.cuts]


def _convert_script(draft: Draft, repairs: dict[str, int]) -> str:
    text_script = script.detect_script(draft.text)
    if text_script == "traditional":
        converted = script.to_simplified(draft.text)
    elif text_script == "mixed":
        converted = script.to_simplified_where_traditional(draft.text)
    else:
        return text_script
    changed = sum(map(ne, draft.text, converted))
    _commit(draft, Mending(converted, replacements=changed), "traditional_script", repairs)
    return text_script


def _set_chrome_aside(draft: Draft, repairs: dict[str, int]) -> list[Furniture]:
    chrome = page.find_furniture(draft.text)
    if not chrome:
        return []
    offsets = draft.offsets()
    in_raw = [Furniture(item.kind, *offsets.raw_span(item.raw_start, item.raw_end)) for item in chrome]
    repairs["page_furniture"] = len(chrome)
    draft.replace(_with_line_ends_before(draft.text, chrome))
    draft.cut([(item.raw_start, item.raw_end) for item in chrome])
    return in_raw


def _with_line_ends_before(text: str, chrome: Sequence[Furniture]) -> str:
    """Where chrome stood in mid-line, the space before it becomes the line end that the page had there."""
    inline = [item.raw_start - 1 for item in chrome if item.raw_start and text[item.raw_start - 1] in " \t"]
    # Margins before chrome that fills its line are no place for a line end.
    inline = [i for i in inline if text[text.rfind("\n", 0, i) + 1 : i].strip()]
    if not inline:
        return text
    characters = list(text)
    for i in inline:
        characters[i] = "\n"
    return "".join(characters)
