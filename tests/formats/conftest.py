"""Keeps pytest from importing the modules that make the corpus: they need libraries that the project itself does not.

Belongs here: what is collected in this folder. Does not belong here: fixtures.
"""

from pathlib import Path

HERE = Path(__file__).parent
collect_ignore = [path.name for path in HERE.glob("*.py") if not path.name.startswith(("test_", "conftest"))]
