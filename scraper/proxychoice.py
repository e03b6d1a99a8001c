"""Which proxy a collection is crawled through: its own, else the environment's."""

from __future__ import annotations

import urllib.request

from archive.config import Config


def proxy_for(config: Config) -> str:
    """Return the address of the proxy that nothing may go past, "" for none."""
    return config.proxy or proxy_of_environment()


def proxy_of_environment() -> str:
    """Return the proxy that the environment names, as curl and wget read it; who set one does not want to be seen."""
    named = urllib.request.getproxies_environment()
    return next((named[scheme] for scheme in ("all", "https", "http") if scheme in named), "")
