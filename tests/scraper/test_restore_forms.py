"""``beilin restore --to wordpress`` and ``--to markdown``, as a user starts them."""

import json
import xml.etree.ElementTree as ElementTree

import pytest


def test_wordpress_has_every_record(run, demo, tmp_path):
    done = run(
        "restore",
        demo[1],
        "--to",
        "wordpress",
        "--media-base",
        "https://media.example/",
        "-o",
        tmp_path / "out",
        "--json",
    )
    assert done.code in (0, 3), done.stderr
    items = [
        item for file in (tmp_path / "out").glob("wordpress-*.xml") for item in ElementTree.parse(file).iter("item")
    ]
    kinds = [item.findtext("{http://wordpress.org/export/1.2/}post_type") for item in items]
    assert kinds.count("post") + kinds.count("page") == done.document["articles"] == 63
    assert {lack["what"] for lack in done.document["lacks"]} <= {"moved", "embed", "body"}


@pytest.mark.parametrize("flavour", ["hugo", "jekyll", "pelican"])
def test_markdown_has_every_record(run, demo, tmp_path, flavour):
    done = run("restore", demo[1], "--to", "markdown", "--flavour", flavour, "-o", tmp_path / "out", "--json")
    assert done.code in (0, 3), done.stderr
    files = [file.read_text() for file in (tmp_path / "out").rglob("*.md")]
    assert len([text for text in files if "tag:blogger.com,1999:" in text]) == 63
    assert not [text for text in files if "bp.blogspot.com" in text]
    report = json.loads((tmp_path / "out-report.json").read_text())
    assert report["articles"] == 63


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--to", "markdown", "--media-base", "https://a.example/"], "--media-base is for --to wordpress alone"),
        (["--to", "wordpress", "--flavour", "hugo"], "--flavour is for --to markdown alone"),
        (["--to", "wordpress", "--media-base", "ftp://a.example/"], "ftp://a.example/ is no address of the web"),
    ],
)
def test_an_option_of_another_form_is_refused(run, demo, tmp_path, options, words):
    done = run("restore", demo[1], *options, "-o", tmp_path / "out")
    assert done.code == 2
    assert words in done.stderr
    assert not (tmp_path / "out").exists()
