"""Legacy DOC files: what is asked of LibreOffice, and every way it can fail."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from office_files import compound, docx, paragraph

from pipelines.formats.read import read_layer
from pipelines.records import Unreadable
from pipelines.settings import Settings

WORD = compound({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0)})
LOCKED = compound({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0x0100)})


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs in front of those of the system: a test puts a `soffice` of its own there."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("cat", "sh", "mkdir"):
        (folder / name).symlink_to(shutil.which(name) or "")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def put(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(0o755)


def refusal_of(data: bytes, settings: Settings | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as refusal:
        read_layer(data, "report.doc", settings)
    assert "请" in refusal.value.message, "a refusal names the way out"
    return refusal.value


def test_without_libreoffice_the_reject_says_how_to_convert(programs: Path) -> None:
    refusal = refusal_of(WORD)
    assert refusal.reason == "needs_conversion"
    assert "docx" in refusal.message


def test_what_libreoffice_writes_is_read(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(docx(paragraph("调解36件")))
    # the folder to write to is the last but one of the arguments, the file the last
    find_target = 'for last; do before=$out; out=$last; done; mkdir -p "$before"; '
    put(programs, find_target + f'cat {tmp_path}/made.docx > "$before/report.docx"')
    layer = read_layer(WORD, "report.doc")
    assert (layer.text, layer.format) == ("调解36件\n", "doc")


def test_it_runs_alone_without_macros_in_a_folder_that_is_gone_afterwards(programs: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    put(programs, f'echo "$HOME|$*" > {log}; cat "$HOME/profile/user/registrymodifications.xcu" >> {log}')
    refusal_of(WORD)
    command, _, profile = log.read_text().partition("\n")
    home, _, arguments = command.partition("|")
    assert not Path(home).exists()
    assert f"UserInstallation={Path(home).as_uri()}/profile" in arguments
    assert "--headless" in arguments
    for switch in ("MacroSecurityLevel", "DisableMacrosExecution", "BlockUntrustedRefererLinks"):
        assert switch in profile


def test_when_it_writes_nothing_the_reject_says_how_to_convert(programs: Path) -> None:
    put(programs, "exit 0")
    assert refusal_of(WORD).reason == "needs_conversion"


def test_one_that_does_not_end_is_ended(programs: Path) -> None:
    put(programs, "while :; do :; done")
    assert refusal_of(WORD, Settings(conversion_limit_seconds=0.05)).reason == "too_slow"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(LOCKED, "encrypted", id="password"),
        pytest.param(compound({"Workbook": b"x"}), "unsupported_format", id="xls"),
        pytest.param(compound({"Book": b"x"}), "unsupported_format", id="xls of 1995"),
        pytest.param(compound({"PowerPoint Document": b"x"}), "unsupported_format", id="ppt"),
        pytest.param(compound({"EncryptedPackage": b"x"}), "encrypted", id="DOCX with a password"),
        pytest.param(compound({"Other": b"x"}), "unsupported_format", id="something else"),
        pytest.param(WORD[:700], "damaged", id="cut off"),
    ],
)
def test_compound_files_are_told_apart(programs: Path, data: bytes, reason: str) -> None:
    assert refusal_of(data).reason == reason


def test_libreoffice_itself_reads_a_doc(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "a.rtf").write_bytes(rb"{\rtf1 \u35843?\u35299?36\u20214?\par}")
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to", "doc", "a.rtf"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    if not (tmp_path / "a.doc").exists():
        pytest.skip("LibreOffice has no Writer component")
    layer = read_layer((tmp_path / "a.doc").read_bytes(), "a.doc")
    assert (layer.text, layer.format) == ("调解36件\n", "doc")
