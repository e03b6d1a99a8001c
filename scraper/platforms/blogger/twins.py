"""Posts that one document gives the same address: one has it, the others a mark behind it, and all are kept.

Blogger never gives an address twice; files that were put together of several do. The last one has the address: exports
begin with the newest post, so it is the one that was there first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archive.addresses import escaped, key
from archive.records import Finding, Post
from scraper.platforms.blogger.documents import own_number

_CODE = "address-clash"


def apart(posts: Iterable[Post]) -> Iterator[Post]:
    """Yield the posts, in order, each at an address of its own."""
    found = list(posts)
    for post, url in zip(found, _addresses([(post.id, post.url) for post in found]), strict=True):
        if url == post.url:
            yield post
        else:
            finding = Finding("address-clash", f"another post of the same file has its address {post.url}")
            yield replace(post, url=url, findings=(*post.findings, finding))


def is_apart(post: Post) -> bool:
    """Say whether a post has lost its address to another."""
    return any(finding.code == _CODE for finding in post.findings)


def clashes(posts: Iterable[Post]) -> Iterator[Finding]:
    """Yield of the posts that lost their address what says so, with their ids."""
    for post in filter(is_apart, posts):
        detail = next(finding.detail for finding in post.findings if finding.code == _CODE)
        yield Finding("address-clash", f"{post.id}: {detail}")


def addressed(bodies: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Yield of (id, address, markup) the address by which `apart` knows the post, and its markup."""
    found = [one for one in bodies if all(one)]
    addresses = _addresses([(name, address) for name, address, _ in found])
    yield from ((address, markup) for address, (_, _, markup) in zip(addresses, found, strict=True))


def _addresses(named: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the address of each of (id, address): its own, or with a mark where another has that."""
    owner = {key(address): name for name, address in named}
    for name, address in named:
        is_own = owner[key(address)] == name or not name
        # A query is no part of a permalink: a site given back has both posts at the one path, as the file says.
        yield address if is_own else f"{address}?post={own_number(name) or escaped(name)}"
