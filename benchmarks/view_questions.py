"""What an analyst asks the views, each question with its SQL.

Belongs here: the questions, and the place, county and fact of a file that they are about. Does not belong here: timing
them (`views.py`, `view_clock.py`).

Every view is asked, mostly by place, and where that makes sense by metric, year or county too.
"""

from __future__ import annotations

import duckdb

# Stated by nearly every place, so that no question about it is small.
METRIC = "disputes.mediated"
YEAR = 2022

QUESTIONS: dict[str, str] = {
    "one place's series, by name": "from series where place = '{name}' order by metric_id, category, year",
    "one place's series, by id": "from series where place_id = '{place_id}' order by metric_id, category, year",
    "one metric over all places": "select place, year, value, gap, change from series"
    " where metric_id = '{metric}' and category = '' order by place_id, year",
    "one metric in one year, largest first": "select place, value from series"
    " where metric_id = '{metric}' and category = '' and year = {year} order by value desc limit 50",
    "largest changes of one metric": "select place_id, year, change, cautions from year_over_year"
    " where metric_id = '{metric}' and category = '' and status = 'compared' order by abs(change) desc limit 50",
    "evidence of one fact": "from evidence where fact_id = '{fact_id}'",
    "evidence of one place and metric": "from evidence where place = '{name}' and metric_id = '{own_metric}'",
    "evidence of one metric in one year": "select place, value, raw_span, sentence from evidence"
    " where metric_id = '{metric}' and category = '' and year = {year}",
    "evidence of one report": "from evidence where report_id = '{report_id}'",
    "facts_wide of one year": "from facts_wide where year = {year}",
    "facts_wide of one county": "from facts_wide where county = '{county}'",
    "metric_coverage of one place": "from metric_coverage where place_id = '{place_id}'",
    "metric_coverage of one metric": "select year, status, count(*) from metric_coverage"
    " where metric_id = '{metric}' group by all",
    "metric_coverage of one metric, every place": "from metric_coverage where metric_id = '{metric}' and year = {year}",
    "metric_coverage of one year, all metrics": "select metric_id, status, count(*) from metric_coverage"
    " where year = {year} group by all",
    "report_quality of one county": "from report_quality where county = '{county}'",
    "report_quality of one year": "from report_quality where year = {year} order by unclassified_percent desc limit 50",
    "doubts of one place": "from finding_passages where place = '{name}'",
    "doubts of one county": "from finding_passages where county = '{county}'",
    "claims of one place": "from stated_change_passages where place = '{name}'",
    "contradicted claims of one metric": "select place, year, claim, computed from stated_change_passages"
    " where metric_id = '{metric}' and verdict = 'contradicts'",
    "problems of one place": "from problem_passages where place = '{name}'",
    "problems of one county": "from problem_passages where county = '{county}'",
    "carried sentences of one place": "from reuse_passages where place = '{name}'",
    "most copied reports of one year": "from reuse_reports where year = {year} order by carried_percent desc limit 50",
    "peers of one place": "from peer_comparisons where place_id = '{place_id}'",
    "totals of one metric by county": "from area_totals where metric_id = '{metric}' and category = ''"
    " and area_level = 'county'",
    "promises of one county": "select t.* from target_outcomes as t join places using (place_id)"
    " where county = '{county}'",
    "digest of one place": "select s.* from digest_sentences as s join digests using (report_id)"
    " where place_id = '{place_id}' order by year, ordinal",
    "missing reports of one year": "from coverage where year = {year} and status <> 'report'",
}


def questions_for(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The questions about a place in the middle of this file, and a fact of it."""
    ((name, place_id, county),) = con.execute(
        "select name, place_id, county from places semi join reports using (place_id)"
        " order by place_id limit 1 offset (select count(distinct place_id) // 2 from reports)"
    ).fetchall()
    ((fact_id, report_id, own_metric),) = con.execute(
        "select fact_id, report_id, metric_id from yearly_values where place_id = ? order by metric_id, year limit 1",
        [place_id],
    ).fetchall()
    about = {
        "name": name,
        "place_id": place_id,
        "county": county,
        "fact_id": fact_id,
        "report_id": report_id,
        "own_metric": own_metric,
        "metric": METRIC,
        "year": YEAR,
    }
    return {question: query.format(**about) for question, query in QUESTIONS.items()}
