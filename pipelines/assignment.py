"""The assignment problem over a whole list (Kuhn 1955, Munkres 1957), by shortest augmenting paths."""

from __future__ import annotations


def assign(scores: list[list[float]], least: float) -> dict[int, int]:
    """Return the pairs (row, column) of highest total score, none below ``least``."""
    rows, columns = len(scores), len(scores[0]) if scores else 0
    size = max(rows, columns)
    # Square, as costs; cells that do not exist or do not count cost as much as no pair at all.
    cost = [
        [1 - scores[i][j] if i < rows and j < columns and scores[i][j] >= least else 1.0 for j in range(size)]
        for i in range(size)
    ]
    chosen = _shortest_paths(cost)
    return {i: j for i, j in chosen.items() if i < rows and j < columns and scores[i][j] >= least}


def _shortest_paths(cost: list[list[float]]) -> dict[int, int]:
    size = len(cost)
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of = [0] * (size + 1)  # columns and rows count from 1; 0 is free
    for row in range(1, size + 1):
        row_of[0], column = row, 0
        least, way, done = [float("inf")] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        while row_of[column]:
            done[column] = True
            at, step, following = row_of[column], float("inf"), 0
            for j in range(1, size + 1):
                if not done[j]:
                    reduced = cost[at - 1][j - 1] - row_price[at] - column_price[j]
                    if reduced < least[j]:
                        least[j], way[j] = reduced, column
                    if least[j] < step:
                        step, following = least[j], j
            for j in range(size + 1):
                if done[j]:
                    row_price[row_of[j]] += step
                    column_price[j] -= step
                else:
                    least[j] -= step
            column = following
        while column:
            row_of[column], column = row_of[way[column]], way[column]
    return {row_of[j] - 1: j - 1 for j in range(1, size + 1) if row_of[j]}
