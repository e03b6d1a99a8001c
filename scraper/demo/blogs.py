"""As many blogs as one likes, each under its own host: blog-N.blogspot.com is the demo blog of the seed N. Pure."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import replace

from scraper.demo.answers import Answer, Answers
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST

_NAME = re.compile(r"blog-(\d{1,9})\.blogspot\.com")
_MOST = 50  # blogs in memory; each is made again by its seed


def host_of(number: int) -> str:
    """Return the host of a blog."""
    return f"blog-{number}.blogspot.com"


class Blogs:
    """The answers of all of them."""

    def __init__(self, knobs: Knobs) -> None:
        self._knobs, self._others = knobs, Answers(replace(knobs, posts=1))
        self._made: OrderedDict[int, Answers] = OrderedDict()

    def answer(self, host: str, target: str) -> Answer:
        """Return the answer for a host and a path with query, as `Answers` does."""
        match = _NAME.fullmatch(host)
        if not match:
            return self._others.answer(host, target)
        answer = self._blog(int(match[1])).answer(HOST, target)
        headers = {name: value.replace(HOST, host) for name, value in answer.headers.items()}
        return replace(answer, body=answer.body.replace(HOST.encode(), host.encode()), headers=headers)

    def _blog(self, number: int) -> Answers:
        if number not in self._made:
            self._made[number] = Answers(replace(self._knobs, seed=number))
            if len(self._made) > _MOST:
                self._made.popitem(last=False)
        self._made.move_to_end(number)
        return self._made[number]
