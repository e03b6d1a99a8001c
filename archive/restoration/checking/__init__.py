"""Whether a restored site is what it should be: it is read back, and held against what it was made from.

facts.py     what there should be of an article, and where what was found differs
regions.py   what a page of HTML says where
blogger.py   both exports, read as Blogger's are
site.py      the site as a plain web server gives it
wordpress.py WXR, item by item
markdown.py  a folder for Hugo, file by file
"""

from __future__ import annotations

from collections.abc import Mapping

from archive.restoration.checking.blogger import check_blogger
from archive.restoration.checking.facts import Check
from archive.restoration.checking.markdown import check_markdown
from archive.restoration.checking.site import check_site
from archive.restoration.checking.wordpress import check_wordpress

CHECKS: Mapping[str, Check] = {
    "site": check_site,
    "blogger": check_blogger,
    "wordpress": check_wordpress,
    "markdown": check_markdown,
}
