"""`.venv/bin/python script/rooms.py [APP…]`: count the rooms of an app, its arrows and circles.

A room is what lies directly in the app: a package, or a file by itself. An arrow leads from a room
to another one that it imports. A circle is a set of rooms that reach each other; floors are the
rooms on the longest way down. Migrations are left out, and imports for the type checker alone.
"""

import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

APPS = ("agenda", "contest_portal", "events", "registrations", "sponsorship")
sys.path.insert(0, str(Path(__file__).parents[1]))


def arrows_of(app: str) -> dict[str, set[str]]:
    """Return for each room of an app the rooms of the same app that it imports."""
    graph = grimp.build_graph(app, exclude_type_checking_imports=True)
    for room in graph.find_children(app):
        graph.squash_module(room)
    rooms = graph.find_children(app) - {f"{app}.migrations"}
    return {room: graph.find_modules_directly_imported_by(room) & rooms - {room} for room in rooms}


def reached_from(room: str, arrows: dict[str, set[str]]) -> set[str]:
    """Return all rooms below a room, and itself where a way leads back."""
    found: set[str] = set()
    ahead = list(arrows[room])
    while ahead:
        if (one := ahead.pop()) not in found:
            found.add(one)
            ahead += arrows[one]
    return found


def circles_of(arrows: dict[str, set[str]]) -> set[frozenset[str]]:
    """Return the sets of rooms that reach each other."""
    below = {room: reached_from(room, arrows) for room in arrows}
    return {
        frozenset(one for one in below[room] if room in below[one])
        for room in arrows
        if room in below[room]
    }


def floors_of(arrows: dict[str, set[str]]) -> int:
    """Return the number of rooms on the longest way down; 0 where there is a circle."""
    height: dict[str, int] = {}
    try:
        for room in TopologicalSorter(arrows).static_order():
            height[room] = 1 + max((height[one] for one in arrows[room]), default=0)
    except CycleError:
        return 0
    return max(height.values(), default=0)


def main() -> None:
    """Print a line for each app."""
    for app in sys.argv[1:] or APPS:
        arrows = arrows_of(app)
        circles = circles_of(arrows)
        count = sum(map(len, arrows.values()))
        floors = floors_of(arrows) or "-"
        print(
            f"{app}: {len(arrows)} rooms, {count} arrows, {len(circles)} circles, {floors} floors"
        )
        for circle in circles:
            print("  circle:", ", ".join(sorted(room.removeprefix(f"{app}.") for room in circle)))


if __name__ == "__main__":
    main()
