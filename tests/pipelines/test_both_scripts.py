"""Whatever a pattern finds in Simplified characters it finds in Traditional ones, too."""

import importlib
import itertools
import pkgutil
import re

import pytest

import pipelines
from pipelines.alternatives import InEither
from pipelines.both_scripts import _forms
from pipelines.scripts import simplified_only
from tests.pipelines.test_guards import matches

MODULES = [module.name for module in pkgutil.iter_modules(pipelines.__path__) if module.name != "__main__"]
# These match single characters as they come, or text that is folded to Simplified ones before.
FOLDED = {"word_signs._ROW_BEFORE", "word_signs._ROW_BEHIND", "foreign_names._IN_SOUNDS", "captions._DOES_ZH"}
_MOST_FORMS, _MOST_SAMPLES = 16, 150


def in_traditional(text):
    """Yield a text with each Simplified character in its Traditional forms."""
    forms = [(_forms(c)[1:] or c) if c in simplified_only() else c for c in text]
    return itertools.islice(map("".join, itertools.product(*forms)), _MOST_FORMS)


@pytest.mark.parametrize("name", MODULES)
def test_patterns_find_traditional_text(name):
    module = importlib.import_module(f"pipelines.{name}")
    patterns = {
        f"{name}.{key}": value
        for key, found in vars(module).items()
        for value in [found.chinese if isinstance(found, InEither) else found]
        if isinstance(value, re.Pattern) and not simplified_only().isdisjoint(value.pattern)
    }
    for key in patterns.keys() - FOLDED:
        samples = itertools.islice(matches(patterns[key]), _MOST_SAMPLES)
        simplified = {text for text in samples if not simplified_only().isdisjoint(text)}
        missed = [text for text in simplified if not any(map(patterns[key].search, in_traditional(text)))]
        assert missed == [], key
