"""What beilin knows of blog platforms: one package each, pure functions from a capture to a reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from archive.records import Blog, Capture, Link, Post, Reading
from scraper.platforms.blogger import Blogger


class Platform(Protocol):
    """What a platform must be able to say. None of it touches network, clock or chance."""

    @property
    def name(self) -> str:
        """The platform's name, lower case."""

    @property
    def requisite_hosts(self) -> tuple[str, ...]:
        """Hosts, with their subdomains, whose files the platform's pages need."""

    def recognises(self, capture: Capture) -> bool:
        """Say whether a capture bears the platform's marks."""

    def read(self, capture: Capture) -> Reading:
        """Return what a capture says."""

    def forget(self) -> None:
        """Give up what is kept of the capture that was read last, for who judges it."""

    def bodies(self, capture: Capture) -> Iterator[tuple[str, str]]:
        """Yield the address of each post that a capture has the whole body of, and that body's markup.

        Markup that leaves elements open may have drawn the page around it in: who takes it reads what it says.
        """

    def likely_body(self, capture: Capture, post: Post) -> str:
        """Return what is likely the markup of a post's body, found fast, "" for nothing: who takes it makes sure."""

    def said_by(self, markup: str, url: str) -> Post:
        """Return the post of an address that says what a body's markup does: its paragraphs and pictures alone."""

    def canonical(self, url: str) -> str:
        """Return the one form of an address among all that lead to the same resource."""

    def seeds(self, home: str, *, quick: bool) -> tuple[Link, ...]:
        """Return what to ask a blog for first, given its home address: all witnesses, or those of change."""


PLATFORMS: tuple[Platform, ...] = (Blogger(),)


def platform_named(name: str) -> Platform | None:
    """Return the platform of a name, None where beilin knows none."""
    return next((platform for platform in PLATFORMS if platform.name == name), None)


def platform_of(blog: Blog | None) -> Platform | None:
    """Return the platform that a blog is known to be on, None for no blog."""
    return platform_named(blog.platform) if blog else None
