"""A blog given back is the blog: restored, served and mirrored again, its records say the same (issue 7)."""

from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, build_opener

import pytest

from archive import codec
from archive.records import Post
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.demo.special import static_pages
from tests.scraper.restored import served, site_of

HOME = f"http://{HOST}/"


def records(collection):
    """Return the newest version of each record by its folder."""
    found = {}
    for path in (collection / "records").rglob("v*.json"):
        post = codec.load(Post, path.read_bytes())
        kept = found.get(path.parent.relative_to(collection))
        if kept is None or kept.version < post.version:
            found[path.parent.relative_to(collection)] = post
    return found


def said(post):
    """Return what a record says, without where it is said and by which witness."""
    return {
        "ids": (post.id, post.url, post.kind),
        "title": post.title,
        "author": post.author,
        "dates": (post.published and post.published.value, post.updated, post.event_date),
        "event": (post.event_kind, post.place, post.repost, post.attendance),
        "labels": post.labels,
        "paragraphs": post.paragraphs,  # text, language, role and pair of each
        "attendees": post.attendees,
        "images": [(image.digest, image.caption, image.alt) for image in post.images],
        "comments": post.comments,
        "links": post.links,
    }


def circle(collection, folder, run):
    lacks = site_of(collection, folder / "site")
    assert {lack.what for lack in lacks} <= {"embed", "body"}
    with served(folder / "site") as address:
        again = run("mirror", HOME, "-o", folder / "again", "--connect", f"*={address}", "--json")
    assert again.code == 0, again.stdout[-2000:]
    return {name: said(post) for name, post in records(folder / "again").items()}


def test_circle_the_records_of_the_restored_site_are_those_of_the_blog(demo, run, tmp_path):
    collection = demo[1]
    expected = {name: said(post) for name, post in records(collection).items()}
    found = circle(collection, tmp_path, run)
    assert found.keys() == expected.keys()
    for name, post in expected.items():
        assert found[name] == post, name


@pytest.mark.long
def test_circle_over_the_whole_demo(mirrored, run, tmp_path):
    collection = mirrored(Knobs())[1]
    expected = {name: said(post) for name, post in records(collection).items()}
    assert len(expected) == 150 + len(static_pages())
    assert circle(collection, tmp_path, run) == expected


class _Straight(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def test_a_plain_server_answers_every_address_of_the_blog(demo, tmp_path):
    posts = records(demo[1]).values()
    paths = {post.url.removeprefix(HOME.rstrip("/")) for post in posts}
    paths |= {f"/search/label/{quote(label, safe='')}" for post in posts for label in post.labels}
    months = {post.published.value[:7] for post in posts if post.published}
    paths |= {f"/{month[:4]}/{month[5:]}/" for month in months} | {f"/{month[:4]}/" for month in months}
    paths |= {f"/{month[:4]}_{month[5:]}_01_archive.html" for month in months}
    paths |= {"/", "/feeds/posts/default", "/feeds/posts/default?alt=atom", "/atom.xml", "/sitemap.xml", "/robots.txt"}
    paths |= {"/search?q=gate", "/feeds/pages/default", "/feeds/comments/default"}
    paths |= {f"/feeds/{post.id.rpartition('-')[2]}/comments/default" for post in posts if post.comments}
    site_of(demo[1], tmp_path / "site")
    opener = build_opener(_Straight)
    with served(tmp_path / "site") as address:
        for path in sorted(paths):
            try:
                with opener.open(f"http://{address}{path}", timeout=10) as answer:
                    assert answer.status == 200, path
                    assert b"Directory listing" not in answer.read(2000), path
            except HTTPError as error:
                assert error.code == 301, path
                with opener.open(f"http://{address}{path.partition('?')[0]}/", timeout=10) as answer:
                    assert answer.status == 200, path
                    assert b"Directory listing" not in answer.read(2000), path
