"""WXR: what stands in the files, read by another XML reader; and the names that WordPress would give."""

import itertools
import re
import xml.etree.ElementTree as ElementTree
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.payloads import picture_of
from archive.records import Blog, Comment
from archive.restoration.article import Material
from archive.restoration.wordpress import write_wordpress, wxr
from archive.restoration.wordpress.names import Slugs, name_in, path_in_wordpress, slug_of
from benchmarks.restoring.archive import HOME, comments, hard, hard_articles, png

WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
BASE = "http://media.example/blog/"


def material(articles, pictures=True):
    bodies = itertools.count(1)
    return Material(
        home=HOME + "/",
        blog=Blog(title="Northgate ]]> & <League>"),
        number=len(articles),
        articles=lambda: iter(articles),
        picture=lambda image: picture_of(png(next(bodies) % 200)) if pictures else None,
    )


def restored(folder, articles, **options):
    lacks = write_wordpress(material(articles), folder, **options)
    channels = [ElementTree.parse(file).getroot()[0] for file in sorted(folder.glob("wordpress-*.xml"))]
    return channels, [item for channel in channels for item in channel.findall("item")], lacks


def of_type(items, kind):
    return [item for item in items if item.findtext(f"{WP}post_type") == kind]


def meta(node, kind, key):
    found = {one.findtext(f"{WP}meta_key"): one.findtext(f"{WP}meta_value") for one in node.findall(f"{WP}{kind}")}
    return found.get(key)


def test_everything_stands_in_the_files(tmp_path):
    articles = hard_articles()
    _, items, _ = restored(tmp_path, articles, media_base=BASE)
    posts = {meta(item, "postmeta", "_record"): item for item in items}
    for article in articles:
        item, post = posts[article.post.id], article.post
        assert unescape(item.findtext("title")) == post.title.raw
        assert item.findtext(f"{WP}status") == ("draft" if article.status == "DRAFT" else "publish")
        assert item.findtext(f"{WP}post_type") == post.kind
        assert sorted(unescape(one.text) for one in item.findall("category")) == sorted(post.labels)
        assert meta(item, "postmeta", "_published") == (post.published.value if post.published else None)
        assert meta(item, "postmeta", "blogger_permalink") == (article.path or None)
        assert len(item.findall(f"{WP}comment")) == len(post.comments)


def test_an_instant_has_the_blogs_wall_clock_and_utc(tmp_path):
    _, items, _ = restored(
        tmp_path, [hard(1, "/2014/05/a.html", "A", "<p>a</p>", published="2014-05-06T07:08:09.010+08:00")]
    )
    assert items[0].findtext(f"{WP}post_date") == "2014-05-06 07:08:09"
    assert items[0].findtext(f"{WP}post_date_gmt") == "2014-05-05 23:08:09"


@pytest.mark.parametrize("stated", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_an_instant_that_no_calendar_holds_is_none_and_told(tmp_path, stated):
    _, (item,), lacks = restored(tmp_path, [hard(1, "/2014/05/a.html", "A", "<p>a</p>", published=stated)])
    assert meta(item, "postmeta", "_published") == stated
    assert "instant" in {lack.what for lack in lacks}


def test_the_wall_clock_is_of_the_month_that_the_address_names_where_any_zone_has_it(tmp_path):
    _, items, _ = restored(
        tmp_path, [hard(1, "/2014/06/a.html", "A", "<p>a</p>", published="2014-05-31T20:00:00.000Z")]
    )
    assert items[0].findtext(f"{WP}post_date")[:7] == "2014-06"
    assert items[0].findtext(f"{WP}post_date_gmt") == "2014-05-31 20:00:00"


def test_a_post_dated_anew_is_redirected_and_told(tmp_path):
    article = hard(1, "/2014/06/a.html", "A", "<p>a</p>", published="2015-01-31T20:00:00.000+08:00")
    _, _, lacks = restored(tmp_path, [article])
    assert [(lack.what, lack.where) for lack in lacks] == [("moved", "/2014/06/a.html")]
    assert "/2014/06/a.html /2015/01/a.html 301!" in (tmp_path / "redirects/_redirects").read_text()
    rows = (tmp_path / "redirects/_redirects").read_text().splitlines()
    assert {"/feeds/9001/comments/default /2015/01/a.html 301!", "/2015_01_01_archive.html /2015/01/ 301!"} <= set(rows)


def test_an_answer_comes_after_what_it_answers_and_has_the_greater_number(tmp_path):
    _, items, _ = restored(tmp_path, [hard(1, "/2014/05/a.html", "A", "<p>a</p>", comments=comments())])
    seen = {"0": None}
    for node in items[0].findall(f"{WP}comment"):
        own = meta(node, "commentmeta", "_comment")
        answered = next(one.parent for one in comments() if one.id == own)
        parent = seen[node.findtext(f"{WP}comment_parent")]
        assert parent == (answered if answered in {one.id for one in comments()} else None)
        assert all(int(node.findtext(f"{WP}comment_id")) > int(number) for number in seen)
        seen[node.findtext(f"{WP}comment_id")] = own
    assert len(seen) == 1 + len(comments())


def test_comments_that_answer_each_other_in_a_ring_are_all_there(tmp_path):
    ring = (Comment("1", "a", None, "x", "2"), Comment("2", "b", None, "y", "1"))
    _, items, _ = restored(tmp_path, [hard(1, "/2014/05/a.html", "A", "<p>a</p>", comments=ring)])
    assert len(items[0].findall(f"{WP}comment")) == 2


def test_no_part_is_above_the_size_and_each_has_what_its_posts_need(tmp_path):
    articles = [
        hard(n, f"/2014/05/a{n}.html", f"A {n}", "<p>" + "x" * 700 + "</p>", labels=(f"label {n}",), pictures=1)
        for n in range(1, 30)
    ]
    channels, items, _ = restored(tmp_path, articles, media_base=BASE, largest=20_000)
    assert len(channels) > 2
    for file in tmp_path.glob("wordpress-*.xml"):
        assert file.stat().st_size < 20_000 + 6_000  # the head with authors and labels, and the last post's pictures
    for channel in channels:
        own = channel.findall("item")
        assert {one.get("nicename") for item in own for one in item.findall("category")} == {
            one.findtext(f"{WP}tag_slug") for one in channel.findall(f"{WP}tag")
        }
        shown = {found for item in own for found in re.findall(r'src="([^"]+)', item.findtext(CONTENT))}
        assert shown == {one.findtext(f"{WP}attachment_url") for one in of_type(own, "attachment")}
        assert [one.findtext(f"{WP}author_display_name") for one in channel.findall(f"{WP}author")] == [
            "harbour reader 港"
        ]
    numbers = [item.findtext(f"{WP}post_id") for item in items]
    assert len(set(numbers)) == len(numbers)


def test_a_picture_in_two_parts_is_in_both_under_titles_that_the_importer_keeps_apart(tmp_path):
    articles = [hard(1, f"/2014/05/a{n}.html", f"A {n}", "<p>" + "x" * 900 + "</p>", pictures=1) for n in (1, 2)]
    found = Material(HOME, Blog(), 2, lambda: iter(articles), lambda _: picture_of(png(7)))
    write_wordpress(found, tmp_path, media_base=BASE, largest=1500)
    titles = []
    for file in sorted(tmp_path.glob("wordpress-*.xml")):
        channel = ElementTree.parse(file).getroot()[0]
        titles += [one.findtext("title") for one in of_type(channel.findall("item"), "attachment")]
    assert len(titles) == len(set(titles)) == 2
    assert len(list((tmp_path / "media").iterdir())) == 1


def test_pictures_lie_beside_and_posts_show_and_link_them_there(tmp_path):
    _, items, _ = restored(tmp_path, [hard(1, "/2014/05/a.html", "A", "", pictures=1)])
    name = next((tmp_path / "media").iterdir()).name
    address = f"/wp-content/uploads/blog/{name}"
    assert items[0].findtext(CONTENT) == f'<a href="{address}"><img src="{address}"></a>'
    assert not of_type(items, "attachment")
    rows = [line.split("\t") for line in (tmp_path / "mapping.tsv").read_text().splitlines()]
    assert {row[1] for row in rows[1:]} == {name}


def test_what_xml_cannot_hold_is_replaced_and_told(tmp_path):
    _, items, lacks = restored(tmp_path, [hard(1, "/2014/05/a.html", "A\x0b\x1b", "<p>\ufffe𠀀</p>")])
    assert items[0].findtext("title") == "A\ufffd\ufffd"
    assert items[0].findtext(CONTENT) == "<p>\ufffd𠀀</p>"
    assert [lack.what for lack in lacks] == ["characters"]


def test_posts_that_the_importer_would_take_for_one_are_kept_apart(tmp_path):
    titles = ("Twin", "twin", "Twín", "", "Other")
    articles = [hard(n, f"/2014/05/a{n}.html", title, f"<p>{n}</p>") for n, title in enumerate(titles)]
    _, items, lacks = restored(tmp_path, articles)
    seconds = [item.findtext(f"{WP}post_date")[-2:] for item in items]
    assert seconds == ["09", "10", "11", "12", "09"]
    assert len([lack for lack in lacks if lack.what == "instant"]) == 3


def test_links_to_the_blog_itself_lead_to_the_new_site(tmp_path):
    body = '<p><a href="https://beimengongminhui.blogspot.de/2014/05/b.html?m=1#c1">b</a> <a href="http://a.example/?m=1">a</a></p>'
    _, items, _ = restored(tmp_path, [hard(1, "/2014/05/a.html", "A", body)])
    assert re.findall(r'href="([^"]+)', items[0].findtext(CONTENT)) == ["/2014/05/b.html#c1", "http://a.example/?m=1"]


def test_a_picture_that_is_not_there_leaves_its_words(tmp_path):
    article = hard(1, "/2014/05/a.html", "A", '<p><img src="http://x.example/a.png" alt="the kiln &lt;"></p>')
    write_wordpress(material([article], pictures=False), tmp_path)
    assert "<p>the kiln &lt;</p>" in (tmp_path / "wordpress-001.xml").read_text()


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("]]>")
@example("]]]]>>]]")
def test_any_text_is_well_formed(text):
    found = ElementTree.fromstring(f"<a b={chr(34)}{wxr.attribute(text)}{chr(34)}>{wxr.cdata(text)}</a>")
    assert (found.text or "") == re.sub("\r\n?", "\n", wxr.legal(text))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("blog-post_9351", "blog-post_9351"),
        ("Upper-Case.x--y-", "upper-case-x-y"),
        ("窑 a", "%e7%aa%91-a"),
        ("100% sure?", "100-sure"),
        ("é" * 60, "%c3%a9" * 33),
        ("<script>", "script"),
    ],
)
def test_a_slug_is_what_wordpress_makes_of_it(name, slug):
    assert slug_of(name) == slug


def test_a_slug_is_one_posts_alone():
    slugs = Slugs()
    assert [slugs.take("post", "blog-post") for _ in range(3)] == ["blog-post", "blog-post-2", "blog-post-3"]
    assert slugs.take("page", "blog-post") == "blog-post"
    assert slugs.take("post", "feed") == "feed-2"
    assert slugs.take("post", "???") == "untitled"


def test_a_name_is_taken_from_bloggers_forms_alone():
    assert [name_in(path) for path in ("/2014/03/a.html", "/p/b.html", "/x/c.html", "")] == ["a", "b", "", ""]


def test_a_page_has_no_month():
    assert path_in_wordpress("page", "about", None) == "/about"
