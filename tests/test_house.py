"""The house itself: documents say what is true, nothing loads what it must not, nothing is shared by chance."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from archive import codec
from archive.records import Attendee, Paragraph, Post
from scraper.cli import main
from scraper.demo.blog import make_blog
from scraper.demo.names import PEOPLE

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_in_the_readme_and_has_an_example(name):
    assert f"beilin {name}" in (ROOT / "README.md").read_text("utf-8")
    assert "Example: beilin" in (main.commands[name].help or "")


def test_the_readmes_exit_codes_are_those_of_the_errors():
    from archive import errors

    codes = {
        value.exit_code
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.BeilinError)
    }
    stated = {int(code) for code in re.findall(r"^\| (\d+) \|", (ROOT / "README.md").read_text("utf-8"), re.M)}
    assert stated == codes | {0}


def test_every_test_that_the_guarantees_name_exists():
    """One is named by its file, by its name, by both, or by the number that its name begins with: `test_k1…`."""
    named = re.findall(r"`(?:::)?((?:tests/|test_)[^`]*)`", (ROOT / "docs" / "guarantees.md").read_text("utf-8"))
    tests = [
        f"{path.relative_to(ROOT)}::{name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)
    ]

    def exists(name):
        end = "_" if name.endswith("…") else "(::|$)"  # so that `test_k1…` is not test_k10_…
        wanted = re.compile(f"(^|::){re.escape(name.removesuffix('…'))}{end}")
        return any(wanted.search(test) for test in tests)

    assert len(named) > 40
    assert [name for name in named if not exists(name)] == []


def test_records_of_the_demo_fit_the_published_schema(demo_records):
    schema = json.loads((ROOT / "docs" / "record.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    assert len(demo_records) == 33
    for record in demo_records:
        validator.validate(record)
    broken = {**demo_records[0], "title": 5}
    assert not validator.is_valid(broken)


def test_the_people_of_the_demo_fit_the_published_schema(demo_collection):
    schema = json.loads((ROOT / "docs" / "people.schema.json").read_text("utf-8"))
    mined = json.loads((demo_collection / "records" / "people.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(mined)
    spelled = {person["zh"]: [spelling["en"] for spelling in person["spellings"]] for person in mined["people"]}
    told = dict(PEOPLE)
    assert len(spelled.keys() & told.keys()) > 20
    assert all(told[zh] in spellings for zh, spellings in spelled.items() if zh in told and spellings)


@pytest.fixture(scope="module")
def demo_collection(tmp_path_factory):
    from scraper.demo.knobs import Knobs
    from scraper.demo.server import DemoServer

    folder = tmp_path_factory.mktemp("schema") / "c"
    with DemoServer(Knobs(posts=30)) as server:
        command = ["mirror", server.home, "-o", str(folder), "--connect", f"*={server.address}"]
        script = "from scraper.cli import main; main()"
        subprocess.run([sys.executable, "-c", script, *command], check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def demo_records(demo_collection):
    return [json.loads(path.read_text("utf-8")) for path in sorted((demo_collection / "records").rglob("v*.json"))]


def test_the_archive_loads_no_crawler():
    script = "import archive.__main__, archive.coverage, archive.store, archive.readings, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"scrapy", "twisted", "bs4", "lxml", "langdetect", "pypinyin", "click", "rich"} & set(loaded)


def test_the_demo_blog_is_the_same_in_every_process():
    script = "from scraper.demo.blog import make_blog; import hashlib; b = make_blog(80); print(hashlib.sha256(repr((b.posts, b.pages)).encode()).hexdigest())"
    one, two = (
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    )
    assert one == two
    assert len(one.strip()) == 64


def test_the_demo_blog_has_the_forms_and_the_size_it_promises():
    blog = make_blog()
    assert (len(blog.posts), len(blog.pages)) == (150, 3)
    assert {post.published.year for post in blog.posts} == set(range(2009, 2017))
    assert {post.form for post in blog.posts} == {
        "soup",
        "jump",
        "divs",
        "paragraphs",
        "word",
        "indented",
        "quoted",
        "deep",
    }
    assert len({post.path for post in blog.posts}) == 150
    assert len(PEOPLE) == len({zh for zh, _ in PEOPLE})


def test_schema_and_codec_agree_on_every_field():
    schema = codec.schema(Post)
    assert list(schema["$defs"]["Post"]["properties"]) == list(codec.to_plain(Post("i", "u")))


# The fields of schema 1 as it was first; what came later must be optional, so that the first records can still be read.
FIRST_FIELDS = {
    "Post": "id url kind version title author published updated event_date labels paragraphs attendees images links "
    "embeds comments unread findings provenance schema",
    "Title": "raw en zh",
    "Author": "account byline",
    "DateClaim": "value raw basis",
    "Paragraph": "index text language confidence role pair",
    "Attendee": "en zh match affiliation paragraphs basis",
    "Image": "url original_url caption alt digest",
    "Anchor": "url text",
    "Embed": "kind url",
    "Comment": "id author published text parent",
    "Finding": "code detail",
    "Provenance": "captures crawl extractor",
    "CaptureRef": "target_uri warc offset record_id payload_digest captured_at certificate",
}


def test_the_first_records_can_still_be_read():
    schema = json.loads((ROOT / "docs" / "record.schema.json").read_text("utf-8"))
    for kind, first in FIRST_FIELDS.items():
        assert set(schema["$defs"][kind]["required"]) == set(first.split()), kind
    plain = codec.to_plain(Post("i", "u", paragraphs=(Paragraph(0, "x"),), attendees=(Attendee("Wen Qi"),)))
    for kind, holder in (("Post", plain), ("Paragraph", plain["paragraphs"][0]), ("Attendee", plain["attendees"][0])):
        for name in set(holder) - set(FIRST_FIELDS[kind].split()):
            del holder[name]
    assert codec.from_plain(Post, plain).paragraphs == (Paragraph(0, "x"),)


SEEDS = ROOT.parent / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the project's seeds are not beside this checkout (../shared/seeds)")
def test_nobody_whom_the_seeds_list_is_named_here():
    text = "".join(path.read_text("utf-8") for path in sorted(SEEDS.iterdir()))
    lists = re.findall(r"(?:有|成员|参加者)[:：]([^。\n]{4,400})", text)
    names = {name for one in lists for name in re.split(r"[,，、;；\s和]+", one) if re.fullmatch(r"[一-鿿]{2,3}", name)}
    assert len(names) > 10
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    named = [name for name in files if (ROOT / name).suffix in {".py", ".md", ".json", ".html", ".xml", ".js", ".tsv"}]
    here = "".join((ROOT / name).read_text("utf-8", "replace") for name in named if (ROOT / name).is_file())
    assert not [len(name) for name in names if name in here]  # lengths: a failure must not print them


def test_every_fault_that_verification_finds_is_explained():
    sources = [*(ROOT / "archive" / "integrity").glob("*.py"), ROOT / "scraper" / "rederiving.py"]
    text = "".join(path.read_text("utf-8") for path in sources)
    codes = set(re.findall(r'Fault\(\s*"([a-z-]+)"', text)) | set(re.findall(r'code="([a-z-]+)"', text))
    codes |= {code for code in re.findall(r'yield "([a-z-]+)"', text) if code.startswith("warc-")}
    explained = set(re.findall(r"`([a-z-]+)`", (ROOT / "docs" / "faults.md").read_text("utf-8")))
    assert len(codes) > 25
    assert codes - explained == set()
