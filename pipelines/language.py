"""The language of each paragraph: the script first, langdetect where the script does not decide.

Most paragraphs of such a blog are decided by their letters alone; statistics guess worse there (langdetect takes
Traditional Chinese for Korean two times in three). Only Latin letters that are not plainly English go to
langdetect, with a fixed seed, the languages the blog may have, and a prior for English. The result is the same in
every process.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import langdetect
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from archive.records import Paragraph, Post
from pipelines.scripts import script_of, simplified_only, traditional_only

_WEIGHTS = {"Hani": 3, "Hang": 3, "Kana": 3, "Tibt": 2}  # letters' worth of text in one character
_MIXED = 0.38  # share of the lesser script from which neither is the paragraph's
_BY_SCRIPT = {"Hang": "ko", "Tibt": "bo", "Mong": "mn", "Kana": "ja", "Cyrl": "ru"}
_UYGHUR = frozenset("ۇۆۈۋېەڭھ")
_MONGOLIAN = frozenset("өүӨҮ")
_NO_LANGUAGE = re.compile(
    r"https?://\S{1,2000}|\bwww\.\S{1,2000}|\S{1,64}@\S{1,255}|\b\w{1,100}\.(?:jpe?g|png|gif|html?|pdf)\b", re.I
)
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    """
    the of and to in for is are was were at by on his her with from this that not an be has have been or it as free
    rally rights who will
    """.split()  # noqa: SIM905 (a list of words reads better without quotes)
)
_LATIN_LANGUAGES = ("en", "fr", "de", "es", "vi", "it", "pt", "nl", "id", "tr", "pl", "sv")
_PRIOR = {"en": 0.6, "fr": 0.08, "de": 0.08, "es": 0.08, "vi": 0.08}
_ENOUGH_LETTERS = 20


def tag_languages(post: Post) -> Post:
    """Return the post with each paragraph's language and how sure it is (0 to 1)."""
    read = [(paragraph, *language_of(paragraph.text)) for paragraph in post.paragraphs]
    decided = Counter(language for _, language, _ in read if language in ("zh-Hans", "zh-Hant"))
    document = max(sorted(decided), key=lambda language: decided[language], default="zh")
    paragraphs = (_with_document(*each, document=document) for each in read)
    return replace(post, paragraphs=tuple(paragraphs))


def _with_document(paragraph: Paragraph, language: str, confidence: float, *, document: str) -> Paragraph:
    # No character of some Chinese pieces is of one script alone; the rest of the post tells.
    if language == "zh" and document != "zh":
        language, confidence = document, 0.6
    return replace(paragraph, language=language, confidence=confidence)


@functools.lru_cache(maxsize=8192)  # captions, credits and slogans come again in post after post
def language_of(text: str) -> tuple[str, float]:
    """Return (language, confidence) of a piece of text; ("und", 0.0) where there is nothing to tell."""
    bare = _NO_LANGUAGE.sub(" ", text)
    weights: Counter[str] = Counter()
    for character, times in Counter(bare).items():
        if script := script_of(character):
            weights[script] += times * _WEIGHTS.get(script, 1)
    if not weights:
        return "und", 0.0
    (first, most), *rest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    share = most / sum(weights.values())
    if rest and 1 - share > _MIXED and "Kana" not in weights:
        return "mixed", round(share, 2)
    language, confidence = _of_script(first, bare, weights)
    return language, round(confidence * share, 2)


def _of_script(script: str, text: str, weights: Counter[str]) -> tuple[str, float]:
    if script == "Hani":
        return ("ja", 0.9) if weights["Kana"] * 5 > weights["Hani"] else _chinese(text)
    if script == "Latn":
        return _latin(text)
    if script == "Arab":
        return ("ug", 0.9) if _UYGHUR.intersection(text) else ("ar", 0.5)
    if script == "Cyrl" and _MONGOLIAN.intersection(text):
        return "mn", 0.9
    return (_BY_SCRIPT[script], 1.0) if script in _BY_SCRIPT else ("und", 0.0)


def _chinese(text: str) -> tuple[str, float]:
    characters = Counter(text)
    simplified = sum(characters[c] for c in simplified_only().intersection(characters))
    traditional = sum(characters[c] for c in traditional_only().intersection(characters))
    if simplified == traditional:
        return "zh", 0.8
    language = "zh-Hans" if simplified > traditional else "zh-Hant"
    return language, max(simplified, traditional) / (simplified + traditional)


def _latin(text: str) -> tuple[str, float]:
    words = _WORD.findall(text)
    english = sum(word.lower() in _ENGLISH for word in words)
    if text.isascii() and english * 8 >= len(words):
        return "en", 0.95
    if all(word[0].isupper() for word in words) and (text.isascii() or "ü" in text):
        return "en", 0.7  # names and headings stand in the English column
    if sum(map(len, words)) < _ENOUGH_LETTERS and text.isascii():
        return "en", 0.5
    return _by_statistics(text)


def _by_statistics(text: str) -> tuple[str, float]:
    detector = _factory().create()
    detector.seed = 0
    detector.set_prior_map({language: _PRIOR.get(language, 0.01) for language in _LATIN_LANGUAGES})
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return "und", 0.0
    return (found[0].lang, round(found[0].prob, 2)) if found else ("und", 0.0)


@functools.cache
def _factory() -> DetectorFactory:
    """Return a factory of our own: langdetect's is one for the whole process, and its seed anybody's to change."""
    factory = DetectorFactory()
    factory.seed = 0
    profiles = Path(langdetect.__file__).parent / "profiles"
    factory.load_json_profile([(profiles / language).read_text(encoding="utf-8") for language in _LATIN_LANGUAGES])
    return factory
