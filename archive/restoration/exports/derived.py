"""What the classic form says of an entry a second time: links that follow from its path, its post and its answer.

They are written from the fields, and read back into them; links that say anything else are kept as they are.
"""

from __future__ import annotations

from archive.addresses import escaped
from archive.restoration.exports.document import Element, Entry, Head
from archive.restoration.exports.names import APP, ATOM, TAG, THREAD

LINK = f"{{{ATOM}}}link"
REPLY = f"{{{THREAD}}}in-reply-to"
CONTROL = f"{{{APP}}}control"


def alternate_of(entry: Entry, head: Head) -> Element | None:
    """Return the link to an entry's own page, None where its address is not known.

    What is not ASCII is escaped in it: importers take the address for a URI (RFC 3986), and end at anything else.
    """
    if not entry.path.startswith("/") or not head.home:
        return None
    title = entry.title.value if entry.title else ""
    href = head.home + escaped(entry.path[1:])
    return Element(LINK, (("rel", "alternate"), ("type", "text/html"), ("href", href), ("title", title)))


def reply_of(entry: Entry, head: Head) -> Element | None:
    """Return what names the post that a comment stands under (RFC 4685), None where there is none."""
    del head
    return Element(REPLY, (("ref", entry.post),)) if entry.post else None


def related_of(entry: Entry, head: Head) -> Element | None:
    """Return the link to the comment that a comment answers, None where it answers the post."""
    post, comment = own_number(entry.post), own_number(entry.comment)
    if not (post and comment and head.id.startswith(TAG)):
        return None
    href = f"https://www.blogger.com/feeds/{head.id.removeprefix(TAG)}/{post}/comments/default/{comment}"
    return Element(LINK, (("rel", "related"), ("type", "application/atom+xml"), ("href", href)))


def own_number(name: str) -> str:
    """Return the number of a post, page or comment in its id, "" for none.

    >>> own_number("tag:blogger.com,1999:blog-12.post-34")
    '34'
    """
    number = name.rpartition("-")[2] if name.startswith(TAG) and "." in name.removeprefix(TAG) else ""
    return number if number.isdecimal() else ""
