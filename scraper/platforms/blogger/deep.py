"""Pages deeper than the fast parser goes: the bodies of their posts are taken out by the slow, tolerant one.

What is left of such a page is as deep as any: the fast parser reads title, author, date and links from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True)
class DeepBody:
    """A body as the slow parser finds it; ``framed`` where an open element drew the post's own footer into it."""

    tag: Tag
    framed: bool = False

    @property
    def name(self) -> str:
        """Its id, "" for none."""
        return str(self.tag.get("id") or "")


def take_bodies(text: str) -> tuple[str, tuple[DeepBody, ...]]:
    """Return (a page with nothing in the bodies of its posts, these bodies in order)."""
    soup = BeautifulSoup(text, "html.parser")
    # What `select` finds for ".post-body", without an interpreter of selectors for each of the many elements.
    named = [tag for tag in soup.find_all(True) if "post-body" in tag.get_attribute_list("class")]
    found = named or soup.select("[itemprop~=articleBody], .entry-content")
    known = {id(tag) for tag in found}
    bodies = [_taken(soup, tag) for tag in found if known.isdisjoint(map(id, tag.parents))]
    return str(soup), tuple(bodies)


def body_at(bodies: Sequence[DeepBody], name: str, number: int) -> DeepBody | None:
    """Return a body by its id, else by its number; None where there is none."""
    named = [body for body in bodies if name and body.name == name]
    return next(iter(named or bodies[number : number + 1]), None)


def _taken(soup: BeautifulSoup, body: Tag) -> DeepBody:
    shell = soup.new_tag(body.name, attrs=dict(body.attrs))
    footers = [] if body.find_next_sibling(class_="post-footer") else body.find_all(class_="post-footer")
    body.replace_with(shell)
    if footers:
        shell.insert_after(BeautifulSoup(str(footers[-1]), "html.parser"))
    return DeepBody(body, bool(footers))
