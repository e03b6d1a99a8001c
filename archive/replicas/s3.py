"""A replica in a bucket of an S3 service, by boto3. Credentials come from where boto3 always looks for them."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

import boto3
from botocore import exceptions
from botocore.config import Config

from archive.errors import BeilinError, NotTrusted, ReplicaUnreachable, StorageError, UsageError
from archive.replicas.target import (
    PIECE,
    QUARANTINE,
    Absent,
    Entry,
    Occupied,
    Passing,
    SourceChanged,
    Unreadable,
    patiently,
)

_LARGEST = 5 * 1000**3  # bytes that S3 takes in one request
_SCHEMES = ("http", "https")
_FULL = {"InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "EntityTooLarge", "507"}
_REFUSED = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "403"}
_PASSING = {"SlowDown", "RequestTimeout", "ServiceUnavailable", "InternalError", "ConditionalRequestConflict"}
_LOST = (
    exceptions.HTTPClientError,  # among them closed connections, and time that ran out
    exceptions.ConnectionError,
    exceptions.IncompleteReadError,
    exceptions.ResponseStreamingError,
)


class S3:
    """A bucket, or what begins with a prefix in one, as a target.

    A file is written only where there is none of its name (If-None-Match). Where the bucket keeps versions, a damaged
    file is written over, and its damaged version stays beneath; where it locks objects, what is written is locked.
    """

    side_by_side = 8

    def __init__(self, address: str, endpoint: str | None) -> None:
        """Look at the bucket.

        Raises:
            UsageError: there is no such bucket, or no address of an endpoint.
            NotTrusted: there are no credentials, or they are refused.
            ReplicaUnreachable: no answer.
        """
        parts = urlsplit(address)
        self.address = address
        self._bucket, prefix = parts.netloc, unquote(parts.path).strip("/")
        self._prefix = f"{prefix}/" if prefix else ""
        if endpoint and urlsplit(endpoint).scheme not in _SCHEMES:
            raise UsageError(f"{endpoint} is no address of an S3 service: give https://HOST.")
        self._client: Any = boto3.Session().client(
            "s3",
            endpoint_url=endpoint,
            config=Config(
                connect_timeout=20,
                read_timeout=60,
                retries={"total_max_attempts": 1},  # patience is the caller's
                s3={"addressing_style": "path" if endpoint else "auto"},
                # Checksums that the service states are not believed; ours is sent with each file.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
        self._overwritable: set[str] = set()
        self._refuses_overwriting: bool | None = None  # None: not tried yet
        self._versioned, self._lock, self._rule = patiently(self._look_at_bucket, address)

    @property
    def exclusive(self) -> bool:
        """Whether the service knows conditional writes; the first file that is written tells."""
        return self._refuses_overwriting is not False

    def notes(self) -> list[str]:
        """Say how far the bucket keeps what it has."""
        said = []
        if self._rule:
            said.append(f"The bucket locks every object: {self._rule}.")
        elif self._lock:
            said.append("The bucket can lock objects and has no rule: each is put under a legal hold.")
        elif self._versioned:
            said.append("The bucket keeps versions and does not lock them: whoever may delete versions can delete.")
        else:
            said.append("The bucket neither locks objects nor keeps versions: whoever has the credentials can delete.")
        if self._refuses_overwriting is False:
            said.append("The service knows no conditional writes: before each it is asked whether the name is free.")
        return said

    def entries(self) -> Iterator[Entry]:
        """Yield every object under the prefix."""
        with self._errors():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
            for page in pages:
                for item in page.get("Contents", ()):
                    yield Entry(item["Key"].removeprefix(self._prefix), int(item["Size"]))

    def read(self, name: str, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes as the service gives them now."""
        part = {"Range": f"bytes={start}-"} if start else {}
        with self._errors():
            try:
                body = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name, **part)["Body"]
            except exceptions.ClientError as error:
                code = error.response["Error"]["Code"]
                if code in ("NoSuchKey", "404"):
                    raise Absent(name) from None
                if code in ("InvalidRange", "416"):
                    return
                if code in ("InvalidObjectState",):
                    raise Unreadable("it is in cold storage: have the service restore it first") from error
                raise
            with closing(body):
                while piece := body.read(PIECE):
                    yield piece

    def create(self, name: str, body: BinaryIO, sha256: str) -> None:
        """Put an object where there is none of its name."""
        size = self._measured(name, body, sha256)
        overwrite = name in self._overwritable
        with self._errors():
            if not overwrite and self._refuses_overwriting is False and self._is_there(name):
                raise Occupied(name)
            self._put(name, body, size, sha256, overwrite)
            self._overwritable.discard(name)
            if self._refuses_overwriting is None and not overwrite:
                self._refuses_overwriting = self._try_overwriting(name, body, size, sha256)

    def set_aside(self, name: str) -> None:
        """Copy the damaged bytes to quarantine/, unless the bucket keeps them as an older version anyway."""
        key = self._prefix + name
        if not self._versioned:
            aside = f"{self._prefix}{QUARANTINE}{name}.{secrets.token_hex(4)}"
            with self._errors():
                self._client.copy_object(
                    Bucket=self._bucket, Key=aside, CopySource={"Bucket": self._bucket, "Key": key}
                )
                sizes = {
                    self._client.head_object(Bucket=self._bucket, Key=one)["ContentLength"] for one in (key, aside)
                }
            if len(sizes) != 1:
                raise StorageError(
                    f"{self.address} did not keep a copy of the damaged {name}: nothing was written over it."
                )
        self._overwritable.add(name)

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _look_at_bucket(self) -> tuple[bool, bool, str]:
        """Return (whether the bucket keeps versions, whether it locks objects, its rule for new ones in words)."""
        with self._errors():
            versioned = self._client.get_bucket_versioning(Bucket=self._bucket).get("Status") == "Enabled"
            try:
                found = self._client.get_object_lock_configuration(Bucket=self._bucket)["ObjectLockConfiguration"]
            except (exceptions.ClientError, KeyError):  # there is none, or we may not ask
                return versioned, False, ""
        rule = found.get("Rule", {}).get("DefaultRetention", {})
        words = [f"{rule[unit]} {unit.lower()}" for unit in ("Days", "Years") if rule.get(unit)]
        enabled = found.get("ObjectLockEnabled") == "Enabled"
        return versioned, enabled, f"{', '.join(words)}, {rule.get('Mode')}" if words else ""

    def _measured(self, name: str, body: BinaryIO, sha256: str) -> int:
        """Return how many bytes there are to send. Raises SourceChanged where they are not those of the digest."""
        digest = hashlib.sha256()
        while piece := body.read(PIECE):
            digest.update(piece)
        if digest.hexdigest() != sha256:
            raise SourceChanged(name)
        size = body.tell()
        if size > _LARGEST:
            raise StorageError(f"{name} has {size} bytes, more than S3 takes at once: use a folder or SFTP for it.")
        return size

    def _put(self, name: str, body: BinaryIO, size: int, sha256: str, overwrite: bool) -> None:
        body.seek(0)
        options: dict[str, Any] = {}
        if not overwrite and self._refuses_overwriting is not False:
            options["IfNoneMatch"] = "*"
        if self._lock and not self._rule:
            options["ObjectLockLegalHoldStatus"] = "ON"
        digest = base64.b64encode(bytes.fromhex(sha256)).decode()
        try:
            self._client.put_object(
                Bucket=self._bucket, Key=self._prefix + name, Body=body, ContentLength=size,
                ChecksumAlgorithm="SHA256", ChecksumSHA256=digest, **options,
            )  # fmt: skip
        except exceptions.ClientError as error:
            code = error.response["Error"]["Code"]
            if code in ("PreconditionFailed", "412"):
                raise Occupied(name) from None
            if code != "NotImplemented" or "IfNoneMatch" not in options:
                raise
            self._refuses_overwriting = False
            if self._is_there(name):
                raise Occupied(name) from None
            self._put(name, body, size, sha256, overwrite)

    def _try_overwriting(self, name: str, body: BinaryIO, size: int, sha256: str) -> bool:
        """Say whether the service refuses what it just took, as it should; it is the same bytes if it does not."""
        try:
            self._put(name, body, size, sha256, overwrite=False)
        except Occupied:
            return True
        return False

    def _head(self, key: str) -> Any:
        return self._client.head_object(Bucket=self._bucket, Key=key)

    def _is_there(self, name: str) -> bool:
        try:
            self._head(self._prefix + name)
        except exceptions.ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchKey"):
                return False
            raise
        return True

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn the library's errors into ours."""
        try:
            yield
        except exceptions.ClientError as error:
            raise self._translated(error) from error
        except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError) as error:
            raise NotTrusted(
                f"There are no credentials for {self.address}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                "or make ~/.aws/credentials."
            ) from error
        except _LOST as error:
            raise Passing(type(error).__name__) from error
        except exceptions.BotoCoreError as error:
            raise UsageError(f"{self.address} cannot be used ({error}).") from error

    def _translated(self, error: exceptions.ClientError) -> Exception:
        code = str(error.response["Error"]["Code"])
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        if code in _FULL or status == 507:
            return StorageError(f"{self.address} is full ({code}): make room there, then run the command again.")
        if code in _PASSING or status >= 500 or status == 429:
            return Passing(f"{code} {status}")
        if code == "RequestTimeTooSkewed":
            return ReplicaUnreachable(f"{self.address} says that this machine's clock is wrong: set it, try again.")
        if code == "NoSuchBucket":
            return UsageError(f"There is no bucket {self._bucket}: make it, best with object lock, then try again.")
        if code in _REFUSED or status == 403:
            return NotTrusted(
                f"{self.address} refused our credentials ({code}): they must be allowed to list, get and put."
            )
        return BeilinError(f"{self.address} refused the request ({code}, status {status}).")
