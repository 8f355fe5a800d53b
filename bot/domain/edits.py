"""Edits taken back: what can become of it."""

from enum import StrEnum


class Outcome(StrEnum):
    UNDONE = "undone"
    BEFORE = "before"  # it was undone already
    CHANGED = "changed"  # the win is not any more what the edit had made of it
    GONE = "gone"  # the win is deleted, or went into another one
