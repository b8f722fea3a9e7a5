"""The drawing of a diagram: paths of lines with round corners, and the marks at their ends."""

from __future__ import annotations

from itertools import pairwise

from handfast.page.layout import Box, Line

_ROUND = 7.0
_FOOT = 11.0
_TOE = 5.0

Point = tuple[float, float]


def way(line: Line) -> str:
    """The path of a line, its corners rounded."""
    points = [point for point, after in pairwise([*line.points, (float("inf"), 0.0)]) if point != after]
    words = [f"M{_at(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_ROUND, _length(before, corner) / 2, _length(corner, after) / 2)
        words.append(f"L{_at(_towards(corner, before, radius))}Q{_at(corner)} {_at(_towards(corner, after, radius))}")
    return "".join([*words, f"L{_at(points[-1])}"])


def ends(line: Line, boxes: dict[str, Box]) -> str:
    """The marks: a foot where many may refer, a bar where it is one."""
    (x, y), (other_x, other_y) = line.points[0], line.points[-1]
    out = -1.0 if x <= boxes[line.relation.table].x else 1.0
    foot = x + out * _FOOT
    if line.relation.many:
        begin = f"M{_at((x, y - _TOE))}L{_at((foot, y))}L{_at((x, y + _TOE))}"
    else:
        begin = f"M{_at((foot, y - _TOE))}V{_number(y + _TOE)}"
    return f"{begin}M{_at((other_x + _FOOT - 3, other_y - _TOE))}V{_number(other_y + _TOE)}"


def _at(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])  # all lines are level or upright


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = _length(start, end)
    share = distance / length if length else 0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
