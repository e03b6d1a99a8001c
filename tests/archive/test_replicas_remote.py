"""Replicas by SFTP and on S3, against servers on loopback."""

import io
import subprocess
import sys
import time

import asyncssh
import pytest

from archive.errors import NotTrusted, ReplicaUnreachable, StorageError, UsageError
from archive.replicas import duties, target
from archive.replicas.address import Access
from archive.replicas.target import Occupied
from tests.archive import places, sealing
from tests.archive.test_replicas import POST, flip, object_of, tree


@pytest.fixture
def collection(layout):
    sealing.seal(layout)
    return layout


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(target, "PAUSES", (0, 0, 0))


@pytest.fixture(scope="module")
def endpoint():
    with places.s3_service() as address:
        yield address


@pytest.fixture
def bucket(endpoint, monkeypatch, request):
    """A new bucket: (its name, a client)."""
    for name, value in places.CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    name = f"b-{abs(hash(request.node.name))}"
    client = places.s3_client(endpoint)
    client.create_bucket(Bucket=name)
    yield name, client
    client.close()


@pytest.fixture
def sftp(tmp_path):
    (tmp_path / "server").mkdir()
    place = places.SftpPlace(tmp_path / "server")
    yield place
    place.close()


def by_sftp(sftp, **options):
    return Access(
        sftp.address, **{"host_keys": (sftp.fingerprint,), "identity": str(sealing.key("visitor")), **options}
    )


def on_s3(bucket, endpoint):
    return Access(f"s3://{bucket[0]}/replica", endpoint=endpoint)


@pytest.fixture
def three(collection, tmp_path, sftp, bucket, endpoint):
    """A replica of each kind."""
    accesses = [Access(str(tmp_path / "replica")), by_sftp(sftp), on_s3(bucket, endpoint)]
    for access in accesses:
        assert duties.send(collection, access).snapshot
    sealing.visit(collection, 2)
    for access in accesses:
        assert duties.send(collection, access).objects == 3
    return accesses


def test_r82_from_each_kind_it_comes_back_complete_and_equal(collection, three, tmp_path):
    for number, access in enumerate(three):
        steps = []
        done = duties.bring_back([access], tmp_path / f"back-{number}", key=sealing.fingerprint(), say=steps.append)
        assert tree(tmp_path / f"back-{number}") == tree(collection.root)
        assert done.faults == () and done.seconds > 0 and len(steps) == 5


def test_r76_each_kind_is_audited_and_repaired_from_the_others(collection, three, tmp_path, sftp, bucket, endpoint):
    assert duties.examine(collection).exit_code == 0
    flip(object_of(tmp_path / "replica", collection, POST))
    object_of(sftp.root / "replica", collection, POST).unlink()
    key = f"replica/{object_of(tmp_path, collection, POST).relative_to(tmp_path)}"
    bucket[1].put_object(Bucket=bucket[0], Key=key, Body=b"altered")
    (collection.root / POST).write_bytes(b"altered")
    found = duties.examine(collection)
    assert [len(one.wrong) for one in found.audit.seen] == [1, 1, 1]
    mended = duties.examine(collection, mend=True)
    assert (mended.exit_code, len(mended.repair.left)) == (4, 1)  # a flipped one and two altered ones make no whole


def test_r76_one_sound_copy_mends_the_others(collection, three, tmp_path, sftp, bucket, endpoint):
    good = tree(collection.root)
    flip(object_of(tmp_path / "replica", collection, POST))
    key = f"replica/{object_of(tmp_path, collection, POST).relative_to(tmp_path)}"
    bucket[1].put_object(Bucket=bucket[0], Key=key, Body=b"altered")
    (collection.root / POST).unlink()
    mended = duties.examine(collection, mend=True)
    assert (mended.exit_code, mended.repair.left) == (0, ())
    assert tree(collection.root) == good and duties.examine(collection).exit_code == 0
    kept = bucket[1].list_objects_v2(Bucket=bucket[0], Prefix="replica/quarantine/")["Contents"]
    assert bucket[1].get_object(Bucket=bucket[0], Key=kept[0]["Key"])["Body"].read() == b"altered"


def test_sftp_files_are_their_owners_alone(collection, sftp):
    duties.send(collection, by_sftp(sftp))
    modes = {(path.is_dir(), oct(path.stat().st_mode & 0o777)) for path in (sftp.root / "replica").rglob("*")}
    assert modes == {(True, "0o700"), (False, "0o600")}
    assert not list((sftp.root / "replica" / "partial").iterdir())


def test_sftp_overwrites_nothing(collection, sftp):
    duties.send(collection, by_sftp(sftp))
    place = object_of(sftp.root / "replica", collection, POST)
    place.write_bytes(b"there before")
    name = place.relative_to(sftp.root / "replica").as_posix()
    with duties.opened(by_sftp(sftp), known=True) as there, pytest.raises(Occupied):
        there.create(name, io.BytesIO((collection.root / POST).read_bytes()), place.name)
    assert place.read_bytes() == b"there before"


def test_r81_a_host_key_must_be_confirmed_once_and_is_then_remembered(collection, sftp):
    with pytest.raises(NotTrusted) as refused:
        duties.send(collection, by_sftp(sftp, host_keys=()))
    assert f"--host-key {sftp.fingerprint}" in str(refused.value)
    assert not list(sftp.root.iterdir())
    duties.send(collection, by_sftp(sftp))
    assert duties.send(collection, Access(sftp.address)).snapshot  # key and identity are remembered


def test_r81_another_host_key_than_the_confirmed_one_is_an_alarm(collection, sftp):
    duties.send(collection, by_sftp(sftp))
    before = tree(sftp.root)
    sealing.visit(collection, 2)
    sftp.restart(asyncssh.generate_private_key("ssh-ed25519"))
    with pytest.raises(NotTrusted, match="ALARM"):
        duties.send(collection, Access(sftp.address))
    found = duties.examine(collection)
    assert (found.exit_code, tree(sftp.root)) == (7, before)


def test_a_key_that_the_server_does_not_know_is_refused_in_a_sentence(collection, sftp):
    with pytest.raises(NotTrusted, match="refused our key"):
        duties.send(collection, by_sftp(sftp, identity=str(sealing.key("stranger"))))
    with pytest.raises(UsageError, match="private key cannot be used"):
        duties.send(collection, by_sftp(sftp, identity=str(sealing.key("stranger").with_suffix(".gone"))))


def test_a_key_in_the_agent_is_used(collection, sftp, monkeypatch, tmp_path):
    socket = tmp_path / "agent"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.DEVNULL)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    monkeypatch.setenv("HOME", str(tmp_path))
    try:
        for _ in range(100):
            if subprocess.run(["ssh-add", "-q", sealing.key("visitor")], stderr=subprocess.DEVNULL).returncode == 0:
                break
            time.sleep(0.05)
        assert duties.send(collection, by_sftp(sftp, identity=None)).snapshot
    finally:
        agent.terminate()
        agent.wait()


@pytest.mark.parametrize("at", [0, 1000, 4000, 8000])
def test_r81_a_connection_lost_at_any_byte_is_taken_up_again(collection, sftp, at):
    sftp.breaks_after = at
    sent = duties.send(collection, by_sftp(sftp))
    assert sent.snapshot and sftp.breaks_after is None
    assert duties.examine(collection).exit_code == 0


def test_r81_a_connection_that_breaks_again_and_again(collection, sftp, monkeypatch):
    monkeypatch.setattr(target, "PAUSES", (0,) * 9)  # it breaks for all who send side by side
    for number in range(2, 40):
        path = collection.reports / f"visit-{number}" / "notes.json"
        path.parent.mkdir(parents=True)
        path.write_bytes(bytes([number]) * 1000)
    sealing.seal(collection, [f"reports/visit-{number}/notes.json" for number in range(2, 40)])
    sftp.breaks_after, sftp.breaks_again = 0, 10_000
    assert duties.send(collection, by_sftp(sftp)).snapshot
    sftp.breaks_after = sftp.breaks_again = None
    assert duties.examine(collection).exit_code == 0


def test_r81_a_full_server_is_said_and_the_next_run_goes_on(collection, sftp):
    sftp.has_room = False
    with pytest.raises(StorageError, match="free some space"):
        duties.send(collection, by_sftp(sftp))
    sftp.has_room = True
    assert duties.send(collection, by_sftp(sftp)).snapshot
    assert duties.examine(collection).exit_code == 0


def test_r81_no_answer_is_exit_code_6(collection, sftp):
    duties.send(collection, by_sftp(sftp))
    sftp.close()
    with pytest.raises(ReplicaUnreachable, match="cannot be reached"):
        duties.send(collection, Access(sftp.address))
    assert duties.examine(collection).exit_code == 6


def test_s3_keeps_what_is_there_and_asks_it_to(collection, bucket, endpoint):
    sent = duties.send(collection, on_s3(bucket, endpoint))
    assert sent.notes == (
        "The bucket neither locks objects nor keeps versions: whoever has the credentials can delete.",
    )
    name = object_of(collection.root, collection, POST).relative_to(collection.root).as_posix()
    bucket[1].put_object(Bucket=bucket[0], Key=f"replica/{name}", Body=b"there before")
    with duties.opened(on_s3(bucket, endpoint), known=True) as there, pytest.raises(Occupied):
        there.create(name, io.BytesIO((collection.root / POST).read_bytes()), name[-64:])
    assert bucket[1].get_object(Bucket=bucket[0], Key=f"replica/{name}")["Body"].read() == b"there before"


def test_s3_without_conditional_writes_asks_before_each(collection, bucket, endpoint, monkeypatch):
    from archive.replicas.s3 import S3

    put = S3._put

    def ignoring(self, name, body, size, sha256, overwrite):
        put(self, name, body, size, sha256, overwrite=True)

    monkeypatch.setattr(S3, "_put", ignoring)
    sent = duties.send(collection, on_s3(bucket, endpoint))
    assert sent.snapshot and any("no conditional writes" in note for note in sent.notes)
    name = object_of(collection.root, collection, POST).relative_to(collection.root).as_posix()
    with duties.opened(on_s3(bucket, endpoint), known=True) as there:
        there._refuses_overwriting = False
        with pytest.raises(Occupied), (collection.root / POST).open("rb") as body:
            there.create(name, body, name[-64:])


@pytest.mark.parametrize("rule", [True, False])
def test_s3_object_lock_is_used_and_said(collection, endpoint, bucket, rule):
    name, client = f"{bucket[0]}-lock", bucket[1]
    client.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    if rule:
        configuration = {
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 30}},
        }
        client.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=configuration)
    sent = duties.send(collection, Access(f"s3://{name}", endpoint=endpoint))
    assert ("30 days, COMPLIANCE" if rule else "legal hold") in sent.notes[0]
    key = object_of(collection.root, collection, POST).relative_to(collection.root).as_posix()
    head = client.head_object(Bucket=name, Key=key)
    assert head.get("ObjectLockMode") == "COMPLIANCE" if rule else head["ObjectLockLegalHoldStatus"] == "ON"
    client.put_object(Bucket=name, Key=key, Body=b"altered")  # a version over it; the good one stays beneath
    assert duties.examine(collection, mend=True).exit_code == 0
    assert duties.examine(collection).exit_code == 0
    versions = client.list_object_versions(Bucket=name, Prefix=key)["Versions"]
    assert len(versions) == 3  # good, altered, good: nothing was deleted


def test_s3_no_bucket_no_credentials_no_service(collection, bucket, endpoint, monkeypatch, tmp_path):
    with pytest.raises(UsageError, match="no bucket"):
        duties.send(collection, Access("s3://not-there", endpoint=endpoint))
    with pytest.raises(UsageError, match="no address"):
        duties.send(collection, Access("s3://not-there", endpoint="localhost"))
    with pytest.raises(ReplicaUnreachable):
        duties.send(collection, Access("s3://bucket", endpoint="http://127.0.0.1:9"))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(NotTrusted, match="no credentials"):
        duties.send(collection, on_s3(bucket, endpoint))


CODES = [
    ("SlowDown", 503, ReplicaUnreachable), ("InternalError", 500, ReplicaUnreachable), ("507", 507, StorageError),
    ("XMinioStorageFull", 507, StorageError), ("AccessDenied", 403, NotTrusted), ("SignatureDoesNotMatch", 403, NotTrusted),
    ("RequestTimeTooSkewed", 403, ReplicaUnreachable),
]  # fmt: skip


@pytest.mark.parametrize(("code", "status", "expected"), CODES)
def test_r81_what_s3_answers_becomes_a_sentence_and_nothing_is_done(
    collection, bucket, endpoint, monkeypatch, code, status, expected
):
    from botocore.exceptions import ClientError

    from archive.replicas.s3 import S3

    def refuse(self, *arguments, **options):
        raise ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "PutObject")

    monkeypatch.setattr(S3, "_put", refuse)
    with pytest.raises(expected) as refused:
        duties.send(collection, on_s3(bucket, endpoint))
    assert str(refused.value).count("\n") == 0
    assert "Contents" not in bucket[1].list_objects_v2(Bucket=bucket[0])


@pytest.mark.parametrize(("scheme", "extra"), [("sftp", "asyncssh"), ("s3", "boto3")])
def test_a_missing_extra_is_one_sentence(collection, scheme, extra):
    script = f"import sys; sys.modules[{extra!r}] = None; from scraper.cli import main; main()"
    command = ["replicate", str(collection.root), f"{scheme}://host/replica"]
    run = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True)
    assert run.returncode == 2 and f"pip install 'beilin[{scheme}]'" in run.stderr
    assert run.stderr.count("\n") == 1


def test_the_libraries_are_loaded_by_their_modules_alone():
    script = "import scraper.cli, archive.replicas.duties, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"boto3", "botocore", "asyncssh"} & set(loaded)


def test_what_crawls_and_reads_is_loaded_by_the_commands_that_need_it():
    script = "import scraper.cli, archive.web.serving, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"scrapy", "twisted", "pypinyin", "langdetect", "bs4"} & set(loaded)
