"""Which source a name or a path is: a web archive by its word, anything on the disk by what is in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from archive.config import Config
from archive.durable import storage_errors
from archive.errors import UsageError
from archive.layout import Layout
from archive.readings import Readings
from scraper.rescuing.asking import Asker
from scraper.rescuing.commoncrawl import CommonCrawl
from scraper.rescuing.exports import Exports, is_export, is_feed
from scraper.rescuing.httrack import FOLDER as CACHE
from scraper.rescuing.memento import Memento
from scraper.rescuing.mhtml import ENDINGS, MARK, Mhtml
from scraper.rescuing.offers import Fault, Source
from scraper.rescuing.packages import is_package, names
from scraper.rescuing.saved import Saved, files
from scraper.rescuing.services import Services
from scraper.rescuing.several import Several
from scraper.rescuing.warcs import Warcs
from scraper.rescuing.wayback import Wayback

WORDS = ("wayback", "commoncrawl", "memento")
_BEGIN = 1024
_PACKED = (b"\x1f\x8b", b"PK\x03\x04")
_ZSTD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")  # a frame, and the one with a dictionary that WARC files have
# In a folder, names say what is looked into: most of it is pages and pictures.
_TOLD_BY_NAME = (
    *(".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz", ".wacz", ".zip", ".tgz", ".tar.gz", ".tar"),
    *(".atom", ".xml", *ENDINGS),
)


def open_source(
    text: str, layout: Layout, config: Config, services: Services, tell: Callable[[str], None] = lambda _: None
) -> Source:
    """Return the source that a word or a path names; ``tell`` is given a sentence where a service is waited for.

    Raises:
        UsageError: it is neither.
        OffLimits: a service is on a quarantined host.
    """
    folder = layout.state / "rescue"
    if text in WORDS:
        return _service(text, folder, Asker.of(_asked(text, services), config, services.delay, tell), services)
    path = Path(text)
    with storage_errors(path):
        if not path.is_dir() and not path.is_file():
            raise UsageError(f"{text} is no file or folder, and none of {', '.join(WORDS)}: check the path.")
        return _of_folder(path, folder, layout, config) if path.is_dir() else _of_file(path, folder, layout, config)


def _of_file(path: Path, folder: Path, layout: Layout, config: Config) -> Source:
    form = _form(path)
    if form == "export":
        return _exports([path], folder, layout, config)
    if form == "page":
        return Saved(path, config.address)
    if form == "mhtml":
        return Mhtml([path])
    if form == "warc":
        return Warcs([path], folder)
    if form == "zstd":
        raise UsageError(f"{path} is packed with zstd: unpack it first (zstd -d), and give the WARC file.")
    raise UsageError(
        f"{path} is no WARC, ARC, WACZ, Blogger export or saved page: see docs/rescue.md for what is read."
    )


def _of_folder(path: Path, folder: Path, layout: Layout, config: Config) -> Source:
    """Return what a folder holds: its pages, and the WARC files, packages and exports that lie among them."""
    forms: dict[str, list[Path]] = {"warc": [], "export": [], "mhtml": []}
    faults: list[Fault] = []
    for one in files(path):
        if (form := _form_among_others(one, faults)) in forms:
            forms[form].append(one)
    sources: list[Source] = [Saved(path, config.address)]
    sources += [Mhtml(forms["mhtml"])] if forms["mhtml"] else []
    sources += [Warcs(forms["warc"], folder)] if forms["warc"] else []
    sources += [_exports(forms["export"], folder, layout, config)] if forms["export"] else []
    return Several(sources, faults) if len(sources) > 1 or faults else sources[0]


def _form_among_others(path: Path, faults: list[Fault]) -> str:
    """Return what a file of a folder is, "" for what is left to be a page or a picture; what cannot be is a fault."""
    if not path.name.lower().endswith(_TOLD_BY_NAME) or path.parent.name == CACHE:
        return ""
    form = _form(path)
    if form == "zstd":
        faults.append(Fault("packed", "a WARC file in the folder is packed with zstd: unpack it"))
    if form == "warc" and is_package(path) and not _is_whole(path):
        faults.append(Fault("damaged", "a package in the folder cannot be read"))
        return ""
    return "" if form == "export" and not is_export(path) else form


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as package:
            names(package)
    except UsageError:
        return False
    return True


def _exports(paths: list[Path], folder: Path, layout: Layout, config: Config) -> Source:
    return Exports(paths, folder, config.address, config.hosts, _blog_number(layout))


def _blog_number(layout: Layout) -> str:
    """Return the number that the blog itself gave, to us; "" where we never asked it."""
    if not layout.readings.is_file():
        return ""
    readings = Readings(layout.readings)
    try:
        own = (readings.blog(crawl) for crawl in readings.crawls()[::-1] if crawl not in readings.rescues())
        return next((blog.id for blog in own if blog and blog.id), "")
    finally:
        readings.close()


def _form(path: Path) -> str:
    """Return what a file is by its beginning: warc (packages of them, too), export, page, zstd, "" for none of them."""
    with path.open("rb") as file:
        begin = file.read(_BEGIN)
    plain = begin.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if is_package(path) and _holds_feed(path):
        return "export"
    if plain.startswith((b"<?xml", b"<feed")) and b"<html" not in plain:
        return "export"
    if plain.startswith((b"<!doctype", b"<html", b"<!--")):
        return "page"
    if begin.startswith(_ZSTD):
        return "zstd"
    if MARK in plain and path.name.lower().endswith(ENDINGS):
        return "mhtml"
    return "warc" if begin.startswith((*_PACKED, b"WARC/", b"filedesc:")) else ""


def _holds_feed(path: Path) -> bool:
    try:
        with path.open("rb") as package:
            return any(is_feed(name) for name in names(package))
    except UsageError:
        return False


def _asked(word: str, services: Services) -> tuple[str, ...]:
    return {
        "wayback": (services.wayback,),
        "commoncrawl": (services.commoncrawl, services.commoncrawl_data),
        "memento": (services.memento, *services.archives),
    }[word]


def _service(word: str, folder: Path, asker: Asker, services: Services) -> Source:
    make: dict[str, Callable[[], Source]] = {
        "wayback": lambda: Wayback(asker, services.wayback),
        "commoncrawl": lambda: CommonCrawl(asker, folder, services.commoncrawl, services.commoncrawl_data),
        "memento": lambda: Memento(asker, services.memento),
    }
    return make[word]()
