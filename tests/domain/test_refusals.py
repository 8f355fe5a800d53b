"""Which blocks an error of Slack's is about."""

import pytest

from bot.domain.refusals import refused_types

CHART, TABLE = "data_visualization", "data_table"
BLOCKS = [{"type": "header"}, {"type": CHART}, {"type": "context"}, {"type": TABLE}]


@pytest.mark.parametrize(
    ("code", "details", "types"),
    [
        ("invalid_blocks", ["unsupported type: data_table [json-pointer:/blocks/3/type]"], {TABLE}),
        ("invalid_arguments", ["[ERROR] unsupported type: data_table [json-pointer:/view/blocks/3/type]"], {TABLE}),
        ("invalid_arguments", ["[ERROR] unsupported type [json-pointer:/view/blocks/1]"], {CHART}),
        ("invalid_arguments", ["unsupported type: data_table", "[json-pointer:/view/blocks/1/chart]"], {CHART, TABLE}),
        ("invalid_blocks", [], {CHART, TABLE}),
        ("invalid_blocks_format", ["something is wrong"], {CHART, TABLE}),
        # about something else
        ("invalid_arguments", [], set()),
        ("invalid_arguments", ["[ERROR] must be a home view [json-pointer:/view/type]"], set()),
        ("invalid_arguments", ["[ERROR] too long [json-pointer:/view/blocks/0/text]"], set()),
        ("invalid_blocks", ["[ERROR] too long [json-pointer:/blocks/2/elements]"], set()),
        ("invalid_blocks", ["[ERROR] gone [json-pointer:/blocks/99]"], {CHART, TABLE}),
        ("hash_conflict", ["data_table"], set()),
    ],
)
def test_the_types_that_an_error_names_or_points_to(code: str, details: list[str], types: set[str]) -> None:
    assert refused_types(code, details, BLOCKS) == types


def test_without_native_blocks_no_error_is_about_them() -> None:
    assert refused_types("invalid_blocks", ["unsupported type: data_table"], [{"type": "section"}]) == frozenset()
