"""Names of emoji: skin tones and Slack's second names count as the same emoji."""

from collections.abc import Collection

# Slack's own second names; a workspace's aliases cannot be known without a scope for it.
_SAME = {
    "thumbsup": "+1",
    "thumbsdown": "-1",
    "collision": "boom",
    "raised_hand": "hand",
    "punch": "facepunch",
    "laughing": "satisfied",
    "running": "runner",
    "honeybee": "bee",
    "pencil": "memo",
    "telephone": "phone",
    "envelope": "email",
    "exclamation": "heavy_exclamation_mark",
    "crossed_fingers": "hand_with_index_and_middle_fingers_crossed",
    "the_horns": "sign_of_the_horns",
}


def missing(name: str, names: Collection[str]) -> bool:
    """Whether there is no such emoji among `names`; where none are known, nothing is missing."""
    return bool(names) and name not in names and not any(same(name, other) for other in names)


def same(one: str, other: str) -> bool:
    return bool(one) and _bare(one) == _bare(other)


def _bare(name: str) -> str:
    name = name.strip(":").partition("::")[0]
    return _SAME.get(name, name)
