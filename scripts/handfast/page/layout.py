"""Where the tables of a diagram stand, and how the lines between them run.

What is referred to stands to the left of what refers to it. Lines run in the gaps between the columns, each pair of
key and gap in a lane of its own, and above all tables where they have more than one column to pass.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, sqrt

from handfast.page.tables import Relation, Table, Tables

CHARACTER = 7.25  # the width of one in the diagram's type, at most
HEAD = 30
ROW = 22
_MARGIN = 12
_GAP = 38
_LANE = 12
_BETWEEN = 28
_PADDING = 56  # of a row: its mark and the space around what it says
_WIDEST = 44  # characters; longer ones are cut


@dataclass(frozen=True, slots=True)
class Box:
    """A table and its place."""

    table: Table
    x: float
    y: float
    width: float

    @property
    def height(self) -> float:
        return HEAD + ROW * len(self.table.columns) + 4

    def row(self, column: str) -> float:
        """The middle of a column's row, or of the head if there is no such column."""
        names = [item.name for item in self.table.columns]
        return self.y + (HEAD + ROW * (names.index(column) + 0.5) if column in names else HEAD / 2)


@dataclass(frozen=True, slots=True)
class Line:
    """A relation, and the corners of its way from what refers to what is referred to."""

    relation: Relation
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A diagram without its looks."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def layout(tables: Tables) -> Layout:
    """Place the tables in columns, by how they refer to each other."""
    by_name = {table.name: table for table in tables.tables}
    known = [item for item in tables.relations if item.table in by_name and item.other in by_name]
    columns = _columns(tables.tables, known)
    place = {table.name: (index, table) for index, column in enumerate(columns) for table in column}
    lanes = _Lanes([_ends(place[item.table][0], place[item.other][0]) for item in known], known)
    boxes: dict[str, Box] = {}
    x = float(_MARGIN)
    top = _MARGIN + _LANE * lanes.above
    for index, column in enumerate(columns):
        x = lanes.begin(index, x)
        width = max((width_of(table) for table in column), default=0)
        y = float(top)
        for table in column:
            boxes[table.name] = Box(table, x, y, width)
            y += boxes[table.name].height + _BETWEEN
        x += width
    right = lanes.begin(len(columns), x) if lanes.used(len(columns)) else x
    lines = tuple(Line(item, lanes.way(item, boxes)) for item in known)
    bottom = max((box.y + box.height for box in boxes.values()), default=0)
    return Layout(right + _MARGIN, bottom + _MARGIN, tuple(boxes.values()), lines)


def width_of(table: Table) -> float:
    """The width that a table's longest row takes."""
    longest = max((len(cut(item.name)) + len(cut(item.type)) + item.null for item in table.columns), default=0)
    return _PADDING + CHARACTER * max(longest, len(table.name))


def cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _columns(found: tuple[Table, ...], relations: list[Relation]) -> list[list[Table]]:
    """The tables by their distance from those that refer to none; what is joined to nothing fills the gaps."""
    joined = {name for item in relations if item.table != item.other for name in (item.table, item.other)}
    ranks = _ranks([table.name for table in found if table.name in joined], relations)
    alone = [table for table in found if table.name not in joined]
    count = max(max(ranks.values(), default=-1) + 1, ceil(sqrt(len(found) / 2)), 1)
    columns: list[list[Table]] = [[] for _ in range(count)]
    for table in found:
        if table.name in ranks:
            columns[ranks[table.name]].append(table)
    for table in alone:
        min(columns, key=_rows).append(table)
    return columns


def _rows(column: list[Table]) -> int:
    return sum(len(table.columns) + 3 for table in column)


def _ranks(names: list[str], relations: list[Relation]) -> dict[str, int]:
    """Each name's distance; of a circle, what comes first in the file stands first."""
    others = {name: [item.other for item in relations if item.table == name != item.other] for name in names}
    ranks: dict[str, int] = {}

    def rank(name: str, above: frozenset[str]) -> int:
        if name not in ranks:
            within = above | {name}
            ranks[name] = max((rank(other, within) + 1 for other in others[name] if other not in within), default=0)
        return ranks[name]

    for name in names:
        rank(name, frozenset())
    return ranks


def _ends(column: int, other: int) -> tuple[int, int]:
    """The gaps, counted from the left, at which a line begins and ends."""
    return (column if other < column else column + 1), other + 1


@dataclass
class _Lanes:
    """The lanes in the gaps and above the tables: lines to the same key share theirs."""

    ends: list[tuple[int, int]]
    relations: list[Relation]
    in_gap: dict[int, dict[tuple[str, ...], int]] = field(default_factory=dict)
    over: dict[tuple[str, ...], int] = field(default_factory=dict)
    begins: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for relation, (first, last) in zip(self.relations, self.ends, strict=True):
            key = _key(relation)
            for gap in {first, last}:
                lanes = self.in_gap.setdefault(gap, {})
                lanes.setdefault(key, len(lanes))
            if first != last:
                self.over.setdefault(key, len(self.over))

    @property
    def above(self) -> int:
        return len(self.over)

    def used(self, gap: int) -> bool:
        return gap in self.in_gap

    def begin(self, gap: int, x: float) -> float:
        """Note where a gap begins and tell where it ends; before the first column there is one only if it is used."""
        self.begins[gap] = x
        lanes = len(self.in_gap.get(gap, ()))
        return x + (_GAP + _LANE * lanes if gap or lanes else 0)

    def way(self, relation: Relation, boxes: dict[str, Box]) -> tuple[tuple[float, float], ...]:
        first, last = self.ends[self.relations.index(relation)]
        box, other = boxes[relation.table], boxes[relation.other]
        y, end_y = box.row(relation.columns[0]), other.row(relation.other_columns[0])
        x = box.x if self.begins[first] < box.x else box.x + box.width
        lane, end_lane = self._lane(first, relation), self._lane(last, relation)
        end = (other.x + other.width, end_y)
        if first == last:
            return ((x, y), (lane, y), (lane, end_y), end)
        over = _MARGIN / 2 + _LANE * self.over[_key(relation)]
        return ((x, y), (lane, y), (lane, over), (end_lane, over), (end_lane, end_y), end)

    def _lane(self, gap: int, relation: Relation) -> float:
        return self.begins[gap] + _GAP / 2 + _LANE * self.in_gap[gap][_key(relation)]


def _key(relation: Relation) -> tuple[str, ...]:
    return (relation.other, *relation.other_columns)
