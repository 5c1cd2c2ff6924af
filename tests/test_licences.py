"""What the pinned packages are licensed under, and that the page on it is current."""

from __future__ import annotations

import pytest
from licences import DOCUMENT, Licence, licences, page


def test_no_dependency_binds_the_users_own_code() -> None:
    assert [one for one in licences() if not one.is_free] == []


def test_the_page_is_current() -> None:
    assert DOCUMENT.read_text("utf-8") == page(), "run python tests/licences.py"


@pytest.mark.parametrize(
    ("words", "is_free"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("BSD License; Apache Software License", True),
        ("MPL-2.0 AND MIT", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND AGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("not stated", False),
    ],
)
def test_which_licences_are_free(words: str, is_free: bool) -> None:
    assert Licence("p", "1", words).is_free is is_free
