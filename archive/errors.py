"""The errors a caller meets, each one sentence for a person: what is wrong, where, and what to do.

    BeilinError                     exit 1   anything not named below
    ├── UsageError                  exit 2   an option or address that cannot be right
    ├── CoverageGap                 exit 3   the crawl ended, and something a witness names was not got
    ├── Damaged                     exit 4   a collection or a replica failed verification
    ├── CollectionError             exit 5   the folder cannot serve as a collection
    │   ├── NotACollection                   it holds something else
    │   ├── CollectionInUse                  another beilin is writing to it
    │   └── KeyUnavailable                   the key that signs it is not on this machine, or cannot be used
    ├── Unreachable                 exit 6   no answer from the blog: name, connection, TLS, time
    │   └── ReplicaUnreachable               no answer from a replica
    ├── NotStamped                  exit 6   no timestamp came; all else is done
    ├── NotABlog                    exit 7   an answer, and not a blog's that we can read
    │   └── Withheld                         it says itself that there is a blog: removed, private, or blocked
    ├── OffLimits                   exit 7   the address is quarantined, or outside the scope
    ├── NotTrusted                  exit 7   a replica's host is not the one whose key was confirmed, or lets us not in
    ├── StorageError                exit 8   disk full, read only, or failing
    ├── Alarmed                     exit 9   the blog, or a part of it, is suspect, replaced or falling away
    └── Interrupted                 exit 130 stopped by Ctrl-C; running again goes on

The exit codes are part of the interface: schedulers and scripts branch on them.
"""

from __future__ import annotations


class BeilinError(Exception):
    """Any failure that beilin foresees. Its text is what the user is shown."""

    exit_code = 1


class UsageError(BeilinError):
    """An option or an address that cannot be right; nothing was done."""

    exit_code = 2


class CoverageGap(BeilinError):
    """The crawl ended and something named by a witness is missing; the coverage report lists it."""

    exit_code = 3


class Damaged(BeilinError):
    """Verification found at least one fault; the findings name file, record and byte range."""

    exit_code = 4


class CollectionError(BeilinError):
    """The folder cannot serve as a collection; nothing in it was touched."""

    exit_code = 5


class NotACollection(CollectionError):
    """The folder exists and holds something that is not a beilin collection."""


class CollectionInUse(CollectionError):
    """Another process holds the collection's lock; wait for it or stop it."""


class KeyUnavailable(CollectionError):
    """The private key that signs the collection is missing, damaged or open to others; nothing was written."""


class Unreachable(BeilinError):
    """The blog gave no answer. Try again later; everything kept so far is valid."""

    exit_code = 6


class ReplicaUnreachable(Unreachable):
    """A replica gave no answer, or lost the connection too often. What was read back before is done; run it again."""


class NotStamped(BeilinError):
    """No timestamp came. It stays wanted, and nothing else is the worse for it."""

    exit_code = 6


class NotABlog(BeilinError):
    """The address answers, but not with a blog that beilin can read.

    In the collection of a blog that was seen before, the answer is kept: it is evidence. No new collection is made.
    """

    exit_code = 7

    def __init__(self, sentence: str, kind: str = "") -> None:
        """``kind`` says what answers: "removed", "captcha", "parked", "status-403"; empty where that is not known."""
        super().__init__(sentence)
        self.kind = kind


class Withheld(NotABlog):
    """What answers says that there is, or was, a blog: removed, private, behind a warning or a login, or blocked.

    The answer is evidence, and kept in the WARC, also of a blog that was never seen.
    """


class OffLimits(BeilinError):
    """The address is quarantined or outside the collection's scope. No request was made."""

    exit_code = 7


class NotTrusted(BeilinError):
    """A replica's host key is new or another than the one confirmed, or it refused our key. Nothing was sent."""

    exit_code = 7


class StorageError(BeilinError):
    """The disk is full, read only or failing. What was acknowledged before is valid."""

    exit_code = 8


class Alarmed(BeilinError):
    """The blog may have been broken into, replaced or taken down; the change report says where and why."""

    exit_code = 9


class Interrupted(BeilinError):
    """Stopped on request. The same command goes on where this one ended."""

    exit_code = 130
