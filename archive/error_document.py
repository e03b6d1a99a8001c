"""An error for machines: what a command with ``--json`` prints on stdout in the place of its result."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.errors import BeilinError, NotABlog, UsageError

_INNER_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True)
class ErrorTold:
    """``code`` is the error's name in `archive.errors`, "not-a-collection"; "unforeseen" for what is not named there.

    ``exit_code`` is the command's; ``sentence`` the one that stands on stderr, too. ``kind`` says what answers where a
    blog should: "removed", "captcha", "status-403"; empty where that is not known, and for all other errors.
    """

    code: str
    exit_code: int
    sentence: str
    kind: str = ""


@dataclass(frozen=True)
class ErrorDocument:
    """The whole document: one error, and no result beside it."""

    error: ErrorTold


def told(problem: BaseException) -> ErrorTold:
    """Return an error as machines are told it."""
    if not isinstance(problem, BeilinError):
        return ErrorTold(
            "unforeseen", BeilinError.exit_code, f"Something unforeseen ({type(problem).__name__}): please report it."
        )
    code = _INNER_CAPITAL.sub("-", type(problem).__name__).lower()
    return ErrorTold(code, problem.exit_code, str(problem), problem.kind if isinstance(problem, NotABlog) else "")


def wrong_use(sentence: str) -> ErrorTold:
    """Return what a command line that cannot be understood is told as."""
    return told(UsageError(sentence))
