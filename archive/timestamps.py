"""Timestamps (RFC 3161): an authority vouches that a sealed manifest existed at an instant. An extra.

The authority learns a SHA-256 and nothing else, and only one that the collection's beilin.toml names is ever asked.
Its answer is kept as ``timestamps/DIGEST.tsr``, where DIGEST is the manifest's, and sealed at once; the event of that
seal names the manifest that was stamped. What waits is told by the log: the newest seal was not made for a timestamp.
A token for the newest manifest vouches for all before it, whose digests its log holds, so nothing older is asked for.
"""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from archive import events, keys, manifest
from archive.config import Config
from archive.errors import NotStamped, UsageError
from archive.integrity.reading import read_regular
from archive.layout import Layout
from archive.signing import Change

SUFFIX = ".tsr"
_WHAT = "timestamped"
_SECONDS = 10.0  # that an authority may take, all in all
_LONGEST = 1 << 16  # bytes of an answer
_EXTRA = "Timestamps need another package: install beilin with its extra, pip install 'beilin[timestamps]'."


def is_wanted(layout: Layout) -> bool:
    """Say whether the newest seal has no timestamp yet."""
    last = events.last(layout)
    return last is not None and last["detail"].get("what") != _WHAT and layout.manifest.exists()


def stamp(layout: Layout, config: Config) -> str:
    """Have the newest manifest stamped, keep the token and seal it; return the instant. The caller holds the lock.

    Raises:
        UsageError: no authority is named, or it cannot be asked.
        NotStamped: no token came.
    """
    _refuse(layout, config)
    content = read_regular(layout.manifest)
    request = _request(content)
    answer = _within(_SECONDS, config.authority, request.as_bytes(), config.proxy)
    instant = _judge(answer, request)
    signer = keys.signer_of(layout)
    assert signer is not None
    name = f"timestamps/{manifest.digest_of(layout.manifest)}{SUFFIX}"
    change = Change(signer, {name: answer}, {"what": _WHAT, "instant": instant}, manifest.SEALING)
    manifest.seal(layout, change=change)
    return instant


def _refuse(layout: Layout, config: Config) -> None:
    parts = urlsplit(config.authority)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{layout.config}: [timestamps] authority should be the web address of an authority.")
    host = parts.hostname.rstrip(".").lower()
    if any(host == one or host.endswith(f".{one}") for one in config.quarantine):
        raise UsageError(f"{layout.config}: [timestamps] authority is on a quarantined host, and is not asked.")
    if config.proxy and not config.proxy.startswith("http"):
        raise NotStamped("Nothing may go past the proxy, and through this kind no authority can be asked.")


def _request(content: bytes) -> Any:
    try:
        from rfc3161_client import TimestampRequestBuilder  # noqa: PLC0415 (an extra)
        from rfc3161_client.base import HashAlgorithm  # noqa: PLC0415
    except ImportError:
        raise UsageError(_EXTRA) from None
    return TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()


def _judge(answer: bytes, request: Any) -> str:
    """Return the instant that an answer vouches for; an answer to anything but the request is none."""
    from rfc3161_client import PKIStatus, decode_timestamp_response  # noqa: PLC0415 (an extra)

    try:
        response = decode_timestamp_response(answer)
        token = response.tst_info if response.status in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS) else None
        fits = token is not None and (token.nonce, token.message_imprint.message) == (
            request.nonce,
            request.message_imprint.message,
        )
    except ValueError:
        raise NotStamped("The time-stamping authority's answer is no timestamp; it will be asked again.") from None
    if token is None or not fits:
        raise NotStamped("The time-stamping authority gave no timestamp for what it was asked; it will be asked again.")
    return token.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None  # elsewhere is not who was named


def _within(seconds: float, address: str, body: bytes, proxy: str) -> bytes:
    """Ask an authority, in a thread of its own: looking a name up has no limit of time."""
    found: list[bytes | Exception] = []

    def ask() -> None:
        try:
            found.append(_ask(address, body, proxy, seconds))
        except Exception as error:
            found.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    answer = found[0] if found else TimeoutError()
    if isinstance(answer, bytes):
        return answer
    why = type(answer).__name__
    if isinstance(answer, urllib.error.HTTPError):
        why = f"HTTP status {answer.code}"
        answer.close()
    raise NotStamped(
        f"The time-stamping authority did not answer ({why}); it will be asked again after the next crawl."
    )


def _ask(address: str, body: bytes, proxy: str, seconds: float) -> bytes:
    headers = {"Content-Type": "application/timestamp-query", "User-Agent": "beilin"}
    request = urllib.request.Request(address, body, headers)  # noqa: S310 (http and https alone)
    through = urllib.request.ProxyHandler({"http": proxy, "https": proxy} if proxy else {})
    with urllib.request.build_opener(through, _NoRedirect).open(request, timeout=seconds) as answer:
        content: bytes = answer.read(_LONGEST + 1)
    if len(content) > _LONGEST:
        raise ValueError("too long")
    return content
