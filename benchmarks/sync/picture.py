"""The medians as bars, in a picture for the documentation: legible on light and on dark."""

from collections.abc import Iterator, Sequence
from html import escape

from benchmarks.sync.figures import FIGURES, Result
from benchmarks.sync.report import OURS, TITLES, Medians, medians

WIDTH = 760
_LEFT, _BARS, _NUMBERS = 24, 140, 110
_BAR, _GAP, _GROUP_GAP, _TITLE = 11, 3, 14, 30

# The colours of frontend/src/styles/tokens.css: paper, ink, and one colour for what matters.
_STYLE = """
  svg { font: 12px Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums; }
  .paper { fill: #fdfcf9; stroke: #e5dfd4; } .ink { fill: #211c16; } .soft { fill: #5d564b; }
  .title { font-weight: 600; font-size: 13px; } .end { text-anchor: end; } .line { stroke: #e5dfd4; }
  .scriptorium { fill: #a3241c; } .hocuspocus { fill: #757064; } .y-websocket { fill: #c9c0b2; }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #171512; stroke: #36302a; } .ink { fill: #ece6da; } .soft { fill: #aea597; }
    .line { stroke: #36302a; } .scriptorium { fill: #f08c7d; } .hocuspocus { fill: #8f8778; }
    .y-websocket { fill: #524a41; }
  }
"""


def svg(results: Sequence[Result]) -> str:
    """One block for each figure that is drawn, in it one group of bars for each scenario that has it."""
    found = medians(results)
    scenarios = list(dict.fromkeys(result.scenario for result in results))
    body = list(_legend(found))
    y = 72
    for name, figure in FIGURES.items():
        shown = [scenario for scenario in scenarios if (scenario, OURS, name) in found]
        if not figure.is_drawn or not shown:
            continue
        better = "more is better" if figure.more_is_better else "less is better"
        unit = f"{figure.unit}, " if figure.unit else ""
        body.append(_text(_LEFT, y, f"{figure.title[0].upper()}{figure.title[1:]} ({unit}{better})", "ink title"))
        y += 12
        for scenario in shown:
            lines, y = _group(found, scenario, name, y)
            body += lines
        y += _TITLE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}" role="img">'
    title = "<title>Scriptorium beside Hocuspocus and y-websocket</title>"
    paper = f'<rect class="paper" x="0.5" y="0.5" width="{WIDTH - 1}" height="{y - 1}" rx="10"/>'
    return "\n".join([head, title, f"<style>{_STYLE}</style>", paper, *body, "</svg>", ""])


def _legend(found: Medians) -> Iterator[str]:
    x = _LEFT
    for system, title in TITLES.items():
        if any(key[1] == system for key in found):
            yield f'<rect class="{system}" x="{x}" y="24" width="12" height="12" rx="3"/>'
            yield _text(x + 18, 34, title, "ink")
            x += 44 + 7 * len(title)


def _group(found: Medians, scenario: str, name: str, y: int) -> tuple[list[str], int]:
    """A scenario's bars, as long as their share of the longest; and where the next group begins."""
    bars = [(system, found[scenario, system, name]) for system in TITLES if (scenario, system, name) in found]
    longest = max(value for _, value in bars) or 1.0
    room = WIDTH - _LEFT - _BARS - _NUMBERS
    height = len(bars) * (_BAR + _GAP)
    lines = [_text(_LEFT, y + height // 2 + 4, scenario, "soft")]
    for system, value in bars:
        width = max(2.0, value / longest * room)
        x = _LEFT + _BARS
        lines.append(f'<rect class="{system}" x="{x}" y="{y}" width="{width:.1f}" height="{_BAR}" rx="3"/>')
        number = f"{value:,.{FIGURES[name].decimals}f} {FIGURES[name].unit}".strip()
        lines.append(_text(x + round(width) + 8, y + _BAR - 1, number, "ink" if system == OURS else "soft"))
        y += _BAR + _GAP
    return lines, y + _GROUP_GAP


def _text(x: int, y: int, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(text)}</text>'
