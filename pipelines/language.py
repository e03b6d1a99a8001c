"""The language of each paragraph: the script first, langdetect where the script does not decide.

Most paragraphs of such a blog are decided by their letters alone; statistics guess worse there (langdetect takes
Traditional Chinese for Korean two times in three). Simplified and Traditional are told apart by how many characters
of each there are, and a single one loses against the rest of the post. Scripts that stand side by side in sentences
of their own make a paragraph ``mixed``; words of one language within a sentence of the other do not.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.frozen import replace
from archive.records import Paragraph, Post
from pipelines.latin import NOTHING, WEAK, Told, of_letters
from pipelines.names import is_chinese_name
from pipelines.scripts import HAN, has_one_of, script_of, simplified_only, traditional_only

_WEIGHTS = {"Hani": 3, "Hang": 3, "Kana": 3, "Tibt": 2}  # letters' worth of text in one character
_LANGUAGES = {"Hang": "ko", "Tibt": "bo", "Mong": "mn", "Grek": "el", "Hebr": "he", "Deva": "hi", "Thai": "th"}
_MIXED = 0.38  # share of the lesser script from which neither is the paragraph's, whatever its sentences are
_ASIDE = 0.12  # share up to which nobody looks at the sentences
_SENTENCE, _SENTENCES = 9, 0.15  # letters' worth, and share, of a second language's sentences
_PURE = 0.8  # share of one script in a sentence of that language
_HANJA = 2  # as much Han as that for each hangul is hanja in a Korean text
_ONE_CHARACTER, _DOCUMENT, _MOST_DOCUMENT = 1.5, 0.3, 2.2  # how much a paragraph's and the others' characters count
_FEW = 2  # characters of one side more than of the other, which are not enough to call a text firmly its own
_AGAIN = 3  # firm pieces of a language in a post, from which on it is what the post has in that script

# ASCII only: Chinese goes on behind an address without a space.
_NO_LANGUAGE = re.compile(
    r"https?://[!-~]{1,2000}|(?<![A-Za-z0-9])www\.[!-~]{1,2000}|[\w.+-]{1,64}@[A-Za-z0-9.-]{1,255}"
    r"|\b\w{1,100}\.(?:jpe?g|png|gif|html?|pdf)\b",
    re.I,
)
_HAS_ADDRESS = has_one_of("://|www.|@|.jpg|.jpeg|.png|.gif|.htm|.pdf")
_MARKS = "，。、：；？！（）“”‘’《》—…·\u3000\xa0"  # the usual ones of Chinese
_NO_LETTERS = {code: None for code in (*range(128), *map(ord, _MARKS)) if not chr(code).isalpha()}
# Letters of Chinese that are in one piece; `script_of` says the same of each.
_HANI = re.compile("[\u3400-\u4dbf\u4e00-\u9fef\uf900-\ufa6d]+")
_HAS_KANA = re.compile("[\u3040-\u30ff\uff65-\uff9f]").search  # what half-width ones stand for are kana, too
_GLOSS = re.compile(rf"[(（]\s?(?:(?P<name>[{HAN}·]{{2,8}})|[A-Za-z][A-Za-z .'-]{{0,40}})\s?[)）]")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？…།؟۔])[\"'”’」』)）]{0,3}|\n")
_ASIDE_WORD = re.compile(  # a Latin word within Chinese, or a lone one in capitals
    rf"(?<=[{HAN}])[A-Za-z]{{1,30}}(?![A-Za-z '-]{{0,2}}[A-Za-z])|[A-Za-z]{{1,30}}(?=[{HAN}])"
    r"|(?<![A-Za-z])(?<![A-Za-z] )[A-Z]{2,30}(?! ?[A-Za-z])"
)


@dataclass(frozen=True)
class Language:
    """What a text says of its language; ``languages`` only where it is mixed.

    ``script`` is what most of it is written in, ``margin`` by how many characters it is Simplified (Traditional, if
    less than 0).
    """

    language: str
    confidence: float
    basis: str
    languages: tuple[str, ...] = ()
    script: str = ""
    margin: int = 0

    @property
    def firm(self) -> bool:
        """Whether the text alone is enough to tell its language."""
        if self.script == "Hani" and self.language != "ja":
            return abs(self.margin) > _FEW
        return self.language not in ("mixed", "und") and self.confidence > WEAK


def tag_languages(post: Post) -> Post:
    """Return the post with each paragraph's language, how sure it is (0 to 1) and by what it was told."""
    read = [(paragraph, read_language(paragraph.text)) for paragraph in post.paragraphs]
    total = sum(told.margin for _, told in read) + _margin(post.title.raw)
    usual = _usual([told for _, told in read])
    return replace(post, paragraphs=tuple(_tagged(p, _with_post(told, total, usual)) for p, told in read))


def _tagged(paragraph: Paragraph, told: Language) -> Paragraph:
    return replace(
        paragraph,
        language=told.language,
        confidence=told.confidence,
        languages=told.languages,
        language_basis=told.basis,
    )


def _usual(read: Sequence[Language]) -> dict[str, str]:
    """Return the language that a post has in each script, where it has it again and again and no better known one."""
    firm = Counter((told.script, told.language) for told in read if told.firm)
    usual = {}
    for script, language in sorted(firm, key=lambda each: (firm[each], each)):
        if firm[script, language] >= _AGAIN:
            usual[script] = language
    return usual


def _with_post(told: Language, total: int, usual: Mapping[str, str]) -> Language:
    """Let the rest of the post have its say where a piece alone does not tell."""
    language = usual.get(told.script)
    if language == "ja" or (language and told.script != "Hani"):
        if told.firm or told.language in ("mixed", language):
            return told
        return replace(told, language=language, confidence=0.6, basis="document")
    return _with_document(told, total - told.margin)


def _with_document(told: Language, others: int) -> Language:
    """Tell Simplified from Traditional by the rest of the post, where no character tells, or a single one errs."""
    held = {"zh", "zh-Hans", "zh-Hant"}.intersection((told.language, *told.languages))
    weight = max(-_MOST_DOCUMENT, min(_MOST_DOCUMENT, _DOCUMENT * others))
    score = _ONE_CHARACTER * told.margin + weight
    script = "zh-Hans" if score > 0 else "zh-Hant"
    if not held or not score or script in held:
        return told
    if told.language == "mixed":
        return replace(told, languages=tuple(script if each in held else each for each in told.languages))
    return replace(told, language=script, confidence=0.6, basis="document")


@functools.lru_cache(maxsize=8192)  # captions, credits and slogans come again in post after post
def read_language(text: str) -> Language:
    """Return what a text alone says of its language.

    >>> read_language("The kiln is cold.窑冷了，门也关了。").languages
    ('zh-Hans', 'en')
    """
    bare = unicodedata.normalize("NFC", text)
    bare = _NO_LANGUAGE.sub(" ", bare) if _HAS_ADDRESS(bare) else bare
    weights = _weigh(bare)
    if len(weights) > 1:
        without = _GLOSS.sub(_without_gloss, bare)
        bare, weights = (without, inner) if (inner := _weigh(without)) else (bare, weights)
    if not weights:
        return Language(*NOTHING)
    scripts = _scripts(bare, weights)
    if len(scripts) > 1:
        told = [_of_script(script, of)[0] for script, of in scripts]
        share = max(weights.values()) / sum(weights.values())
        return Language("mixed", round(share, 2), "script", tuple(dict.fromkeys(told)), "", _margin(bare))
    script = scripts[0][0]
    language, confidence, basis = _of_script(script, bare)
    share = weights[script] / sum(weights.values())
    return Language(language, round(confidence * share, 2), basis, (), script, _margin(bare) if script == "Hani" else 0)


def _without_gloss(gloss: re.Match[str]) -> str:
    """Return nothing for a name in its other script, and for Latin words in brackets; a title's other half stays."""
    return gloss[0] if gloss["name"] and not is_chinese_name(gloss["name"]) else " "


def _weigh(text: str) -> Counter[str]:
    """Return how many letters' worth of text each script has; kana count as what they stand among."""
    if text.isascii():
        letters = len(text.translate(_NO_LETTERS))
        return Counter({"Latn": letters} if letters else ())
    weights: Counter[str] = Counter()
    rest = _HANI.sub("", text)
    if han := len(text) - len(rest):
        weights["Hani"] = han * _WEIGHTS["Hani"]
    rest = rest.translate(_NO_LETTERS)
    for character, times in Counter(rest).items() if rest else ():
        if script := script_of(character):
            weights["Hani" if script == "Kana" else script] += times * _WEIGHTS.get(script, 1)
    return weights


def _scripts(text: str, weights: Counter[str]) -> list[tuple[str, str]]:
    """Return the scripts a text is written in, each with what of the text is in it, most first."""
    total = sum(weights.values())
    order = sorted(weights, key=lambda script: (-weights[script], script))
    if len(order) == 1 or weights[order[0]] > (1 - _ASIDE) * total:
        return [(order[0], text)]
    spoken: dict[str, tuple[int, str]] = {}
    for sentence in _SENTENCE_END.split(text):
        within = _weigh(sentence)
        script = max(sorted(within), key=lambda script: within[script], default="")
        if script and within[script] >= _PURE * sum(within.values()):
            weight, words = spoken.get(script, (0, ""))
            spoken[script] = weight + within[script], f"{words} {sentence}"
    least = max(_SENTENCE, _SENTENCES * total)
    clear = [(script, spoken[script][1]) for script in order if script in spoken and spoken[script][0] >= least]
    return clear if len(clear) > 1 else _shared(text, weights, order)


def _shared(text: str, weights: Counter[str], order: list[str]) -> list[tuple[str, str]]:
    """Return the scripts of a text that has no sentences of either: both, where neither is an aside of the other."""
    first, second = order[:2]
    if {first, second} == {"Hang", "Hani"} and weights["Hang"] * _HANJA >= weights["Hani"]:
        return [("Hang", text)]
    if {first, second} == {"Latn", "Hani"}:
        weights = _weigh(_ASIDE_WORD.sub(" ", text))
    aside = _MIXED * sum(weights.values())
    if min(weights[first], weights[second]) > aside:
        return [(script, _only(script, text)) for script in (first, second)]
    return [(first if weights[first] > aside else second, text)]


def _only(script: str, text: str) -> str:
    """Return a text without the letters of other scripts."""
    return "".join(character if script_of(character) in (script, "") else " " for character in text)


def _of_script(script: str, text: str) -> Told:
    if script == "Hani":
        return _han(text)
    if script in ("Latn", "Arab", "Cyrl"):
        return of_letters(script, text)
    return (_LANGUAGES[script], 1.0, "script") if script in _LANGUAGES else NOTHING


def _han(text: str) -> Told:
    characters = Counter(text) if _HAS_KANA(text) else Counter[str]()
    kana = sum(times for character, times in characters.items() if script_of(character) == "Kana")
    han = sum(times for character, times in characters.items() if script_of(character) == "Hani") if kana else 0
    # One «の» alone is an ornament in Chinese.
    if kana * 5 > han and (kana > 1 or "の" not in text):
        return "ja", 0.9, "script"
    simplified, traditional = _counts(text)
    if simplified == traditional:
        return "zh", 0.8, "script"
    language = "zh-Hans" if simplified > traditional else "zh-Hant"
    return language, max(simplified, traditional) / (simplified + traditional), "characters"


def _margin(text: str) -> int:
    """Return by how many characters Simplified a text is; less than 0 where it is Traditional."""
    simplified, traditional = _counts(text)
    return simplified - traditional


@functools.lru_cache(maxsize=8192)
def _counts(text: str) -> tuple[int, int]:
    """Return how many characters of a text are Simplified alone, and how many are Traditional alone."""
    characters = Counter(text)
    simplified = sum(characters[c] for c in simplified_only().intersection(characters))
    traditional = sum(characters[c] for c in traditional_only().intersection(characters))
    return simplified, traditional
