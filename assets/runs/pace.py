"""How often the sensor looks into the corpus: half a minute, or what the environment says.

Belongs here: reading that setting. Does not belong here: what the sensor does when it looks (`sensors.py`).
"""

from __future__ import annotations

import os

from assets.errors import SettingError

# A folder behind a slow network is better asked less often; a test is in a hurry.
SENSOR_SECONDS_VARIABLE = "FAZHI_SENSOR_SECONDS"
DEFAULT_SENSOR_SECONDS = 30


def sensor_seconds() -> int:
    """Seconds from one look to the next; raises SettingError where the environment names no whole number above 0."""
    said = os.environ.get(SENSOR_SECONDS_VARIABLE, "")
    if said and not (said.isascii() and said.isdecimal() and int(said) > 0):
        raise SettingError(f"环境变量 {SENSOR_SECONDS_VARIABLE} 应为大于 0 的整数（秒），现为 {said!r}")
    return int(said or DEFAULT_SENSOR_SECONDS)
