"""Records to JSON and back, by their own field types; and the JSON Schema that says so to others.

One rule serves every dataclass of `archive.records`: a dataclass is an object with its fields in order, a
tuple is an array. The text is stable: same value, same bytes, on every machine.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
ADDED = {"added": True}  # metadata of a field that came to a schema later: what was written before lacks it
_JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_SCALARS: dict[type, Callable[[Any], str]] = {
    str: json.encoder.encode_basestring,
    int: repr,
    float: repr,  # all are from 0 to 1: JSON has no form for what is not finite
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
}


def to_plain(value: Any) -> Any:
    """Return a value as dicts, lists and scalars, ready for any JSON writer."""
    kind: Any = type(value)
    if kind in _JSON_TYPES:
        return value
    if kind is tuple:
        return [to_plain(item) for item in value]
    return {name: to_plain(getattr(value, name)) for name in _names(kind)}


def from_plain(kind: type[T], plain: Any) -> T:
    """Return the dataclass that `to_plain` took apart.

    Raises:
        ValueError: a field is missing, unknown or of another type; the message names it.

    """
    return typing.cast(T, _builder(typing.cast(Any, kind))(plain, kind.__name__))


def dump(value: Any) -> str:
    """Return a dataclass as a JSON document a person can read: UTF-8 as it is, two spaces, a final newline."""
    text = _text(value, "\n") + "\n"
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair is no character, and UTF-8 has no form for it: U+FFFD stands in its place.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _text(value: Any, line: str) -> str:
    """Return the JSON of a value; ``line`` is a line's end and the indent of what holds the value.

    The same as ``json.dumps(to_plain(value), ensure_ascii=False, indent=2)``, in a third of its time: where there is an
    indent, that is a generator for each bracket.
    """
    kind: Any = type(value)
    if kind in _SCALARS:
        return _SCALARS[kind](value)
    inner = line + "  "
    if kind is tuple:
        items = [_text(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{line}]" if items else "[]"
    fields = []
    for name, begin in _begun(kind):
        held = getattr(value, name)
        # Most fields are scalars or empty: to call oneself for each takes longer.
        scalar = _SCALARS.get(type(held))
        fields.append(begin + (scalar(held) if scalar else "[]" if held == () else _text(held, inner)))
    return f"{{{inner}{f',{inner}'.join(fields)}{line}}}"


def load(kind: type[T], text: str | bytes) -> T:
    """Return the dataclass in a JSON document. Raises ValueError as `from_plain`, or where it is no JSON."""
    return from_plain(kind, json.loads(text))


def schema(kind: type) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a dataclass and all it is made of."""
    definitions: dict[str, Any] = {}
    root = _schema(kind, definitions)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": definitions}


@functools.cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind))


@functools.cache
def _begun(kind: Any) -> tuple[tuple[str, str], ...]:
    """Return the name of each field, and how it begins in JSON."""
    return tuple((name, f'"{name}": ') for name in _names(kind))


@functools.cache
def _fields(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}


Builder = Callable[[Any, str], Any]  # (plain value, where it stands) -> value


@functools.cache
def _builder(hint: Any) -> Builder:
    """Return the function that builds values of a type; made once, since records are read by the thousand."""
    if dataclasses.is_dataclass(hint):
        kind = typing.cast(type, hint)
        return functools.partial(_build_object, kind, {name: _builder(of) for name, of in _fields(kind).items()})
    if typing.get_origin(hint) is tuple:
        return functools.partial(_build_tuple, tuple(map(_builder, _arms(hint))), _is_open(hint))
    if isinstance(hint, types.UnionType):
        arm = _builder(next(arm for arm in hint.__args__ if arm is not type(None)))
        return lambda plain, where: None if plain is None else arm(plain, where)
    return functools.partial(_build_scalar, hint)


def _build_scalar(hint: type, plain: Any, where: str) -> Any:
    if type(plain) is hint or (hint is float and type(plain) is int):
        return plain
    raise ValueError(f"{where} should be {_JSON_TYPES[hint]}, not {type(plain).__name__}")


def _build_object(kind: type, fields: dict[str, Builder], plain: Any, where: str) -> Any:
    if not isinstance(plain, dict):
        raise ValueError(f"{where} should be an object, not {type(plain).__name__}")
    if odd := (plain.keys() ^ fields.keys()) - (_added(kind) - plain.keys()):
        raise ValueError(f"{where} has missing or unknown fields: {', '.join(sorted(odd))}")
    return kind(**{name: build(plain[name], f"{where}.{name}") for name, build in fields.items() if name in plain})


@functools.cache
def _added(kind: type) -> frozenset[str]:
    """Return the fields that a schema got later: what was written before lacks them."""
    return frozenset(f.name for f in dataclasses.fields(kind) if f.metadata.get("added"))


def _build_tuple(arms: tuple[Builder, ...], is_open: bool, plain: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise ValueError(f"{where} should be an array, not {type(plain).__name__}")
    builders = arms * len(plain) if is_open else arms
    if len(builders) != len(plain):
        raise ValueError(f"{where} should have {len(builders)} items, not {len(plain)}")
    return tuple(build(item, f"{where}[{n}]") for n, (build, item) in enumerate(zip(builders, plain, strict=True)))


def _arms(hint: Any) -> tuple[Any, ...]:
    arms = typing.get_args(hint)
    return arms[:1] if _is_open(hint) else arms


def _is_open(hint: Any) -> bool:
    """Say whether a tuple type is one of any length: tuple[X, ...]."""
    return typing.get_args(hint)[1:] == (Ellipsis,)


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if dataclasses.is_dataclass(hint):
        return _schema_object(typing.cast(type, hint), definitions)
    if typing.get_origin(hint) is tuple:
        arms = [_schema(arm, definitions) for arm in _arms(hint)]
        return (
            {"type": "array", "items": arms[0]}
            if _is_open(hint)
            else {"type": "array", "prefixItems": arms, "items": False}
        )
    if isinstance(hint, types.UnionType):
        return {"anyOf": [_schema(arm, definitions) for arm in hint.__args__]}
    return {"type": _JSON_TYPES[hint]}


def _schema_object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        fields = _fields(kind)
        definitions[kind.__name__] = {
            "type": "object",
            "description": (kind.__doc__ or "").strip(),
            "properties": {name: _schema(hint, definitions) for name, hint in fields.items()},
            "required": [name for name in fields if name not in _added(kind)],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}
