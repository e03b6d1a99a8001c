"""Blogger: its addresses, its pages in all template eras, its feeds and sitemaps.

    urls      addresses: canonical forms, what kind of thing is where
    markup    bytes to a tree that can be searched
    context   what a page says of itself in its scripts: blog id, kind of page
    verdict   is this the blog, its error page, or something in its place?
    lookup    where a page's elements are, by class, id, property and tag
    pages     HTML pages: what kind they are, what they count
    page      one page, and where the bodies of its posts are
    post      one post on a page: title, author, labels
    dates     when it was published, as the page states it
    wholeness did reading see all?
    deep      bodies deeper than the fast parser goes
    fragment  Beautiful Soup's tree of a body
    body      the post's body: paragraphs, images, links
    hidden    what no reader of it sees
    acting    what it would have a browser obey
    images    one picture's sizes
    comments  comments on pages
    widget    the archive widget: where it leads, what it counts
    links     what a page leads to
    documents what feeds and exports say, whatever their format
    stream    XML an element at a time
    atom      Atom, of feeds and exports
    rss       RSS
    json_feed JSON
    entry     one entry as a post or a comment
    feeds     feeds of posts, pages and comments
    exports   a blog's own export, classic or Takeout's
    sitemaps  sitemap and sitemap index
    bodies    the markup of posts' bodies, for who gives a site back

The wire facts behind it are measured on some 200 real pages; docs/blogger.md tells them.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.records import Capture, Link, Post, Reading
from scraper.platforms.blogger import (
    bodies,
    exports,
    feeds,
    images,
    links,
    markup,
    pages,
    sitemaps,
    urls,
    verdict,
    widget,
)
from scraper.platforms.blogger.body import read_body

REQUISITE_HOSTS = (
    "bp.blogspot.com",
    "googleusercontent.com",
    "ggpht.com",
    "www.blogger.com",
    "blogblog.com",
    "fonts.googleapis.com",
    "fonts.gstatic.com",
)


class Blogger:
    """The platform, as `scraper.platforms.Platform` asks."""

    name = "blogger"
    requisite_hosts = REQUISITE_HOSTS

    def recognises(self, capture: Capture) -> bool:
        """Say whether a capture bears Blogger's marks, or is a file of a kind that its pages use."""
        return (
            urls.is_file_host(capture.target_uri)
            or verdict.is_asset(capture)
            or verdict.is_listing(capture)
            or exports.is_export(capture)
            or verdict.has_marks(capture)
        )

    def read(self, capture: Capture) -> Reading:
        """Return what a capture says."""
        if exports.is_export(capture):
            return exports.read(capture)
        if verdict.is_asset(capture) and capture.status < 400:
            return Reading("asset", links=links.of_stylesheet(capture))
        if urls.is_file_host(capture.target_uri):
            return _beside_the_blog(capture)
        if verdict.is_listing(capture):
            return sitemaps.read(capture) if urls.is_sitemap(capture.target_uri) else feeds.read(capture)
        return pages.read(capture)

    def forget(self) -> None:
        """Give up what is kept of the page that was read last: its text and its tree."""
        markup.forget_page()
        widget.forget_page()

    def bodies(self, capture: Capture) -> Iterator[tuple[str, str]]:
        """Yield the address of each post that a capture has the whole body of, and that body's markup."""
        return bodies.bodies(capture)

    def likely_body(self, capture: Capture, post: Post) -> str:
        """Return what is likely the markup of a post's body, "" for nothing."""
        return bodies.likely_body(capture, post)

    def said_by(self, markup: str, url: str) -> Post:
        """Return the post of an address that says what a body's markup does."""
        body = read_body(markup, url)
        return Post(url, url, paragraphs=body.paragraphs, images=body.images)

    def canonical(self, url: str) -> str:
        """Return the one form of an address."""
        return urls.canonical(url)

    def seeds(self, home: str, *, quick: bool) -> tuple[Link, ...]:
        """Return what to ask a blog for first."""
        return urls.seeds(home, quick=quick)


def _beside_the_blog(capture: Capture) -> Reading:
    """Read a page on a host of files: a warning that a blog sends its readers to, the page around a picture, or an
    error in a picture's place; never the blog.
    """
    place = verdict.in_its_place(capture.body.decode("utf-8", "replace"))
    if place:
        return Reading(place)
    return Reading("wrapper", instead=images.smaller(capture.target_uri) if capture.status >= 400 else None)
