"""Verification: a whole collection passes; any change of any file is found and named, by us and by sha256sum."""

import base64
import dataclasses
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import codec, keys, manifest, store, warc
from archive.http_message import entity_of, parse_head
from archive.integrity import verify as plain_verify
from archive.integrity.digest import Digest
from archive.integrity.payload import Chunks, Payload
from archive.integrity.warcs import check_alone, members
from archive.records import CaptureRef, Post
from tests.archive.conftest import begun


def verify(layout):
    return plain_verify(layout, deep=True)


def files(layout):
    return [p for p in sorted(layout.root.rglob("*")) if p.is_file() and "state" not in p.parts]


def test_a_whole_collection_has_no_fault(layout):
    assert verify(layout) == []


def test_sha256sum_accepts_the_manifest(layout):
    run = subprocess.run(["sha256sum", "-c", "manifest-sha256.txt"], cwd=layout.root, capture_output=True, text=True)
    assert run.returncode == 0
    assert run.stdout.count(": OK\n") == len(files(layout)) - 2  # all but itself and its signature


UNLISTED = {"manifest-sha256.txt", "manifest-sha256.txt.sig"}


def change_each_byte(layout, step, first=0):
    """Turn a bit of every ``step``th byte of every file, each time another one; that file must be named each time."""
    turned = 0
    for path in files(layout):
        name, content = path.relative_to(layout.root).as_posix(), path.read_bytes()
        for position in range(first, len(content), step):
            changed = bytearray(content)
            changed[position] ^= 1 << turned % 8
            turned += 1
            path.write_bytes(changed)
            found = {fault.file for fault in plain_verify(layout)}
            # Manifest and signature are held against each other: which of them changed nobody can say.
            assert found & UNLISTED if name in UNLISTED else name in found, (name, position)
        path.write_bytes(content)
    assert verify(layout) == []
    return turned


def test_f67_a_changed_byte_of_any_file_is_found(layout):
    assert change_each_byte(layout, 19) > 300


@pytest.mark.long
@pytest.mark.parametrize("first", range(6))
def test_f67_every_byte_of_every_file_counts(layout, first):
    manifest.seal(layout, change=keys.rotation(layout))  # statements, signatures and revoked keys are files, too
    manifest.seal(layout, change=keys.revocation(layout, keys.former(layout)[0]))
    assert change_each_byte(layout, 6, first) > 1800


@pytest.mark.parametrize(
    "part", ["warc/20260102T030405Z-00000.warc.gz", "records/posts/2014/03/kiln/v1.json", "README.txt"]
)
def test_a_missing_file_is_named(layout, part):
    (layout.root / part).unlink()
    assert ("file-missing", part) in {(fault.code, fault.file) for fault in verify(layout)}


def test_a_stranger_is_named(layout):
    (layout.warc / "stranger.txt").write_text("x")
    assert {fault.code for fault in verify(layout)} == {"file-unlisted", "warc-name"}


def test_w18_a_torn_tail_is_named_with_its_place(layout):
    path = next(layout.warc.iterdir())
    last = list(members(path))[-1]
    path.write_bytes(path.read_bytes()[:-5])
    faults = [fault for fault in verify(layout) if fault.code == "warc-member"]
    assert [(fault.offset, fault.length) for fault in faults] == [(last.offset, last.length - 5)]


def test_w21_records_swapped_removed_or_repeated_are_found(layout):
    path = next(layout.warc.iterdir())
    content = path.read_bytes()
    one, two = (content[m.offset : m.offset + m.length] for m in members(path))
    for changed in (two + one, one, one + two + two):
        path.write_bytes(changed)
        assert {fault.code for fault in verify(layout)} & {"warc-record", "record"}


@pytest.mark.long
def test_w20_every_bit_of_a_warc_counts_and_is_located(layout):
    """What no reader can see (a bit of the gzip header that says nothing of the content) the file's digest sees."""
    path = next(layout.warc.iterdir())
    content, whole = path.read_bytes(), gzip.decompress(path.read_bytes())
    places = list(members(path))
    unseen = 0
    for position in range(len(content)):
        for bit in range(8):
            changed = bytearray(content)
            changed[position] ^= 1 << bit
            path.write_bytes(changed)
            faults = check_alone(path, f"warc/{path.name}")
            own = next(place for place in places if place.offset <= position < place.offset + place.length)
            if faults:
                assert any(fault.offset == own.offset for fault in faults), (position, bit)
            else:
                assert gzip.decompress(bytes(changed)) == whole
                unseen += 1
    assert 0 < unseen <= 7 * 8 * len(places)  # of each gzip header: flags, time, level, system (RFC 1952)
    path.write_bytes(changed)
    assert verify(layout)


def test_w21_zeros_in_the_place_of_a_record_or_at_the_end_have_their_place(layout):
    path = next(layout.warc.iterdir())
    content = path.read_bytes()
    _, second = members(path)
    path.write_bytes(content[: second.offset] + bytes(second.length))
    faults = [fault for fault in verify(layout) if fault.code == "warc-member"]
    assert [(fault.offset, fault.length) for fault in faults] == [(second.offset, second.length)]
    path.write_bytes(content + bytes(4096))
    faults = [fault for fault in verify(layout) if fault.code == "warc-member"]
    assert [(fault.offset, fault.length) for fault in faults] == [(len(content), 4096)]


def test_w21_files_in_another_order_are_found(layout):
    add(layout, response())
    one, two = sorted(layout.warc.iterdir())
    both = one.read_bytes(), two.read_bytes()
    one.write_bytes(both[1])
    two.write_bytes(both[0])
    assert {fault.file for fault in verify(layout) if fault.code == "file-changed"} == {
        f"warc/{one.name}",
        f"warc/{two.name}",
    }


def test_damage_in_the_middle_hides_no_later_record(layout):
    path = next(layout.warc.iterdir())
    content = bytearray(path.read_bytes())
    content[20:30] = b"\0" * 10
    path.write_bytes(content)
    assert [m.plain is not None for m in members(path)][-1]


def test_w23_a_forged_record_and_digest_still_fail_the_citation(layout):
    path = layout.records / "posts/2014/03/kiln/v1.json"
    plain = json.loads(path.read_text("utf-8"))
    plain["provenance"]["captures"][0]["payload_digest"] = "sha256:FORGED"
    path.write_text(json.dumps(plain), "utf-8")
    manifest.seal(layout, {"records/posts/2014/03/kiln/v1.json"})
    assert [fault.code for fault in verify(layout)] == ["record"]


def test_sealing_again_never_blesses_a_changed_old_file(layout):
    path = next(layout.warc.iterdir())
    path.write_bytes(path.read_bytes() + b"x")
    manifest.seal(layout)
    assert "file-changed" in {fault.code for fault in verify(layout)}
    shutil.rmtree(layout.records)
    manifest.seal(layout)
    assert "file-missing" in {fault.code for fault in verify(layout)}


@pytest.mark.parametrize("change", ["edit", "remove", "reorder", "cut"])
def test_f75_a_break_in_the_chain_of_events_is_located(layout, change):
    lines = layout.events.read_bytes().splitlines(keepends=True)
    changed = {
        "edit": [lines[0].replace(b"blog.example", b"bl0g.example"), *lines[1:]],
        "remove": lines[1:],
        "reorder": [*lines[1:], lines[0]],
        "cut": [*lines[:-1], lines[-1][:-9]],
    }[change]
    layout.events.write_bytes(b"".join(changed))
    assert {"events-chain", "events-torn"} & {fault.code for fault in verify(layout)}


def test_python_m_archive_needs_nothing_but_the_standard_library(layout):
    script = textwrap.dedent("""
        import sys
        class Refuse:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] in "scrapy twisted lxml bs4 langdetect click rich warcio".split():
                    raise ImportError(name)
        sys.meta_path.insert(0, Refuse())
        from archive.__main__ import main
        sys.exit(main(["verify", sys.argv[1]]))
    """)
    run = subprocess.run([sys.executable, "-c", script, str(layout.root)], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "Whole: every file is as it was sealed.\n"), run.stderr


def test_python_m_archive_names_damage_and_exits_4(layout):
    path = next(layout.warc.iterdir())
    path.write_bytes(path.read_bytes()[:-1])
    run = subprocess.run(
        [sys.executable, "-m", "archive", "verify", str(layout.root), "--json"], capture_output=True, text=True
    )
    assert run.returncode == 4
    assert {fault["file"] for fault in json.loads(run.stdout)["faults"]} >= {f"warc/{path.name}"}


def test_python_m_archive_says_what_is_no_collection(tmp_path):
    run = subprocess.run([sys.executable, "-m", "archive", "verify", str(tmp_path)], capture_output=True, text=True)
    assert run.returncode == 5
    assert "is not a beilin collection" in run.stderr


def test_versions_count_changes_only(layout):
    post = next(store.posts(layout))
    assert store.keep(layout, post)[0] == "unchanged"


# ------------------------------------------------------------------ records that are not as they should be
DATE = "2026-01-02T03:04:05.000006Z"
LATER = "20260202T030405Z"
URI = "http://blog.example/p/later.html"


def response(body=b"payload", **changed):
    """A response record; fields change by name with "_" for "-", an empty value leaves one out."""
    fields = {"WARC-Target-URI": URI, "WARC-Payload-Digest": warc.digest([body])} | named(changed)
    block = b"HTTP/1.1 200 OK\r\n\r\n" + body
    kind = "application/http; msgtype=response"
    return warc.Record("response", warc.new_record_id(), DATE, kind, block, tuple(fields.items()))


def revisit(of, profile="identical-payload-digest", **changed):
    """A revisit record of a response, its fields changed as in `response`."""
    about = dict(of.fields)
    fields = {
        "WARC-Target-URI": URI,
        "WARC-Payload-Digest": about["WARC-Payload-Digest"],
        "WARC-Profile": f"http://netpreserve.org/warc/1.1/revisit/{profile}",
        "WARC-Refers-To": of.record_id,
        "WARC-Refers-To-Target-URI": about["WARC-Target-URI"],
        "WARC-Refers-To-Date": of.date,
    } | named(changed)
    head = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    return dataclasses.replace(
        of, type="revisit", record_id=warc.new_record_id(), block=head, fields=tuple(fields.items())
    )


def named(changed):
    return {name.replace("_", "-"): value for name, value in changed.items()}


def add(layout, *records, crawl=LATER):
    """Write records as another WARC file of the collection, list it in the manifest, and say where they lie."""
    file = begun(layout, f"{crawl}-00000.warc.gz")
    places = file.append(records)
    file.close()
    manifest.seal(layout)
    return places


def add_raw(layout, *plain):
    """Write gzip members with any bytes in them as another WARC file; return its name within the collection."""
    path = layout.warc / f"{LATER}-00000.warc.gz"
    path.write_bytes(b"".join(gzip.compress(one, mtime=0) for one in plain))
    manifest.seal(layout, {f"warc/{path.name}"})
    return f"warc/{path.name}"


def details(layout):
    return [(fault.code, fault.detail.removesuffix("; get the file from a replica")) for fault in verify(layout)]


@pytest.mark.parametrize("profile", ["identical-payload-digest", "server-not-modified"])
def test_a_revisit_of_an_earlier_response_is_whole(layout, profile):
    of = response()
    add(layout, of, revisit(of, profile))
    add(layout, revisit(of, profile), crawl="20260302T030405Z")
    assert verify(layout) == []


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"WARC_Refers_To": "<urn:uuid:0>"}, "it refers to <urn:uuid:0>, and no earlier record has that id"),
        ({"WARC_Refers_To": ""}, "it lacks WARC-Refers-To"),
        ({"WARC_Refers_To_Date": "2026-01-02T03:04:06Z"}, "states another date than that record has"),
        ({"WARC_Refers_To_Date": ""}, "it lacks WARC-Refers-To-Date"),
        ({"WARC_Refers_To_Target_URI": "http://blog.example/"}, "states another target URI than that record has"),
        ({"WARC_Refers_To_Target_URI": ""}, "it lacks WARC-Refers-To-Target-URI"),
        ({"WARC_Payload_Digest": warc.digest([b"other"])}, "states another payload digest than that record has"),
        ({"WARC_Payload_Digest": ""}, "it lacks WARC-Payload-Digest"),
        ({"WARC_Profile": "http://netpreserve.org/warc/1.1/revisit/odd"}, "its WARC-Profile is none of WARC 1.1"),
        ({"WARC_Profile": ""}, "its WARC-Profile is none of WARC 1.1"),
    ],
)
def test_a_revisit_that_lies_is_named_with_its_place_and_which_it_is(layout, changed, said):
    of = response()
    _, place = add(layout, of, revisit(of, **changed))
    (fault,) = verify(layout)
    assert (fault.code, fault.file) == ("warc-revisit", f"warc/{place.warc}")
    assert (fault.offset, fault.length) == (place.offset, place.length)
    assert fault.detail.endswith(f"{said}; get the file from a replica")


def test_a_revisit_of_a_later_record_is_a_fault(layout):
    of = response()
    add(layout, revisit(of), of)
    assert [code for code, _ in details(layout)] == ["warc-revisit"]


def test_a_revisit_of_what_is_no_response_is_a_fault(layout):
    of = response()
    first = revisit(of)
    second = revisit(of, WARC_Refers_To=first.record_id)
    add(layout, of, first, second)
    said = f"it refers to {first.record_id}, which is no response but of type revisit"
    assert details(layout) == [("warc-revisit", said)]


def test_a_revisit_is_a_fault_once_the_record_it_refers_to_is_gone(layout):
    of = response()
    (place,) = add(layout, of)
    add(layout, revisit(of), crawl="20260302T030405Z")
    path = layout.warc / place.warc
    content = bytearray(path.read_bytes())
    content[-6] ^= 1
    path.write_bytes(content)
    assert {code for code, _ in details(layout)} == {"file-changed", "warc-member", "warc-revisit"}


def test_the_block_of_a_revisit_counts(layout):
    of = response()
    honest = revisit(of)
    _, place = add(layout, of, honest)
    path = layout.warc / place.warc
    content = path.read_bytes()
    plain = gzip.decompress(content[place.offset :]).replace(b"304 Not Modified", b"304 Not modified")
    path.write_bytes(content[: place.offset] + gzip.compress(plain))
    assert ("warc-record", "its block is not the one its digest was made of") in details(layout)


@pytest.mark.parametrize("own", [True, False])
def test_a_post_that_cites_a_revisit_is_checked_by_its_own_id(layout, own):
    of = response()
    again = revisit(of)
    _, place = add(layout, of, again)
    record_id = again.record_id if own else of.record_id
    name = "records/posts/2014/03/kiln/v1.json"
    post = codec.load(Post, (layout.root / name).read_bytes())
    ref = CaptureRef(URI, place.warc, place.offset, record_id, warc.digest([b"payload"]), DATE)
    changed = dataclasses.replace(post, provenance=dataclasses.replace(post.provenance, captures=(ref,)))
    (layout.root / name).write_text(codec.dump(changed), "utf-8")
    manifest.seal(layout, {name})
    assert [code for code, _ in details(layout)] == ([] if own else ["record"])


def test_w21_a_record_repeated_in_another_file_is_found(layout):
    of = response()
    add(layout, of)
    add(layout, of, crawl="20260302T030405Z")
    assert details(layout) == [("warc-record", "its record id is that of an earlier record")]


@pytest.mark.parametrize("reason", ["length", "time", "disconnect", "unspecified"])
def test_w22_a_record_marked_truncated_is_whole_and_a_torn_one_is_not(layout, reason):
    marked = response(b"cut sho", WARC_Truncated=reason)
    (place,) = add(layout, marked)
    assert verify(layout) == []
    path = layout.warc / place.warc
    path.write_bytes(path.read_bytes()[:-9])
    assert {code for code, _ in details(layout)} == {"file-changed", "warc-member"}


WARC_HEAD = (
    b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n%s\r\n"
)
WRONG_LENGTH = "its Content-Length is not the length of its block"
LIES = [
    (b"Content-Length: 2\r\n", WRONG_LENGTH),
    (b"Content-Length: 4\r\n", WRONG_LENGTH),
    (b"Content-Length: -3\r\n", WRONG_LENGTH),
    (b"Content-Length: 9223372036854775808\r\n", WRONG_LENGTH),
    (b"Content-Length: 999999999999999999\r\n", WRONG_LENGTH),
    (b"Content-Length: \xd9\xa3\r\n", WRONG_LENGTH),  # an Arabic three
    (b"", "its header lacks content-length"),
    (b"Content-Length: 3\r\nContent-length: 3\r\n", "its header has Content-length twice"),
]


@pytest.mark.parametrize("lie, said", LIES)
def test_w25_a_lie_about_the_length_is_named_and_hides_no_later_record(layout, lie, said):
    digest = b"WARC-Block-Digest: " + warc.digest([b"abc"]).encode() + b"\r\n"
    honest = WARC_HEAD % (digest + b"Content-Length: 3\r\n")
    lying = (WARC_HEAD % (digest + lie)).replace(b"uuid:1", b"uuid:2")
    name = add_raw(layout, lying + b"abc\r\n\r\n", honest + b"abc\r\n\r\n")
    faults = verify(layout)
    assert [(fault.code, fault.file, fault.offset) for fault in faults] == [("warc-record", name, 0)]
    assert faults[0].detail == f"{said}; get the file from a replica"


@pytest.mark.parametrize(
    "plain, said",
    [
        (b"", "it does not begin with a WARC header"),
        (b"WARC/1.1\r\n\r\n\r\n\r\n", "its header lacks warc-type"),
        (b"WARC/0.9\r\nA: b\r\n\r\n\r\n\r\n", "it does not begin with a WARC header"),
        (WARC_HEAD % b"No field\r\n", "a line of its header is no field"),
        (WARC_HEAD % b"Sp ace: 1\r\n", "a line of its header is no field"),
        (WARC_HEAD % b"Bell: \x07\r\n", "a line of its header is no field"),
        (WARC_HEAD % b"Two: 1\nLines: 2\r\n", "a line of its header is no field"),
        (WARC_HEAD % b"Content-Length: 0\r\n" + b"\r\n\r\n", "it has no block digest"),
        (WARC_HEAD % (b"Long: " + b"a" * (1 << 20) + b"\r\n"), "it does not begin with a WARC header"),
    ],
)
def test_what_is_no_record_is_named(layout, plain, said):
    add_raw(layout, plain)
    assert details(layout) == [("warc-record", said)]


def payload_of(block, step):
    found = bytearray()
    payload = Payload(found.extend)
    for at in range(0, len(block), step):
        payload.feed(block[at : at + step])
    return bytes(found) if payload.begun else None


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@given(
    st.lists(st.tuples(st.binary(min_size=1, max_size=50), st.sampled_from([b"", b";e=1", b" ; e"])), max_size=6),
    st.sampled_from([b"\r\n", b"\n"]),
    st.integers(1, 60),
)
def test_a_chunked_payload_is_joined_wherever_it_is_cut(chunks, newline, step):
    coded = b"".join(b"%x%s%s%s%s" % (len(data), ext, newline, data, newline) for data, ext in chunks)
    block = CHUNKED + coded + b"0" + newline + b"X-Trailer: t" + newline + newline
    assert payload_of(block, step) == b"".join(data for data, _ in chunks)


@given(
    st.lists(
        st.sampled_from(
            [b"\r", b"\n", b"\r\n", b"0", b"1", b"5", b"A", b"f", b";", b" ", b"\t", b"x", b"-", b"1" * 15]
        ),
        max_size=40,
    ),
    st.integers(1, 9),
)
def test_writer_and_judge_agree_on_broken_chunks(parts, step):
    """The judge shares no code with the writer, and must not cry fault where a server's coding is broken."""
    body = b"".join(parts)
    found = bytearray()
    chunks = Chunks(found.extend)
    for at in range(0, len(body), step):
        chunks.feed(body[at : at + step])
    assert bytes(found) == entity_of(parse_head(CHUNKED), body)


@given(st.binary(max_size=200), st.integers(1, 50))
def test_writer_and_judge_agree_on_any_payload(body, step):
    for head in (CHUNKED, b"HTTP/1.1 200 OK\n\n", CHUNKED.replace(b": ", b":\r\n\t")):
        block = head + body
        parsed = parse_head(block)
        assert payload_of(block, step) == entity_of(parsed, block[parsed.length :])
    assert payload_of(b"HTTP/1.1 200 OK\r\nA: b\r\n", step) is None


@given(st.binary(max_size=40), st.sampled_from(["sha256", "sha1"]))
def test_digests_are_read_in_both_forms_and_no_other(content, algorithm):
    computed = hashlib.new(algorithm, content).digest()
    base32 = base64.b32encode(computed).decode()
    for value in (base32, computed.hex()):
        digest = Digest(f"{algorithm}:{value}")
        digest.update(content)
        assert digest.matches()
        wrong = ("a" if value[0] != "a" else "b") + value[1:]
        for other in (
            value.swapcase(),
            value[:-1],
            value + "=",
            " " + value,
            "",
            "窑" * len(value),
            "_" + value[1:],
            wrong,
        ):
            digest = Digest(f"{algorithm}:{other}")
            digest.update(content)
            assert not digest.matches(), other
    assert not Digest(f"md5:{base32}").matches()
