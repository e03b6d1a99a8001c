"""Installed as people install it: a wheel in an environment that knows nothing of this folder; completion; manual page."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from scraper.cli import main

ROOT = Path(__file__).parents[1]
FOUND = Path(sysconfig.get_paths()["purelib"])
UNTOUCHED = {**os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


# ------------------------------------------------------------------ the wheel
@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> Path:
    """A copy to build from: setuptools writes beside what it builds."""
    ignored = shutil.ignore_patterns(
        ".git", ".venv*", "__pycache__", "tests", "benchmarks", "build", "*.egg-info", ".*_cache"
    )
    return Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("sources") / "beilin", ignore=ignored))


def emptied(folder: Path) -> Path:
    """A new environment that sees the packages we depend on, and not the beilin that is developed here.

    Its paths are given in a .pth file: what .pth files of those places say, as an editable install does, has no effect.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=200)
    inside = next((folder / "lib").glob("python*/site-packages"))
    (inside / "depended.pth").write_text(f"{FOUND}\n", "utf-8")
    return folder


def here(folder: Path, *command: object) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment, far from the sources."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    program, *arguments = map(str, command)
    return subprocess.run(
        [folder / "bin" / program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=280
    )


def without_pythonpath(**more: str) -> dict[str, str]:
    return {name: value for name, value in {**UNTOUCHED, **more}.items() if name != "PYTHONPATH"}


@pytest.fixture(scope="module")
def installed(sources, tmp_path_factory) -> Path:
    """An environment with beilin from a wheel in it."""
    wheels = tmp_path_factory.mktemp("wheels")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        wheels,
        sources,
    ]
    subprocess.run(build, check=True, env=without_pythonpath(), timeout=200)
    (wheel,) = wheels.glob("beilin-*.whl")
    folder = emptied(tmp_path_factory.mktemp("empty") / "environment")
    command = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps", wheel]
    subprocess.run(command, check=True, env=without_pythonpath(), timeout=200)
    shutil.copy(wheel, folder)
    return folder


@pytest.mark.long
def test_the_wheel_has_all_that_the_packages_have(installed):
    (wheel,) = installed.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
    tracked = {
        str(path.relative_to(ROOT))
        for package in ("archive", "pipelines", "scraper")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len(tracked) > 300 and tracked - held == set()
    assert not [name for name in held if name.startswith(("tests/", "tools/", "benchmarks/", "docs/"))]
    beside = {name.split("/data/", 1)[1] for name in held if ".data/data/" in name}
    assert beside == {
        "share/man/man1/beilin.1",
        *(
            f"share/beilin/{name}"
            for name in ("beilin.service", "beilin-tick.service", "beilin-tick.timer", "beilin.sysusers")
        ),
    }


@pytest.mark.long
def test_installed_from_a_wheel_it_does_all_without_the_sources(installed):
    where = here(
        installed,
        "python",
        "-c",
        "import archive, pipelines, scraper; print(archive.__file__, pipelines.__file__, scraper.__file__)",
    )
    assert all(str(installed) in path for path in where.stdout.split()), where.stdout
    done = here(installed, "beilin", "demo", "-o", "demo")
    assert done.returncode == 0, done.stderr
    assert "Complete, 100.0 %" in done.stdout
    proof = here(installed, "python", "-m", "archive", "verify", "demo")
    assert (proof.returncode, proof.stdout) == (0, "Whole: every file is as it was sealed.\n"), proof.stderr
    doctor = here(installed, "beilin", "doctor", "demo", "--json")
    assert {one["check"] for one in json.loads(doctor.stdout)["checks"]} >= {"python", "disk", "clock", "dns", "keys"}
    site = here(installed, "beilin", "restore", "demo", "--to", "site", "-o", "site")
    assert site.returncode == 3 and (installed / "site" / "index.html").exists(), site.stderr
    found = here(installed, "beilin", "search", "demo", "lang:zh", "--json")
    assert found.returncode == 0 and found.stdout.count("\n") == 20, found.stderr


@pytest.mark.long
def test_the_container_is_made_by_the_script_that_is_run_here(sources, tmp_path):
    text = (ROOT / "packaging" / "Containerfile").read_text("utf-8")
    (step,) = re.findall(r"^RUN PYTHON=python3 (tools/setup\.sh) /opt/beilin (\S+) (\S+)", text, re.M)
    folder = emptied(tmp_path / "opt")  # what the lock names is here already: nothing is fetched
    script, lock, what = step
    done = subprocess.run(
        ["bash", script, folder, lock, what], cwd=sources, env=without_pythonpath(PYTHON=sys.executable),
        capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    if "No matching distribution" in done.stderr or "from versions: none" in done.stderr:
        pytest.skip("the packages here are not those of requirements.lock")
    assert done.returncode == 0, done.stderr
    volume = tmp_path / "volume"
    volume.mkdir()
    shown = in_a_read_only_root(folder, volume, "--version") or here(folder, "beilin", "--version")
    assert shown.stdout.startswith("beilin, version"), shown.stderr
    made = in_a_read_only_root(folder, volume, "demo", "-o", str(volume / "demo"))
    if made is not None:
        assert made.returncode == 0, made.stderr
        assert here(folder, "python", "-m", "archive", "verify", volume / "demo").returncode == 0


def in_a_read_only_root(folder: Path, volume: Path, *arguments: str) -> subprocess.CompletedProcess[str] | None:
    """Run beilin as the container does: another user, no file system writable but the volume and a new /tmp.

    None where this machine does not let us.
    """
    if os.geteuid() or not (shutil.which("unshare") and shutil.which("setpriv")):
        return None
    os.chown(volume, 10001, 10001)
    reading = "+dac_read_search"  # the interpreter may lie in root's own folder
    script = (
        'mount --bind "$1" "$1" && mount -o remount,bind,ro / && export HOME="$1" BEILIN_HOME="$1/home" TMPDIR="$1" && '
        f'cd "$1" && shift && exec setpriv --reuid 10001 --regid 10001 --clear-groups --bounding-set -all,{reading} '
        f'--inh-caps -all,{reading} --ambient-caps -all,{reading} "$@"'
    )
    tried = subprocess.run(["unshare", "-m", "true"], capture_output=True)
    if tried.returncode:
        return None
    command = ["unshare", "-m", "sh", "-c", script, "sh", volume, folder / "bin" / "beilin", *arguments]
    return subprocess.run(command, env=without_pythonpath(), capture_output=True, text=True, timeout=280)


def engine() -> str | None:
    """Return a container engine that answers."""
    for name in ("podman", "docker"):
        if shutil.which(name) and subprocess.run([name, "info"], capture_output=True, timeout=60).returncode == 0:
            return name
    return None


@pytest.mark.long
def test_the_container_is_built_and_runs_where_an_engine_is(tmp_path):
    name = engine()
    if name is None:
        pytest.skip("no container engine answers here")
    build = [name, "build", "-q", "-t", "beilin-test", "-f", ROOT / "packaging" / "Containerfile", ROOT]
    subprocess.run(build, check=True, timeout=280)
    run = [name, "run", "--rm", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "beilin-test"]
    done = subprocess.run([*run, "demo", "-o", "demo"], capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr


# ------------------------------------------------------------------ completion
COMPLETED = """
PATH=$PWD:$PATH
eval "$(beilin completion bash)"
complete -p beilin
complete_line() {
  COMP_WORDS=(beilin "$@"); COMP_CWORD=$#; COMPREPLY=()
  _beilin_completion beilin
  echo "$*: ${COMPREPLY[*]}"
}
complete_line re
complete_line verify --de
complete_line schedule pa
complete_line completion z
"""


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_bash_completes_commands_options_and_values(tmp_path):
    program = tmp_path / "beilin"
    program.write_text(f"#!{sys.executable}\nfrom scraper.cli import main\nmain()\n", "utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", COMPLETED], capture_output=True, text=True, timeout=120, cwd=tmp_path, env=environment
    )
    assert done.stdout.splitlines() == [
        "complete -o nosort -F _beilin_completion beilin",
        "re: redact reextract replay-assets replicate rescue restore",
        "verify --de: --deep",
        "schedule pa: pause",
        "completion z: zsh",
    ], done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_its_script(monkeypatch, shell):
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    named, own = (CliRunner().invoke(main, ["completion", *words]) for words in ([shell], []))
    assert named.exit_code == 0 and named.output == own.output
    assert f"_BEILIN_COMPLETE={shell}_complete" in named.output
    told = json.loads(CliRunner().invoke(main, ["completion", shell, "--json"]).output)
    assert told["shell"] == shell and told["script"] in named.output


def test_a_shell_that_is_not_known_is_told_what_to_name(monkeypatch):
    monkeypatch.setenv("SHELL", "")
    done = CliRunner().invoke(main, ["completion"])
    assert (done.exit_code, done.stderr) == (2, "Your shell cannot be completed for: name one of bash, zsh, fish.\n")


# ------------------------------------------------------------------ the manual page
PAGE = ROOT / "packaging" / "beilin.1"


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff here")
def test_groff_finds_nothing_wrong_with_the_manual_page():
    done = subprocess.run(
        ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-z", PAGE], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("man"), reason="no man here")
def test_man_shows_every_command_option_and_exit_code():
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "400", "MANPAGER": "cat"}
    done = subprocess.run(
        ["man", "--warnings", "-l", PAGE], capture_output=True, text=True, timeout=60, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")
    for name, command in main.commands.items():
        assert f"\n   beilin {name} " in done.stdout
        for option in (
            word
            for one in command.params
            if not getattr(one, "hidden", False)
            for word in one.opts
            if word.startswith("--") and word != "--help"
        ):
            assert option in done.stdout, (name, option)
    assert "碑林" in done.stdout
    assert re.findall(r"^ {7}(\d+) ", done.stdout, re.M) == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "130"]
