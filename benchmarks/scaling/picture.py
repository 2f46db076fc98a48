"""Bars on a logarithmic scale, as an SVG that reads well on a light and on a dark ground."""

from collections.abc import Callable, Sequence
from math import floor, log10
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT, TOP, STEP, BAR = 860, 246, 200, 56, 46, 22

LABELLED = 'role="img" aria-labelledby="title description"'
STYLE = """
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
.title { font-size: 15px; font-weight: 600 }
.quiet { fill: #59636e; font-size: 12px }
.line { stroke: #d1d9e0 }
.bar { fill: #3b6fd4 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e9ee }
  .quiet { fill: #9aa4b2 }
  .line { stroke: #39414d }
  .bar { fill: #7aa5f5 }
}"""


def draw(bars: Sequence[tuple[str, float, str]], say: Callable[[float], str]) -> str:
    """Each bar has a name, a figure, and what is said below the figure."""
    low, high = floor(log10(min(bar[1] for bar in bars))), log10(max(bar[1] for bar in bars))
    height = TOP + STEP * len(bars) + 30

    def x(figure: float) -> float:
        return LEFT + (log10(figure) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {LABELLED}>',
        '<title id="title">People connected at the same time, by step</title>',
        f'<desc id="description">{escape("; ".join(f"{name}: {say(people)}" for name, people, _ in bars))}</desc>',
        f"<style>{STYLE}</style>",
        '<text class="title" x="12" y="24">People connected at the same time, at the most</text>',
        '<text class="quiet" x="12" y="42">calculated; each line is ten times the one before</text>',
    ]
    for power in range(low, int(high) + 1):
        at = x(10**power)
        parts.append(f'<line class="line" x1="{at:.0f}" x2="{at:.0f}" y1="{TOP}" y2="{height - 24}"/>')
        parts.append(f'<text class="quiet" x="{at:.0f}" y="{height - 8}" text-anchor="middle">{10**power:,}</text>')
    for number, (name, people, note) in enumerate(bars):
        middle = TOP + STEP * number + STEP / 2
        width = max(3.0, x(people) - LEFT)
        parts.append(f'<text x="12" y="{middle + 4:.0f}">{escape(name)}</text>')
        parts.append(
            f'<rect class="bar" x="{LEFT}" y="{middle - BAR / 2:.0f}" width="{width:.0f}" height="{BAR}" rx="4"/>'
        )
        parts.append(f'<text x="{LEFT + width + 8:.0f}" y="{middle - 2:.0f}">{say(people)}</text>')
        parts.append(f'<text class="quiet" x="{LEFT + width + 8:.0f}" y="{middle + 13:.0f}">then {escape(note)}</text>')
    return "\n".join([*parts, "</svg>", ""])
