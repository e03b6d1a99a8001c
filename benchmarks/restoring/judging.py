"""Each judge over the archive: what came through, what did not and why, and whether the old addresses answer."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.restoration.article import Material
from archive.restoration.blogger import write_blogger
from archive.restoration.markdown import write_markdown
from archive.restoration.wordpress import write_wordpress
from benchmarks.restoring import jekyll_import, pelican_import, sites, wordpress
from benchmarks.restoring.comparison import Comparison, compare, expected, original_targets
from benchmarks.restoring.services import answers, free_port, nginx

ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Verdict:
    """``answered``: old addresses that lead to a page, of how many; ``dead`` the others; ``excused`` is what the judge
    cannot carry, by field, with the reason.
    """

    judge: str
    comparison: Comparison
    answered: tuple[int, int] = (0, 0)
    dead: tuple[str, ...] = ()
    excused: Mapping[str, str] = field(default_factory=dict)

    @property
    def unexcused(self) -> list[tuple[str, str, object, object]]:
        """Differences that nothing excuses."""
        return [one for one in self.comparison.differences if one[1] not in self.excused]


Judge = Callable[[Material, Path, Collection[str]], Verdict]
"""Imports an archive in a folder of its own, and asks for the addresses that were captured of it."""


def judge_wordpress(material: Material, folder: Path, captured: Collection[str]) -> Verdict:
    """Import WXR into WordPress with its own importer. Raises Missing."""
    port = free_port()
    restored = folder / "restored"
    write_wordpress(material, restored, media_base=f"http://127.0.0.1:{port}/media/", largest=400_000)
    with wordpress.imported(folder, restored, ZONE, port) as got:
        found = compare(expected(material), wordpress.facts(got.found))
        answered, dead = _asked(got.port, original_targets(material, captured))
        _, dead_alone = _asked(got.alone, original_targets(material, captured))
    dead += tuple(f"{one}, by the plugin" for one in dead_alone)
    return Verdict(f"WordPress {got.found['version']}", found, answered, dead, WORDPRESS_CANNOT)


def judge_site(flavour: str, material: Material, folder: Path, captured: Collection[str]) -> Verdict:
    """Build a Markdown folder's site. Raises Missing."""
    restored, public, drafts = folder / "restored", folder / "public", folder / "drafts"
    write_markdown(material, restored, flavour=flavour)
    sites.build(flavour, restored, public)
    sites.build(flavour, restored, drafts, drafts=True)
    found = compare(expected(material), sites.read_site(drafts, public), leave=("kind",))
    with nginx(folder, restored / "redirects", sites.served(public)) as port:
        answered, dead = _asked(port, original_targets(material, captured))
    return Verdict(sites.FLAVOURS[flavour], found, answered, dead, SITES_CANNOT[flavour])


def judge_pelican_import(material: Material, folder: Path, _: Collection[str]) -> Verdict:
    """Have pelican-import read WXR. Raises Missing."""
    restored = folder / "restored"
    write_wordpress(material, restored)
    found = compare(
        pelican_import.expected(material, restored), pelican_import.imported(restored, folder), pelican_import.LEFT
    )
    return Verdict("pelican-import --wpfile", found, excused=pelican_import.CANNOT)


def judge_jekyll_import_blogger(material: Material, folder: Path, _: Collection[str]) -> Verdict:
    """Have jekyll-import read the classic export. Raises Missing."""
    restored = folder / "restored"
    list(write_blogger(material, restored, None, lambda *_: None))
    got = jekyll_import.from_blogger(next(restored.glob("blog-*.xml")), folder)
    found = compare(jekyll_import.expected_of_blogger(material), got, jekyll_import.BLOGGER_LEFT)
    return Verdict("jekyll-import blogger", found, excused=jekyll_import.BLOGGER_CANNOT)


def judge_jekyll_import_wxr(material: Material, folder: Path, _: Collection[str]) -> Verdict:
    """Have jekyll-import read WXR. Raises Missing."""
    restored = folder / "restored"
    write_wordpress(material, restored)
    got = jekyll_import.from_wxr(restored, folder)
    found = compare(jekyll_import.expected_of_wxr(material, restored), got, jekyll_import.WXR_LEFT)
    return Verdict("jekyll-import wordpressdotcom", found, excused=jekyll_import.WXR_CANNOT)


def _asked(port: int, targets: list[str]) -> tuple[tuple[int, int], tuple[str, ...]]:
    """Ask for all targets, and follow each redirect to its end."""
    dead = []
    for target in targets:
        status, place = 0, target
        for _ in range(5):
            status, location = answers(port, [place])[place]
            if status not in (301, 302):
                break
            place = location.removeprefix(f"http://127.0.0.1:{port}")
        if status != 200:
            dead.append(f"{target} {status} {place}")
    return (len(targets) - len(dead), len(targets)), tuple(dead)


WORDPRESS_CANNOT = {
    "path": "a page is at /name; a name is one post's alone, in small letters; a post lies in the month of its date",
    "instant": "of two posts of one title and second the importer leaves one out: the second is put a second later",
}
SITES_CANNOT: Mapping[str, Mapping[str, str]] = {
    "hugo": {"path": "of two posts at one address, and for one that is not ASCII, a redirect"},
    "jekyll": {"path": "the same"},
    "pelican": {"path": "the same", "labels": "a label with a semicolon is two to it"},
}
JUDGES: Mapping[str, Judge] = {
    "wordpress": judge_wordpress,
    "hugo": functools.partial(judge_site, "hugo"),
    "jekyll": functools.partial(judge_site, "jekyll"),
    "pelican": functools.partial(judge_site, "pelican"),
    "pelican-import": judge_pelican_import,
    "jekyll-import-blogger": judge_jekyll_import_blogger,
    "jekyll-import-wxr": judge_jekyll_import_wxr,
}
