"""The words of the interface: one catalogue a language, and which of them a reader gets."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib import resources

LANGUAGES = {"en": "English", "zh": "中文"}
TAGS = {"en": "en", "zh": "zh-Hans"}
_MOST_WISHES = 20


@functools.cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the words of a language, by key."""
    text = (resources.files("archive.web") / "words" / f"{language}.json").read_text("utf-8")
    found: dict[str, str] = json.loads(text)
    return found


def say(language: str, name: str, **values: object) -> str:
    """Return the words for a key, with values filled in."""
    return catalogue(language)[name].format(**values)


def called(language: str, kind: str, value: str) -> str:
    """Return the word for a value of the records ("rally"), or the value itself where there is none."""
    return catalogue(language).get(f"{kind}.{value}", value)


def language_of(wish: str | None, accept: str) -> str:
    """Return the language of the interface: by the reader's switch, else by Accept-Language (RFC 9110 section 12.5.4).

    >>> language_of(None, "zh-CN,zh;q=0.9,en;q=0.8")
    'zh'
    >>> language_of("en", "zh-CN")
    'en'
    """
    if wish in LANGUAGES:
        return str(wish)
    weighed = [(-_weight(part), number, part) for number, part in enumerate(accept.split(",")[:_MOST_WISHES])]
    for weight, _, part in sorted(weighed):
        name = part.partition(";")[0].strip().lower().partition("-")[0]
        if weight and name in LANGUAGES:
            return name
    return "en"


def _weight(part: str) -> float:
    _, _, quality = part.partition("q=")
    try:
        return min(float(quality), 1.0) if quality else 1.0
    except ValueError:
        return 0.0
