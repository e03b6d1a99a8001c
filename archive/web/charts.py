"""Counts as SVG, drawn here by pygal: text that stays text, no script, no address; for the screen and for paper.

A page shows each as a picture, with the same numbers as a table below it. Pure.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pygal
from pygal.config import Config
from pygal.style import Style

# pygal leaves a finder of plug-ins behind, of a form that Python warns about at every import that fails.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

_FONTS = "'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_COLOURS = ("#1f5f8b", "#c0632c", "#4c7a34", "#7d4a8d", "#8a6d1b", "#a33b4f", "#3b7f7a", "#6b6b6b")
_STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#333333",
    foreground_strong="#111111",
    foreground_subtle="#dddddd",
    opacity="1",
    opacity_hover="1",
    transition="0s",
    colors=_COLOURS,
    guide_stroke_color="#e4e4e4",
    major_guide_stroke_color="#cccccc",
    guide_stroke_dasharray="0",
    major_guide_stroke_dasharray="0",
    font_family=_FONTS,
    label_font_size=13,
    major_label_font_size=13,
    legend_font_size=14,
    title_font_size=16,
)
_ONE_COLOUR = Style(**{**vars(_STYLE), "colors": _COLOURS[:1] * 32})
WIDE, NARROW = 960, 420  # pixels: of a page, and of a telephone, where all is drawn anew so that it can be read
_LABEL = 55  # pixels for each year named below

Months = Sequence[tuple[str, int]]  # ("2014-03", count), in order


def months(title: str, counts: Months, width: int = WIDE) -> bytes:
    """Return counts by month as bars, the years named below."""
    chart = pygal.Bar(_config(title, 300, width), style=_STYLE, show_legend=False, spacing=2, margin_bottom=10)
    filled = every_month(counts)
    _label_months(chart, [month for month, _ in filled], width // _LABEL)
    chart.add(title, [count for _, count in filled])
    return _drawn(chart)


def levels(title: str, found: Sequence[tuple[str, float]]) -> bytes:
    """Return how much there was at the end of each month, as bars; every month is given."""
    chart = pygal.Bar(_config(title, 300, WIDE), style=_STYLE, show_legend=False, spacing=2, margin_bottom=10)
    _label_months(chart, [month for month, _ in found], WIDE // _LABEL)
    chart.add(title, [amount for _, amount in found])
    return _drawn(chart)


def by_year(
    title: str, table: Mapping[str, Mapping[str, int]], called: Callable[[str], str] = str, width: int = WIDE
) -> bytes:
    """Return counts by year and language as bars, a colour a language, so that a month with few makes no noise.

    ``called`` gives the reader's word for a language.
    """
    chart = pygal.StackedBar(
        _config(title, 340 if width == WIDE else 440, width),
        style=_STYLE,
        legend_at_bottom=True,
        legend_at_bottom_columns=max(1, width // 200),
        show_minor_x_labels=False,
    )
    chart.x_labels = years = sorted(table)
    chart.x_labels_major = years[:: len(years) * _LABEL // width + 1]
    for name in sorted({name for row in table.values() for name in row}):
        chart.add(called(name), [table[year].get(name, 0) for year in years])
    return _drawn(chart)


def ranked(title: str, counts: Sequence[tuple[str, int]], width: int = WIDE) -> bytes:
    """Return counts as bars that lie one below the other, in the order given."""
    config = _config(title, 80 + 30 * len(counts), width)
    chart = pygal.HorizontalBar(config, style=_STYLE, show_legend=False, show_minor_y_labels=True)
    chart.x_labels = [name for name, _ in reversed(counts)]
    chart.add(title, [count for _, count in reversed(counts)])
    return _drawn(chart)


def together(title: str, names: Sequence[str], counts: Mapping[tuple[str, str], int], width: int = WIDE) -> bytes:
    """Return who appears with whom as dots: a row and a column for each name, the larger the more often."""
    chart = pygal.Dot(
        _config(title, 180 + 34 * len(names), width),
        style=_ONE_COLOUR,
        show_legend=False,
        x_label_rotation=40,
        margin_right=50,  # or the last name is cut off
        show_minor_y_labels=True,
    )
    chart.x_labels = list(names)
    for row in names:
        chart.add(row, [counts.get((row, other)) or counts.get((other, row)) for other in names])
    return _drawn(chart)


def every_month(counts: Months) -> list[tuple[str, int]]:
    """Return the counts with every month from the first to the last.

    >>> every_month([("2013-12", 2), ("2014-02", 1)])
    [('2013-12', 2), ('2014-01', 0), ('2014-02', 1)]
    """
    known = dict(counts)
    if not known:
        return []
    (first, last) = (_number(month) for month in (min(known), max(known)))
    names = (f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1))
    return [(name, known.get(name, 0)) for name in names]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _label_months(chart: pygal.Bar, names: Sequence[str], most: int) -> None:
    chart.x_labels = names
    years = [name for name in names if name.endswith("-01")]
    step = max(1, (len(names) if not years else len(years)) // most + 1)
    chart.x_labels_major = (years or list(names))[::step]
    chart.show_minor_x_labels = False


def _config(title: str, height: int, width: int) -> Config:
    return Config(
        js=(),
        width=width,
        height=height,
        explicit_size=True,
        title=title,
        no_data_text="—",
        show_minor_y_labels=False,
        truncate_label=-1,
        truncate_legend=-1,
    )


def _drawn(chart: pygal.graph.graph.Graph) -> bytes:
    chart.add_xml_filter(_without_scripts)
    text: str = chart.render(disable_xml_declaration=True)
    first, *parts = text.split("<!--")
    return "".join((first, *(part.partition("-->")[2] for part in parts))).encode("utf-8")


def _without_scripts(root: Any) -> Any:
    for parent in root.iter():
        for child in [child for child in parent if str(child.tag).endswith("script")]:
            parent.remove(child)
    return root
