"""A WACZ file of the demo blog, judged by others: pywb, replayweb.page and py-wacz."""

import base64
import hashlib
import json
import re
import subprocess
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from archive.wacz.captured import captured
from archive.wacz.searchable import searchable
from scraper.demo.knobs import Knobs
from tests.archive.broken_wacz import KINDS
from tests.archive.conftest import layout  # noqa: F401 (a fixture)
from tests.archive.packages import Sound, entries_of
from tests.archive.test_wacz_validator import sound  # noqa: F401 (a fixture)
from tests.scraper import judges, replayweb

ITEM = "http://beimengongminhui.blogspot.com/2014/03/pictures.html"

# `wacz validate` of py-wacz 0.6.0 lets these pass: it is no sufficient judge.
PASSED_BY_PY_WACZ = {
    "absolute-name",
    "absurd-count",
    "absurd-length",
    "absurd-offset",
    "address-of-another-record",
    "backslash",
    "block-that-is-another",
    "bottomless-name",
    "changed-payload",
    "changed-signature",
    "comment",
    "datapackage-with-a-name-twice",
    "deflated-warc-file",
    "device",
    "digest-of-another-record",
    "digest-of-something-else",
    "domain-without-certificates",
    "drive-letter",
    "drive-letter-without-slash",
    "endless-header",
    "file-that-is-not-there",
    "folder-with-content",
    "header-with-another-checksum",
    "header-with-another-method",
    "home-that-nobody-captured",
    "index-out-of-order",
    "instant-of-another-record",
    "key-of-another-address",
    "length-of-another-record",
    "line-nested-without-end",
    "line-that-is-no-object",
    "line-that-is-no-utf-8",
    "line-twice",
    "line-without-end",
    "negative-length",
    "negative-offset",
    "no-digest-of-the-datapackage",
    "no-index",
    "no-pages",
    "no-warc-file",
    "offset-of-no-record",
    "one-of-several-volumes",
    "overlapping-entries",
    "page-id-twice",
    "page-that-nobody-captured",
    "page-whose-title-is-a-list",
    "page-with-a-wrong-instant",
    "page-with-an-instant-of-nowhere",
    "page-without-an-address",
    "page-without-an-instant",
    "pages-without-a-head",
    "record-digest-of-another-record",
    "record-id-twice",
    "record-not-in-the-index",
    "record-twice",
    "records-in-one-gzip-member",
    "revisit-of-nothing",
    "same-name-in-another-normal-form",
    "signature-by-another-key",
    "signature-of-an-unknown-algorithm",
    "signature-on-a-smaller-curve",
    "signature-over-another-digest",
    "signature-that-is-no-base64",
    "signature-with-something-less",
    "signature-with-something-more",
    "sizes-behind-that-lie",
    "slip-out-of-the-folder",
    "slip-within-a-name",
    "something-before-it",
    "something-before-it-that-is-counted",
    "something-before-the-directory",
    "something-behind-it",
    "something-between-entries",
    "something-else-beside-the-warc-files",
    "symbolic-link",
    "two-lengths",
    "unsigned",
    "warc-file-without-gzip",
    "zeros-behind-the-records",
    "zip64-absurd-count",
    "zip64-end-elsewhere",
    "zip64-end-that-is-missing",
    "zip64-end-that-lies",
    "zip64-field-that-is-missing",
    "zip64-field-that-nobody-needs",
}
# It ends with a traceback over these.
ENDS_PY_WACZ = {
    "cut-short",
    "datapackage-nested-without-end",
    "datapackage-that-is-no-json",
    "datapackage-with-an-endless-number",
    "digest-that-is-no-json",
    "empty-file",
    "encrypted",
    "encrypted-with-aes",
    "endless-name",
    "file-and-folder",
    "header-elsewhere",
    "header-with-another-name",
    "longer-than-the-file",
    "name-not-in-its-coding",
    "no-datapackage",
    "no-zip-file",
    "torn-warc-file",
    "two-sizes",
    "unknown-method",
    "wrong-checksum",
}


@dataclass(frozen=True)
class Made:
    """A collection of the demo blog and its package."""

    folder: Path
    package: Path
    run: dict

    @property
    def pages(self):
        return [
            json.loads(line) for line in entries_of(self.package.read_bytes())["pages/pages.jsonl"].splitlines()[1:]
        ]

    @property
    def places(self):
        return [(re.sub(r"\D", "", page["ts"])[:14], page["url"]) for page in self.pages]


def make(folder, run, tmp_path_factory):
    path = tmp_path_factory.mktemp("wacz") / "demo.wacz"
    done = run("export", folder, "--format", "wacz", "-o", path, "--json")
    assert done.code == 0, done.stderr
    return Made(folder, path, done.document)


@pytest.fixture(scope="module")
def small(mirrored, run, tmp_path_factory):
    done, folder, _ = mirrored(Knobs(posts=30))
    assert done.code == 0, done.stderr
    return make(folder, run, tmp_path_factory)


@pytest.fixture(scope="module")
def large(mirrored, run, tmp_path_factory):
    done, folder, _ = mirrored(Knobs())
    assert done.code == 0, done.stderr
    return make(folder, run, tmp_path_factory)


def squeezed(text):
    """Return a text without white space: pages wrap and indent it, records do not."""
    return re.sub(r"\s+", "", text)


def records(made):
    """Return the record of each page by the searchable form of its address."""
    found = (json.loads(path.read_bytes()) for path in sorted((made.folder / "records").rglob("v*.json")))
    return {searchable(record["url"]): record for record in found}


def assert_all_there(made, page, text, loaded):
    """Text and pictures of a page's record are in what was shown: its text, and the addresses of its pictures."""
    record = records(made).get(searchable(page["url"]), {"paragraphs": [], "images": []})
    said = [squeezed(paragraph["text"]) for paragraph in record["paragraphs"]]
    assert squeezed(page.get("text", "")) == "".join(said)
    assert text
    assert [line for line in said if line not in squeezed(text)] == [], page["url"]
    # As they were asked for: replays put an instant and a mark before the address.
    addresses = {searchable(re.sub(r"^.*?/\d*[a-z]{2}_/(?=http)", "", one)) for one in loaded}
    assert {searchable(image["url"]) for image in record["images"]} <= addresses, page["url"]


# ------------------------------------------------------------------ the command
def test_every_post_and_page_of_the_blog_is_a_page(small):
    assert small.run["pages"] == len(small.pages) == 30 + 3 + 1
    assert small.run["without_page"] == 0
    front, *others = small.pages
    assert front["url"] == "http://beimengongminhui.blogspot.com/"
    assert front["title"] == "Northgate Civic League 北门公民会"
    assert all(page["title"] for page in others)
    assert sum("text" not in page for page in others) < 5  # posts of pictures alone
    assert [page["url"].count("/p/") for page in others] == [0] * 30 + [1] * 3


def test_verify_judges_a_package(small, run, tmp_path):
    done = run("verify", small.package, "--json")
    assert (done.code, done.document["whole"], done.document["faults"]) == (0, True, [])
    key = done.document["signer"].removeprefix("key ")
    assert run("verify", small.package, "--signer", key).code == 0
    assert run("verify", small.package, "--signer", "SHA256:another").code == 4
    content = bytearray(small.package.read_bytes())
    content[5000] ^= 1
    (tmp_path / "changed.wacz").write_bytes(content)
    changed = run("verify", tmp_path / "changed.wacz")
    assert changed.code == 4
    assert "[entry-damaged]" in changed.stdout
    assert run("verify", tmp_path / "none.wacz").code == 2


def test_export_says_what_it_did_and_refuses_in_one_sentence(small, run, tmp_path):
    done = run("export", small.folder, "--format", "wacz", "-o", tmp_path / "again.wacz")
    assert "1 WARC file, 34 pages." in done.stdout
    for arguments, code, said in (
        ((small.folder, "-o", small.package), 2, "is there already"),
        ((small.folder, "-o", tmp_path / "new.wacz", "--certificate", "x"), 2, "--certificate-key is needed"),
        ((tmp_path / "nothing", "-o", tmp_path / "new.wacz"), 5, "does not exist"),
    ):
        refused = run("export", *arguments, "--format", "wacz")
        assert (refused.code, refused.stderr.count("\n")) == (code, 1)
        assert said in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.wacz"]


# ------------------------------------------------------------------ replayweb.page
def assert_shown(made, report):
    assert len(report["frames"]) == len(made.pages)
    for page, seen in zip(made.pages, report["frames"], strict=True):
        assert_all_there(made, page, seen["text"], seen["widths"])
        assert all(seen["widths"].values()), page["url"]


def assert_verified(made, report):
    checks = {check["id"]: check for check in report["checks"]}
    digest = json.loads(entries_of(made.package.read_bytes())["datapackage-digest.json"])
    assert checks["signature"]["matched"] is True
    assert checks["publicKey"]["expected"] == digest["signedData"]["publicKey"]
    assert checks["datapackageHash"]["expected"] == digest["hash"]
    assert checks["defaultdatapackage.json"]["matched"] is True
    assert checks["defaultpages/pages.jsonl"]["matched"] is True


def judged(made, folder):
    task = replayweb.task("demo", [made.package], [place for place in made.places if place[1] == ITEM], (), made.places)
    (report,), asked = judges.seen_by_replayweb([task], folder)
    # Whatever a page asks for and replayweb.page does not answer would be here: the trap is the browser's own log.
    assert {urlsplit(address).hostname for address in asked} == {"127.0.0.1"}
    return report


@pytest.fixture(scope="module")
def seen(small, tmp_path_factory):
    return judged(small, tmp_path_factory.mktemp("chromium"))


def test_replayweb_shows_every_page_with_text_and_pictures_and_asks_nobody_else(small, seen):
    assert_shown(small, seen)
    (within,) = seen["pages"]
    assert "The following is a group of pictures.\n以下是一组图片。" in within["text"]


def test_replayweb_verifies_the_signature(small, seen):
    assert_verified(small, seen)


def test_replayweb_sees_that_a_signature_is_wrong(small, tmp_path):
    """Its own count of what is valid takes any signature for good: what it checked is asked for."""
    entries = entries_of(small.package.read_bytes())
    forged = Sound(entries, None).with_digest(
        lambda document: document["signedData"].update(signature=base64.b64encode(b"\1" * 96).decode())
    )
    (tmp_path / "forged.wacz").write_bytes(forged)
    (tmp_path / "chromium").mkdir()
    made = Made(small.folder, tmp_path / "forged.wacz", {})
    task = replayweb.task("forged", [made.package], made.places[:1], (), made.places[:1])
    (report,), _ = judges.seen_by_replayweb([task], tmp_path / "chromium")
    assert {check["id"]: check["matched"] for check in report["checks"]}["signature"] is False


@pytest.mark.long
def test_replayweb_shows_every_page_of_the_whole_demo(large, tmp_path):
    report = judged(large, tmp_path)
    assert len(large.pages) == 154
    assert_shown(large, report)
    assert_verified(large, report)


# ------------------------------------------------------------------ pywb
class Page(HTMLParser):
    """A replayed page: its words, and the addresses of its pictures."""

    def __init__(self, text):
        super().__init__()
        self.images, self.words, self._silent = [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._silent = tag in ("script", "style")
        if tag == "img":
            self.images.append(dict(attrs)["src"])

    def handle_endtag(self, tag):
        self._silent = False

    def handle_data(self, data):
        if not self._silent:
            self.words.append(data)


def fetched(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        return answer.read(), answer.headers


def assert_replayed(made, home):
    """Every page is there with text and pictures, the bytes that were captured, and asks nobody but the archive."""
    digests = {one.url: one.payload_digest for path in (made.folder / "warc").iterdir() for one in captured(path)}
    pictures = {}
    with judges.wayback(home, made.package) as wayback:
        addresses = [f"{wayback}/{instant}mp_/{url}" for instant, url in made.places]
        for page, address in zip(made.pages, addresses, strict=True):
            body, headers = fetched(address)
            assert headers["Memento-Datetime"]
            shown = Page(body.decode("utf-8"))
            assert_all_there(made, page, "".join(shown.words), shown.images)
            pictures |= {where.rpartition("im_/")[2]: urljoin(wayback, where) for where in shown.images}
        for address, where in pictures.items():
            digest = hashlib.sha256(fetched(where)[0]).digest()
            assert "sha256:" + base64.b32encode(digest).decode() == digests[address]
        (home / "chromium").mkdir()
        asked = judges.asked_for(addresses, home / "chromium")
    assert set(addresses) <= set(asked)
    assert {urlsplit(address).hostname for address in asked} == {"127.0.0.1"}


def test_pywb_replays_every_page_with_text_and_pictures_and_asks_nobody_else(small, tmp_path):
    assert_replayed(small, tmp_path)


@pytest.mark.long
def test_pywb_replays_every_page_of_the_whole_demo(large, tmp_path):
    assert_replayed(large, tmp_path)


def test_pywb_looks_addresses_up_as_the_index_has_them(small):
    """The key of every address of the blog, and of odd ones, is the one that pywb makes of it."""
    python = judges.program("python", "pywb")
    judges.program("wayback", "pywb")
    odd = [f"http://{host}/{path}" for host in ("WWW.B.example:80", "b.example:8080", "www2.b.example") for path in (
        "", "A%20b/", "a//b/./c/../d", "%2541?B=%26&a", "公?公=1", "x?", "?z&a&", "a+b?c=d+e#f", "x?sid=" + "0a" * 16 + "&y"
    )]  # fmt: skip
    urls = [one.url for path in (small.folder / "warc").iterdir() for one in captured(path)] + odd
    script = (
        "import json, sys; from pywb.utils.canonicalize import canonicalize; "
        "print(json.dumps([canonicalize(url) for url in json.load(sys.stdin)]))"
    )
    done = subprocess.run(
        [python, "-W", "ignore", "-c", script], input=json.dumps(urls), capture_output=True, text=True
    )
    assert json.loads(done.stdout) == [searchable(url) for url in urls], done.stderr


# ------------------------------------------------------------------ py-wacz
SCRIPT = """
import contextlib, io, json, sys, types
from wacz.main import validate_wacz
for path in sys.argv[1:]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            verdict = validate_wacz(types.SimpleNamespace(file=path, verify_auth=False, verifier_url=None))
        except BaseException as error:
            verdict = type(error).__name__
    print(json.dumps([path, verdict]))
"""


def py_wacz(*paths):
    """Return what `wacz validate` says of files: path -> 0 (valid), 1 (invalid), or the exception it ends with."""
    python = judges.program("wacz", "py-wacz").with_name("python")
    command = [python, "-W", "ignore", "-c", SCRIPT, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {Path(path).stem: verdict for path, verdict in map(json.loads, done.stdout.splitlines())}


def test_py_wacz_finds_the_package_valid(small):
    assert py_wacz(small.package) == {"demo": 0}


def test_py_wacz_lets_broken_packages_pass_that_are_refused_here(sound, tmp_path):  # noqa: F811 (the fixture)
    skipped = {kind for kind in KINDS if "bomb" in kind}  # it unpacks everything to the disk
    paths = []
    for kind in KINDS.keys() - skipped:
        paths.append(tmp_path / f"{kind}.wacz")
        paths[-1].write_bytes(KINDS[kind][1](sound))
    verdicts = py_wacz(*sorted(paths))
    assert {kind for kind, verdict in verdicts.items() if verdict == 0} == PASSED_BY_PY_WACZ
    assert {kind for kind, verdict in verdicts.items() if verdict not in (0, 1)} == ENDS_PY_WACZ
