"""The list of files: which text becomes which file, how it is written, and what a perfect reader would say of it.

Belongs here: reading `catalogue.yaml`, `sites.yaml` and `lookalikes.yaml` into jobs, and the expectations of each file.
Does not belong here: writing files (`make.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from article import Article, parse
from editions import Edition

HERE = Path(__file__).parent
# What a format can carry of a report's metadata beside the text itself; HTML says it by layout (layouts/prints.yaml).
LETTERHEADS = {"letterhead": {"document_number": True, "issuer": True}}
PRINTED_PAGE = {"printed_page": {"published_on": True, "source_name": True, "url": True}}


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make: its path, its text, the values printed around it, and the row of the catalogue."""

    path: str
    article: Article
    values: dict[str, Any]
    row: dict[str, Any]
    edition: Edition | None

    @property
    def suffix(self) -> str:
        """The ending of the file's name."""
        return self.path.rsplit(".", 1)[1]

    @property
    def kind(self) -> str:
        """How it is written: a layout, or a function of the format's module."""
        return str(self.row.get("kind", "plain"))


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text("utf-8"))


def _lookalikes() -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for key, value in _read("lookalikes.yaml").items():
        name, _, part = key.partition(".")
        if part:
            rows[name][part] = value
        else:
            rows[name] = value
    return rows


def _values(site: dict[str, Any], row: dict[str, Any], path: str) -> dict[str, Any]:
    """What the page prints around the text: the site's own, then what the row says."""
    values = dict(site) | {key: row[key] for key in site if key in row}
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    day = str(values["published"]).replace("-", "")
    values["url"] = row.get(
        "url", f"http://{values['domain']}/zwgk/{day[:6]}/t{day}_{sum(stem.encode()) * 37 % 900000}.html"
    )
    values["views"] = sum(stem.encode()) % 4000 + 17
    return values


def _job(path: str, row: dict[str, Any], editions: dict[str, Edition], lookalikes: dict[str, Any]) -> Job:
    sites = _read("sites.yaml")
    if row["of"] in lookalikes:
        text = lookalikes[row["of"]]
        own = {key: value for key, value in text.items() if key != "text"}
        site = sites[text["site"]] | {"place": text["place"] or sites[text["site"]]["place"]}
        about = {key: value for key, value in own.items() if key not in ("site", "place")} | row
        merged = {"is_report": text["genre"] == "report"} | own | row
        return Job(path, parse(text.get("text", "")), _values(site, about, path), merged, None)
    edition = editions[row["of"]]
    site = sites.get(edition.id) or sites[edition.source]
    article = parse(edition.text)
    if "title" in row:
        article = article.retitled(row["title"])
    return Job(path, article, _values(site, row, path), {"genre": "report", "is_report": True} | row, edition)


def jobs(editions: dict[str, Edition]) -> list[Job]:
    """All files that are made of one text, members of archives (`archive!member`) after the others."""
    read, lookalikes = _read("catalogue.yaml"), _lookalikes()
    rows = list(read["files"].items())
    rows += [(f"{name}!{member}", row) for name, a in read["archives"].items() for member, row in a["members"].items()]
    return [_job(path, row, editions, lookalikes) for path, row in rows]


def archives() -> dict[str, dict[str, Any]]:
    """The archives: how names are written, noise (name → hexadecimal bytes) and members."""
    return _read("catalogue.yaml")["archives"]


def _printed(job: Job) -> dict[str, bool]:
    """Which metadata the file prints outside the report's own text."""
    if job.row.get("html"):
        return {}
    layout = job.row.get("layout")
    if layout:
        prints = _read("layouts/prints.yaml")[layout]
        return prints | {"url": True} if job.suffix in ("mht", "mhtml") else prints
    return (LETTERHEADS | PRINTED_PAGE).get(job.kind, {})


def _identity(job: Job) -> dict[str, Any]:
    if job.edition:
        meta = job.edition.meta
        return {key: meta[key] for key in ("place", "county", "city", "province", "year", "script")} | {
            "level": meta["place_level"]
        }
    names = {"place": job.row["place"], "county": job.values["county"] if job.row["place"] else None}
    return names | {
        "city": None,
        "province": job.row.get("province"),
        "year": job.row["year"],
        "script": "simplified",
        "level": job.row["level"],
    }


def _signature_day(job: Job) -> str | None:
    dates = [b.text for b in job.article.blocks if b.kind == "date"]
    if not dates:
        return None
    year, month, day = (int(part) for part in dates[-1].rstrip("日").replace("年", " ").replace("月", " ").split())
    return f"{year}-{month:02}-{day:02}"


def expected(job: Job) -> dict[str, Any]:
    """What a perfect reader would say of the file; `duplicate_of` is filled in by `make.py`, which knows all files."""
    prints, row, values = _printed(job), job.row, job.values
    from_page = str(values["published"]) if prints.get("published_on") else None
    return {
        "file": job.path.partition("!")[0],
        "member": job.path.partition("!")[2] or None,
        "format": row.get("format", {"htm": "html", "mhtml": "mht"}.get(job.suffix, job.suffix)),
        "charset": row.get("charset"),
        "declared_charset": row.get("declared"),
        "layout": row.get("layout") or (job.kind if job.suffix != "txt" and not row.get("html") else None),
        "body": row.get("body"),
        "source": job.edition.source if job.edition else None,
        "gold": job.edition.id if job.edition else None,
        "genre": row["genre"],
        "is_report": row["is_report"],
        **_identity(job),
        "title": job.article.title or None,
        "issuer": values["issuer"] if prints.get("issuer") else None,
        "document_number": (values["number"] or None) if prints.get("document_number") else None,
        "source_name": values["source_name"] if prints.get("source_name") else None,
        "published_on": from_page or _signature_day(job),
        "published_basis": "page" if from_page else "signature" if _signature_day(job) else None,
        "url": values["url"] if prints.get("url") else None,
        "duplicate_of": None,
        "duplicate_kind": None,
        "notes": row.get("notes", ""),
    }
