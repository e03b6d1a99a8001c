"""Search and the hiding of names compare texts each in its own way; what is one for search is one for hiding."""

import pytest

from archive.redaction.folding import folded_han, folded_latin
from archive.romanisation import letters
from archive.search.aliases import letters_of
from archive.search.folding import TRADITIONAL, fold


def test_whoever_is_found_in_either_script_is_hidden_in_both():
    pairs = {traditional: one for one, many in TRADITIONAL.items() for traditional in many}
    assert len(pairs) > 3000
    assert [one for one, other in pairs.items() if folded_han(one) != folded_han(other)] == []


@pytest.mark.parametrize("spelling", ["Bai Ruomu", "BÁI RUÒMÙ", "Bai-Ruomu", "Lü Bai", "Lv Bai"])
def test_a_spelling_is_compared_alike(spelling):
    assert letters_of(spelling) == folded_latin(spelling)
    assert letters_of(spelling).replace("lv", "lu") == letters(spelling).replace("lv", "lu")


def test_hiding_joins_what_search_tells_apart():
    assert folded_han("划") == folded_han("画") and fold("划") != fold("画")
