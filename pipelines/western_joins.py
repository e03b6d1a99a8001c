"""Names of the West joined with Chinese ones: by a surname of China, by their sound, by the sound of one word, and with
the Chinese name that somebody took.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from archive.romanisation import letters, surname_spellings, syllables
from pipelines.foreign_names import likeness_of_one_word
from pipelines.name_tables import WESTERN_NAMES
from pipelines.names import is_chinese_name, is_listed_name, is_romanised
from pipelines.taken_names import TAKEN, sounds_taken
from pipelines.transliteration import APART, SOUNDS_ALIKE, transliterates
from pipelines.unjoined import Unjoined

_SEVERAL = 3  # pairs of such names that are no chance
_MOST_COMPARED = 2500  # pairs of names whose sound is compared
_SOUNDS_ALONE = 0.6  # how well two names must sound alike where no other name is left on either side
_ONE_WORD_SOUNDS = 0.65  # ... where one of the two has one word alone


def join_western(work: Unjoined) -> None:
    """Join all names of the West that are sure."""
    _by_western_name(work)
    _by_sound(work)
    _by_taken_name(work)


def _by_western_name(work: Unjoined) -> None:
    """Join a Western name and a Chinese surname ("Vivian Yip", "Paul Leung So-kin") with the one who has that surname.

    Nobody else may have it on either side, and both stand in the same place between others that are joined.
    """
    left = [i for i in work.left if _has_western_name(work.english[i])]
    shared = [(i, j) for i in left for j in work.right if _ends_in_surname(work.english[i], work.chinese[j])]
    rows, columns = Counter(i for i, _ in shared), Counter(j for _, j in shared)
    fitting = [(i, j) for i, j in shared if rows[i] == columns[j] == 1 and not work.has_rival(i, j)]
    for i, j in fitting:
        if work.in_slot(i, j):
            work.add(i, j, "surname")


def _has_western_name(name: str) -> bool:
    """Say whether the first word of a name is a given name of the West, and no syllables of pinyin."""
    first, _, rest = name.partition(" ")
    plain = first.replace(".", "").lower()
    return bool(rest) and first[0].isupper() and (not syllables(plain) or plain in WESTERN_NAMES) and "-" not in first


def _ends_in_surname(name: str, chinese: str) -> bool:
    """Say whether what follows a Western name is a Chinese one's surname, or the whole of it."""
    words = name.split()[1:]
    if "·" in chinese or not is_listed_name(chinese, among_names=True):
        return False
    known = surname_spellings(chinese)
    return letters(words[-1]) in known or (len(words) > 1 and letters(words[0]) in known)


def _by_sound(work: Unjoined) -> None:
    """Join names of the West with those that write their sound, then with those that write one word of them alone:
    Joseph Tannahill and 约瑟夫.
    """
    left = [i for i in work.left if not is_romanised(work.english[i])]
    right = [j for j in work.right if not is_chinese_name(work.chinese[j])]
    _join_alike(work, left, right, transliterates, _SOUNDS_ALONE if len(left) == len(right) == 1 else SOUNDS_ALIKE)
    left = _spelled_by_no_rule(work)
    right = [j for j in work.right if "·" not in work.chinese[j]]
    _join_alike(work, left, right, likeness_of_one_word, _ONE_WORD_SOUNDS, in_place=is_chinese_name)


def _spelled_by_no_rule(work: Unjoined) -> list[int]:
    """Return the English names still alone that are no romanisation of a Chinese or Korean one."""
    return [i for i in work.left if not is_romanised(work.english[i]) and "-" not in work.english[i]]


def _join_alike(
    work: Unjoined,
    left: Sequence[int],
    right: Sequence[int],
    likeness: Callable[[str, str], float],
    enough: float,
    *,
    in_place: Callable[[str], bool] | None = None,
) -> None:
    """Join names where each is by far the other's best; Chinese ones that are ``in_place`` only where both stand in the
    same place between others that are joined, or where there are several such pairs: one alone may be chance.
    """
    if len(left) * len(right) > _MOST_COMPARED:
        return
    sound = {(i, j): likeness(work.english[i], work.chinese[j]) for i in left for j in right}
    found = [
        (i, j)
        for (i, j), fitting in sound.items()
        if fitting >= enough
        and all(sound[i, k] <= fitting - APART for k in right if k != j)
        and all(sound[k, j] <= fitting - APART for k in left if k != i)
    ]
    for i, j in found:
        if not (in_place and in_place(work.chinese[j])) or len(found) >= _SEVERAL or work.in_slot(i, j):
            work.add(i, j, "sound")


def _by_taken_name(work: Unjoined) -> None:
    """Join a name of the West with the Chinese name that its bearer took: Barrett Cole and 柯百瑞."""
    left = _spelled_by_no_rule(work)
    right = [j for j in work.right if "·" not in work.chinese[j] and is_listed_name(work.chinese[j], among_names=True)]
    _join_alike(work, left, right, sounds_taken, TAKEN, in_place=bool)  # each of them
