"""An export is JSON that says its schema and loses nothing."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.domain.exports import SCHEMA, Archive
from bot.views import exports as views

MADE = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def archive(**row: object) -> Archive:
    return Archive(made_at=MADE, workspace={"team_id": "T0ACME"}, tables={"wins": [row]})


def test_times_dates_and_numbers_are_exact() -> None:
    row = {"id": 1, "title": "péché <b>", "on": date(2026, 11, 3), "at": MADE, "after": Decimal("0.10"), "no": None}
    assert json.loads(views.document(archive(**row))) == {
        "format": "vouch-export",
        "schema": SCHEMA,
        "exported_at": "2026-11-20T09:30:00+00:00",
        "workspace": {"team_id": "T0ACME"},
        "tables": {"wins": [row | {"on": "2026-11-03", "at": "2026-11-20T09:30:00+00:00", "after": "0.10"}]},
    }


def test_a_value_without_a_form_is_an_error_and_not_left_out() -> None:
    with pytest.raises(TypeError, match="no form in an export for object"):
        views.document(archive(odd=object()))


def test_the_file_is_named_after_its_day() -> None:
    assert views.filename(archive()) == "vouch-export-2026-11-20.json"


def test_the_words_around_it_say_where_it_comes_and_what_it_is() -> None:
    assert "direct messages" in views.on_its_way()["text"]
    assert "Everything" in views.comment()
    assert "`file_uploads_disabled`" in views.not_delivered("file_uploads_disabled")["text"]
