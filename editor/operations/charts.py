"""Small charts, drawn on the server: shapes for a template, with a table beside them for who can't see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

WIDTH, HEIGHT = 320, 72
_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """Places are text already: a number in an attribute must have a point, whatever the language."""

    x: str
    y: str
    width: str
    height: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    bars: Sequence[Bar]
    most: str

    @property
    def summary(self) -> str:
        if not self.bars:
            return ""
        return _("{first} to {last}").format(first=self.bars[0].label, last=self.bars[-1].label)


def bars(title: str, values: Sequence[tuple[str, float]], unit: str = "") -> Chart:
    """A bar for each label and number, in their order; the highest reaches the top."""
    most = max((value for _, value in values), default=0)
    step = WIDTH / max(1, len(values))
    width = f"{max(1.0, step - _GAP):.2f}"
    drawn = []
    for place, (label, value) in enumerate(values):
        height = max(1.5, HEIGHT * value / most) if value else 0.0
        x, y = f"{place * step:.2f}", f"{HEIGHT - height:.2f}"
        drawn.append(Bar(x, y, width, f"{height:.2f}", label, said(value, unit)))
    return Chart(title, drawn, said(most, unit))


def said(value: float, unit: str = "") -> str:
    """A number as people read it."""
    text = f"{value:,.0f}" if value >= 100 or float(value).is_integer() else f"{value:.1f}"
    return f"{text} {unit}".rstrip()
