"""Files rebuilt from damaged copies: whatever the damage, either the right bytes come out or none."""

import hashlib
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import warc
from archive.replicas.parts import rebuild
from tests.archive.conftest import response


def rebuilt(tmp_path, copies, right):
    paths = []
    for number, content in enumerate(copies):
        paths.append(tmp_path / f"copy-{number}")
        paths[-1].write_bytes(content)
    into = tmp_path / "whole"
    into.unlink(missing_ok=True)
    done = rebuild(paths, hashlib.sha256(right).hexdigest(), into)
    assert done == into.exists()
    assert not done or into.read_bytes() == right
    return done


@pytest.fixture(scope="module")
def captures(tmp_path_factory):
    """A WARC file of 40 records, and where each of its members begins."""
    path = tmp_path_factory.mktemp("warc") / "20260102T030405Z-00000.warc.gz"
    file = warc.WarcFile(path)
    noise = random.Random(1)
    records = [response(f"https://b.blogspot.com/{n}.html", noise.randbytes(400)) for n in range(40)]
    places = file.append(records)
    file.close()
    return path.read_bytes(), [place.offset for place in places]


def test_r78_records_that_are_whole_in_any_copy_are_put_together(tmp_path, captures):
    content, offsets = captures
    copies = [bytearray(content) for _ in range(2)]
    for number, offset in enumerate(offsets):
        copies[number % 2][offset + 30 : offset + 60] = bytes(30)
    assert rebuilt(tmp_path, copies, content)


def test_r78_records_are_found_in_copies_that_lost_or_gained_bytes(tmp_path, captures):
    content, offsets = captures
    shortened = content[: offsets[10]] + content[offsets[10] + 50 :]  # bytes cut out of the eleventh record
    lengthened = content[: offsets[5] + 20] + b"\x00" * 99 + content[offsets[5] + 20 :]  # put into the sixth
    assert rebuilt(tmp_path, [shortened, lengthened, content[: offsets[2]]], content)


def test_r78_half_of_each(tmp_path, captures):
    content, _ = captures
    half = len(content) // 2
    assert rebuilt(tmp_path, [content[: half + 100], bytes(half) + content[half:]], content)


def test_what_no_copy_has_is_not_made_up(tmp_path, captures):
    content, offsets = captures
    copies = [bytearray(content) for _ in range(3)]
    for copy in copies:
        copy[offsets[7] + 40] ^= 0xFF
    assert not rebuilt(tmp_path, copies, content)
    assert not rebuilt(tmp_path, [], content)
    assert not rebuilt(tmp_path, [b"", b""], content)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data(), size=st.integers(1, 200_000), seed=st.integers(0, 9))
def test_r78_three_copies_each_harmed_in_a_third_of_its_own(tmp_path, data, size, seed):
    content = random.Random(seed).randbytes(size)
    third = size // 3
    copies = []
    for number in range(3):
        copy = bytearray(content)
        start = data.draw(st.integers(number * third, (number + 1) * third))
        end = data.draw(st.integers(start, (number + 1) * third))
        copy[start:end] = bytes(end - start)
        copies.append(copy)
    assert rebuilt(tmp_path, copies, content)


def test_r78_many_flips_all_over_are_outvoted(tmp_path):
    content = random.Random(3).randbytes(300_000)
    copies = [bytearray(content) for _ in range(3)]
    for at in range(0, len(content), 1000):
        copies[at // 1000 % 3][at] ^= 1
    assert rebuilt(tmp_path, copies, content)
