"""A picture of cost against size: lines over two logarithmic axes, as SVG that is read in light and in dark.

https://www.w3.org/TR/SVG2/
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

Points = Sequence[tuple[float, float]]

_HEIGHT = 420
_TOP, _BOTTOM = 56, 76
_PANEL, _LEFT, _LABELS = 440, 58, 84
_LINE_HEIGHT = 16
_ON_LIGHT = (
    "text{font:12px system-ui,sans-serif;fill:#24292f}.title{font-weight:600;font-size:14px}"
    ".ground{fill:#fff}.grid{stroke:#d8dee4}path{fill:none;stroke:var(--c);stroke-width:2}"
    ".ours path{stroke-width:3.5}circle,.name{fill:var(--c)}.name{font-weight:600}"
)
_ON_DARK = "text{fill:#e6edf3}.ground{fill:#0d1117}.grid{stroke:#30363d}.name{fill:var(--c)}"
# Okabe and Ito's colours, told apart by people who see fewer of them; lighter ones stand on dark.
_COLOURS = {
    "ours": ("#0a66c2", "#6cb6ff"),
    "hugo": ("#b3480a", "#ff9d5c"),
    "zensical": ("#0b7a55", "#4fd1a5"),
    "eleventy": ("#8c3f78", "#e79ad2"),
    "mkdocs": ("#6b5900", "#e3cf57"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One diagram: what it shows, and its lines by the key of their colour, with the words beside them."""

    title: str
    lines: Mapping[str, Points]
    words: Mapping[str, str]


def picture(panels: Sequence[Panel], *, across: str, up: str, note: str) -> str:
    """Panels beside each other, with the same axes, so that heights can be compared, and a note below them."""
    points = [point for panel in panels for line in panel.lines.values() for point in line]
    scale = _Scale(points)
    width = _PANEL * len(panels)
    size = f'width="{width}" height="{_HEIGHT}"'
    said = escape(f"{up} against {across}")
    made = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" {size}',
        f'  role="img" aria-label="{said}">',
        f"<style>{_style()}</style>",
        f'<rect class="ground" {size} rx="8"/>',
    ]
    for number, panel in enumerate(panels):
        made += [f'<g transform="translate({number * _PANEL} 0)">', *_panel(panel, scale, across, up), "</g>"]
    made.append(f'<text x="{_LEFT}" y="{_HEIGHT - 14}">{escape(note)}</text>')
    return "\n".join([*made, "</svg>", ""])


def _style() -> str:
    light = "".join(f".{key}{{--c:{one}}}" for key, (one, _) in _COLOURS.items())
    dark = "".join(f".{key}{{--c:{one}}}" for key, (_, one) in _COLOURS.items())
    return f"{_ON_LIGHT}{light}@media(prefers-color-scheme:dark){{{_ON_DARK}{dark}}}"


class _Scale:
    """From figures to places in a panel, both axes logarithmic; up ends at powers of ten."""

    def __init__(self, points: Iterable[tuple[float, float]]) -> None:
        across, up = zip(*points, strict=True)
        self.sizes = sorted(set(across))
        self.first, self.last = math.log10(self.sizes[0]), math.log10(self.sizes[-1])
        self.low, self.high = math.floor(math.log10(min(up))), math.ceil(math.log10(max(up)))

    def x(self, value: float) -> float:
        share = (math.log10(value) - self.first) / ((self.last - self.first) or 1)
        return _LEFT + 12 + share * (_PANEL - _LEFT - _LABELS - 24)

    def y(self, value: float) -> float:
        share = (math.log10(value) - self.low) / ((self.high - self.low) or 1)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _BOTTOM - _TOP)


def _panel(panel: Panel, scale: _Scale, across: str, up: str) -> Iterator[str]:
    right = _PANEL - _LABELS
    middle = (_LEFT + right) / 2
    yield f'<text class="title" x="{_LEFT}" y="22">{escape(panel.title)}</text>'
    yield f'<text x="{_LEFT}" y="40">{escape(up)}</text>'
    yield f'<text x="{middle:.0f}" y="{_HEIGHT - _BOTTOM + 38}" text-anchor="middle">{escape(across)}</text>'
    for power in range(scale.low, scale.high + 1):
        y = scale.y(10.0**power)
        yield f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_short(10.0**power)}</text>'
    for size in scale.sizes:
        x = scale.x(size)
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"/>'
        yield f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{size:,.0f}</text>'
    ends = {key: scale.y(line[-1][1]) for key, line in panel.lines.items() if line}
    places = _apart(ends)
    for key, line in panel.lines.items():
        if not line:
            continue
        spots = [(scale.x(size), scale.y(cost)) for size, cost in line]
        drawn = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
        yield f'<g class="{key}"><path d="M{drawn}"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in spots)
        yield f'<text class="name" x="{right + 6}" y="{places[key] + 4:.1f}">{escape(panel.words[key])}</text></g>'


def _apart(ends: Mapping[str, float]) -> dict[str, float]:
    """Where words stand beside the ends of their lines, so that none covers another: down from the highest."""
    placed: dict[str, float] = {}
    last = -math.inf
    for key, y in sorted(ends.items(), key=lambda end: (end[1], end[0])):
        placed[key] = last = max(y, last + _LINE_HEIGHT)
    over = max(0.0, last - (_HEIGHT - _BOTTOM))
    return {key: y - over for key, y in placed.items()}


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
