"""Measures: a number on a win, read from text."""

from bot.domain.measures.amounts import amounts_as_typed
from bot.domain.measures.finding import (
    compared,
    find_measure,
    find_measures,
    is_either,
    is_range,
    is_spelled,
    read_as,
)
from bot.domain.measures.numbers import decimal_of
from bot.domain.measures.values import MAX_MEASURES, Measure

__all__ = [
    "MAX_MEASURES",
    "Measure",
    "amounts_as_typed",
    "compared",
    "decimal_of",
    "find_measure",
    "find_measures",
    "is_either",
    "is_range",
    "is_spelled",
    "read_as",
]
