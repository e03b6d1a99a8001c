"""Which service a host belongs to. Pure.

All blogs of a platform may be answered by the same few servers, whatever their hosts are called: they share one
budget, and with them the hosts of their pictures. A blog under a domain of its own is answered there, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.turns import Budget
from scraper.platforms import PLATFORMS

_BLOGS = ".blogspot."  # .com, and those of countries


def service_of(host: str, home: str) -> str:
    """Return the name of a host's service; ``home`` is the host of the blog that is crawled.

    >>> service_of("harbour.blogspot.com", "x"), service_of("2.bp.blogspot.com", "x"), service_of("a.example.org", "x")
    ('blogger', 'blogger', 'example.org')
    >>> service_of("a.example.org", "a.example.org")
    'blogger'
    """
    platform = PLATFORMS[0]
    ours = host == home or _BLOGS in f".{host}" or _is_one_of(host, platform.requisite_hosts)
    return platform.name if ours else ".".join(host.split(".")[-2:])


def _is_one_of(host: str, names: Sequence[str]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)


def budgets(host: str, home: str, host_gap: float, service_gap: float) -> list[Budget]:
    """Return the budgets of which a request needs a turn: the host's, and its service's."""
    return [Budget(f"host {host}", host_gap), Budget(f"service {service_of(host, home)}", service_gap)]
