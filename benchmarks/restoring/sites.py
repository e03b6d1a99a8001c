"""Hugo, Jekyll and Pelican as judges: each builds its site, which is read as pages then, and served by nginx."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from bs4 import BeautifulSoup, Tag

from archive.records import Comment
from benchmarks.restoring import comparison
from benchmarks.restoring.comparison import Facts
from benchmarks.restoring.services import Missing, program

JUDGES = Path(__file__).parents[2] / ".venv-judges"
PELICAN = "BEILIN_PELICAN"
_SERVED = "root {root}; location / {{ try_files $uri $uri/index.html =404; }}"


def build(flavour: str, folder: Path, output: Path, *, drafts: bool = False) -> None:
    """Build a restored folder's site. Raises Missing."""
    command = {"hugo": _hugo, "jekyll": _jekyll, "pelican": _pelican}[flavour](output, drafts)
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise RuntimeError(f"{flavour} failed: {done.stdout[-2000:]} {done.stderr[-2000:]}")


def _hugo(output: Path, drafts: bool) -> Sequence[str]:
    return [program("hugo", "hugo"), "--quiet", "-d", str(output), *(["-D"] if drafts else [])]


def _jekyll(output: Path, drafts: bool) -> Sequence[str]:
    return [program("jekyll", "jekyll"), "build", "--quiet", "-d", str(output), *(["--drafts"] if drafts else [])]


def _pelican(output: Path, _: bool) -> Sequence[str]:
    return [str(pelican_program("pelican")), "-q", "-s", "pelicanconf.py", "-o", str(output)]


def pelican_program(name: str) -> Path:
    """Return a program of Pelican's, in the judges' environment or that which BEILIN_PELICAN names. Raises Missing."""
    path = Path(os.environ.get(PELICAN, JUDGES)) / "bin" / name
    if not path.exists():
        raise Missing(f"{name} is not installed: run make judges, or name its environment in {PELICAN}")
    return path


def served(output: Path) -> str:
    """Return what nginx' server block needs to serve a built site."""
    return _SERVED.format(root=output)


def read_site(output: Path, public: Path) -> dict[str, Facts]:
    """Return the facts of a site that was built with its drafts; what a ``public`` build has not is a draft."""
    published = {one for one, path, _ in _articles(public) if not path.startswith("/drafts/")}
    return {one: _facts(one, path, article, output, published) for one, path, article in _articles(output)}


def _articles(output: Path) -> Iterator[tuple[str, str, Tag]]:
    for file in sorted(output.rglob("*.html")):
        for article in BeautifulSoup(file.read_bytes(), "lxml").select("article[data-record]"):
            if article["data-record"]:
                yield str(article["data-record"]), "/" + str(file.relative_to(output)), article


def _facts(record: str, path: str, article: Tag, output: Path, published: set[str]) -> Facts:
    body = article.select_one(".body")
    address, heading, time = article.find("address"), article.find("h1"), article.find("time")
    assert body is not None
    assert heading is not None
    inside = article.select_one(".comments")
    own = time if isinstance(time, Tag) and (inside is None or inside not in time.parents) else None
    instant = comparison.instant_of(str(own["datetime"])) if own else None
    return {
        "draft": record not in published,
        "path": quote(path, safe="/%"),
        "title": comparison.plain(heading.get_text()),
        "instant": instant and instant.astimezone(comparison.UTC).replace(microsecond=0),
        "exact": comparison.exact(instant),
        "labels": tuple(sorted(one.get_text() for one in article.select(".labels li"))),
        "author": address.get_text() if address else None,
        "comments": tuple(sorted(comparison.comment_facts(_comments(article)), key=repr)),
        "text": comparison.plain(body.get_text()),
        "pictures": tuple(sorted({_digest(output, str(one["src"])) for one in body.select("img[src]")})),
    }


def _comments(article: Tag) -> Iterator[Comment]:
    for one in article.select(".comment"):
        author, time, text = one.find("b"), one.find("time"), one.find("p")
        assert author is not None
        assert isinstance(time, Tag)
        assert text is not None
        parent = str(one.get("data-parent", ""))
        known = parent if parent.isdigit() else None
        yield Comment(str(one["id"])[1:], author.get_text(), str(time["datetime"]), text.get_text(), known)


def _digest(output: Path, source: str) -> str:
    file = output / unquote(source).lstrip("/")
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else source


FLAVOURS: Mapping[str, str] = {"hugo": "Hugo", "jekyll": "Jekyll", "pelican": "Pelican"}
