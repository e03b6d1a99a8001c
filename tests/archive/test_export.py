"""What is taken away: every form holds what the records hold, is the same for the same records, and is safe to open."""

import csv
import dataclasses
import io
import json
import os
import re
import sqlite3
import stat
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from archive import events, manifest, store
from archive.codec import to_plain
from archive.durable import create
from archive.errors import CollectionInUse, Damaged, StorageError, UsageError
from archive.export import parquet, tables
from archive.export.csv_tables import guarded, unguarded
from archive.export.forms import FORMS, export
from archive.export.markdown import file_name
from archive.layout import record_folder
from archive.lock import locked
from archive.records import (
    Anchor,
    Attendee,
    Author,
    Comment,
    DateClaim,
    Image,
    Paragraph,
    Post,
    Provenance,
    Stated,
    Title,
)
from tests.scraper import judges

BLOG = "http://blog.example"
NAMES = {
    "jsonl": "a.jsonl",
    "csv": "tables",
    "parquet": "parquet",
    "sqlite": "a.sqlite",
    "tmx": "a.tmx",
    "markdown": "md",
}
HOSTILE = '=HYPERLINK("http://x.example")\x1b[2J\u202e\x0c<script>alert(1)</script>\r\n---\n![p](http://x.example/t.gif) | \U0001f600'


def made(layout, *posts):
    """Add records to a collection as a crawl does."""
    kept = [store.keep(layout, post) for post in posts]
    assert {outcome for outcome, _ in kept} <= {"new", "changed"}
    events.append(layout, "capture", {"crawl": "20260302T030405Z"})
    manifest.seal(layout, [name for _, name in kept])
    return layout


def hostile(slug="hostile"):
    return Post(
        id=f"tag:{slug}",
        url=f"{BLOG}/2014/05/{slug}.html",
        title=Title(f"@{HOSTILE}", HOSTILE, "题目"),
        author=Author("+account", "-byline"),
        published=DateClaim("2014-05-05T22:36:00.005+08:00", "@raw", "feed"),
        event_date=DateClaim("2014-05-04", "May 4", "text-en"),
        place=Stated("=place", "'raw", "line", 0),
        labels=("=1+1", "b, c"),
        paragraphs=(
            Paragraph(0, HOSTILE, "en", 0.9, pair=1, pair_score=0.75),
            Paragraph(1, "他们说：“好”。\t完", "zh-Hant", 1.0, pair=0, pair_score=0.75),
            Paragraph(2, "又说。", "zh-Hant", 1.0, rendered_in=0),
            Paragraph(3, "unknown", "und", 0.0, pair=4),
            Paragraph(4, "不知", "zh-Hans", 1.0, pair=3),
        ),
        attendees=(Attendee("Gu Lanting", "顾兰亭", "reading", "=cmd|' /C calc'!A0", (0, 1), "list", ("@Gu",)),),
        images=(Image("javascript:alert(1)", None, "caption <b>", "alt ](x)"), Image("https://i.example/a.jpg")),
        links=(Anchor("https://l.example/)>(", "click `here`"), Anchor("https://l.example/", "")),
        comments=(Comment("1", "<i>reader</i>", None, HOSTILE),),
        provenance=Provenance((), "20260302T030405Z", "test"),
    )


@pytest.fixture
def collection(layout):
    return made(layout, hostile())


def taken(layout, form, folder: Path, name="", **options):
    """Export and return (outcome, {path: content})."""
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    output = folder / (name or NAMES[form])
    done = export(layout, form, output, **options)
    files = [path for path in (output, *sorted(output.rglob("*"))) if path.is_file()]
    assert (done.files, done.size) == (len(files), sum(path.stat().st_size for path in files))
    return done, {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_collection_gives_the_same_bytes(form, collection, tmp_path):
    one, two = taken(collection, form, tmp_path / "a")[1], taken(collection, form, tmp_path / "b")[1]
    assert one == two
    assert sum(map(len, one.values())) > 500


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_for_its_owner_alone_and_nothing_else_is_left(form, collection, tmp_path):
    taken(collection, form, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [NAMES[form]]
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in (tmp_path / "out").rglob("*"))


@pytest.mark.parametrize("form", FORMS)
def test_a_record_that_is_not_as_sealed_ends_it_and_nothing_is_left(form, collection, tmp_path):
    path = collection.records / "posts/2014/05/hostile/v1.json"
    path.write_bytes(path.read_bytes().replace(b"May 4", b"May 5"))
    with pytest.raises(Damaged, match="beilin verify"):
        taken(collection, form, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_a_record_that_nobody_sealed_ends_it(collection, tmp_path):
    extra = collection.records / "posts/2014/05/extra/v1.json"
    extra.parent.mkdir()
    extra.write_text("{}")
    with pytest.raises(Damaged, match="not as it was sealed"):
        taken(collection, "jsonl", tmp_path / "out")


def test_a_manifest_that_was_rewritten_ends_it(collection, tmp_path):
    lines = collection.manifest.read_text().splitlines(keepends=True)
    collection.manifest.write_text("".join(lines[:-1]))
    with pytest.raises(Damaged):
        taken(collection, "jsonl", tmp_path / "out")


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_is_there_is_overwritten(form, collection, tmp_path):
    there = tmp_path / NAMES[form]
    there.mkdir()
    (there / "kept.txt").write_text("kept")
    with pytest.raises(UsageError, match="nothing is ever overwritten"):
        taken(collection, form, tmp_path)
    assert (there / "kept.txt").read_text() == "kept"
    assert [path.name for path in there.iterdir()] == ["kept.txt"]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_empty_folder_is_nothing(form, collection, tmp_path):
    (tmp_path / NAMES[form]).mkdir()
    assert taken(collection, form, tmp_path)[1]


def test_what_appears_meanwhile_is_not_overwritten(collection, tmp_path):
    output = tmp_path / "a.jsonl"
    with pytest.raises(UsageError, match="meanwhile"):
        export(collection, "jsonl", output, progress=lambda *_: output.write_text("kept"))
    assert output.read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir() if "jsonl" in path.name] == ["a.jsonl"]


def test_no_place_in_the_collection_no_dangling_link_and_no_unknown_form(collection, tmp_path):
    with pytest.raises(UsageError, match="lie in the collection"):
        export(collection, "jsonl", collection.root / "records" / "x.jsonl")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="overwritten"):
        export(collection, "jsonl", tmp_path / "link")
    with pytest.raises(UsageError, match="no form docx"):
        export(collection, "docx", tmp_path / "x")


def test_a_collection_in_use_is_left_alone(collection, tmp_path):
    with locked(collection), pytest.raises(CollectionInUse):
        export(collection, "jsonl", tmp_path / "a.jsonl")


def test_a_disk_that_refuses_is_said_and_nothing_is_left(collection, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(FORMS, "jsonl", full)
    with pytest.raises(StorageError, match="disk is full"):
        export(collection, "jsonl", tmp_path / "out" / "a.jsonl")
    assert not list((tmp_path / "out").iterdir())


def test_a_collection_without_records_has_nothing_to_export(tmp_path):
    from archive.collection import create_collection
    from archive.config import Config

    empty = create_collection(tmp_path / "empty", Config(address=BLOG))
    with pytest.raises(UsageError, match="no records yet"):
        export(empty, "csv", tmp_path / "out")


def test_progress_is_told(collection, tmp_path):
    told = []
    export(collection, "jsonl", tmp_path / "a.jsonl", progress=lambda *at: told.append(at))
    assert told == [(1, 3), (2, 3), (3, 3)]


# ------------------------------------------------------------------ JSON lines
def test_json_lines_are_the_records(collection, tmp_path):
    _, files = taken(collection, "jsonl", tmp_path)
    lines = [json.loads(line) for line in files["a.jsonl"].split(b"\n")[:-1]]
    assert lines == [to_plain(post) for post in store.posts(collection)]


def test_older_versions_are_there_on_demand_alone(collection, tmp_path):
    later = dataclasses.replace(hostile(), labels=("new",), provenance=Provenance((), "20260402T030405Z", "test"))
    made(collection, later)
    versions = {}
    for every in (False, True):
        _, files = taken(collection, "jsonl", tmp_path / str(every), all_versions=every)
        rows = map(json.loads, files["a.jsonl"].splitlines())
        versions[every] = [row["version"] for row in rows if "hostile" in row["url"]]
    assert versions == {False: [2], True: [1, 2]}


# ------------------------------------------------------------------ tables
def read_csv(content: bytes):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_holds_every_text_and_joins(collection, tmp_path):
    _, files = taken(collection, "csv", tmp_path)
    posts, paragraphs, attendances = (
        read_csv(files[f"tables/{name}.csv"]) for name in ("posts", "paragraphs", "attendances")
    )
    assert {row["record"] for row in paragraphs} <= {row["record"] for row in posts}
    (row,) = [row for row in posts if row["id"] == "tag:hostile"]
    assert unguarded(row["title_raw"]) == f"@{HOSTILE}"
    assert (row["published"], row["published_utc"], row["published_offset"]) == (
        "2014-05-05T22:36:00.005+08:00", "2014-05-05T14:36:00.005000Z", "480",
    )  # fmt: skip
    assert json.loads(row["labels"]) == ["=1+1", "b, c"]
    text = [unguarded(row["text"]) for row in paragraphs if row["record"] == "posts/2014/05/hostile/v1.json"]
    assert text == [paragraph.text for paragraph in hostile().paragraphs]
    assert [unguarded(row["affiliation"]) for row in attendances] == ["=cmd|' /C calc'!A0"]
    assert files["tables/posts.csv"].count(b"\r\n") > 3


def test_v88_no_cell_of_csv_is_a_formula(collection, tmp_path):
    _, files = taken(collection, "csv", tmp_path)
    rows = [row for content in files.values() for row in read_csv(content)]
    cells = [cell for row in rows for cell in row.values()]
    assert sum(cell.startswith("'") for cell in cells) >= 8
    assert not [cell for cell in cells if re.match(r"[=+\-@\t\r\n]", cell.lstrip(" \u3000\xa0"))]


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "'x", "''", " =1", "＝1", "\u3000=1", "", "x", "x=1"]
)
def test_v88_guarding_is_undone_exactly(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in {*"=+-@\t\r\n＝"} - {""}


def test_csv_in_a_zip_file_is_the_same_csv(collection, tmp_path):
    _, folder = taken(collection, "csv", tmp_path)
    packed = taken(collection, "csv", tmp_path, "tables.zip")[1]["tables.zip"]
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        assert {f"tables/{name}": package.read(name) for name in package.namelist()} == folder


def test_sqlite_has_keys_that_hold(collection, tmp_path):
    taken(collection, "sqlite", tmp_path)
    database = sqlite3.connect(tmp_path / "a.sqlite")
    try:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        joined = database.execute("SELECT zh, p.version FROM attendances JOIN posts AS p USING (record)").fetchall()
        assert joined == [("顾兰亭", 1)]
        assert database.execute("SELECT count(*) FROM paragraphs").fetchone() == (9,)
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("INSERT INTO paragraphs (record, \"index\") VALUES ('nowhere', 0)")
    finally:
        database.close()


def test_datasette_opens_the_sqlite(collection, tmp_path):
    taken(collection, "sqlite", tmp_path)
    datasette = judges.program("datasette", "datasette")
    command = [datasette, tmp_path / "a.sqlite", "--get", "/a/attendances.json?_shape=array&_labels=on"]
    done = subprocess.run(
        command, capture_output=True, check=True, timeout=120, env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    )
    (row,) = json.loads(done.stdout)
    assert row["record"]["value"] == "posts/2014/05/hostile/v1.json"
    assert row["zh"] == "顾兰亭"


def test_parquet_has_types(collection, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")
    taken(collection, "parquet", tmp_path)
    read = {table.name: pq.read_table(tmp_path / "parquet" / f"{table.name}.parquet") for table in tables.TABLES}
    (post,) = [row for row in read["posts"].to_pylist() if row["id"] == "tag:hostile"]
    assert post["published_utc"].isoformat() == "2014-05-05T14:36:00.005000+00:00"
    assert (post["published"], post["published_offset"]) == ("2014-05-05T22:36:00.005+08:00", 480)
    assert post["labels"] == ["=1+1", "b, c"]
    assert read["attendances"].to_pylist()[0]["paragraphs"] == [0, 1]
    assert [str(field.type) for field in read["paragraphs"].schema][:5] == [
        "string",
        "int64",
        "string",
        "string",
        "double",
    ]
    assert [row["text"] for row in read["paragraphs"].to_pylist()][4:9] == [one.text for one in hostile().paragraphs]


def test_parquet_without_its_package_is_one_sentence(collection, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'beilin\[parquet\]'"):
        export(collection, "parquet", tmp_path / "out")
    assert parquet.__doc__
    assert not (tmp_path / "out").exists()


def test_every_row_has_a_value_for_every_column(collection):
    from archive.export.source import sealed_records

    for record in sealed_records(collection):
        for table in tables.TABLES:
            assert {len(row) for row in table.rows(record)} <= {len(table.columns)}


@pytest.mark.parametrize(("value", "utc", "offset"), [
    ("2014-03-05T22:36:00.005+08:00", "2014-03-05T14:36:00.005000+00:00", 480),
    ("2014-03-05", None, None), ("2014-03", None, None), (None, None, None), ("2014-03-05T22:36:00", None, None),
    ("0001-01-01T00:00:00+08:00", None, None), ("2014-99-99T00:00:00Z", None, None),
])  # fmt: skip
def test_instants_keep_their_offset(value, utc, offset):
    claim = DateClaim(value, "raw", "feed")
    text, instant, minutes = tables._instant(claim)
    assert (text, instant and instant.isoformat(), minutes) == (value, utc, offset)


# ------------------------------------------------------------------ TMX
def test_tmx_holds_the_pairs(collection, tmp_path):
    done, files = taken(collection, "tmx", tmp_path)
    body = ET.fromstring(files["a.tmx"])
    assert body.find("header").attrib["srclang"] == "*all*"
    units = {unit.attrib["tuid"]: unit for unit in body.iter("tu")}
    unit = units["posts/2014/05/hostile/v1.json#0"]
    assert unit.attrib["creationdate"] == "20140505T143600Z"
    assert {prop.attrib["type"]: prop.text for prop in unit.iter("prop")} == {
        "url": f"{BLOG}/2014/05/hostile.html", "score": "0.75",
    }  # fmt: skip
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    said = [(variant.attrib[language], variant.find("seg").text) for variant in unit.iter("tuv")]
    fit = HOSTILE.replace("\x1b", "").replace("\x0c", "")
    assert said == [("en", fit), ("zh-Hant", "他们说：“好”。\t完\n又说。")]
    assert done.notes == (
        "1 pairs have a language that is not known; left out.",
        "2 characters cannot stand in XML; left out.",
    )


def test_translate_toolkit_reads_the_tmx(collection, tmp_path):
    taken(collection, "tmx", tmp_path)
    python = judges.program("po2tmx", "translate-toolkit").with_name("python")
    script = (
        "import json, sys; from translate.storage.tmx import tmxfile; f = tmxfile.parsefile(sys.argv[1]);"
        "print(json.dumps([[u.source, u.target] for u in f.units]))"
    )
    done = subprocess.run([python, "-c", script, tmp_path / "a.tmx"], capture_output=True, check=True, timeout=60)
    read = json.loads(done.stdout)
    assert len(read) == 3
    assert ["The kiln is cold.", "窑冷了。"] in read


# ------------------------------------------------------------------ Markdown
def test_v83_markdown_is_text_and_nothing_else(collection, tmp_path):
    from markdown_it import MarkdownIt

    _, files = taken(collection, "markdown", tmp_path)
    front, text = files["md/posts/2014/05/hostile.v1.md"].decode().removeprefix("---\n").split("\n---\n", 1)
    shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<i>" not in shown
    assert re.findall(r'href="([^"]*)"', shown) == ["https://i.example/a.jpg", "https://l.example/"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<blockquote>\n<p>他们说：“好”。 完</p>\n</blockquote>" in shown
    assert all(line.isprintable() for line in (front + text).split("\n"))
    assert 'place: "=place"' in front


def test_the_front_of_markdown_is_yaml(collection, tmp_path):
    import yaml

    _, files = taken(collection, "markdown", tmp_path)
    front = files["md/posts/2014/05/hostile.v1.md"].decode().removeprefix("---\n").split("\n---\n", 1)[0]
    facts = yaml.safe_load(front)
    assert facts["title_en"] == HOSTILE
    assert facts["attendees"] == ["顾兰亭 Gu Lanting"]
    assert facts["published"] == "2014-05-05T22:36:00.005+08:00"


@pytest.mark.parametrize("path", [
    "/2014/03/CON.html", "/2014/03/Kiln.html", "/2014/03/../../../etc/passwd.html", "/%2e%2e/%2e%2e/x.html", "/2014/03/a%00b.html",
    "/2014/03/a%5C..%5Cb.html", "/2014/03/nul.txt.html", "/2014/03/" + "長" * 400 + ".html", "//.html", "/2014/03/a:b|c%3F.html", "/.hidden",
])  # fmt: skip
def test_v86_file_names_are_safe_on_every_system(path):
    name = file_name(record_folder("post", f"{BLOG}{path}") / "v1.json")
    assert not name.is_absolute()
    for segment in name.parts:
        assert segment not in (".", "..", "")
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', segment)
        assert not segment.endswith((".", " "))
        assert not segment.startswith(".")
        assert segment == segment.casefold()
        assert segment.split(".")[0] not in {"con", "nul", "aux", "prn", "com1"}
        assert len(segment.encode()) <= 200


def test_v86_names_that_differ_in_case_alone_are_two_files():
    one, two = (
        file_name(record_folder("post", f"{BLOG}/2014/03/{slug}.html") / "v1.json") for slug in ("kiln", "KILN")
    )
    assert str(one).casefold() != str(two).casefold()


def test_create_still_refuses_a_name_that_is_taken(tmp_path):
    (tmp_path / "x").write_text("kept")
    with pytest.raises(FileExistsError), create(tmp_path / "x") as file:
        file.write(b"other")
    assert (tmp_path / "x").read_text() == "kept"
