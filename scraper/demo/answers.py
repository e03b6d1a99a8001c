"""What the double answers to one request: status, headers and body, for all the hosts a blog's pages name. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from scraper.demo.blog import make_blog
from scraper.demo.feeds import Feeds
from scraper.demo.formats import media_type
from scraper.demo.intrusions import intrude
from scraper.demo.knobs import Knobs
from scraper.demo.pages import Pages
from scraper.demo.pictures import picture
from scraper.demo.posts import HOST

_IMAGE_HOSTS = (".bp.blogspot.com", "blogger.googleusercontent.com")
_FILE_HOSTS = ("www.blogger.com", "resources.blogblog.com")
_ROBOTS = {
    "default": "User-agent: Mediapartners-Google\nDisallow: \n\nUser-agent: *\nDisallow: /search\nAllow: /\n\n"
    "Sitemap: {home}/sitemap.xml\n",
    "disallow-all": "User-agent: *\nDisallow: /\n",
}
_IN_PLACE = {
    "removed": (404, "<h1>Blog has been removed</h1><p>Sorry, the blog at {host} has been removed. This address is not "
                     "available for new blogs.</p>"),
    "content-warning": (200, "<h1>Content Warning</h1><p>The blog that you are about to view may contain content only "
                             "suitable for adults.</p>"),
    "private": (200, "<h1>This blog is open to invited readers only</h1><p>{host}</p>"),
    "parked": (200, "<h1>This domain is for sale</h1>"),
    "captcha": (200, "<h1>Unusual traffic</h1><p>Show that you are not a robot.</p><div class='g-recaptcha'></div>"),
    "blocked": (200, "<h1>该网站已被禁止访问</h1><p>根据相关法律法规，请联系您的网络运营商。</p>"),
    "error": (200, "<h1>502 Bad Gateway</h1><hr>nginx"),
    "other-blog": (200, "<link rel='service.post' href='http://www.blogger.com/feeds/1111111111111111111/posts/default'/>"
                        "<div class='post'><h3 class='post-title'>Knives</h3><div class='post-body'>Ten.</div></div>"
                        "<script>_WidgetManager._SetDataContext([{{'name': 'blog', 'data': {{'blogId': "
                        "'1111111111111111111', 'title': 'Knives', 'pageType': 'index'}}}}]);</script>"),
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """One answer, before any fault is done to it."""

    status: int
    body: bytes
    media_type: str = "text/html; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)


class Answers:
    """All answers of one blog."""

    def __init__(self, knobs: Knobs) -> None:
        blog = make_blog(knobs.posts, knobs.seed, edited=knobs.edited, deleted=knobs.deleted)
        self._knobs = knobs
        self._pages, self._feeds = Pages(blog, knobs), Feeds(blog, knobs)
        self._count = 0

    def answer(self, host: str, target: str) -> Answer:
        """Return the answer for a host and a path with query."""
        self._count += 1
        parts = urlsplit(target)
        if host == HOST:
            return self._blog(parts.path, parts.query)
        if host.endswith(_IMAGE_HOSTS):
            return _image(host, parts.path, self._knobs.originals)
        if host in _FILE_HOSTS and parts.path != "/robots.txt" and not parts.path.startswith("/feeds/"):
            return _file(parts.path)
        return Answer(404, b"not found", "text/plain")

    def _blog(self, path: str, query: str) -> Answer:
        knobs = self._knobs
        if path == "/robots.txt":
            return _robots(knobs)
        if knobs.in_place:
            status, text = _IN_PLACE[knobs.in_place]
            return Answer(status, f"<html><body>{text.format(host=HOST)}</body></html>".encode())
        if path == "/" and knobs.moved_to:
            return Answer(302, b"", headers={"Location": f"{knobs.scheme}://{knobs.moved_to}/"})
        return self._xml(path, dict(parse_qsl(query))) or self._page(path, query)

    def _xml(self, path: str, query: dict[str, str]) -> Answer | None:
        if (exported := self._feeds.export(path)) is not None:
            return _validated(exported, "application/atom+xml; charset=UTF-8")
        if path.startswith("/feeds/") or path in ("/atom.xml", "/rss.xml"):
            feed = self._feeds.feed(path, query)
            return _validated(feed and self._touched(feed), media_type(path, query))
        if path.startswith("/sitemap"):
            return _validated(self._feeds.sitemap(path, query), "application/xml; charset=UTF-8")
        return None

    def _touched(self, body: bytes) -> bytes:
        for old, new in self._knobs.altered.items():
            body = body.replace(old.encode(), new.encode())
        return body

    def _page(self, path: str, query: str) -> Answer:
        if path == "/favicon.ico":
            return Answer(200, picture("/favicon=s64"), "image/png")
        status, body = self._shown(path, query, self._count)
        headers = {"Cache-Control": "private, max-age=0"}
        if self._knobs.page_tags:
            plain = self._shown(path, query, 0)[1]
            headers["ETag"] = f'W/"{hashlib.sha256(plain).hexdigest()[:24]}"'
        return Answer(status, body, headers=headers)

    def _shown(self, path: str, query: str, count: int) -> tuple[int, bytes]:
        """Return (status, page), with what was altered on it and done to it."""
        status, body = self._pages.page(path, query if path.startswith("/search") else "", count)
        body = self._touched(body)
        if self._knobs.intrusion and status == 200 and path.startswith(self._knobs.intruded):
            body = intrude(self._knobs.intrusion, body.decode()).encode()
        return status, body


def _robots(knobs: Knobs) -> Answer:
    if knobs.robots in _ROBOTS:
        return Answer(200, _ROBOTS[knobs.robots].format(home=f"{knobs.scheme}://{HOST}").encode(), "text/plain")
    return Answer(404 if knobs.robots == "missing" else 500, b"", "text/plain")


def _image(host: str, path: str, originals: bool) -> Answer:
    if path == "/robots.txt" or not (originals or ("/s0/" not in path and not path.endswith("=s0"))):
        return Answer(404, b"", "text/plain")
    if "-h/" in path:  # the HTML page around a picture
        return Answer(200, f'<html><body><img src="{path.replace("-h/", "/")}"></body></html>'.encode())
    return _validated(picture(host + path), "image/png", {"Cache-Control": "public, max-age=86400"})


def _file(path: str) -> Answer:
    if path.endswith(".css"):
        return Answer(
            200,
            b"body { color: #333 } .widget { background: url(/img/widgets/arrow.png) no-repeat right top / 12px }",
            "text/css",
        )
    if path.endswith(".js"):
        return Answer(
            200, b"var _WidgetManager = {_Init: function () {}, _SetDataContext: function () {}};", "text/javascript"
        )
    return Answer(200, picture(path), "image/gif" if path.endswith(".gif") else "image/png")


def _validated(body: bytes | None, media_type: str, headers: dict[str, str] | None = None) -> Answer:
    if body is None:
        return Answer(404, b"<html><body>Not Found</body></html>")
    tag = hashlib.sha256(body).hexdigest()[:24]
    return Answer(
        200,
        body,
        media_type,
        {**(headers or {}), "ETag": f'W/"{tag}"', "Last-Modified": "Wed, 30 Nov 2016 14:00:00 GMT"},
    )
