"""Chinese names as they are spoken in Cantonese and in Korean, in whatever Latin letters their bearers chose.

Neither has one system in use: Hong Kong's spellings follow none (Kataoka and Lee, "A System without a System:
Cantonese Romanization Used in Hong Kong Place and Personal Names", 2008), and Korean ones mix the Revised
Romanization (2000), McCune and Reischauer's (1939) and the bearer's own. So a syllable has each of its usual spellings,
and a name is walked along rather than written out in all ways: of one name there would be thousands.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator

from archive.character_readings import readings
from archive.romanisation_tables import DOUBLE_SURNAMES, KOREAN_GIVEN, SURNAME_READINGS, SURNAME_SPELLINGS

CANTONESE, KOREAN = 0.91, 0.92  # weights, below those of every spelling that `archive.romanisation` writes out
_LONGEST = 4  # characters of a name

_Ways = frozenset[str]


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Return a table of "KEY=SPELLING,SPELLING" pairs; "-" is the empty one."""
    pairs = (pair.split("=") for pair in text.split())
    return {key.strip("-"): tuple(one.strip("-") for one in said.split(",")) for key, said in pairs}


# Jyutping's initials and finals (Linguistic Society of Hong Kong 1993), and how Hong Kong writes them.
_INITIALS_YUE = _table(
    """
    b=p,b p=p m=m f=f d=t,d t=t n=n l=l g=k,g k=k ng=ng,- h=h gw=kw,gw kw=kw w=w z=ts,ch,j c=ts,ch s=s,sh j=y,- -=-
    """
)
_FINALS_YUE = _table(
    """
    aa=a,ah aai=ai aau=au aam=am aan=an aang=ang aap=ap aat=at aak=ak a=a ai=ai au=au,ow am=am,um an=an,un ang=ang
    ap=ap,up at=at,ut ak=ak e=e,eh ei=ei,ee,i,ay eng=eng ek=ek i=i,ee iu=iu,ew im=im in=in ing=ing ip=ip it=it ik=ik
    o=o,or,aw oi=oi,oy on=on ong=ong ot=ot ok=ok ou=o,ou,ow u=u,oo ui=ui un=un,oon ung=ung ut=ut,oot uk=uk
    eoi=ui,oy eon=un,on eot=ut oe=eu oeng=eung oek=euk yu=u,ue yun=uen,un yut=uet,ut m=m ng=ng
    """
)
_WHOLE_YUE = _table(
    "zi=tsz,tze,tsze,chi,chee,ji ci=tsz,tze,chi,chee si=sz,sze,see,si,shi jyu=yu,yue,u jyun=yuen,yun,un"
)

# The letters of a syllable of Hangul in Unicode's order (The Unicode Standard, section 3.12), and how they are written.
_INITIALS_KO = (
    ("g", "k"), ("k", "g"), ("n",), ("d", "t"), ("t",), ("r", "l"), ("m",), ("b", "p"), ("p",), ("s",), ("s",), ("",),
    ("j", "ch"), ("j",), ("ch",), ("k",), ("t",), ("p",), ("h",),
)  # fmt: skip
_VOWELS_KO = (
    ("a", "ah"), ("ae", "ai"), ("ya",), ("yae",), ("eo", "u", "o"), ("e",), ("yeo", "you", "yu", "yo"), ("ye",), ("o",),
    ("wa",), ("wae",), ("oe", "oi"), ("yo",), ("u", "oo"), ("wo",), ("we",), ("wi",), ("yu", "yoo"), ("eu", "u"),
    ("ui", "eui", "ee", "i"), ("i", "ee"),
)  # fmt: skip
_FINALS_KO = {
    0: ("",),
    1: ("k", "g"),
    4: ("n",),
    7: ("t",),
    8: ("l",),
    16: ("m",),
    17: ("p", "b"),
    19: ("t",),
    21: ("ng",),
}
_FIRST_KO, _LAST_KO = ord("가"), ord("힣")
_R, _N, _SILENT, _S = 5, 2, 11, 9  # places of initials
_BEFORE_I = frozenset((2, 3, 6, 7, 12, 17, 20))  # vowels before which r and n fall silent at the start of a name


def spoken(text: str, chinese: str) -> float:
    """Return how well a spelling (as `archive.romanisation.letters` has it) is a Chinese name spoken in Cantonese or in
    Korean, 0.0 where it is neither; surname first or last.
    """
    if not 2 <= len(chinese) <= _LONGEST or not text:
        return 0.0
    cut = 2 if len(chinese) > 2 and chinese[:2] in DOUBLE_SURNAMES else 1
    surname, given = chinese[:cut], chinese[cut:]
    if _spells(text, _korean_surname(surname), map(_korean, given)):
        return KOREAN
    return CANTONESE if _spells(text, _cantonese_surname(surname), map(_cantonese, given)) else 0.0


def _spells(text: str, surname: tuple[str, ...], given: Iterable[_Ways]) -> bool:
    first, last = text.startswith(surname), text.endswith(surname)
    syllables = tuple(given) if first or last else ()
    return (first and _walks(text, (surname, *syllables))) or (last and _walks(text, (*syllables, surname)))


def _walks(text: str, syllables: Iterable[Iterable[str]]) -> bool:
    """Say whether a text is one spelling of each syllable, one behind the other."""
    places = {0}
    for ways in syllables:
        places = {at + len(way) for at in places for way in ways if text.startswith(way, at)}
        if not places:
            return False
    return len(text) in places


@functools.lru_cache(maxsize=1024)
def _cantonese_surname(surname: str) -> tuple[str, ...]:
    joined = map("".join, itertools.product(*map(_cantonese, surname)))
    return tuple(dict.fromkeys((*joined, *SURNAME_SPELLINGS.get(surname, ()))))


@functools.lru_cache(maxsize=1024)
def _korean_surname(surname: str) -> tuple[str, ...]:
    """The blog's Korean writers of China write their surnames in pinyin as well: Piao Jin-ok."""
    joined = map("".join, itertools.product(*map(_korean, surname)))
    return tuple(dict.fromkeys((*joined, *SURNAME_SPELLINGS.get(surname, ()), *SURNAME_READINGS.get(surname, ()))))


@functools.lru_cache(maxsize=4096)
def _cantonese(character: str) -> _Ways:
    return frozenset(way for said in readings("cantonese.tsv").get(character, ()) for way in _of_jyutping(said))


def _of_jyutping(syllable: str) -> Iterator[str]:
    if syllable in _WHOLE_YUE:
        yield from _WHOLE_YUE[syllable]
        return
    initial = next((one for one in (syllable[:2], syllable[:1]) if one in _INITIALS_YUE), "")
    final = syllable.removeprefix(initial)
    if not final:  # "m" and "ng" are syllables of their own
        initial, final = "", syllable
    for begun, ended in itertools.product(_INITIALS_YUE[initial], _FINALS_YUE[final]):
        yield begun + ended


@functools.lru_cache(maxsize=4096)
def _korean(character: str) -> _Ways:
    written = (way for said in readings("korean.tsv").get(character, ()) for way in _of_hangul(said))
    return frozenset((*written, *KOREAN_GIVEN.get(character, ())))


def _of_hangul(syllable: str) -> Iterator[str]:
    if not _FIRST_KO <= ord(syllable) <= _LAST_KO:
        return
    initial, rest = divmod(ord(syllable) - _FIRST_KO, 588)
    vowel, final = divmod(rest, 28)
    begun = _INITIALS_KO[initial]
    if initial in (_R, _N):  # the Korean law of initials, which names follow or do not
        begun = (*begun, "" if vowel in _BEFORE_I else "n")
    if initial == _S and vowel == len(_VOWELS_KO) - 1:
        begun = (*begun, "sh")
    vowels = _VOWELS_KO[vowel] if (initial, vowel) != (_SILENT, 13) else (*_VOWELS_KO[vowel], "woo", "wu")
    yield from map("".join, itertools.product(begun, vowels, _FINALS_KO.get(final, ())))
