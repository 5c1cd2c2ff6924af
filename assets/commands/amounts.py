"""Amounts for the eye.

Belongs here: how a size reads. Does not belong here: figures of reports (`console.py`, `metrics_view.py`).
"""

from __future__ import annotations


def size(size_bytes: int) -> str:
    """A size for the eye.

    >>> size(812), size(3_450_000)
    ('812 B', '3.5 MB')
    """
    if size_bytes < 1000:
        return f"{size_bytes} B"
    value = size_bytes / 1000
    for unit in ("kB", "MB"):
        if value < 1000:
            return f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"
