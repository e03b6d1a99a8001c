"""Where Hugo, Jekyll and Pelican look for things, and the least of layouts that they need. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from archive.restoration.markdown.entry import Entry


@dataclass(frozen=True)
class Flavour:
    """``place`` gives an entry's file, from it and its day; ``site`` gives files, from a blog's title and home."""

    media: str
    comments: str
    place: Callable[[Entry, date | None], str]
    site: Callable[[str, str], Mapping[str, str]]
    parted_by: str = ""  # what parts labels, and can therefore not be in one


def _in_hugo(entry: Entry, _: date | None) -> str:
    return f"content/{_FOLDERS[entry.kind]}/{entry.key}.md"


def _in_jekyll(entry: Entry, day: date | None) -> str:
    if entry.kind != "post":
        return f"{_FOLDERS[entry.kind]}/{entry.key}.md"
    return f"_drafts/{entry.key}.md" if entry.draft else f"_posts/{day:%Y-%m-%d}-{entry.key}.md"


def _in_pelican(entry: Entry, _: date | None) -> str:
    return f"content/{_FOLDERS[entry.kind]}/{entry.key}.md"


def _hugo(title: str, home: str) -> Mapping[str, str]:
    return {
        "hugo.toml": _HUGO.format(title=_toml(title), home=_toml(home)),
        "layouts/_default/baseof.html": _HUGO_BASE,
        "layouts/_default/single.html": _HUGO_SINGLE,
        "layouts/_default/list.html": _HUGO_LIST,
    }


def _jekyll(title: str, home: str) -> Mapping[str, str]:
    return {
        "_config.yml": _JEKYLL.format(title=json.dumps(title), home=json.dumps(home.rstrip("/"))),
        "_layouts/default.html": _JEKYLL_BASE,
        "_layouts/page.html": _JEKYLL_ARTICLE,
        "_layouts/post.html": _JEKYLL_ARTICLE,
        "index.html": _JEKYLL_INDEX,
        "feed.xml": _JEKYLL_FEED,
    }


def _pelican(title: str, home: str) -> Mapping[str, str]:
    return {
        "pelicanconf.py": _PELICAN.format(title=ascii(title), home=ascii(home.rstrip("/"))),
        "theme/templates/article.html": _PELICAN_ARTICLE.format(of="article"),
        "theme/templates/page.html": _PELICAN_ARTICLE.format(of="page"),
        "theme/static/.keep": "",
    }


def _toml(text: str) -> str:
    # A basic string of TOML escapes as JSON does; JSON's pairs of surrogates it does not know, so none are made.
    kept = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in kept)


_FOLDERS = {"post": "posts", "page": "pages", "list": "lists"}
FLAVOURS: Mapping[str, Flavour] = {
    "hugo": Flavour("static/media", "data/comments", _in_hugo, _hugo),
    "jekyll": Flavour("media", "_data/comments", _in_jekyll, _jekyll),
    "pelican": Flavour("content/media", "comments", _in_pelican, _pelican, ";"),
}

# ------------------------------------------------------------------ Hugo
_HUGO = """\
baseURL = {home}
title = {title}
disablePathToLower = true
uglyURLs = false
buildFuture = true
enableRobotsTXT = true
timeout = "300s"

[markup.goldmark.renderer]
unsafe = true # tables and the like are HTML, which was sanitised before it was written
[markup.goldmark.extensions]
typographer = false # the text stays as it was, with its quotation marks

[outputFormats.RSS]
baseName = "feed"
"""
_HUGO_BASE = """\
<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} {{ .Site.Title }}</title></head>
<body><header><a href="/">{{ .Site.Title }}</a></header>
<main>{{ block "main" . }}{{ end }}</main></body></html>
"""
_HUGO_SINGLE = """\
{{ define "main" }}<article data-record="{{ .Params.blogger_id }}"><h1>{{ .Title }}</h1>
{{ if not .Date.IsZero }}<time datetime="{{ .Date.Format "2006-01-02T15:04:05.000Z07:00" }}">{{ .Date.Format "2006-01-02" }}</time>{{ end }}
{{ with .Params.author }}<address>{{ . }}</address>{{ end }}
<div class="body">{{ .Content }}</div>
{{ with .Params.tags }}<ul class="labels">{{ range . }}<li>{{ . }}</li>{{ end }}</ul>{{ end }}
{{ with .Params.comments }}<section class="comments">
{{ range index $.Site.Data.comments . }}<div class="comment" id="c{{ .id }}" data-parent="{{ .parent }}"><b>{{ .author }}</b>
<time datetime="{{ .published }}">{{ .published }}</time><p style="white-space: pre-wrap">{{ .text }}</p></div>
{{ end }}</section>{{ end }}</article>{{ end }}
"""  # noqa: E501 (markup)
_HUGO_LIST = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
{{ .Content }}
<ul>{{ $pages := .RegularPages }}{{ if .IsHome }}{{ $pages = where .Site.RegularPages "Section" "posts" }}{{ end }}
{{ range $pages.ByDate.Reverse }}<li>{{ if not .Date.IsZero }}{{ .Date.Format "2006-01-02" }} {{ end }}<a href="{{ .RelPermalink }}">{{ or .Title .RelPermalink }}</a></li>
{{ end }}</ul>{{ end }}
"""  # noqa: E501

# ------------------------------------------------------------------ Jekyll
_JEKYLL = """\
title: {title}
url: {home}
future: true
timezone: UTC # instants have their own offset
markdown: kramdown
kramdown:
  input: kramdown
  smart_quotes: [apos, apos, quot, quot]
  typographic_symbols: {{hellip: "...", mdash: "---", ndash: "--", laquo: "<<", raquo: ">>", laquo_space: "<< ", raquo_space: " >>"}}
  auto_ids: false
exclude: [redirects, mapping.tsv]
"""  # noqa: E501
_JEKYLL_BASE = """\
<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ page.title | escape }} {{ site.title | escape }}</title></head>
<body><header><a href="/">{{ site.title | escape }}</a></header>
<main>{{ content }}</main></body></html>
"""
_JEKYLL_ARTICLE = """\
---
layout: default
---
<article data-record="{{ page.blogger_id | escape }}"><h1>{{ page.title | escape }}</h1>
{% if page.published_at %}<time datetime="{{ page.published_at | escape }}">{{ page.published_at | slice: 0, 10 | escape }}</time>{% endif %}
{% if page.author %}<address>{{ page.author | escape }}</address>{% endif %}
<div class="body">{{ content }}</div>
{% if page.tags.size > 0 %}<ul class="labels">{% for tag in page.tags %}<li>{{ tag | escape }}</li>{% endfor %}</ul>{% endif %}
{% if page.comments %}<section class="comments">
{% for comment in site.data.comments[page.comments] %}<div class="comment" id="c{{ comment.id | escape }}" data-parent="{{ comment.parent | escape }}"><b>{{ comment.author | escape }}</b>
<time datetime="{{ comment.published | escape }}">{{ comment.published | escape }}</time><p style="white-space: pre-wrap">{{ comment.text | escape }}</p></div>
{% endfor %}</section>{% endif %}</article>
"""  # noqa: E501
_JEKYLL_INDEX = """\
---
layout: default
title: ""
---
<ul>
{% for post in site.posts %}<li>{{ post.date | date: "%Y-%m-%d" }} <a href="{{ post.url | escape }}">{% if post.title == "" %}{{ post.url | escape }}{% else %}{{ post.title | escape }}{% endif %}</a></li>
{% endfor %}</ul>
"""  # noqa: E501
_JEKYLL_FEED = """\
---
layout: null
---
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{{ site.title | xml_escape }}</title><id>{{ site.url | xml_escape }}/</id>
<updated>{{ site.posts.first.date | date_to_xmlschema }}</updated>
{% for post in site.posts limit: 25 %}<entry><title>{{ post.title | xml_escape }}</title><id>{{ site.url | append: post.url | xml_escape }}</id>
<link href="{{ site.url | append: post.url | xml_escape }}"/><updated>{{ post.date | date_to_xmlschema }}</updated>
<author><name>{{ post.author | default: site.title | xml_escape }}</name></author>
<content type="html">{{ post.content | xml_escape }}</content></entry>
{% endfor %}</feed>
"""  # noqa: E501

# ------------------------------------------------------------------ Pelican
_PELICAN = """\
import json
from pathlib import Path

SITENAME = {title}
SITEURL = {home}
PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages", "lists"]
STATIC_PATHS = ["media"]
THEME = "theme"
TIMEZONE = "UTC"  # instants have their own offset
DEFAULT_LANG = "zh"
DEFAULT_CATEGORY = "blog"
DEFAULT_PAGINATION = 50
USE_FOLDER_AS_CATEGORY = False
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = False
FILENAME_METADATA = "(?P<file>.*)"
WITH_FUTURE_DATES = True
TYPOGRIFY = False
MARKDOWN = {{"extension_configs": {{"markdown.extensions.extra": {{}}, "markdown.extensions.meta": {{}}}}, "output_format": "html5"}}
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
COMMENTS = {{file.stem: json.loads(file.read_text("utf-8")) for file in Path(__file__).parent.glob("comments/*.json")}}
"""  # noqa: E501
_PELICAN_ARTICLE = """\
{{% extends "base.html" %}}
{{% block content %}}<article data-record="{{{{ {of}.blogger_id|e }}}}"><h1>{{{{ {of}.title }}}}</h1>
{{% if {of}.date %}}<time datetime="{{{{ {of}.date.isoformat() }}}}">{{{{ {of}.locale_date }}}}</time>{{% endif %}}
{{% if {of}.author %}}<address>{{{{ {of}.author|e }}}}</address>{{% endif %}}
<div class="body">{{{{ {of}.content }}}}</div>
{{% if {of}.tags %}}<ul class="labels">{{% for tag in {of}.tags %}}<li>{{{{ tag|e }}}}</li>{{% endfor %}}</ul>{{% endif %}}
{{% if {of}.comments %}}<section class="comments">
{{% for comment in COMMENTS[{of}.comments] %}}<div class="comment" id="c{{{{ comment.id|e }}}}" data-parent="{{{{ comment.parent or '' |e }}}}"><b>{{{{ comment.author|e }}}}</b>
<time datetime="{{{{ comment.published|e }}}}">{{{{ comment.published|e }}}}</time><p style="white-space: pre-wrap">{{{{ comment.text|e }}}}</p></div>
{{% endfor %}}</section>{{% endif %}}</article>{{% endblock %}}
"""  # noqa: E501
