"""A collection's own settings, `beilin.toml`: read strictly, written once, edited by people."""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from typing import Any

from archive.durable import replace, storage_errors
from archive.errors import NotACollection, UsageError
from archive.layout import Layout

LAYOUT = 1  # of the folder; one that says nothing has it, too: all that came before the number was are read
ALWAYS_QUARANTINED = "cfcr2008.org"  # compromised in 2010; the organisation warns never to open it again


@dataclass(frozen=True)
class Config:
    """What beilin.toml says. ``delay`` is in seconds between requests to one host, ``concurrency`` the
    connections to one host at a time, ``max_resources`` the most addresses one crawl may find, ``full_every`` the
    days from one full visit to the next, ``authority`` the address of a time-stamping authority (RFC 3161), ``layout``
    the number of the folder's form, ``submit`` whether new posts may be named to the web archive whose save service is
    at ``save``.
    """

    address: str
    hosts: tuple[str, ...] = ()
    delay: float = 0.5
    concurrency: int = 4
    obey_robots: bool = True
    quarantine: tuple[str, ...] = (ALWAYS_QUARANTINED,)
    contact: str = ""
    max_resources: int = 200_000
    full_every: int = 30
    proxy: str = ""
    authority: str = ""
    layout: int = LAYOUT
    submit: bool = False
    save: str = "https://web.archive.org/save/"


# (section, key in the file) -> (field, type, in words)
_KEYS: dict[tuple[str, str], tuple[str, type, str]] = {
    ("blog", "address"): ("address", str, "the blog's web address"),
    ("scope", "hosts"): ("hosts", tuple, "a list of host names"),
    ("politeness", "delay"): ("delay", float, "a number of seconds, 0 or more"),
    ("politeness", "concurrency"): ("concurrency", int, "a whole number, 1 or more"),
    ("politeness", "obey_robots"): ("obey_robots", bool, "true or false"),
    ("quarantine", "hosts"): ("quarantine", tuple, "a list of host names"),
    ("identity", "contact"): ("contact", str, "an e-mail or web address, or empty"),
    ("politeness", "full_every"): ("full_every", int, "a whole number of days, 0 or more"),
    ("network", "proxy"): ("proxy", str, "socks5://HOST:PORT, http://HOST:PORT, or empty"),
    ("timestamps", "authority"): ("authority", str, "the web address of a time-stamping authority, or empty"),
    ("wayback", "submit"): ("submit", bool, "true or false"),
    ("wayback", "save"): ("save", str, "the web address of a save service, to which a post's is added"),
    ("budget", "max_resources"): ("max_resources", int, "a whole number, 1 or more"),
    ("collection", "layout"): ("layout", int, "a whole number, 1 or more"),
}
_LEAST = {"delay": 0, "full_every": 0, "concurrency": 1, "max_resources": 1, "layout": 1}
_TEMPLATE = """\
# The settings of this collection; beilin reads them at every crawl. 本存档的设置。

[blog]
# The blog that is kept here. 博客地址
address = {address}

[scope]
# Hosts to fetch from besides the blog and Blogger's own file hosts. 另外允许抓取的主机
hosts = {hosts}

[politeness]
# Seconds between two requests to one host; connections to one host at a time. 间隔秒数与并发连接数
delay = {delay}
concurrency = {concurrency}
obey_robots = {obey_robots}
# Days between full visits, which ask for everything that changed; visits between them are quick. 完整抓取的间隔天数
full_every = {full_every}

[quarantine]
# Never contacted, in any spelling, whatever a page says; their subdomains too. 永不访问的主机
hosts = {quarantine}

[identity]
# Who runs this crawl, named in the user agent so that a blog's owner can ask: an e-mail or web address. 联系方式
contact = {contact}

[network]
# All traffic through this proxy and none past it, "socks5://HOST:PORT" or "http://HOST:PORT". 代理
proxy = {proxy}

[timestamps]
# A time-stamping authority (RFC 3161) that is asked after each crawl to vouch for when this collection was as it is. It
# is told a digest and nothing else; empty: nobody is asked. 时间戳服务器
authority = {authority}

[wayback]
# Whether `beilin submit` may ask a web archive to save new posts, and where; it then learns which blog you keep.
# 是否请网络档案馆保存新文章
submit = {submit}
save = {save}

[budget]
# The most addresses one crawl may find. 一次抓取的地址数上限
max_resources = {max_resources}

[collection]
# The form of this folder, for programs: leave it as it is. 存档格式，请勿修改
layout = {layout}
"""


def create(layout: Layout, config: Config) -> None:
    """Write beilin.toml for a new collection."""
    values = {field: _toml(getattr(config, field)) for field, _, _ in _KEYS.values()}
    replace(layout.config, _TEMPLATE.format(**values).encode("utf-8"))


def refuse_newer(layout: Layout) -> None:
    """Refuse a collection whose form is newer than this beilin. What is no TOML is left to `load` to tell.

    Raises:
        NotACollection: it says that it has a layout that is not known here.
    """
    try:
        section = tomllib.loads(layout.config.read_bytes().decode("utf-8")).get("collection")
    except (OSError, ValueError):
        return
    number = section.get("layout") if isinstance(section, dict) else None
    if type(number) is int and number > LAYOUT:
        raise NotACollection(
            f"{layout.root} has layout {number}, and this beilin knows none after {LAYOUT}: install the newest beilin."
        )


def load(layout: Layout) -> Config:
    """Read beilin.toml. What it leaves out has its default; the built-in quarantine always holds.

    Raises:
        UsageError: it is no TOML, or a key is unknown or holds something else than it should.
    """
    try:
        with storage_errors(layout.config):
            text = layout.config.read_bytes()
        document = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{layout.config} is not valid TOML ({error}): correct it and run again.") from None
    values = {}
    for section, content in document.items():
        if not isinstance(content, dict):
            raise UsageError(f"{layout.config}: {section} stands outside a [section]: move it under the right one.")
        for name, value in content.items():
            field, checked = _check(layout, section, name, value)
            values[field] = checked
    if "address" not in values:
        raise UsageError(f"{layout.config}: [blog] address is missing: give the blog's web address.")
    quarantine = dict.fromkeys((ALWAYS_QUARANTINED, *values.pop("quarantine", ())))
    return Config(**values, quarantine=tuple(quarantine))


def _check(layout: Layout, section: str, name: str, value: Any) -> tuple[str, Any]:
    if (section, name) not in _KEYS:
        known = ", ".join(f"[{s}] {n}" for s, n in _KEYS)
        raise UsageError(f"{layout.config}: [{section}] {name} is unknown: remove it, or use one of {known}.")
    field, kind, words = _KEYS[section, name]
    checked = _convert(kind, value)
    if checked is None or (field in _LEAST and checked < _LEAST[field]):
        raise UsageError(f"{layout.config}: [{section}] {name} should be {words}, not {value!r}.")
    return field, checked


def _convert(kind: type, value: Any) -> Any:
    if kind is tuple:
        return tuple(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else None
    if kind is float and type(value) in (int, float):
        return float(value) if abs(value) <= sys.float_info.max else None  # nor not a number
    return value if type(value) is kind else None


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
    return str(value)
