"""Which language Latin, Cyrillic or Arabic letters are in: by words and letters that only one has, else by langdetect.

langdetect is asked last, since on short texts it guesses: with a fixed seed, profiles of the likely languages alone,
and the blog's prior (nearly all of its Latin text is English). The result is the same in every process.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import langdetect
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

Told = tuple[str, float, str]  # language, confidence, basis: script, words, statistics, or "" for none
NOTHING: Told = ("und", 0.0, "")

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = frozenset(
    """
    the of and to in for is are was were at by on his her with from this that not an be has have been or it as free
    rally rights who will he she they we you our their my its i but if no all there when what which would can do did
    had after before more than into over about out up one two us them these those how human members people today
    photo picture by posted comments read your please
    """.split()  # noqa: SIM905 (a list of words reads better without quotes)
)
_FOREIGN = frozenset(
    """
    de la le les des et du der die das und el los las una por para en y un une pour être est sont mit für von ein eine
    nicht ist del al que toda todo dans au aux sur den dem zu auf il lo gli della che di per con non è sono och att
    som het een van voor niet dat zijn o os da do uma não ve bir için và của là những người dan yang untuk dengan
    tidak się jest oraz ett på av med
    """.split()  # noqa: SIM905
)
_HYPHENATED = re.compile(r"\b([A-Z][a-z]{1,8})-[a-z]{1,8}\b")  # a given name as in Hong Kong: Wing-yan
_FOREIGN_ALONE = _FOREIGN - _ENGLISH
_ENOUGH_LETTERS = 20
_LONGEST_LABEL = 40  # characters before a row of names
_ENOUGH_FOR_STATISTICS = 40  # characters
_SURE = 0.9
WEAK = 0.7  # a confidence up to which the rest of the post knows better
_PRIORS: Mapping[str, Mapping[str, float]] = {
    "Latn": {"en": 0.6, "fr": 0.08, "de": 0.08, "es": 0.08, "vi": 0.08, "it": 0.02, "pt": 0.02, "nl": 0.02, "id": 0.02,
             "tr": 0.02, "pl": 0.02, "sv": 0.02},
    "Cyrl": {"ru": 0.85, "uk": 0.05, "bg": 0.05, "mk": 0.05},
    "Arab": {"ar": 0.6, "fa": 0.3, "ur": 0.1},
}  # fmt: skip
# Letters that of the languages of a script one alone has, the surest first.
_LETTERS = {
    "Cyrl": (("kk", "қғұәҚҒҰӘ"), ("ky", "ңҢ"), ("mn", "өүӨҮ"), ("uk", "їєґЇЄҐ"), ("be", "ўЎ")),
    "Arab": (("ug", "ېۈ"), ("kk", "ٴ"), ("ug", "ۆۇەڭھ"), ("ur", "ٹڈےں"), ("fa", "پچژگکی")),
}


def of_letters(script: str, text: str) -> Told:
    """Return the language of a text in a script that several languages have."""
    if script == "Latn":
        return _latin(text)
    for language, letters in _LETTERS[script]:
        if not set(letters).isdisjoint(text):
            return language, 0.9, "script"
    return _by_statistics(script, text)


def _latin(text: str) -> Told:
    words = _WORD.findall(text)
    if sum(map(len, words)) < 2:
        return NOTHING
    lower = [word.lower().replace("’", "'") for word in words]
    english = len([word for word in lower if word in _ENGLISH or word.endswith(("'s", "n't"))])
    whole = _HYPHENATED.sub(r"\1", text) if "-" in text else text
    foreign = _foreign_words(_WORD.findall(whole) if whole != text else words)
    plain = text.isascii() or all(word.replace("’", "").replace("ü", "u").replace("Ü", "U").isascii() for word in words)
    running = len([word for word in words[1:] if not word[0].isupper()]) + 1  # the others are names, of any language
    if english > foreign and english * 8 >= running and (plain or english > 1):
        return "en", 0.95, "words"
    label, _, row = whole.rpartition(":")
    names = _WORD.findall(row if len(label) < _LONGEST_LABEL else whole)
    if plain and not foreign and names and all(word[0].isupper() for word in names):
        return "en", 0.7, "words"  # names and headings stand in the English column, whatever few words lead to them
    if plain and not foreign and sum(map(len, words)) < _ENOUGH_LETTERS:
        return "en", 0.5, "words"
    language, confidence, basis = _by_statistics("Latn", " ".join(words))
    if plain and not foreign and (language == "und" or confidence < min(_SURE, WEAK)):
        return "en", 0.5, "words"
    return language, confidence, basis


def _foreign_words(words: Sequence[str]) -> int:
    """Return how many words are of another language; a name's word is of none: Wen Di, Yueh-o."""
    if _FOREIGN_ALONE.isdisjoint(map(str.lower, words)):
        return 0
    return sum(word.lower() in _FOREIGN_ALONE and (not n or word[0].islower()) for n, word in enumerate(words))


def _by_statistics(script: str, text: str) -> Told:
    detector = _factory(script).create()
    detector.seed = 0
    detector.set_prior_map(dict(_PRIORS[script]))
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return NOTHING
    if not found:
        return NOTHING
    # It is as sure of four letters as of four hundred; nobody should be.
    most = 1.0 if len(text) > _ENOUGH_FOR_STATISTICS else WEAK
    return found[0].lang, min(round(found[0].prob, 2), most), "statistics"


@functools.cache
def _factory(script: str) -> DetectorFactory:
    """Return a factory of our own: langdetect's is one for the whole process, and its seed anybody's to change."""
    factory = DetectorFactory()
    factory.seed = 0
    profiles = Path(langdetect.__file__).parent / "profiles"
    factory.load_json_profile([(profiles / language).read_text(encoding="utf-8") for language in _PRIORS[script]])
    return factory
