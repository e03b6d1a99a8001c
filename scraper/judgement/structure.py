"""What a page in a blog's place is made of, in whatever language it speaks: points for each thing it may be."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from scraper.judgement.hosts import host_of

SURE = 3  # points: enough alone
_HINT = 1
_CHALLENGES = re.compile(
    r"recaptcha|hcaptcha|captcha|turnstile|geetest|challenges?\.cloudflare|challenge-platform|/sd/ncpc|\bnc_\d_wrapper"
    r"|arkoselabs|funcaptcha|datadome|perimeterx|px-captcha|_incapsula_resource|awswaf"
)
_GATES = re.compile(r"accounts\.google\.com|/(?:service)?log-?in\b|servicelogin|/sign-?in\b|/nidlogin|/auth\b|/sso\b")
_BY_STATUS = {451: "block-page", 401: "login", 429: "captcha", 511: "login", 404: "removed", 410: "removed"}
_ON_FRONT_ALONE = (404, 410)  # of any other page it says no more than that this one is gone
_HOST_NAME = re.compile(r"(?:www\.)?[a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63}){1,3}")
_PARKED = re.compile(
    r"window\.park\b|sedoparking|parkingcrew|bodis\.com|parklogic|afternic|/lander\b|domainpark|dan\.com/"
)
_ASKED = ("src", "href", "action", "class", "id")
_ASKING = ("script", "iframe", "frame", "form", "div", "img", "input", "link")
_FEW_WORDS = 400  # characters


def points_of(tree: etree._Element, page: str, status: int, title: str, text: str) -> Counter[str]:
    """Return points by kind for a page at an address, with its title and visible text in lower case."""
    points = Counter[str]()
    for kind, number in (
        *_of_status(page, status),
        *_of_asking(tree),
        *_of_frames(tree, page, text),
        *_of_words(tree, title, text),
    ):
        points[kind] = max(points[kind], number)
    return points


def _of_status(page: str, status: int) -> Iterator[tuple[str, int]]:
    if status in _BY_STATUS and (status not in _ON_FRONT_ALONE or urlsplit(page).path in ("", "/")):
        yield _BY_STATUS[status], SURE - 1 if status == 404 else SURE  # a server may have lost a page for a moment
    elif status >= 500:
        yield "error-page", SURE


def _of_asking(tree: etree._Element) -> Iterator[tuple[str, int]]:
    """Yield what a page asks of its reader: a proof, a password, an age."""
    for element in tree.iter(*_ASKING):
        named = " ".join(element.get(name) or "" for name in _ASKED).lower()
        if _CHALLENGES.search(named):
            yield "captcha", SURE
        if element.tag == "form" and _GATES.search(named):
            yield "login", SURE
        if element.tag == "input" and (element.get("type") or "").lower() == "password":
            yield "login", SURE
        if _PARKED.search(named):
            yield "parked", SURE
    if any("interstitial=" in (link.get("href") or "") for link in tree.iter("a")):
        yield "content-warning", SURE


def _of_frames(tree: etree._Element, page: str, text: str) -> Iterator[tuple[str, int]]:
    """Yield what a page is that only frames another: parked where that is a site, blocked where a machine near by."""
    for frame in tree.iter("frame", "iframe"):
        host = host_of(frame.get("src") or "", page)
        if host and _is_near_by(host):
            yield "block-page", SURE
        elif host and len(text) < _FEW_WORDS // 4:
            yield "parked", SURE


def _of_words(tree: etree._Element, title: str, text: str) -> Iterator[tuple[str, int]]:
    if _HOST_NAME.fullmatch(title):
        yield "parked", SURE - 1 if len(text) < _FEW_WORDS else _HINT
    if any(_PARKED.search(script.text or "") for script in tree.iter("script")):
        yield "parked", SURE


def _is_near_by(host: str) -> bool:
    """Say whether a host is a machine of the network that the reader is in, as filters put into its pages."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
