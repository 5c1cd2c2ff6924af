"""Unit files and containers: what the tools for them say, and that they set what the program reads."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from building import PROJECT
from click import Command, Group, Option
from click.testing import CliRunner

from assets import defaults
from assets.commands import services
from assets.commands.cli import main
from assets.layout import Layout
from assets.locking import take_for_life

DEPLOY = PROJECT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SERVED = re.compile(r"serve (\w+)")
# What the program, its drivers and the database read from the environment.
NAMED = re.compile(r'"(FAZHI_[A-Z_]+)"')
READ = {value for name, value in vars(defaults).items() if name.endswith("_VARIABLE")}
READ |= {name for file in (PROJECT / "assets").rglob("*.py") for name in NAMED.findall(file.read_text("utf-8"))}
OF_OTHERS = re.compile(r"AWS_\w+|POSTGRES_\w+")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_has_nothing_to_say_of_a_unit(unit: Path, tmp_path: Path) -> None:
    # The program need not be installed where the test runs.
    text = unit.read_text("utf-8").replace("/opt/fazhi/bin/fazhi", "/bin/true")
    (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", tmp_path / unit.name], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def settings_in(unit: Path) -> list[str]:
    """The lines of a unit that are not about which service it is."""
    lines = unit.read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith(("#", "Description=", "ExecStart="))]


def test_units_differ_in_nothing_but_the_service() -> None:
    webserver, daemon = (settings_in(unit) for unit in UNITS)
    assert webserver == daemon


def test_each_service_is_a_command_that_is_there() -> None:
    served = {match[1] for unit in UNITS for match in SERVED.finditer(unit.read_text("utf-8"))}
    assert served == {"webserver", "daemon"}
    for service in (*served, "health"):
        result = CliRunner().invoke(main, ["serve", service, "--help"])
        assert result.exit_code == 0, result.output


def variables(text: str) -> set[str]:
    """Variables that a settings file sets, commented out or not."""
    return set(re.findall(r"^#?([A-Z_]+)=", text, re.M))


def test_every_variable_of_the_settings_is_read() -> None:
    for example in DEPLOY.rglob("*.example"):
        unknown = {name for name in variables(example.read_text("utf-8")) - READ if not OF_OTHERS.fullmatch(name)}
        assert unknown <= {"REPORTS_FOLDER", "DATA_FOLDER", "DRIVERS"}, example.name


def test_the_services_of_a_container_are_set_up_by_what_is_read() -> None:
    compose = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text("utf-8"))
    for name in ("webserver", "daemon"):
        service = compose["services"][name]
        assert set(service["environment"]) <= READ
        assert service["command"][:2] == ["serve", name]
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "container" / "compose.yaml").read_text("utf-8")))
    example = variables((DEPLOY / "container" / "compose.env.example").read_text("utf-8"))
    assert asked - {"FAZHI_WORKERS"} <= example
    assert all(compose["services"][name]["env_file"] == ".env" for name in ("webserver", "daemon"))


def test_the_pages_are_offered_to_this_machine_only() -> None:
    compose = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text("utf-8"))
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["webserver"]["ports"])
    assert all("--host" not in unit.read_text("utf-8") for unit in UNITS)
    host = next(option for option in options(main) if option.name == "host")
    assert host.default == defaults.LOOPBACK


def options(group: Group) -> Iterator[Option]:
    """Every option of every command."""
    commands: list[Command] = list(group.commands.values())
    for command in commands:
        if isinstance(command, Group):
            yield from options(command)
        yield from (parameter for parameter in command.params if isinstance(parameter, Option))


def test_the_image_gets_all_that_the_wheel_is_made_of() -> None:
    ignored = (PROJECT / ".dockerignore").read_text("utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    project = (PROJECT / "pyproject.toml").read_text("utf-8")
    packages = re.search(r"^packages = \[(.*)\]", project, re.M)
    included = re.findall(r'^"([\w./]+)" = "', project, re.M)
    assert packages is not None
    assert {*re.findall(r'"(\w+)"', packages[1]), *included, "README.md", "LICENSE"} <= let_in


@pytest.mark.parametrize(("service", "module"), [("daemon", "dagster._daemon"), ("webserver", "dagster_webserver")])
def test_a_service_becomes_dagsters_process_with_the_settings_of_the_warehouse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: str, module: str
) -> None:
    became: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(services.os, "execve", lambda _, command, environment: became.append((command, environment)))
    monkeypatch.setenv("DAGSTER_HOME", "of another warehouse")
    (tmp_path / "corpus").mkdir()
    result = CliRunner().invoke(main, ["serve", service, str(tmp_path / "corpus"), "--warehouse", str(tmp_path / "w")])
    assert result.exit_code == 0, result.output
    ((command, environment),) = became
    assert command[1:3] == ["-m", module]
    assert environment["DAGSTER_HOME"] == str(tmp_path / "w.work" / "dagster")
    assert environment[defaults.CORPUS_VARIABLE] == str(tmp_path / "corpus")
    assert CliRunner().invoke(main, ["serve", "health", "--warehouse", str(tmp_path / "w")]).exit_code == 1


def test_sensors_and_schedules_are_not_run_twice(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    warehouse = tmp_path / "w.duckdb"
    taken = take_for_life(Layout(warehouse).daemon_lock)
    try:
        for command in (["serve", "daemon"], ["ui"]):
            told = CliRunner().invoke(main, [*command, str(tmp_path / "corpus"), "--warehouse", str(warehouse)])
            assert told.exit_code == 1
            assert f"已在运行（进程 {os.getpid()}" in told.stderr
    finally:
        os.close(taken)


def test_a_service_of_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    for command in ("daemon", "health"):
        result = CliRunner().invoke(main, ["serve", command, "--warehouse", str(tmp_path / "nowhere" / "w.duckdb")])
        assert result.exit_code == 1
        assert result.stderr.startswith("错误："), result.stderr
