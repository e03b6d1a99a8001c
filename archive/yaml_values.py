"""Values as YAML."""

from __future__ import annotations

import json


def as_yaml(value: object) -> str:
    r"""Return a value as JSON, which is YAML, too; what is not printable is written as YAML escapes it.

    >>> print(as_yaml(["a\u200b", None]))
    ["a\U0000200b", null]
    """
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in text)
