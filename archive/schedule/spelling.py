"""A plan in the words of `beilin schedule add`: what it has, how it differs from another. Pure."""

from __future__ import annotations

import shlex
from dataclasses import replace
from itertools import pairwise
from typing import Any

from archive.schedule.plan import DAY, HOUR, MINUTE, Plan

_CONNECT, _CACERT = "--connect", "--cacert"  # in a plan's ``options``, each before its value
_NOTHING: dict[str, Any] = {"window": "", "most": 0, "audit": 0, "drill": 0, "label": ""}
REMOVABLE = (*_NOTHING, "connect", "cacert")


def spelled(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return the options that make a plan, in their order, each with its values; one that it does not have is left out.

    A pause is none of them.
    """
    said = {
        "--every": (span(plan.every),) * bool(plan.every),
        "--cron": (plan.cron,) * bool(plan.cron),
        "--window": (plan.window,) * bool(plan.window),
        "--zone": (plan.zone,),
        "--jitter": (span(plan.jitter),),
        "--keep-free": (_size(plan.keep_free),),
        "--most": (_size(plan.most),) * bool(plan.most),
        "--audit": (span(plan.audit),) * bool(plan.audit),
        "--drill": (span(plan.drill),) * bool(plan.drill),
        "--label": (plan.label,) * bool(plan.label),
        _CONNECT: values(plan, "connect"),
        _CACERT: values(plan, "cacert"),
    }
    return {name: found for name, found in said.items() if found}


def as_options(plan: Plan) -> str:
    """Return a plan's options as a shell takes them."""
    return " ".join(f"{name} {shlex.quote(value)}" for name, found in spelled(plan).items() for value in found)


def differences(before: Plan, after: Plan) -> list[str]:
    """Return what became of each option that is no more as it was: "--every 2h (was 6h)"."""
    old, new = spelled(before), spelled(after)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return [f"{name} {_told(new.get(name))} (was {_told(old.get(name))})" for name in names]


def values(plan: Plan, name: str) -> tuple[str, ...]:
    """Return the values of "connect" or "cacert" among what a plan hands to `beilin mirror`."""
    return tuple(value for word, value in pairwise(plan.options) if word == f"--{name}")


def handed(connect: tuple[str, ...], cacert: tuple[str, ...]) -> tuple[str, ...]:
    """Return a plan's ``options``: what it hands to `beilin mirror`."""
    said = ((_CONNECT, connect), (_CACERT, cacert))
    return tuple(word for name, found in said for value in found for word in (name, value))


def without(plan: Plan, names: tuple[str, ...]) -> Plan:
    """Return a plan without some of `REMOVABLE`."""
    bare = {name: nothing for name, nothing in _NOTHING.items() if name in names}
    connect, cacert = (() if name in names else values(plan, name) for name in ("connect", "cacert"))
    return replace(plan, **bare, options=handed(connect, cacert))


def span(seconds: int) -> str:
    """Return a span of time as `archive.schedule.plan.seconds` reads it.

    >>> span(21600), span(5400), span(604800), span(0)
    ('6h', '90m', '7d', '0m')
    """
    units = ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"))
    fits = (f"{seconds // unit}{letter}" for unit, letter in units if seconds and not seconds % unit)
    return next(fits, f"{seconds}s" if seconds else "0m")


def _size(count: int) -> str:
    """Return a number of bytes as `archive.schedule.plan.size` reads it."""
    units = ((10**12, "T"), (10**9, "G"), (10**6, "M"))
    return next((f"{count // unit}{letter}" for unit, letter in units if count and not count % unit), f"{count} bytes")


def _told(found: tuple[str, ...] | None) -> str:
    return ", ".join(found) if found else "none"
