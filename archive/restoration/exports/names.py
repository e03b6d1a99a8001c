"""The name spaces and schemes of Blogger's exports.

Those of the classic form are Atom's (RFC 4287, 4685, 5023) and Google's; Takeout has one of its own. What one form has
and the other lacks is written there all the same, in its own name space: readers of Atom pass over what they do not
know (RFC 4287 section 6.3).
"""

from __future__ import annotations

ATOM = "http://www.w3.org/2005/Atom"
APP = "http://purl.org/atom/app#"
BLOGGER = "http://schemas.google.com/blogger/2018"
GD = "http://schemas.google.com/g/2005"
GEORSS = "http://www.georss.org/georss"
MEDIA = "http://search.yahoo.com/mrss/"
OPENSEARCH = "http://a9.com/-/spec/opensearchrss/1.0/"
OWN = "https://beilin.invalid/blogger-exports"  # what Takeout has no element for: instants with their offset
THREAD = "http://purl.org/syndication/thread/1.0"
UNBOUND = "urn:x-unbound:"  # and the prefix, of one that nothing declares
XML = "http://www.w3.org/XML/1998/namespace"

PREFIXES = {
    ATOM: "",
    APP: "app",
    BLOGGER: "blogger",
    GD: "gd",
    GEORSS: "georss",
    MEDIA: "media",
    OPENSEARCH: "openSearch",
    OWN: "beilin",
    THREAD: "thr",
    XML: "xml",
}
KIND = f"{GD}#kind"
KINDS = "http://schemas.google.com/blogger/2008/kind#"
LABELS = "http://www.blogger.com/atom/ns#"
TAG = "tag:blogger.com,1999:blog-"  # and the blog's number
