"""The end of a run whose checks keep the file from being published, in a sentence.

Belongs here: failing with the reason. Does not belong here: the checks (`checks.py`), their rows.
"""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

from warehouse.check_results import CheckResult

# Under this name a failed check tells what to do.
REMEDY = "怎么办"
# The page of a run shows the beginning of what it failed of; the page of the checks shows them all.
MOST_TOLD = 3


def require_passed(results: Iterable[CheckResult], shown_at: dg.AssetKey) -> None:
    """Raise Failure where a blocking check failed; `shown_at`: the asset on whose page its rows are.

    Call it when all results were handed to Dagster. It would end the step too, but its page would begin with a class
    name of Dagster's and say no more than the name of the check.
    """
    failed = [result for result in results if result.blocking and not result.passed]
    if failed:
        named = [f"{result.name}（{result.message_zh}：{result.bad_count} 处）" for result in failed[:MOST_TOLD]]
        more = f"等 {len(failed)} 项" if len(failed) > MOST_TOLD else ""
        where = f"出错的行见资产 {shown_at.to_user_string()} 的 Checks 页"
        raise dg.Failure(
            description=f"数据检查未通过，未发布，原来的数据库未动：{'；'.join(named)}{more}。{where}",
            allow_retries=False,
        )
