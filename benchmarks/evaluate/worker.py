"""Runs in the peers' own environment: asks them about what stands on stdin, a JSON object a line; answers the same way.

    {"peer": "trafilatura", "do": "page", "html": "...", "url": "..."}   -> {"texts": [...], "title": "..."}
    {"peer": "htmldate", "do": "page", "html": "...", "url": "..."}      -> {"published": "2014-03-05"}
    {"peer": "lingua", "do": "language", "text": "..."}                  -> {"language": "en"}
    {"peer": "lingua", "do": "version"}                                  -> {"version": "2.1.1"}

What a peer throws is answered as {"error": "..."}. Nothing of beilin is imported, and nothing is fetched.
"""

from __future__ import annotations

import functools
import importlib.metadata
import json
import sys
from typing import Any

_PACKAGES = {"lingua": "lingua-language-detector"}
_LINGUA = "ENGLISH CHINESE KOREAN JAPANESE FRENCH GERMAN SPANISH VIETNAMESE KAZAKH MONGOLIAN".split()  # noqa: SIM905
_SCRIPTS = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}


def trafilatura(html: str, url: str) -> dict[str, Any]:
    """Return paragraphs and title."""
    import trafilatura

    found = trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    if found is None:
        return {"texts": [], "title": None}
    return {"texts": [line for line in (found.text or "").split("\n") if line.strip()], "title": found.title}


def newspaper4k(html: str, url: str) -> dict[str, Any]:
    """Return paragraphs and title."""
    from newspaper import Article

    article = Article(url, fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return {"texts": [line for line in article.text.split("\n") if line.strip()], "title": article.title}


def htmldate(html: str, url: str) -> dict[str, Any]:
    """Return the date of publication."""
    from htmldate import find_date

    return {"published": find_date(html, url=url, original_date=True)}


def langdetect(text: str) -> dict[str, Any]:
    """Return the language, by all of its profiles, with a fixed seed."""
    from langdetect import DetectorFactory, detect
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0
    try:
        language = detect(text)
    except LangDetectException:
        return {"language": "und"}
    return {"language": _SCRIPTS.get(language, language)}


def lingua(text: str) -> dict[str, Any]:
    """Return the language; it does not tell Simplified from Traditional."""
    found = _lingua().detect_language_of(text)
    return {"language": found.iso_code_639_1.name.lower() if found else "und"}


@functools.cache
def _lingua() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(*(getattr(Language, name) for name in _LINGUA)).build()


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Answer one question."""
    peer = question["peer"]
    try:
        if question["do"] == "version":
            return {"version": importlib.metadata.version(_PACKAGES.get(peer, peer))}
        ask = globals()[peer]
        if question["do"] == "language":
            return dict(ask(question["text"]))
        return dict(ask(question["html"], question["url"]))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line)), ensure_ascii=False), flush=True)
