"""Hosts that are made to be taken for another: letters of other alphabets, digits for letters, one letter off. Pure.

Source of the ways: Unicode Technical Standard 39 (confusables), as far as host names use them.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_FOLDED = str.maketrans("аеорсухіјѕһԁԛԝ" + "οαικνρτυχ" + "01358", "aeopcyxijshdqw" + "oaikvptux" + "olesb")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_BRANDS = frozenset(("blogger", "blogspot", "blogblog", "googleusercontent", "google", "youtube"))
_HYPHENED = frozenset(("blogger", "blogspot", "blogblog"))  # google-analytics is one of Google's own
_SHORTEST = 6  # letters of a name, for one letter off to be no chance
_DIGITS = re.compile(r"\d")
_OTHER_LETTERS = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


@functools.lru_cache(maxsize=4096)  # a blog links to the same few hundred hosts
def is_lookalike(host: str, own: str) -> bool:
    """Say whether a host, which is neither the blog's nor the platform's, is made to be taken for one of these.

    >>> is_lookalike("northgate-blogspot.example", "northgate.blogspot.com")
    True
    >>> is_lookalike("northgate.wordpress.com", "northgate.blogspot.com")
    False
    """
    names = [_shown(label) for label in host.split(".")]
    if any(_mixes_alphabets(name) for name in names):
        return True
    return any(_is_like_a_brand(name) for name in names) or is_near(host, own) or _has_its_name(host, own)


def _has_its_name(host: str, own: str) -> bool:
    """Say whether a host joins the blog's name with the platform's."""
    name, _, rest = own.partition(".")
    return rest == "blogspot.com" and f"{skeleton(name)}blogspot" in skeleton(host)


def is_near(host: str, other: str) -> bool:
    """Say whether two hosts look alike: but for one letter of one name, or for where they have dots and hyphens.

    Hosts that differ in digits alone are one owner's, who counts them.
    """
    if host == other or _DIGITS.sub("", host) == _DIGITS.sub("", other):
        return False
    if skeleton(host) == skeleton(other):
        return True
    ones, others = host.split("."), other.split(".")
    odd = [(one, two) for one, two in zip(ones, others, strict=False) if one != two]
    if len(ones) != len(others) or len(odd) != 1:
        return False
    one, two = (skeleton(name) for name in odd[0])
    return min(len(one), len(two)) >= _SHORTEST and _is_one_off(one, two)


@functools.lru_cache(maxsize=4096)
def skeleton(host: str) -> str:
    """Return what a host looks like: lower case, lookalikes as the letter they stand for, no dots, no hyphens."""
    plain = "".join(_shown(label) for label in host.lower().split(".")).replace("-", "").translate(_FOLDED)
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return plain


def _is_like_a_brand(name: str) -> bool:
    if name in _BRANDS:
        return False
    return skeleton(name) in _BRANDS or bool(_HYPHENED & set(name.split("-")) and "-" in name)


def _mixes_alphabets(name: str) -> bool:
    """Say whether a name has Latin letters beside those of an alphabet that looks like it."""
    if name.isascii():
        return False
    kinds = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()}
    return "LATIN" in kinds and not kinds.isdisjoint(_OTHER_LETTERS)


def _shown(label: str) -> str:
    """Return a host's label as browsers may show it: Punycode undone (RFC 3492)."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _is_one_off(one: str, two: str) -> bool:
    """Say whether one text becomes the other by at most one letter put in, taken out, altered, or two exchanged."""
    if one == two:
        return True
    begin = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest, other = one[begin:], two[begin:]
    if rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]:
        return True
    return rest[:2] == other[1::-1] and rest[2:] == other[2:]
