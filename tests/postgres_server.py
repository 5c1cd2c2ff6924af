"""A PostgreSQL server for tests: started on a socket in a folder of its own, ended and removed with it.

Belongs here: finding, starting and ending it. Does not belong here: a test.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The server refuses to run as root; tests in a container often do.
UNPRIVILEGED = "nobody"
START_SECONDS = 60
# The folder goes away with the server: nothing of it has to reach the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=16MB"


def server_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: from PATH, or where Debian's package has them; None where there is none."""
    on_path = shutil.which("pg_ctl")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def _as_user() -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def postgres_server(programs: Path) -> Iterator[str]:
    """The address of a server without a password on a socket, for the length of the block."""
    # Not below pytest's folder, which is closed to other users and too long for the name of a socket.
    folder = Path(tempfile.mkdtemp(prefix="fazhi-pg-"))
    user = _as_user()
    try:
        if user:
            os.chown(folder, int(str(user["user"])), int(str(user["group"])))

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", str(folder / "data"), *arguments]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=START_SECONDS, **user)

        run("initdb", "--username=fazhi", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C")
        options = f"-k {folder} -c listen_addresses='' {FAST}"
        run("pg_ctl", "-w", "-t", str(START_SECONDS), "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://fazhi@/postgres?unix_sock={folder}/.s.PGSQL.5432"
        finally:
            run("pg_ctl", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
