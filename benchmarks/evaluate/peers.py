"""The other programs, asked in an environment of their own over JSON lines; each is judged on what it can do.

Pages only: none of them reads a feed of this platform as posts. A page with several posts is one article to them; what
they return is held against the paragraphs of all.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.evaluate.cases import Case, day, languages, texts
from benchmarks.evaluate.fields import SHORT, Measure, flat, overlap, right_or_wrong

READERS, DATERS, DETECTORS = ("trafilatura", "newspaper4k"), ("htmldate",), ("langdetect", "lingua")
PEERS = (*READERS, *DATERS, *DETECTORS)
_WORKER = Path(__file__).with_name("worker.py")


def ask(python: Path, questions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the answers of the peers; an error each where they are not there."""
    if not python.exists():
        return [{"error": "not installed: make peers"} for _ in questions]
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run([python, "-P", _WORKER], input=lines, capture_output=True, text=True, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    missing = {"error": f"the worker ended: {done.stderr.strip()[-200:]}"}
    return answers + [missing] * (len(questions) - len(answers))


def states(python: Path) -> dict[str, str]:
    """Return each peer's version, or why it is not judged."""
    answers = ask(python, [{"peer": peer, "do": "version"} for peer in PEERS])
    return {peer: answer.get("version") or answer["error"] for peer, answer in zip(PEERS, answers, strict=True)}


def measures(python: Path, of: Sequence[Case], there: Sequence[str]) -> Iterator[tuple[str, str, Measure]]:
    """Yield (peer, form, measure) of every peer that is there."""
    asked: list[tuple[str, Case, str, dict[str, Any]]] = []
    for case in of:
        asked += [(peer, case, "", _page(peer, case)) for peer in there if peer in (*READERS, *DATERS) and case.page]
        for text, language in spoken(case):
            question = {"do": "language", "text": text}
            asked += [(peer, case, language, {"peer": peer, **question}) for peer in there if peer in DETECTORS]
    answers = ask(python, [question for *_, question in asked])
    for (peer, case, language, question), answer in zip(asked, answers, strict=True):
        judged = _judge_language(question, language, answer) if language else _judge_page(peer, case, answer)
        for measure in judged:
            yield peer, case.form, measure


def spoken(case: Case) -> Iterator[tuple[str, str]]:
    """Yield (text, language) of the paragraphs of which a case states both."""
    for post in case.posts:
        if (stated := texts(post)) is not None and (tongues := languages(post)) is not None:
            yield from zip(stated, tongues, strict=True)


def _page(peer: str, case: Case) -> dict[str, Any]:
    return {"peer": peer, "do": "page", "html": case.page, "url": case.url}


def _judge_language(question: dict[str, Any], language: str, answer: dict[str, Any]) -> Iterator[Measure]:
    kind = "language, over 20 characters" if len(question["text"]) > SHORT else "language, to 20 characters"
    found = answer.get("language", "und")
    # Who does not tell the scripts of Chinese apart is not blamed for it.
    yield kind, right_or_wrong(found in (language, language.partition("-")[0]))


def _judge_page(peer: str, case: Case, answer: dict[str, Any]) -> Iterator[Measure]:
    stated = [text for post in case.posts for text in texts(post) or ()]
    if peer in READERS and any(texts(post) is not None for post in case.posts):
        yield "paragraph text, F1", overlap(stated, answer.get("texts", []))
    for n, post in enumerate(case.posts):
        if peer in READERS and "raw" in post.get("title", {}):
            right = n == 0 and flat(answer.get("title") or "") == flat(post["title"]["raw"])
            yield "title as it stands", right_or_wrong(right)
        if peer in DATERS and "published" in post:
            wanted = (day(post["published"]) or "")[:10]
            yield "published", right_or_wrong(n == 0 and (answer.get("published") or "") == wanted)
