"""Drawings: bars and the map. A drawing holds shapes and numerals; its words stand beside it as text."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .parts import get
from .positions import CAPITALS
from .texts import words_of

register = template.Library()


# ------------------------------------------------------------------ figures
@dataclass
class FigureGroup:
    """The figures that count the same thing in the same unit, oldest first."""

    measure: Any
    unit: str
    figures: list[Any] = field(default_factory=list)

    @property
    def top(self) -> float:
        """The largest number in the group."""
        return max((_reach(figure) for figure in self.figures), default=0.0)

    @property
    def is_comparable(self) -> bool:
        """Whether bars say something: two figures or more, with numbers, on one scale."""
        numbered = [figure for figure in self.figures if _reach(figure) > 0 or _low(figure) == 0]
        return len(numbered) > 1 and self.top > 0 and all((_low(f) or 0) >= 0 for f in self.figures)


def _low(figure: Any) -> float | None:
    return None if figure.low is None else float(figure.low)


def _high(figure: Any) -> float | None:
    return None if figure.high is None else float(figure.high)


def _reach(figure: Any) -> float:
    """Return how far a figure's bar goes."""
    return max(_low(figure) or 0.0, _high(figure) or 0.0)


def _what_is_counted(figure: Any) -> tuple[Any, str, str]:
    indicator = getattr(figure, "indicator_id", None) or getattr(figure, "indicator", None)
    identity = getattr(indicator, "key", indicator)
    return identity, words_of(figure.measure).strip().casefold(), str(figure.unit or "")


def _when(figure: Any) -> tuple[bool, Any]:
    """Return a sorting key: the undated come last."""
    day = getattr(figure.as_of, "latest", None) or getattr(figure.as_of, "earliest", None)
    return (day is None, day.toordinal() if day else 0)


@register.simple_tag
def figure_groups(figures: Any) -> list[FigureGroup]:
    """Return figures grouped by what they count, in the order in which that first comes."""
    groups: dict[Any, FigureGroup] = {}
    for figure in figures or []:
        key = _what_is_counted(figure)
        groups.setdefault(key, FigureGroup(figure.measure, str(figure.unit or ""))).figures.append(figure)
    for group in groups.values():
        group.figures.sort(key=_when)
    return list(groups.values())


def _rect(class_: str, start: float, end: float, top: float, height: float) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        class_,
        _n(start),
        _n(top),
        _n(max(end - start, 0.6)),
        _n(height),
    )


def _n(number: float) -> str:
    """Return a coordinate as short as it can be, whatever the language."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def shapes_of(figure: Any, top: float) -> list[SafeString]:
    """Return a bar in a box of 105 by 16: full height as far as is certain, half height as far as it may go."""
    low, high = _low(figure), _high(figure)
    kind = {"baseline": "b0", "target": "bt"}.get(str(getattr(figure, "role", "") or ""), "b1")
    if low is None and high is None:
        return []
    certain = 100 * (low or 0) / top
    shapes = [_rect(kind, 0, certain, 3, 10)] if low else []
    if high is None:  # "over 42 million": the end is open
        shapes.append(mark_safe(f'<path class="open" d="M{_n(certain + 1)} 8H{_n(certain + 5)}"/>'))  # noqa: S308
    elif low is None or high > low:
        shapes.append(_rect(f"{kind} maybe", certain, 100 * high / top, 6, 4))
    return shapes


@register.simple_tag
def bar(figure: Any, group: FigureGroup) -> SafeString:
    """Draw a figure against the largest of its group; nothing where that would not compare."""
    shapes = shapes_of(figure, group.top) if group.is_comparable else []
    if not shapes:
        return mark_safe("")
    return format_html(
        '<svg class="bars" viewBox="0 0 105 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '{}<path class="axis" d="M0 0V16"/></svg>',
        mark_safe("".join(shapes)),  # noqa: S308
    )


# ---------------------------------------------------------------------- map
WIDTH, DEGREES, MARGIN = 760.0, 10, 4.0
#: Octagons: of the origin, and of every other place.
RADIUS_ORIGIN, RADIUS = 11.0, 8.0
#: A label's box, and where it may stand: dx, dy, anchor, in order of liking.
LABEL_WIDTH, LABEL_HEIGHT = 28.0, 24.0
PLACES_FOR_LABEL = (
    (13, 9, "start"),
    (-13, 9, "end"),
    (0, -14, "middle"),
    (0, 32, "middle"),
    (13, 26, "start"),
)


@dataclass(frozen=True)
class MapPoint:
    """A numbered place on the map and in its key."""

    number: int
    item: Any
    x: float
    y: float
    is_origin: bool
    label: tuple[float, float, str] = (0, 0, "start")

    @property
    def octagon(self) -> str:
        """Return the shape of the place."""
        r = RADIUS_ORIGIN if self.is_origin else RADIUS
        turns = [math.pi / 8 + math.pi / 4 * step for step in range(8)]
        corners = [f"{_n(self.x + r * math.cos(a))} {_n(self.y + r * math.sin(a))}" for a in turns]
        return f"M{'L'.join(corners)}Z"

    @property
    def label_x(self) -> str:
        """Where the numeral stands."""
        return _n(self.x + self.label[0])

    @property
    def label_y(self) -> str:
        """The numeral's base line."""
        return _n(self.y + self.label[1])

    @property
    def anchor(self) -> str:
        """Which end of the numeral stands there."""
        return self.label[2]


@dataclass(frozen=True)
class MapWay:
    """A line from one place to another."""

    path: str
    is_dated: bool


@dataclass(frozen=True)
class MapDrawing:
    """Everything that components/map.html draws."""

    view_box: str
    grid: str
    equator: str
    points: list[MapPoint]
    ways: list[MapWay]

    @property
    def has_undated_way(self) -> bool:
        """Whether the legend speaks of broken lines."""
        return any(not way.is_dated for way in self.ways)

    @property
    def has_dated_way(self) -> bool:
        """Whether the legend speaks of full lines."""
        return any(way.is_dated for way in self.ways)


def _position(item: Any) -> tuple[float, float] | None:
    if (lat := get(item, "lat")) is not None and (lon := get(item, "lon")) is not None:
        return float(lat), float(lon)
    return CAPITALS.get(str(get(item, "key", "")).upper())


@dataclass(frozen=True)
class _Frame:
    """A window on the globe whose edges lie on tens of degrees."""

    west: int
    east: int
    south: int
    north: int

    @classmethod
    def around(cls, places: list[tuple[float, float]]) -> _Frame:
        lats, lons = [lat for lat, _ in places], [lon for _, lon in places]

        def down(value: float) -> int:
            return math.floor((value - MARGIN) / DEGREES) * DEGREES

        def up(value: float) -> int:
            return math.ceil((value + MARGIN) / DEGREES) * DEGREES

        return cls(down(min(lons)), up(max(lons)), down(min(lats)), up(max(lats)))

    @property
    def unit(self) -> float:
        """Drawing units of one degree of longitude."""
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.unit * 1.08

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        return (lon - self.west) * self.unit, (self.north - lat) * self.unit * 1.08

    def grid(self) -> str:
        meridians = [(lon - self.west) * self.unit for lon in range(self.west, self.east + 1, DEGREES)]
        parallels = [(self.north - lat) * self.unit * 1.08 for lat in range(self.south, self.north + 1, DEGREES) if lat]
        lines = [f"M{_n(x)} 0V{_n(self.height)}" for x in meridians]
        return "".join(lines + [f"M0 {_n(y)}H{_n(WIDTH)}" for y in parallels])

    def equator(self) -> str:
        if not self.south <= 0 <= self.north:
            return ""
        return f"M0 {_n(self.north * self.unit * 1.08)}H{_n(WIDTH)}"


@dataclass(frozen=True)
class _Curve:
    """A way that bends a little to one side, so that two ways do not lie on one another."""

    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def bend(self) -> tuple[float, float]:
        (x1, y1), (x2, y2) = self.start, self.end
        return (x1 + x2) / 2 + 0.15 * (y2 - y1), (y1 + y2) / 2 - 0.15 * (x2 - x1)

    @property
    def path(self) -> str:
        corners = [f"{_n(x)} {_n(y)}" for x, y in (self.start, self.bend, self.end)]
        return f"M{corners[0]}Q{corners[1]} {corners[2]}"

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Return small boxes along the way, where numerals should not stand."""
        found = []
        for step in range(1, 24):
            t = step / 24
            x, y = (
                (1 - t) ** 2 * a + 2 * (1 - t) * t * b + t**2 * c
                for a, b, c in zip(self.start, self.bend, self.end, strict=True)
            )
            found.append((x - 3, y - 3, x + 3, y + 3))
        return found


def _box(x: float, y: float, label: tuple[float, float, str]) -> tuple[float, float, float, float]:
    dx, dy, anchor = label
    left = x + dx - {"start": 0.0, "end": LABEL_WIDTH, "middle": LABEL_WIDTH / 2}[anchor]
    return left, y + dy - LABEL_HEIGHT, left + LABEL_WIDTH, y + dy


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    return across * down if across > 0 and down > 0 else 0.0


def _with_labels(points: list[MapPoint], curves: list[_Curve], frame: _Frame) -> list[MapPoint]:
    """Return the points with their numerals where they cover least."""
    taken = [(p.x - RADIUS, p.y - RADIUS, p.x + RADIUS, p.y + RADIUS) for p in points]
    taken += [box for curve in curves for box in curve.boxes()]
    placed = []
    for point in points:
        outside = [label for label in PLACES_FOR_LABEL if _is_inside(_box(point.x, point.y, label), frame)]
        best = min(
            outside or PLACES_FOR_LABEL[:1],
            key=lambda label: sum(_overlap(_box(point.x, point.y, label), other) for other in taken),
        )
        taken.append(_box(point.x, point.y, best))
        placed.append(MapPoint(point.number, point.item, point.x, point.y, point.is_origin, best))
    return placed


def _is_inside(box: tuple[float, float, float, float], frame: _Frame) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= frame.height


@register.simple_tag
def map_of(points: Any, ways: Any = None) -> MapDrawing | None:
    """Return the drawing of places on a grid of ten degrees; None where fewer than two have a position."""
    known = [(item, position) for item in points or [] if (position := _position(item))]
    if len(known) < 2:
        return None
    frame = _Frame.around([position for _, position in known])
    placed = [
        MapPoint(number, item, *frame.place(*position), is_origin=bool(get(item, "origin")))
        for number, (item, position) in enumerate(known, start=1)
    ]
    where = {str(get(p.item, "key", p.number)): (p.x, p.y) for p in placed}
    curves = [
        (_Curve(where[start], where[end]), bool(get(way, "dated")))
        for way in ways or []
        if (start := str(get(way, "start"))) in where and (end := str(get(way, "end"))) in where
    ]
    labelled = _with_labels(placed, [curve for curve, _dated in curves], frame)
    box = f"-2 -2 {_n(WIDTH + 4)} {_n(frame.height + 4)}"
    return MapDrawing(
        box, frame.grid(), frame.equator(), labelled, [MapWay(curve.path, dated) for curve, dated in curves]
    )
