"""The training reports (`training/reports/*.txt`): invented posts with the people who were there.

A report begins with "### name | title | date header", has a paragraph a line, behind "[cap] " a caption, and ends with
a line "> English name | Chinese name" for each person who was there, "-" for a name that the text does not have.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.records import Post
from scraper.extract import read
from tools.golden import capture

FOLDER = Path(__file__).parent / "reports"
_URL = "https://training-example.blogspot.com/2014/03/{}.html"
_PAGE = """<!DOCTYPE html>
<html dir='ltr'>
<head>
<meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/>
<meta content='blogger' name='generator'/>
<link href='{url}' rel='canonical'/>
<title>Training Blog: {title}</title>
</head>
<body>
<div class='main section' id='main'><div class='widget Blog' data-version='1' id='Blog1'>
<div class='blog-posts hfeed'>
<div class='date-outer'><h2 class='date-header'><span>{header}</span></h2>
<div class='date-posts'><div class='post-outer'><div class='post hentry'>
<a name='7310046200000000001'></a>
<h3 class='post-title entry-title'>{title}</h3>
<div class='post-body entry-content' id='post-body-7310046200000000001'>
{body}
<div style='clear: both;'></div>
</div></div></div></div></div></div>
</div></div>
</body>
</html>
"""
_CAPTION = """<table class="tr-caption-container"><tbody>
<tr><td><img src="https://training-example.blogspot.com/s320/1.jpg" /></td></tr>
<tr><td class="tr-caption">{}</td></tr>
</tbody></table>"""
_CAP = "[cap] "
Person = tuple[str | None, str | None]


@dataclass(frozen=True)
class Report:
    """A report: who wrote it (the file's name), its title, its date header, its paragraphs, and who was there."""

    writer: str
    name: str
    title: str
    header: str
    paragraphs: tuple[str, ...]
    people: tuple[Person, ...]

    def post(self) -> Post:
        """Return the post as it is read from a page."""
        body = "\n".join(map(_markup, self.paragraphs))
        url = _URL.format(self.name)
        page = _PAGE.format(url=url, title=html.escape(self.title), header=self.header, body=body)
        return read(capture(url, page.encode())).posts[0]


def reports(folder: Path = FOLDER) -> Iterator[Report]:
    """Yield the reports of a folder."""
    for path in sorted(folder.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("### ")[1:]:
            yield _report(path.stem, [line.strip() for line in block.splitlines() if line.strip()])


def _markup(paragraph: str) -> str:
    text = html.escape(paragraph.removeprefix(_CAP), quote=False)
    return _CAPTION.format(text) if paragraph.startswith(_CAP) else f"{text}<br />"


def _report(writer: str, lines: list[str]) -> Report:
    name, title, header = (part.strip() for part in lines[0].split("|"))
    people = [tuple(part.strip() for part in line[2:].split("|")) for line in lines[1:] if line.startswith("> ")]
    return Report(
        writer=writer.split("-", maxsplit=1)[0],
        name=name.replace(" ", "-"),
        title=title,
        header=header,
        paragraphs=tuple(line for line in lines[1:] if not line.startswith("> ")),
        people=tuple((None if en == "-" else en, None if zh == "-" else zh) for en, zh in people),
    )
