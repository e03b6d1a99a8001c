"""How fast a static site is written, and in how much memory: `python -m benchmarks.restored_site --posts 10000`.

The articles are the demo blog's, made as they are asked for, with pictures of the size that a camera's are on a blog
(bytes drawn anew for each): what it takes to read them out of a WARC is not in it.
"""

import argparse
import random
import resource
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from archive.payloads import Picture
from archive.records import Author, Blog, DateClaim, Image, Paragraph, Post, Title
from archive.restoration.article import Article, Material
from archive.restoration.site.making import write_site
from scraper.demo.blog import make_blog
from scraper.demo.markup import body, image_url
from scraper.demo.posts import BLOG_ID, HOST, TITLE

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def article(post):
    """Return a post of the demo as a restoration has it."""
    urls = [image_url(picture, post.number, n, "http", "s320") for n, picture in enumerate(post.pictures)]
    images = tuple(Image(url, None, None, "", url) for url in urls)
    paragraphs = tuple(
        Paragraph(n, line.text, line.language, 1.0, line.role, line.pair) for n, line in enumerate(post.lines)
    )
    instant = post.published.isoformat(timespec="milliseconds")
    record = Post(
        id=post.id, url=f"http://{HOST}{post.path}", kind="page" if post.is_page else "post",
        title=Title(post.title, post.title_en, post.title_zh), author=Author("northgate"),
        published=DateClaim(instant, instant, "feed"), labels=post.labels, paragraphs=paragraphs, images=images,
        comments=post.comments,
    )  # fmt: skip
    return Article(record, post.path, body(replace(post, form="soup"), "http"), True, post.comments)


def main():
    """Write a site and print what that took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--posts", type=int, default=10_000)
    options.add_argument("--picture", type=int, default=100_000, help="bytes of a picture")
    wishes = options.parse_args()
    blog = make_blog(wishes.posts)
    chance = random.Random(1)

    def picture(_):
        return Picture(_SIGNATURE + chance.randbytes(wishes.picture), "image/png", True)

    material = Material(
        f"http://{HOST}/", Blog(BLOG_ID, TITLE, "blogger"), wishes.posts, lambda: map(article, blog.posts), picture
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    folder = Path(tempfile.mkdtemp(prefix="beilin-site-"))
    try:
        begun = time.monotonic()
        lacks = list(write_site(material, folder / "site"))
        took = time.monotonic() - begun
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        index = sum(path.stat().st_size for path in (folder / "site/search").rglob("*.js"))
    finally:
        shutil.rmtree(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{wishes.posts} posts, {len(sizes)} files, {sum(sizes) / 1e6:.0f} MB in {took:.1f} s")
    print(f"{wishes.posts / took:.0f} posts and {sum(sizes) / 1e6 / took:.1f} MB a second; index {index / 1e6:.1f} MB")
    print(f"Peak memory {peak // 1024} MB, of it {before // 1024} MB the demo's posts; {len(lacks)} lacks")


if __name__ == "__main__":
    main()
