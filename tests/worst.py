"""Every regular expression of ours, how it is used, and strings that are bad for it (case P52)."""

import ast
import importlib
import inspect
import itertools
import pkgutil
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import archive
import pipelines
import scraper
from pipelines.alternatives import InEither

SEARCHING, ANCHORED, WHOLE = "search", "match", "fullmatch"
_USES = {
    **dict.fromkeys(("search", "finditer", "findall", "sub", "subn", "split"), SEARCHING),
    "match": ANCHORED,
    "fullmatch": WHOLE,
}
_STARTS_ITSELF = ("__main__",)  # modules that act when they are imported


@dataclass(frozen=True)
class Ours:
    """One pattern: where it stands, and in which ways it is tried there."""

    where: str
    pattern: re.Pattern[Any]
    uses: frozenset[str]

    def text(self, written: str) -> Any:
        """Return a string as the kind that the pattern is tried on."""
        return written.encode("utf-8", "replace") if isinstance(self.pattern.pattern, bytes) else written


# ---------------------------------------------------------------------- finding them
def modules() -> Iterator[ModuleType]:
    for package in (archive, pipelines, scraper):
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.rpartition(".")[2] not in _STARTS_ITSELF:
                yield importlib.import_module(found.name)


def patterns() -> list[Ours]:
    """Return all patterns: globals of modules, also in tuples and dicts, and those written where they are used."""
    found: dict[tuple[Any, int], tuple[str, set[str]]] = {}

    def note(where: str, pattern: re.Pattern[Any], uses: set[str]) -> None:
        found.setdefault((pattern.pattern, pattern.flags), (where, set()))[1].update(uses)

    for module in modules():
        tree = ast.parse(inspect.getsource(module) or "")
        used = _uses_by_name(tree)
        for name, value in vars(module).items():
            for pattern in _in_value(value):
                note(f"{module.__name__}.{name}", pattern, used.get(name, set()))
        for line, use, pattern in _inline(tree, module):
            note(f"{module.__name__}:{line}", pattern, {use})
    every = set(_USES.values())
    return [Ours(where, re.compile(*key), frozenset(uses or every)) for key, (where, uses) in found.items()]


def _in_value(value: Any, deep: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, InEither):
        yield from (value.english, value.chinese)
    elif isinstance(value, tuple | list | set | frozenset) and deep < 4:
        yield from (found for item in value for found in _in_value(item, deep + 1))
    elif isinstance(value, dict) and deep < 4 and not value.keys() & {"__builtins__"}:
        yield from _in_value((*value.keys(), *value.values()), deep + 1)


def _uses_by_name(tree: ast.Module) -> dict[str, set[str]]:
    """Return the ways in which each name is called: all of them where one is read and not called, as in a loop."""
    used: dict[str, set[str]] = defaultdict(set)
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _USES:
            used[node.value.id].add(_USES[node.attr])
            called.add(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in called:
            used[node.id].update(_USES.values())
    return used


def _inline(tree: ast.Module, module: ModuleType) -> Iterator[tuple[int, str, re.Pattern[Any]]]:
    """Yield (line, use, pattern) of `re.search(...)` and its like; what cannot be worked out here raises."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in _USES):
            continue
        written = eval(compile(ast.Expression(node.args[0]), "inline", "eval"), vars(module))
        place = {"search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2, "split": 3, "sub": 4}
        given = [argument for n, argument in enumerate(node.args) if n == place.get(node.func.attr)]
        given += [keyword.value for keyword in node.keywords if keyword.arg == "flags"]
        flags = [eval(compile(ast.Expression(flag), "inline", "eval"), vars(module)) for flag in given]
        yield node.lineno, _USES[node.func.attr], re.compile(written, *flags)


# ---------------------------------------------------------------------- strings that are bad for them
FIXED = (" ", "\n", "\t ", "0", "1234 ", "a", "A", "a ", "A a ", "Aa", "<a ", "<div ", "</div>", "<!--", "<", "年", "月", "日", "白", "白 ", "'", '"',
         "\\", "(", ")", "()", "（", "[", "]", "{", ",", ", ", ";", ":", ".", "..", "-", "_", "/", "//", "@", "a@", "%", "&", "=", "\xa0", "\u200b", "é", "１", "aB1 ", "1月1日", "\r\n")  # fmt: skip


def bad_for(ours: Ours, size: int) -> dict[tuple[str, str, str], str]:
    """Return strings of about a size: (beginning, what is repeated, end) -> text."""
    shapes = {("", unit, "") for unit in FIXED} | set(_shapes(ours.pattern))
    return {shape: text_of(shape, size) for shape in sorted(shapes)}


def text_of(shape: tuple[str, str, str], size: int) -> str:
    begin, unit, end = shape
    return begin + unit * max(1, (size - len(begin) - len(end)) // len(unit)) + end


def _shapes(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield repetitions at which backtracking is worst: of each loop, of the way to it, and of near matches."""
    flags = pattern.flags & (re.I | re.S | re.M | re.X | re.A)
    tree = _parser.parse(pattern.pattern, flags if isinstance(pattern.pattern, str) else flags & ~re.U)
    wholes = [_sample(tree, pick, least) for pick, least in itertools.product((0, 1, 2), (0, 1, 3))]
    for whole in wholes:
        yield from (("", part, end) for part in (whole, whole[:-1], whole[1:]) if part for end in ("", "!"))
    for before, body in _loops(list(tree)):
        ways = {_sample(before, pick, least) for pick, least in ((0, 0), (1, 1), (2, 1), (0, 3))}
        units = {_sample(body, pick, least) for pick, least in ((0, 1), (1, 1), (2, 1), (1, 0), (2, 2))} - {""}
        for way, unit in itertools.product(sorted(ways)[:3], sorted(units)[:4]):
            yield from ((way, unit, ""), (way, unit, "!"), ("", way + unit, ""), ("", way + unit * 20, "!"))


def _loops(items: list[Any], before: tuple[Any, ...] = ()) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield (all that precedes a loop, what it repeats) of every loop, at any depth."""
    for n, (op, value) in enumerate(items):
        ahead = [*before, *items[:n]]
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            if value[1] > 1:
                yield ahead, list(value[2])
            yield from _loops(list(value[2]), tuple(ahead))
        elif op is ops.SUBPATTERN:
            yield from _loops(list(value[3]), tuple(ahead))
        elif op is ops.ATOMIC_GROUP:
            yield from _loops(list(value), tuple(ahead))
        elif op is ops.BRANCH:
            for branch in value[1]:
                yield from _loops(list(branch), tuple(ahead))
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            yield from _loops(list(value[1]), tuple(ahead))


def _sample(items: Any, pick: int, least: int) -> str:
    """Return a text that fits; ``pick`` chooses among branches and characters, ``least`` the turns of loops."""
    return "".join(_piece(op, value, pick, least) for op, value in items)


def _piece(op: Any, value: Any, pick: int, least: int) -> str:
    if op is ops.LITERAL:
        return chr(value)
    if op is ops.NOT_LITERAL:
        return next(c for c in "a1 白" if ord(c) != value)
    if op is ops.ANY:
        return "a 白"[pick % 3]
    if op is ops.IN:
        return _of_class(value, pick)
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        low, high, body = value
        return _sample(body, pick, least) * min(max(low, least), int(high), 8)
    if op is ops.SUBPATTERN:
        return _sample(value[3], pick, least)
    if op is ops.ATOMIC_GROUP:
        return _sample(value, pick, least)
    if op is ops.BRANCH:
        return _sample(value[1][(pick * 7) % len(value[1])], pick, least)
    return ""  # anchors and looks around


_CATEGORIES = {ops.CATEGORY_DIGIT: "19", ops.CATEGORY_SPACE: " \n", ops.CATEGORY_WORD: "aA1白_",
               ops.CATEGORY_NOT_SPACE: "a白.", ops.CATEGORY_NOT_DIGIT: "a 白", ops.CATEGORY_NOT_WORD: " .!"}  # fmt: skip
_TRIED = "aA1 白\n.!é<'\"(,;:-年"


def _of_class(items: Any, pick: int) -> str:
    negated = items[0][0] is ops.NEGATE
    members: list[str] = []
    for op, value in items:
        if op is ops.LITERAL:
            members.append(chr(value))
        elif op is ops.RANGE:
            members += [chr(value[0]), chr((value[0] + value[1]) // 2), chr(value[1])]
        elif op is ops.CATEGORY:
            members += _CATEGORIES[value]
    if negated:
        members = [c for c in _TRIED if c not in members]
    return members[pick % len(members)] if members else "a"


# ---------------------------------------------------------------------- how long they take
def seconds(ours: Ours, use: str, text: str) -> float:
    """Return the CPU time of one use of a pattern on a whole text."""
    given = ours.text(text)
    act: Callable[[], Any] = {
        # In C: a loop of Python's would take longer than most patterns.
        SEARCHING: lambda: deque(ours.pattern.finditer(given), 0),
        ANCHORED: lambda: ours.pattern.match(given),
        WHOLE: lambda: ours.pattern.fullmatch(given),
    }[use]
    begin = time.process_time()
    act()
    return time.process_time() - begin
