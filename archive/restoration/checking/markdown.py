"""A folder for Hugo read back: the facts in front of each file, its body without Markdown's marks, its comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from archive.restoration.article import Lack, Material
from archive.restoration.checking.facts import Facts, against, digests_of, instant_of, plain, texts_of
from archive.restoration.checking.regions import whole
from archive.restoration.markdown.flavours import FLAVOURS

_HUGO = FLAVOURS["hugo"]
_LINE = re.compile(r"(?m)^([a-z_]{1,20}): (.*)$")
_ESCAPE = re.compile(r"\\(?:\\|U([0-9a-f]{8}))")
_HTML = re.compile(r"\s*<(?:table|ul|ol|dl|pre)\b")  # a block of these is HTML, and has no marks
_PICTURE = re.compile(r"!\[([^\[\]]*)\]\(([^()\s]*)\)")
_LINK = re.compile(r"\]\(([^()\s]*)\)")
_MARK = re.compile(r"(?m)^(?:>|\s|-   |\d{1,2}\.  |#{1,6} )+|[\[\]*]")


def check_markdown(material: Material, folder: Path, lacks: Sequence[Lack]) -> Iterator[str]:
    """Yield what is wrong with a folder for Hugo: each article is there once, with all that it has."""
    digests = digests_of(folder / _HUGO.media)
    found: dict[str, Facts] = {}
    for path in sorted((folder / "content").rglob("*.md")):
        try:
            front, body = _parted(path.read_text("utf-8"))
            if not (name := front.get("blogger_id")):
                continue  # a list
            facts = _facts(path, front, body, _comments(folder, front), digests)
        except ValueError as error:
            yield f"{path.relative_to(folder)} cannot be read: {error}"
            continue
        if name in found:
            yield f"{path.relative_to(folder)}: {name} is there more than once"
        found[name] = facts
    yield from against(material, found, lacks)


def _parted(text: str) -> tuple[dict[str, Any], str]:
    _, front, body = text.split("---\n", 2)
    return {match[1]: json.loads(_ESCAPE.sub(_as_json, match[2])) for match in _LINE.finditer(front)}, body


def _as_json(match: re.Match[str]) -> str:
    return json.dumps(chr(int(match[1], 16)))[1:-1] if match[1] else match[0]


def _comments(folder: Path, front: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if not front.get("comments"):
        return ()
    held = json.loads((folder / _HUGO.comments / f"{front['comments']}.json").read_text("utf-8"))
    return tuple(sorted((one["id"], plain(one["text"])) for one in held))


def _facts(
    path: Path, front: Mapping[str, Any], body: str, comments: tuple[tuple[str, str], ...], digests: Mapping[str, str]
) -> Facts:
    blocks = body.split("\n\n")
    said = whole("\n".join(block if _HTML.match(block) else _without_marks(block) for block in blocks))
    names = [unquote(match[2]) for match in _PICTURE.finditer(body)] + said.pictures
    held = (name.removeprefix("/media/") for name in names)
    return Facts(
        kind="page" if path.parent.name == "pages" else "post",
        draft=bool(front.get("draft")),
        path=None if front.get("draft") else front.get("url", ""),
        title=plain(front.get("title", "")),
        instant=instant_of(front.get("date")),
        labels=tuple(sorted(map(plain, front.get("tags", ())))),
        author=plain(front.get("author") or ""),
        comments=comments,
        texts=texts_of(["".join(said.texts)]),
        pictures=frozenset(digests[name] for name in held if name in digests),
    )


def _without_marks(block: str) -> str:
    return _MARK.sub("", _LINK.sub("", _PICTURE.sub(r"\1", block)))
