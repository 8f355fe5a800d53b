"""The rules of tables and charts, the documented ones where sources differ; they may not know any other block."""

from typing import Any

from sandbox.blocks import parts
from sandbox.blocks.checks import (
    Check,
    Report,
    array,
    boolean,
    both,
    exactly,
    number,
    one_of,
    rule,
    shape,
    string,
    typed,
)
from sandbox.blocks.richtext import rich_text
from sandbox.wire import Json

MAX_TABLE_CHARS = 10_000
_BLOCK: dict[str, Check] = {"block_id": parts.BLOCK_ID}
_RAW_TEXT = shape({"type": exactly("raw_text"), "text": string(MAX_TABLE_CHARS)})
_RAW_NUMBER = shape({"type": exactly("raw_number"), "value": number(whole=False)}, {"text": string(MAX_TABLE_CHARS)})
_CELLS: dict[str, Check] = {"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": rich_text}

_EVEN = rule(lambda table: len({len(row) for row in table["rows"]}) == 1, "all rows must have the same number of cells")
_PLAIN_HEADER = rule(
    lambda table: all(cell["type"] != "rich_text" for cell in table["rows"][0]), "header cells must not be rich_text"
)
_SHORT = rule(
    lambda table: _chars(table["rows"]) <= MAX_TABLE_CHARS, f"must hold no more than {MAX_TABLE_CHARS} characters"
)

TABLE = both(
    shape(
        {
            "type": exactly("table"),
            "rows": array(array(typed({k: _CELLS[k] for k in ("raw_text", "rich_text")}), most=20), most=100),
        },
        _BLOCK
        | {
            "column_settings": array(
                shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}), most=20
            )
        },
    ),
    _EVEN,
    _SHORT,
)
DATA_TABLE = both(
    shape(
        {
            "type": exactly("data_table"),
            "caption": string(2000),
            "rows": array(array(typed(_CELLS), most=20), least=2, most=101),
        },
        _BLOCK | {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
    ),
    _EVEN,
    _PLAIN_HEADER,
    _SHORT,
)

_LABEL = string(20)
_SEGMENT = both(
    shape({"label": _LABEL, "value": number(whole=False)}),
    rule(lambda segment: segment["value"] > 0, "the value of a segment must be greater than 0"),
)
_SERIES = shape(
    {
        "name": _LABEL,
        "data": array(shape({"label": _LABEL, "value": number(whole=False)}), most=20),
    }
)
_AXES = shape({"categories": array(_LABEL, most=20)}, {"x_label": string(50), "y_label": string(50)})
_COVERED = rule(
    lambda chart: all(
        sorted(point["label"] for point in series["data"]) == sorted(chart["axis_config"]["categories"])
        for series in chart["series"]
    ),
    "every series must have one point for each category",
)
_NAMED_APART = rule(
    lambda chart: len({series["name"] for series in chart["series"]}) == len(chart["series"]),
    "the names of series must be unique",
)


def _plot(kind: str) -> Check:
    return both(
        shape({"type": exactly(kind), "series": array(_SERIES, most=6), "axis_config": _AXES}), _COVERED, _NAMED_APART
    )


_PIE = shape({"type": exactly("pie"), "segments": array(_SEGMENT, most=6)})
DATA_VISUALIZATION = shape(
    {
        "type": exactly("data_visualization"),
        "title": string(50),
        "chart": typed({"pie": _PIE} | {kind: _plot(kind) for kind in ("bar", "area", "line")}),
    },
    _BLOCK,
)


def _chars(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_chars(each) for name, each in value.items() if name != "type")
    if isinstance(value, list):
        return sum(_chars(each) for each in value)
    return len(value) if isinstance(value, str) else 0


def check_together(blocks: list[Json], where: str, report: Report) -> None:
    """What one message holds at most; Home is given no more, though nothing is said of it."""
    for kind, most in {"table": 1, "data_visualization": 2}.items():
        if sum(block["type"] == kind for block in blocks) > most:
            report.add(f"no more than {most} {kind} blocks allowed", where)
