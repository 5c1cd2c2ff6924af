"""A legacy Word document (DOC) to its text layer, by LibreOffice where it is installed.

Belongs here: the conversion to DOCX in a folder and profile of its own, without macros or links, within a time. Does
not belong here: reading the DOCX (`docx.py`), telling Word from Excel (`kinds.py`).
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import struct
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import olefile

from pipelines.formats.docx import read_docx
from pipelines.formats.kinds import OLE_ERRORS
from pipelines.formats.packages import DAMAGED, ENCRYPTED
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings

_PROGRAMS = ("soffice", "libreoffice")
_BY_HAND = "请用 Word 或 WPS 打开后另存为 docx 再放入"
#: The second word of flags in the file information block, and its bit for encryption ([MS-DOC] 2.5.2).
_FLAGS_AT = 10
_ENCRYPTED_FLAG = 0x0100

#: LibreOffice's own switches: no macro, no active content, no link followed, nothing fetched for a document that was
#: not opened by hand. A proxy that does not exist stands behind them.
_SWITCHES = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_SWITCH = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_SWITCH.format(*switch) for switch in _SWITCHES)
    + "</oor:items>"
)


def read_doc(data: bytes, settings: Settings) -> TextLayer:
    """The text layer of a DOC file; raises `Unreadable`, without LibreOffice too, with what a clerk can do."""
    _refuse_encrypted(data)
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise Unreadable(
            "needs_conversion",
            f"旧版 Word 文档（doc）要用 LibreOffice 转换，本机没有安装；请安装 LibreOffice，或{_BY_HAND}",
        )
    with tempfile.TemporaryDirectory(prefix="fazhi-doc-") as folder:
        converted = _converted(program, Path(folder), data, settings.conversion_limit_seconds)
    return replace(read_docx(converted, settings), format="doc")


def _refuse_encrypted(data: bytes) -> None:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            head = compound.openstream("WordDocument").read(_FLAGS_AT + 2)
        flags = struct.unpack_from("<H", head, _FLAGS_AT)[0]
    except OLE_ERRORS as error:
        raise Unreadable("damaged", DAMAGED.format("旧版 Word 文件结构不完整")) from error
    if flags & _ENCRYPTED_FLAG:
        raise Unreadable("encrypted", ENCRYPTED)


def _converted(program: str, folder: Path, data: bytes, limit_seconds: float) -> bytes:
    """The document as DOCX. Everything LibreOffice writes lies in `folder`."""
    source, target = folder / "report.doc", folder / "out" / "report.docx"
    source.write_bytes(data)
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        # else an HTML page with the mark of a DOC would be opened as one, and its links with it
        "--infilter=MS Word 97",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(target.parent),
        str(source),
    ]
    _run(command, folder, limit_seconds)
    if not target.is_file():
        # it says the same, and ends with 0, whether the file is broken or its Writer is not installed
        raise Unreadable(
            "needs_conversion", f"LibreOffice 打不开这份旧版 Word 文档（文件已损坏，或未安装 Writer 组件）；{_BY_HAND}"
        )
    return target.read_bytes()


def _run(command: list[str], folder: Path, limit_seconds: float) -> None:
    """Runs a program and ends all of it when its time is over: soffice starts children.

    In a group of its own, so that it can be ended alone; in the session of the reading process, so that whoever ends
    that one finds it (`guarded.py`).
    """
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere, process_group=0
    )
    try:
        process.wait(limit_seconds)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_slow", f"LibreOffice 在 {limit_seconds:.0f} 秒内没有转换完；{_BY_HAND}") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # all of it has ended
    process.wait()
