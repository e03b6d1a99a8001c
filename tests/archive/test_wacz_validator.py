"""The judge of WACZ files: a sound one has no fault, and each kind of broken one has the fault it was given."""

import json
import tracemalloc

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from archive.__main__ import main
from archive.wacz.datapackage import Making
from archive.wacz.export import export
from archive.wacz.identity import Anonymous
from archive.wacz.validator import MOST_FAULTS, Trust, judge_wacz
from tests.archive.broken_wacz import KINDS, OTHER_KEY, in_blocks, streamed, with_key, zip64_end
from tests.archive.packages import CREATED, INDEX, PACKAGE, PAGES, SOFTWARE, Sound, entries_of

KEY = ec.derive_private_key(5, ec.SECP384R1())
MOST_MEMORY = 80 << 20  # bytes: the test's own bombs are 32 MiB of it, packed and unpacked


@pytest.fixture
def sound(layout, tmp_path):
    made = tmp_path / "made.wacz"
    export(layout, made, Anonymous(KEY), Making(CREATED, SOFTWARE))
    return Sound(entries_of(made.read_bytes()), KEY)


@pytest.fixture
def judge(tmp_path):
    def judged(content, trust=None, name="given.wacz"):
        path = tmp_path / name
        path.write_bytes(content)
        return judge_wacz(path, trust)

    return judged


def codes(judgement):
    return {fault.code for fault in judgement.faults}


def test_a_sound_package_made_by_hand_has_no_fault(sound, judge):
    for content in (
        sound.plain(),
        sound.resealed(),
        in_blocks(sound, b""),
        streamed(sound, 0),
        zip64_end(sound.plain()),
    ):
        judgement = judge(content)
        assert judgement.faults == []
        assert judgement.signer.startswith("key SHA256:")


@pytest.mark.parametrize("kind", KINDS)
def test_w27_a_broken_package_is_refused(kind, sound, judge):
    code, make = KINDS[kind]
    judgement = judge(make(sound))
    assert code in codes(judgement), judgement.faults[:5]
    if not code.startswith(("index", "page", "resource", "warc", "datapackage", "entry")):
        assert len(codes(judgement)) <= 3, judgement.faults[:5]  # it knows what is wrong, and is not merely confused


def test_there_are_at_least_thirty_kinds():
    assert len(KINDS) > 100
    assert len({code for code, _ in KINDS.values()}) >= 40


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if any(word in kind for word in ("bomb", "absurd", "end", "nested", "large"))]
)
def test_w25_w26_no_bomb_costs_memory(kind, sound, judge, tmp_path):
    (tmp_path / "bomb.wacz").write_bytes(KINDS[kind][1](sound))
    tracemalloc.start()
    try:
        judge_wacz(tmp_path / "bomb.wacz")
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


def test_f67_every_byte_counts(sound, judge):
    """One bit of each fifth byte is turned. What only the directory says, and no reader goes by, may say anything."""
    content = sound.plain()
    free = set()
    at = content.index(b"PK\1\2")
    while (at := content.find(b"PK\1\2", at)) >= 0:
        free |= {at + offset for offset in (4, 5, 6, 7, 36, 37, 38, 39, 40, 41)}  # versions, attributes
        at += 4
    at = -1
    while (at := content.find(b"PK\3\4", at + 1)) >= 0:
        free |= {at + 4, at + 5}
    for position in range(0, len(content), 5):
        changed = bytearray(content)
        changed[position] ^= 1
        assert position in free or judge(changed).faults, position


def test_a_package_is_judged_by_whose_key_the_reader_trusts(sound, judge):
    signer = judge(sound.plain()).signer.removeprefix("key ")
    assert judge(sound.plain(), Trust(frozenset({signer}))).faults == []
    swapped = with_key(sound, OTHER_KEY)
    assert judge(swapped).faults == []  # it is signed, by somebody
    judgement = judge(swapped, Trust(frozenset({signer})))
    assert codes(judgement) == {"signature-stranger"}
    assert judgement.signer == ""


def test_there_is_an_end_to_findings(sound, judge):
    judgement = judge(sound.resealed(pages=sound.entries[PAGES] + b"x\n" * 100_000))
    assert len(judgement.faults) == MOST_FAULTS + 1
    assert judgement.faults[-1].code == "too-many"


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_v88_what_a_package_says_neither_steers_a_terminal_nor_ends_the_judge(sound, tmp_path, capsys, as_json):
    document = sound.package
    for path in ("a\u202eb\x1b[2J", "half a pair \ud800", "long " * 10_000):
        document["resources"].append(document["resources"][0] | {"path": path})
    (tmp_path / "given.wacz").write_bytes(sound.with_package(document))
    assert main(["verify", str(tmp_path / "given.wacz"), *as_json]) == 4
    said = capsys.readouterr().out
    assert said.count("resource-missing") == 3
    assert len(said) < 5000
    assert "\x1b" not in said
    assert as_json or "\u202e" not in said


def test_another_name_than_wacz_is_a_finding(sound, judge):
    assert codes(judge(sound.plain(), name="given.zip")) == {"wacz-name"}


def test_f71_python_m_archive_verify_judges_a_package(sound, tmp_path, capsys):
    path = tmp_path / "given.wacz"
    path.write_bytes(sound.plain())
    assert main(["verify", str(path)]) == 0
    assert "Signed by key SHA256:" in capsys.readouterr().err
    path.write_bytes(sound.resealed(index=sound.entries[INDEX][:-1]))
    assert main(["verify", str(path), "--json"]) == 0  # a last line without its end is one
    document = json.loads(capsys.readouterr().out)
    assert document["whole"]
    assert document["signer"].startswith("key SHA256:")
    path.write_bytes(sound.plain(package=sound.entries[PACKAGE] + b"\n"))
    assert main(["verify", str(path), "--json"]) == 4
    assert {"digest-wrong"} == {fault["code"] for fault in json.loads(capsys.readouterr().out)["faults"]}
    assert main(["verify", str(tmp_path / "none.wacz")]) == 2
    assert main(["verify", str(path), "--signer", "MD5:x"]) == 2
    assert capsys.readouterr().err.count("\n") == 2
