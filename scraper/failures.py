"""Why a fetch failed, in words: for the coverage report, and for the person at the terminal."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from archive.errors import Unreachable
from scraper.capture.patience import HostBusy
from scraper.capture.robots import RobotsForbid

_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "the host's name leads to no public address"),
    (DownloadConnectionRefusedError, "the connection was refused"),
    (DownloadTimeoutError, "no whole answer came in time"),
    (ResponseDataLossError, "the answer was cut short"),
    (DownloadCancelledError, "the answer is larger than the limit"),
)
_ADVICE = {
    "name": "check the spelling of the address and your network",
    "refused": "check the address and the port, or try later",
    "TLS": "do not trust this connection: check the clock, the address, and the network for a filter in between",
    "": "try again later",
}


def describe(error: BaseException) -> tuple[str, str]:
    """Return (code, reason) of a failed fetch: the code is robots, network or scope."""
    if isinstance(error, RobotsForbid):
        return "robots", str(error)
    if isinstance(error, IgnoreRequest):
        return ("busy" if isinstance(error, HostBusy) else "scope"), str(error)
    return "network", next((words for kind, words in _KINDS if isinstance(error, kind)), _other(error))


def unreachable(url: str, error: BaseException) -> Unreachable:
    """Return the error for a blog whose first page could not be had."""
    reason = describe(error)[1]
    advice = next(text for word, text in _ADVICE.items() if word in reason)
    return Unreachable(f"{urlsplit(url).hostname} cannot be reached: {reason}; {advice}.")


def _other(error: BaseException) -> str:
    text = str(error)
    if any(word in text for word in ("certificate", "SSL", "TLS", "VerificationError")):
        return f"TLS failed ({_tls_reason(text)})"
    return "the connection was lost" if "Connection" in text else f"the fetch failed ({type(error).__name__})"


def _tls_reason(text: str) -> str:
    for sign, words in (
        ("certificate verify failed", "the certificate is not one that this machine trusts"),
        ("VerificationError", "the certificate is for another name"),
        ("wrong version number", "the server does not speak TLS there"),
        ("expired", "the certificate has expired"),
    ):
        if sign in text:
            return words
    return "the secure connection could not be made"
