"""Makes the corpus of formats: `files/`, `gold.jsonl` and `expected.jsonl`, from the annotated reports in `sources/`.

    FORMATS_FONT=wqy-microhei.ttc python tests/formats/make.py            all but what LibreOffice writes
    FORMATS_FONT=wqy-microhei.ttc python tests/formats/make.py --office   those too

How a file's text is related to the gold's text: every file prints the characters of its edition's text (`gold` names
the edition in `gold.jsonl`) in the same order, white space aside; so a quote of the gold (`raw`) is found in what a
reader gives by comparing characters without white space. Beside white space a reader may leave or drop `|` and tabs
between cells of a table (a quote never spans two cells), invisible format characters inside numbers (body `invisible`),
and what furniture stands between two pages of a PDF, which a good reader drops. Titles that a site gave itself
(`title` in the expectations) replace the edition's title line, which holds no quote. In DOCX `numbered` the headings'
markers exist only as numbering, in DOCX `tracked` old numbers stand in deleted runs: the finished text is the gold's.
Editions with other digits or another script (`f`, `m`, `t`) have gold of their own with quotes as printed.

Belongs here: writing the files, and what needs all of them (who is a republication of whom). Does not belong here:
which files there are (`catalogue.yaml`), how one is written (`pages.py`, `word.py`, `rtf.py`, `pdf.py`, `office.py`).
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

import catalogue
import editions
import office
import openpyxl
import pages
import pdf
import rtf
import word
import yaml
from catalogue import Job
from package import packed, repacked

FILES = catalogue.HERE / "files"


def _text(job: Job) -> bytes:
    mark = "\ufeff" if job.row.get("bom") else ""
    return (mark + job.article.text().replace("\n", job.row.get("newline", "\n"))).encode(job.row["charset"])


def _page(job: Job) -> bytes:
    if markup := job.row.get("html"):
        return str(markup).encode("utf-8")
    row = job.row
    kind = pages.PageKind(
        row["layout"],
        row["body"],
        row["charset"],
        row["declared"],
        row.get("bom", False),
        row.get("title_in_body", False),
    )
    return pages.encoded(pages.page_text(kind, job.article, job.values, job.path), kind)


def _saved(job: Job) -> bytes:
    return pages.saved_page(_page(job), job.values["url"], job.row["declared"], job.row["transfer"])


def _sheet(job: Job) -> bytes:
    """A spreadsheet of links: number, title, date, address."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["序号", "标题", "发布日期", "链接"])
    rows = [b.text for b in job.article.blocks if " " in b.text]
    for i, line in enumerate(rows, 1):
        title, _, day = line.rpartition(" ")
        sheet.append([i, title, day, f"http://{job.values['domain']}/xxgk/{i}.html"])
    buffer = io.BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue(), (rb"(?<=W3CDTF\">)\d{4}-[^<]+", b"2024-01-18T09:30:00Z"))


def written(job: Job) -> bytes:
    """The bytes of a file that is made of one text."""
    suffix = job.row.get("written_as", job.suffix)
    if job.row.get("office"):
        return office.converted(word.KINDS[job.kind](job.article, job.values), suffix)
    if suffix in ("html", "htm"):
        return _page(job)
    if suffix in ("mht", "mhtml"):
        return _saved(job)
    if suffix == "txt":
        return _text(job)
    if suffix == "xlsx":
        return _sheet(job)
    module: Any = {"docx": word, "rtf": rtf, "pdf": pdf}[suffix]
    return module.KINDS[job.kind](job.article, job.values)


def _put(path: str, data: bytes) -> None:
    target = FILES / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _duplicate_kind(job: Job, kinds: dict[str, str]) -> str:
    """What a file is to the first file of its source: same, other_title, other_script, edited or corrected."""
    edition = job.edition
    if edition is None:
        return "same"
    if edition.meta["script"] == "traditional":
        return "other_script"
    kind = kinds.get(edition.id, "same")
    return "other_title" if kind == "same" and "title" in job.row else kind


def _with_families(jobs: list[Job], rows: list[dict[str, Any]]) -> None:
    """Fills in who republishes whom. A family's first file is its text in UTF-8; near misses have their own."""
    kinds = {name: row["kind"] for name, row in yaml.safe_load(editions.CHANGES.read_text("utf-8")).items()}
    first: dict[str, str] = {}
    for job, row in zip(jobs, rows, strict=True):
        near_miss = kinds.get(row["gold"]) if kinds.get(row["gold"]) in ("sibling", "next_year") else None
        family = (row["gold"] if near_miss else row["source"]) or job.row["of"]
        row["family"], row["near_miss"] = family, near_miss
        row["near_miss_of"] = row["source"] if near_miss else None
        if not row["is_report"]:
            continue
        if family not in first:
            first[family] = job.path
            continue
        row["duplicate_of"] = first[family]
        row["duplicate_kind"] = "same" if near_miss else _duplicate_kind(job, kinds)
        row["supersedes"] = row["duplicate_kind"] == "corrected"


def _noise_rows() -> list[dict[str, Any]]:
    return [
        {
            "file": name,
            "member": member,
            "format": None,
            "genre": "no_text",
            "is_report": False,
            "notes": "litter of archives",
        }
        for name, archive in catalogue.archives().items()
        for member in archive["noise"]
    ]


def _lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> int:
    """Writes everything; files by LibreOffice only where asked for, since their bytes hold the time of making."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--office", action="store_true", help="also write what needs LibreOffice")
    args = parser.parse_args()
    texts = editions.load()
    jobs = catalogue.jobs(texts)
    members: dict[str, list[tuple[str, bytes]]] = {name: [] for name in catalogue.archives()}
    for job in jobs:
        archive, _, member = job.path.partition("!")
        if member:
            members[archive].append((member, written(job)))
        elif args.office or not job.row.get("office"):
            _put(job.path, written(job))
    for name, archive in catalogue.archives().items():
        noise = [(member, bytes.fromhex(data)) for member, data in archive["noise"].items()]
        _put(name, packed(noise + members[name], gbk_names=archive["gbk_names"]))
    rows = [catalogue.expected(job) for job in jobs]
    _with_families(jobs, rows)
    gold = [line for edition in texts.values() for line in edition.gold]
    (catalogue.HERE / "expected.jsonl").write_text(_lines(rows + _noise_rows()), "utf-8")
    (catalogue.HERE / "gold.jsonl").write_text(_lines(gold), "utf-8")
    print(f"{len(list(Path(FILES).rglob('*.*')))} files, {len(rows)} texts, {len(texts)} editions", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
