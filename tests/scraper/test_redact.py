"""Copies without names: cases H 90 to 94. All names here are invented."""

import dataclasses
import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

pyrage = pytest.importorskip("pyrage", reason="the extra redact is not installed")

from archive import events, manifest, store  # noqa: E402
from archive.collection import create_collection  # noqa: E402
from archive.config import Config  # noqa: E402
from archive.errors import BeilinError, Damaged, KeyUnavailable, UsageError  # noqa: E402
from archive.export.forms import FORMS, export  # noqa: E402
from archive.integrity import verify  # noqa: E402
from archive.layout import Layout  # noqa: E402
from archive.records import (  # noqa: E402
    Anchor,
    Attendance,
    Attendee,
    Author,
    Capture,
    Comment,
    DateClaim,
    Embed,
    Finding,
    Image,
    Paragraph,
    Post,
    Provenance,
    Repost,
    Stated,
    Title,
)  # fmt: skip
from archive.redaction.copying import redact  # noqa: E402
from archive.redaction.folding import folded_han  # noqa: E402
from archive.redaction.marks import MODES, Marks  # noqa: E402
from archive.redaction.matching import Matcher  # noqa: E402
from archive.redaction.people import Lists, Lore  # noqa: E402
from archive.redaction.store import Place, Private, keep_store, open_store  # noqa: E402
from archive.redaction.swap import plain_swap  # noqa: E402
from archive.redaction.texts import Redactor  # noqa: E402
from pipelines.name_forms import forms, initials, is_name, read_as  # noqa: E402
from scraper.cli import main  # noqa: E402
from scraper.demo.names import PEOPLE as DEMO_PEOPLE  # noqa: E402
from tests.scraper.occurrences import TRADITIONAL, occurrences  # noqa: E402

BLOG = "http://league.example"
GU, WEN, DUAN, LV, LI = PEOPLE = (
    ("顾兰亭", "Gu Lanting"), ("闻琦", "Wen Qi"), ("端木蓉青", "Duanmu Rongqing"), ("吕知秋", "Lü Zhiqiu"), ("李安墨", "Li Anmo"),
)  # fmt: skip
LORE = Lore(forms, initials, is_name, read_as)
KEY = "17" * 32
GU_URL = quote("顾兰亭")
WRITTEN = (
    "Gu Lanting", "GU LANTING", "gulanting", "Lanting Gu", "Gu, Lan-ting", "gu_lan_ting", "G u L a n t i n g", "Gù Lántíng", "gu4 lan2 ting2",
    "#FreeGuLanting2014", "#freewen qi", "xxgulantingxx", "Ｇｕ　Ｌａｎｔｉｎｇ", "Gu\u00a0Lan\u200bting", "Gu\nLanting", "Ku Lan-t'ing", "Mr. Gu", "Lanting",
    "顾兰亭", "顧蘭亭", "顾 兰 亭", "顾·兰·亭", "顾\u200b兰亭", "兰亭", "蘭亭", "顾先生", "老顾", "顾某", "Gu Lаnting", "Wen Qi", "WENQI", "聞琦", "小琦",
    "Duanmu Rong-Qing", "端木 蓉青", "Lu Zhiqiu", "Lv Zhi Qiu", "Lyu Zhiqiu", "呂知秋", "Li Anmo", "李安墨",
    GU_URL, quote(GU_URL), quote("顾兰亭".encode("gb18030")), quote("顧蘭亭".encode("big5")), "&#39038;&#20848;&#20141;", "\\u987e\\u5170\\u4ead",
    "xn--" + "顾兰亭".encode("punycode").decode(), "=E9=A1=BE=E5=85=B0=E4=BA=AD",
)  # fmt: skip


def everywhere(text: str, number: int) -> Post:
    """Return a record with a text in every field that can hold one."""
    link = f"{BLOG}/{quote(text)}?q={quote(text)}#{quote(text)}"
    return Post(
        id=f"tag:blog.example,2014:{text}",
        url=f"{BLOG}/2014/03/{quote(text)}-{number}.html",
        title=Title(f"{text} is free", f"About {text}.", f"关于{text}"),
        author=Author(text, text),
        published=DateClaim("2014-03-05T22:36:00+08:00", f"5 March {text}", "feed"),
        published_claims=(DateClaim("2014-03", f"/{text}/", "permalink"),),
        event_date=DateClaim("2014-03-05", f"{text} 5", "text-en"),
        event_kind=Stated("memorial", f"memorial for {text}", "line", 0),
        place=Stated(f"the house of {text}", text, "line", 0),
        repost=Repost(text, f"source: {text}", 0, 9),
        labels=(text, "harbour"),
        paragraphs=(
            Paragraph(0, f"Yesterday {text}, and others, came.", "en", 0.9, pair=1),
            Paragraph(1, f"昨天{text}来了。", "zh-Hans", 1.0, pair=0),
            Paragraph(2, "Nobody is named here.", "en", 0.9),
        ),
        attendees=(Attendee(text, text, None, f"the {text} family", (0, 1), "list", (f"Mr {text}",)),),
        attendance=Attendance(20, f"20 with {text}"),
        images=(
            Image(
                f"http://i.example/{quote(text)}.jpg",
                f"http://i.example/s0/{quote(text)}.jpg",
                text,
                f"photo of {text}",
                "sha256:1",
            ),
        ),
        links=(Anchor(link, f"more on {text}"),),
        embeds=(Embed("youtube", link),),
        comments=(Comment(f"c-{text}", text, None, f"Long live {text}!", f"p-{text}"),),
        unread=(f"unread {text}",),
        findings=(Finding("names-unpaired", f"{text} stands alone"),),
        provenance=Provenance(
            (Capture(link, 200, (), b"", "2026-01-02T03:04:05Z", "urn:uuid:1", "sha256:2").ref,),
            "20260102T030405Z",
            "test",
        ),
    )


def plain(number: int, *paragraphs: str, attendees=PEOPLE, account="league") -> Post:
    """Return a usual record: some paragraphs, and all who were there."""
    return Post(
        id=f"tag:{number}",
        url=f"{BLOG}/2014/04/rally-{number}.html",
        title=Title("Rally 集会", "Rally", "集会"),
        author=Author(account),
        paragraphs=tuple(Paragraph(index, text, "en", 0.9) for index, text in enumerate(paragraphs)),
        attendees=tuple(Attendee(en, zh, "given", None, (0,)) for zh, en in attendees),
        comments=(Comment("1", "Somebody Else", None, "Good."),),
        provenance=Provenance((), "20260102T030405Z", "test"),
    )


def collected(folder: Path, *posts: Post) -> Layout:
    layout = create_collection(folder, Config(address=f"{BLOG}/"))
    written = [store.keep(layout, post)[1] for post in posts]
    events.append(layout, "capture", {"crawl": "20260102T030405Z"})
    manifest.seal(layout, written)
    return layout


def copied(layout: Layout, output: Path, mode="pseudonym", key=KEY, **lists) -> Layout:
    redact(layout, output, mode, Private(key, (), Lists(**lists)), LORE)
    return Layout(output)


def records(layout: Layout) -> dict[str, Post]:
    return {post.url: post for post in store.posts(layout)}


@pytest.fixture
def collection(tmp_path) -> Layout:
    posts = [everywhere(text, number) for number, text in enumerate(WRITTEN)]
    return collected(
        tmp_path / "collection", plain(0, "Those there: Gu Lanting, Wen Qi.", "到场：顾兰亭、闻琦。"), *posts
    )


LISTED = tuple(", ".join(person) for person in PEOPLE)


@pytest.mark.parametrize("mode", MODES)
def test_h90_no_name_is_in_any_byte(mode, collection, tmp_path):
    copy = copied(collection, tmp_path / "copy", mode, protected=LISTED)
    assert len(occurrences(collection.root, PEOPLE)) > 500  # so that the judge is known to see
    assert occurrences(copy.root, PEOPLE) == []
    assert verify(copy) == []
    assert len(records(copy)) == len(WRITTEN) + 1  # and no two became one


@pytest.mark.parametrize("form", FORMS)
def test_h90_nor_in_any_export_of_the_copy(form, collection, tmp_path):
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    copy = copied(collection, tmp_path / "copy", protected=LISTED)
    (tmp_path / "out").mkdir()
    export(copy, form, tmp_path / "out" / ("x.zip" if form == "csv" else "x"))
    assert occurrences(tmp_path / "out", PEOPLE) == []


@pytest.mark.long
def test_h90_the_whole_demo_in_every_form(demo, run, tmp_path, home):
    _, folder, _ = demo
    done = run("redact", folder, "--names", "pseudonym", "-o", tmp_path / "copy", "--json")
    assert done.code == 0, done.stderr
    for form in FORMS:
        if form != "parquet" or pytest.importorskip("pyarrow"):
            assert run("export", tmp_path / "copy", "--format", form, "-o", tmp_path / "out" / form).code == 0
    assert len(occurrences(folder / "records", DEMO_PEOPLE)) > 500
    assert occurrences(tmp_path / "copy", DEMO_PEOPLE) == []
    assert occurrences(tmp_path / "out", DEMO_PEOPLE) == []
    assert run("verify", tmp_path / "copy").code == 0


@pytest.mark.parametrize("written", WRITTEN)
def test_h90_every_way_to_write_a_name(written):
    matcher = Matcher((zh, forms(zh, (en,))) for zh, en in PEOPLE)
    redactor = Redactor(matcher, Marks("pseudonym", b"k", {}))
    shown = redactor.text(f"before {written} behind")
    assert shown.startswith("before ")
    assert shown.endswith(" behind")
    assert written not in shown
    assert "〔" in shown


def test_h90_names_within_names_and_next_to_each_other_go_whole():
    people = (("白若木", "Bai Ruomu"), ("若木林", "Ruo Mulin"), ("木林", "Mu Lin"))
    redactor = Redactor(Matcher((zh, forms(zh, (en,))) for zh, en in people), Marks("pseudonym", b"k", {}))
    assert re.fullmatch(r"〔P-\w{8}〕", redactor.text("白若木林"))
    assert re.fullmatch(r"到场：(〔P-\w{8}〕)+。", redactor.text("到场：白若木木林若木林。"))
    assert re.fullmatch(r"(〔P-\w{8}〕 ?)+", redactor.text("Bai Ruomu Lin"))


@pytest.mark.parametrize("text", [
    "Italian more", "and a half", "The kiln is cold.", "窑冷了。", "Li Bai wrote a poem.", "when quiet", "Guangdong Lantern", "ab https://x.example/a=1&b=2",
    "We can quote 50 % of it.", "wenn Qigong",
])  # fmt: skip
def test_h90_what_is_no_name_stays(text):
    people = (*PEOPLE, ("安达", "An Da"))
    redactor = Redactor(Matcher((zh, forms(zh, (en,))) for zh, en in people), Marks("pseudonym", b"k", {}))
    assert redactor.text(text) == text


def test_h90_what_points_at_paragraphs_still_does(collection, tmp_path):
    before = {len(post.paragraphs): post for post in records(collection).values()}
    for post in records(copied(collection, tmp_path / "copy", protected=LISTED)).values():
        same = before[len(post.paragraphs)]
        assert [(one.index, one.pair, one.language, one.role) for one in post.paragraphs] == [
            (one.index, one.pair, one.language, one.role) for one in same.paragraphs
        ]
        assert [one.paragraphs for one in post.attendees] == [one.paragraphs for one in same.attendees]
        if post.repost:
            assert (post.repost.paragraph, post.repost.begins) == (0, 9)
            assert post.paragraphs[2].text == "Nobody is named here."
            assert post.labels[1] == "harbour"


def test_h90_a_copy_has_no_captures_pictures_or_reports(collection, tmp_path):
    copy = copied(collection, tmp_path / "copy")
    assert not any(copy.warc.iterdir())
    assert not any(copy.reports.iterdir())
    assert {post.provenance.captures for post in records(copy).values()} == {()}
    assert {image.digest for post in records(copy).values() for image in post.images} == {None}
    assert "A COPY WITHOUT NAMES" in copy.readme.read_text("utf-8")
    (event,) = [json.loads(line) for line in copy.events.read_text().splitlines() if '"redaction"' in line]
    assert event["detail"] == {
        "names": "pseudonym",
        "records": len(WRITTEN) + 1,
        "of": manifest.digest_of(collection.manifest),
    }


def test_what_stands_for_a_name_in_each_mode(tmp_path):
    layout = collected(
        tmp_path / "c", plain(0, "There: Gu Lanting, Wen Qi and Li Anmo.", "到场：顾兰亭、闻琦和李安墨。")
    )
    told = {}
    for mode in MODES:
        (post,) = records(
            copied(layout, tmp_path / mode, mode, exempt=("李安墨",) if mode == "initials" else ())
        ).values()
        told[mode] = (
            [one.text for one in post.paragraphs],
            [one.zh for one in post.attendees],
            post.attendance,
            post.comments[0].author,
        )
    assert told["full"] == (
        ["There: Gu Lanting, Wen Qi and Li Anmo.", "到场：顾兰亭、闻琦和李安墨。"],
        [zh for zh, _ in PEOPLE],
        None,
        "Somebody Else",
    )
    assert told["initials"][0] == ["There: 〔G.L.〕, 〔W.Q.〕 and Li Anmo.", "到场：〔G.L.〕、〔W.Q.〕和李安墨。"]
    assert told["count"] == (["There: 〔3 names〕.", "到场：〔3人〕。"], [], Attendance(5, ""), "〔reader 读者〕")
    english, chinese = (re.findall(r"〔P-\w{8}〕", text) for text in told["pseudonym"][0])
    assert english == chinese
    assert len(set(english)) == 3
    assert told["pseudonym"][1][:2] == english[:2]
    assert told["pseudonym"][3].startswith("〔R-")


def test_full_hides_who_is_listed_and_nobody_else(tmp_path):
    layout = collected(tmp_path / "c", plain(0, "There: Gu Lanting, Wen Qi."))
    copy = copied(layout, tmp_path / "copy", "full", protected=("闻琦, Wen Qi",))
    assert occurrences(copy.root, [WEN]) == []
    assert occurrences(copy.root, [GU]) != []


def test_an_exempted_word_stays_and_the_whole_name_does_not(tmp_path):
    layout = collected(
        tmp_path / "c", plain(0, "Peace 和平 was the word of 李和平.", attendees=(("李和平", "Li Heping"),))
    )
    (hidden,) = records(copied(layout, tmp_path / "a")).values()
    (shown,) = records(copied(layout, tmp_path / "b", exempt=("和平",))).values()
    assert re.fullmatch(r"Peace 〔.{10}〕 was the word of 〔.{10}〕.", hidden.paragraphs[0].text)
    assert re.fullmatch(r"Peace 和平 was the word of 〔.{10}〕.", shown.paragraphs[0].text)


def test_h90_who_is_listed_in_letters_alone_is_hidden_in_characters_too(tmp_path):
    latin_alone = tuple((None, en) for _, en in (GU, WEN, LV))
    post = plain(
        0, "There: Gu Lanting, Wen Qi, Lü Zhiqiu.", "昨天顾兰亭对闻琦说。", "呂知秋與顧蘭亭。", attendees=latin_alone
    )
    layout = collected(tmp_path / "c", post)
    assert len(occurrences(layout.root, PEOPLE)) > 5
    (copy,) = records(copied(layout, tmp_path / "copy")).values()
    assert occurrences(tmp_path / "copy", PEOPLE) == []
    assert re.fullmatch(r"昨天〔P-\w{8}〕对〔P-\w{8}〕说。", copy.paragraphs[1].text)


def test_an_author_who_is_a_person_is_protected_and_a_group_is_not(tmp_path):
    layout = collected(
        tmp_path / "c",
        dataclasses.replace(plain(0, "By 白若木.", attendees=()), author=Author("Northgate Civic League", "白若木")),
    )
    (post,) = records(copied(layout, tmp_path / "copy")).values()
    assert post.author.account == "Northgate Civic League"
    assert occurrences(tmp_path / "copy", [("白若木", "Bai Ruomu")]) == []


def test_a_name_that_is_one_of_our_own_words_ends_nothing(tmp_path):
    """Li Ne is "line", which a record says of a place; Pa Ge a kind of record, Da Ta a folder of every collection."""
    people = (("李讷", "Li Ne"), ("帕歌", "Pa Ge"), ("巴斯", "Ba Si"), ("达塔", "Da Ta"), ("斯泰特", "Sta Te"))
    post = dataclasses.replace(plain(0, "There: Li Ne.", attendees=people), place=Stated("Hill", "Hill", "line", 0))
    (copy,) = records(copied(collected(tmp_path / "c", post), tmp_path / "copy")).values()
    assert copy.place.basis == "line"
    assert "Li Ne" not in copy.paragraphs[0].text


# ------------------------------------------------------------------ pseudonyms
def marks_in(layout: Layout) -> set[str]:
    return {
        match
        for path in layout.records.rglob("v*.json")
        for match in re.findall(r"〔P-\w{8}〕", path.read_text("utf-8"))
    }


def test_h91_a_pseudonym_is_the_same_in_every_post_script_and_copy(tmp_path):
    posts = [plain(0, "Gu Lanting spoke."), plain(1, "顧蘭亭講話。"), plain(2, "LANTING GU said", attendees=())]
    layout = collected(tmp_path / "c", *posts)
    one, two = copied(layout, tmp_path / "a"), copied(layout, tmp_path / "b")
    texts = [re.search("〔.*?〕", post.paragraphs[0].text)[0] for post in records(one).values()]
    assert len(set(texts)) == 1
    assert marks_in(one) == marks_in(two)


def test_h91_a_spelling_that_two_people_share_is_neither(tmp_path):
    two = (("顾兰亭", "Gu Lanting"), ("顾岚婷", "Gu Lanting"))
    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke.", "顾兰亭", "顾岚婷", attendees=two))
    (post,) = records(copied(layout, tmp_path / "copy")).values()
    assert len({paragraph.text.split(" ")[0] for paragraph in post.paragraphs}) == 3
    assert [one.en == one.zh for one in post.attendees] == [True, True]  # the record has joined these


def test_h91_another_key_tells_nothing_of_the_first(tmp_path):
    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke."))
    one, other = copied(layout, tmp_path / "a"), copied(layout, tmp_path / "b", key="18" * 32)
    assert len(marks_in(one)) == len(marks_in(other)) == len(PEOPLE)
    assert not marks_in(one) & marks_in(other)


def test_h91_a_dictionary_of_names_finds_nobody_without_the_key(tmp_path):
    """Every name of two or three of some characters, hashed in all ways that need no key, and by guessed keys."""
    import hashlib
    import hmac
    import itertools

    layout = collected(tmp_path / "c", plain(0, "顾兰亭 闻琦"))
    found = {mark[3:-1] for mark in marks_in(copied(layout, tmp_path / "copy"))}
    characters = "顾兰亭闻琦端木蓉青吕知秋李安墨白若木高明哲"
    names = ["".join(one) for length in (2, 3) for one in itertools.product(characters, repeat=length)]
    names += [folded_han(name) for name in names]
    assert "顾兰亭" in names
    for kind, name in itertools.product(("md5", "sha1", "sha256"), names):
        digest = hashlib.new(kind, name.encode()).hexdigest().upper()
        assert not any(mark in digest for mark in found)
    for guess in (
        b"",
        b"key",
        b"beilin",
        bytes(32),
        layout.readme.read_bytes(),
        manifest.digest_of(layout.manifest).encode(),
    ):
        marks = Marks("pseudonym", guess, {})
        assert not found & {marks.code("person", name) for name in names}
        assert all(
            hmac.new(guess, name.encode(), "sha256").hexdigest()[:8].upper() not in found for name in names[:500]
        )
    right = Marks("pseudonym", bytes.fromhex(KEY), {})
    assert right.code("person", folded_han("闻琦")) in found  # with the key it is found


# ------------------------------------------------------------------ the store
@pytest.fixture
def place(tmp_path) -> Place:
    return Place(tmp_path / "keys" / "list.age", tmp_path / "keys" / "identity.txt")


SECRET = Private(KEY, (), Lists(("顾兰亭, Gu Lanting",), (), ("闻琦, Wen Qi",)))


def kept(place: Place, *recipients: str) -> Private:
    begun = open_store(place, recipients)
    private = dataclasses.replace(SECRET, recipients=begun.recipients)
    keep_store(place, private)
    return private


def other_identity(folder: Path) -> tuple[Path, str]:
    made = pyrage.x25519.Identity.generate()
    path = folder / "other.txt"
    path.write_text(f"# created by age-keygen\n# public key: {made.to_public()}\n{made}\n")
    path.chmod(0o600)
    return path, str(made.to_public())


def test_h92_a_store_gives_back_what_was_kept(place):
    assert open_store(place) != open_store(place)  # a new store has a key of its own, drawn by lot
    private = kept(place)
    assert open_store(place) == private
    assert place.store.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert {path.stat().st_mode & 0o777 for path in (place.store, place.identity)} == {0o600}


def test_h92_a_wrong_key_opens_nothing(place, tmp_path):
    kept(place)
    before = place.store.read_bytes()
    wrong, _ = other_identity(tmp_path)
    with pytest.raises(KeyUnavailable, match="not for this key"):
        open_store(Place(place.store, wrong))
    assert place.store.read_bytes() == before


def test_h92_each_of_two_recipients_opens_it(place, tmp_path):
    other, public = other_identity(tmp_path)
    private = kept(place, public)
    assert len(private.recipients) == 2
    assert open_store(Place(place.store, other)) == private
    keep_store(place, open_store(Place(place.store, other)))  # who writes it anew shuts nobody out
    assert open_store(place) == private


def test_h92_a_tampered_store_is_not_believed(place):
    kept(place)
    whole = place.store.read_bytes()
    for at in range(0, len(whole), 7):
        place.store.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises((Damaged, KeyUnavailable)):
            open_store(place)
    for cut in (0, 10, len(whole) // 2, len(whole) - 1):
        place.store.write_bytes(whole[:cut])
        with pytest.raises(Damaged, match="altered or cut short"):
            open_store(place)


def test_h92_no_key_bad_key_and_open_key_are_said(place, tmp_path):
    kept(place)
    place.identity.chmod(0o644)
    with pytest.raises(KeyUnavailable, match="chmod 600"):
        open_store(place)
    place.identity.unlink()
    with pytest.raises(KeyUnavailable, match="bring it back"):
        open_store(place)
    (tmp_path / "bad.txt").write_text("AGE-SECRET-KEY-1NONSENSE")
    (tmp_path / "bad.txt").chmod(0o600)
    with pytest.raises(KeyUnavailable, match="no key of age"):
        open_store(Place(place.store, tmp_path / "bad.txt"))
    with pytest.raises(UsageError, match="no public key of age"):
        open_store(Place(tmp_path / "new.age", tmp_path / "new.txt"), ["age1nonsense"])


def test_h92_no_plain_byte_reaches_the_disk(tmp_path, place, monkeypatch):
    """Everything written while a store is kept is watched."""
    written = []
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: written.append(bytes(data)) or write(fd, data))
    from archive import durable
    from archive.redaction import store as private_store

    def watched(path, content):
        written.append(content)
        durable.replace(path, content)

    monkeypatch.setattr(private_store, "replace", watched)
    kept(place)
    (tmp_path / "seen").write_bytes(b"".join(written))
    assert len(b"".join(written)) > 300
    assert occurrences(tmp_path, [GU, WEN]) == []
    assert KEY.encode() not in b"".join(written)


def test_h92_a_run_leaves_no_core_and_no_temporary_names(tmp_path, home):
    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke."))
    script = (
        "import resource, os, sys\n"
        "from scraper.cli import main\n"
        "from archive.redaction import copying\n"
        "keep = copying.files_with_names\n"
        "def tell(*given):\n"
        "    print(resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)\n"
        "    os.abort()\n"
        "copying.files_with_names = tell\n"
        "main()\n"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", script, "redact", layout.root, "--names", "pseudonym", "-o", tmp_path / "out" / "copy"],
        capture_output=True, text=True, timeout=120, env={**os.environ, "TMPDIR": str(temporary)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2),
    )  # fmt: skip
    assert done.stdout.strip() == "0"
    assert done.returncode == -6
    assert any((tmp_path / "out").iterdir())  # what was half made is there, and clean
    assert occurrences(tmp_path / "out", PEOPLE) == []
    assert occurrences(temporary, PEOPLE) == []
    assert occurrences(home / "redaction", PEOPLE) == []
    assert not list(Path.cwd().glob("core*"))


def test_a_copy_is_verified_but_has_nothing_to_derive_from(tmp_path, run, home):
    copy = copied(collected(tmp_path / "c", plain(0, "Gu Lanting spoke.")), tmp_path / "copy")
    assert run("verify", copy.root).code == 0
    module = [sys.executable, "-m", "archive", "verify", "--deep", copy.root]
    deep = [run("verify", "--deep", copy.root), subprocess.run(module, capture_output=True, text=True, timeout=60)]
    assert "leave out --deep" in deep[0].stderr
    assert "leave out --deep" in deep[1].stderr
    assert (deep[0].code, deep[1].returncode) == (2, 2)


# ------------------------------------------------------------------ what is said
def clean(text: str, tmp_path: Path) -> bool:
    folder = tmp_path / "said"
    folder.mkdir(exist_ok=True)
    (folder / "said.txt").write_text(text)
    return occurrences(folder, PEOPLE) == []


def test_h93_no_error_tells_a_name(tmp_path, run, home):
    slug = dataclasses.replace(plain(1, "x"), url=f"{BLOG}/2014/04/gu-lanting.html")
    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke."), slug)
    lists = tmp_path / "list.txt"
    lists.write_bytes("顾兰亭, Gu Lanting\n12345\n".encode())
    said = [run("redact", layout.root, "--names", "count", "-o", tmp_path / "copy", "--protect", lists)]
    lists.write_bytes("顾兰亭".encode("gb18030"))
    said.append(run("redact", layout.root, "--names", "count", "-o", tmp_path / "copy", "--protect", lists))
    path = layout.records / "posts/2014/04/gu-lanting/v1.json"
    path.write_bytes(path.read_bytes().replace(b'"x"', b'"y"'))
    said.append(run("redact", layout.root, "--names", "count", "-o", tmp_path / "copy"))
    assert [done.code for done in said] == [2, 2, 4]
    for done in said:
        assert done.stderr.strip().count("\n") == 0
        assert clean(done.stdout + done.stderr, tmp_path)
    assert not (tmp_path / "copy").exists()


def test_h93_nor_does_an_unforeseen_one(tmp_path):
    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke."))

    def broken(zh, en):
        raise ValueError(f"cannot read {zh} {en}")

    with pytest.raises(BeilinError, match=r"unforeseen ValueError in test_redact\.py, line") as caught:
        redact(layout, tmp_path / "copy", "count", Private(KEY, ()), Lore(broken, initials, is_name, read_as))
    assert clean(str(caught.value), tmp_path)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_h93_what_is_told_on_the_terminal_and_to_machines_has_no_name(tmp_path, run, home):
    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke."))
    for extra in ([], ["--json"]):
        done = run("redact", layout.root, "--names", "initials", "-o", tmp_path / f"copy{len(extra)}", *extra)
        assert done.code == 0
        assert clean(done.stdout + done.stderr, tmp_path)


def test_h93_what_a_timestamp_is_asked_for_is_a_digest():
    """Of a collection, and of a copy, an authority is told the SHA-256 of a manifest and nothing else."""
    from archive import timestamps

    rfc3161 = pytest.importorskip("rfc3161_client")
    request = timestamps._request("顾兰亭 Gu Lanting".encode())
    assert rfc3161
    content = request.as_bytes()
    assert "顾兰亭".encode() not in content
    assert b"Lanting" not in content


def test_a_name_that_would_be_left_ends_it(tmp_path, monkeypatch):
    from archive.redaction import copying

    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke."))
    monkeypatch.setattr(copying, "redacted", lambda post, *_: post)
    with pytest.raises(Damaged, match="2 files of the copy would hold"):
        copied(layout, tmp_path / "out" / "copy")
    assert not list((tmp_path / "out").iterdir())


# ------------------------------------------------------------------ withdrawal
def test_h94_who_withdraws_is_hidden_by_one_command_and_the_evidence_stays(tmp_path, run, home):
    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke.", "顾兰亭"), plain(1, "Wen Qi too."))
    exempt, withdrawn = tmp_path / "exempt.txt", tmp_path / "withdrawn.txt"
    exempt.write_text("顾兰亭\n闻琦\n")
    withdrawn.write_text("# asked on 3 May\n顾兰亭, Gu Lanting\n")
    assert run("redact", layout.root, "--names", "full", "-o", tmp_path / "before", "--exempt", exempt).code == 0
    assert occurrences(tmp_path / "before", [GU]) != []
    kept_files = {path: path.read_bytes() for path in layout.records.rglob("*") if path.is_file()}

    done = run("redact", layout.root, "--names", "full", "-o", tmp_path / "after", "--withdraw", withdrawn)
    assert done.code == 0, done.stderr
    assert occurrences(tmp_path / "after", [GU]) == []
    assert occurrences(tmp_path / "after", [WEN]) != []
    assert {path: path.read_bytes() for path in layout.records.rglob("*") if path.is_file()} == kept_files
    assert verify(layout) == []
    logged = [json.loads(line) for line in layout.events.read_text().splitlines()]
    (event,) = [one for one in logged if one["type"] == "policy assignment"]
    assert event["detail"] == {"what": "people withdrawn from public copies", "people": 1}
    assert logged[-1]["type"] == "digital signature generation"
    assert clean(layout.events.read_text(), tmp_path)

    again = run("redact", layout.root, "--names", "full", "-o", tmp_path / "later", "--withdraw", withdrawn)
    assert again.code == 0
    assert occurrences(tmp_path / "later", [GU]) == []
    assert layout.events.read_text().count("policy assignment") == 1  # once


def test_the_store_tells_its_keepers_who_is_who(tmp_path, run, home):
    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke."))
    done = run("redact", layout.root, "--names", "pseudonym", "-o", tmp_path / "copy", "--json")
    private = open_store(Place(Path(done.document["store"]), home / "redaction" / "identity.txt"))
    known = {one.pseudonym: (one.zh, *one.en) for one in private.people}
    (post,) = records(Layout(tmp_path / "copy")).values()
    assert known[post.paragraphs[0].text.split(" ")[0]] == GU
    assert set(known) == marks_in(Layout(tmp_path / "copy"))


def test_the_store_never_lies_in_what_is_given_away(tmp_path, run, home):
    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke."))
    for inside in (layout.root / "list.age", tmp_path / "copy" / "list.age"):
        done = run("redact", layout.root, "--names", "count", "-o", tmp_path / "copy", "--store", inside)
        assert done.code == 2
        assert "would lie in what is given away" in done.stderr
        assert not inside.exists()


def test_traditional_forms_of_the_tests_names_are_other_ones():
    assert "顾兰亭".translate(TRADITIONAL) == "顧蘭亭"


# ------------------------------------------------------------------ swap, and what git keeps
def areas(folder: Path, *names: str) -> Path:
    lines = ["Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority", *(f"{name}  file  1024  0  -2" for name in names)]
    path = folder / "swaps"
    path.write_text("\n".join(lines) + "\n")
    return path


def device(folder: Path, path: Path, uuid: str = "", below: tuple[str, ...] = ()) -> None:
    """Make what the kernel tells of the device that a file lies on: dm-crypt's uuid, or those of the devices below."""
    number = path.stat().st_dev
    own = folder / f"{os.major(number)}:{os.minor(number)}"
    for place, said in [(own, uuid), *((own / "slaves" / str(n), one) for n, one in enumerate(below))]:
        (place / "dm").mkdir(parents=True)
        (place / "dm" / "uuid").write_text(said)


@pytest.mark.parametrize(
    ("uuid", "below", "told"),
    [
        ("CRYPT-PLAIN-swap", (), False),
        ("LVM-x", ("CRYPT-LUKS2-y",), False),
        ("LVM-x", ("CRYPT-LUKS2-y", "LVM-z"), True),
        ("LVM-x", (), True),
        ("", (), True),
    ],
)
def test_h92_swap_in_the_open_is_told(tmp_path, uuid, below, told):
    area = tmp_path / "swap"
    area.touch()
    device(tmp_path / "devices", area, uuid, below)
    assert plain_swap(areas(tmp_path, str(area)), tmp_path / "devices") == ((str(area),) if told else ())


def test_h92_swap_in_memory_or_none_is_not_told_and_what_is_unknown_is(tmp_path):
    assert plain_swap(areas(tmp_path, "/dev/zram0"), tmp_path) == ()
    assert plain_swap(areas(tmp_path), tmp_path) == ()
    assert plain_swap(tmp_path / "none", tmp_path) == ()
    assert plain_swap(areas(tmp_path, "/no/such/swap"), tmp_path) == ("/no/such/swap",)


def test_h92_the_command_says_so_and_tells_no_name(tmp_path, home, monkeypatch):
    from scraper.commands import redact as redacting

    layout = collected(tmp_path / "c", plain(0, "Gu Lanting spoke."))
    monkeypatch.setattr(redacting, "plain_swap", lambda: ("/dev/sda2",))
    monkeypatch.setattr(redacting, "leave_no_core", lambda: None)
    done = CliRunner().invoke(main, ["redact", str(layout.root), "--names", "count", "-o", str(tmp_path / "copy")])
    assert done.exit_code == 0
    assert "Names may reach the disk: /dev/sda2 is swap that is not encrypted" in done.stderr
    assert clean(done.output, tmp_path)


def git(repository: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=somebody", "-c", "user.email=x@y.example", "-c", "commit.gpgsign=false"]
    done = subprocess.run([*command, "-C", repository, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def history(repository: Path, listed: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(__file__).parents[2] / "tools" / "names_in_history.py"
    command = [sys.executable, tool, repository, listed]
    path = {"PYTHONPATH": str(tool.parents[1])}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, **path})


def test_h93_a_name_in_a_git_history_is_found_wherever_it_stood_and_not_told(tmp_path):
    repository, listed = tmp_path / "repository", tmp_path / "list.txt"
    listed.write_text("\n".join(LISTED))
    repository.mkdir()
    git(repository, "init", "-q")
    (repository / "a.txt").write_text("Italian more\n窑冷了。\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "begin")
    done = history(repository, listed)
    assert (done.returncode, done.stdout) == (0, "No name of the list stands in the repository.\n")

    (repository / "fixture.txt").write_text("there: 顧 蘭 亭\n")
    git(repository, "add", ".")
    blob = git(repository, "hash-object", "fixture.txt")
    git(repository, "commit", "-qm", "more")
    git(repository, "rm", "-q", "fixture.txt")
    git(repository, "commit", "-qm", "taken out again")
    (repository / "wenqi.txt").write_text("x")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "thanks to duanmurongqing")
    git(repository, "tag", "for-li-anmo")
    done = history(repository, listed)
    tree, commit = git(repository, "rev-parse", "HEAD^{tree}", "HEAD").split()
    assert done.returncode == 1
    assert set(done.stdout.splitlines()) == {
        f"blob {blob}", f"tree {tree}", f"commit {commit}", "the name of a branch or tag",
    }  # fmt: skip
    assert clean(done.stdout + done.stderr, tmp_path)
