"""Settings' rules: emoji names, zones as typed."""

import zoneinfo

import pytest

from bot.domain import members
from bot.domain.members import Settings

ZONES = zoneinfo.available_timezones()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (":trophy:", "trophy"),
        ("trophy", "trophy"),
        ("  :Trophy: ", "trophy"),
        (":wave::skin-tone-3:", "wave"),
        ("+1", "+1"),
        (":-1::skin-tone-2:", "-1"),
        ("woman-lifting-weights", "woman-lifting-weights"),
        ("", ""),
        ("::", ""),
        ("two words", ""),
        ("🏆", ""),
        ("<!channel>", ""),
        ("x" * 101, ""),
    ],
)
def test_an_emoji_is_read_by_its_bare_name(typed: str, name: str) -> None:
    assert members.parse_emoji(typed) == name


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" america/new york ", "America/New_York"),
        ("UTC", "UTC"),
        ("Berlin", ""),
        ("../../etc/passwd", ""),
        ("", ""),
    ],
)
def test_a_zone_is_found_whatever_its_case_and_spaces(typed: str, zone: str) -> None:
    assert members.find_zone(typed, ZONES) == zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("qqqq", ""),
    ],
)
def test_the_nearest_zone_is_found_by_its_whole_name_or_its_city(typed: str, zone: str) -> None:
    assert members.nearest_zone(typed, ZONES) == zone


def test_somebody_who_has_not_started_has_the_usual_settings() -> None:
    assert members.settings_of(None) == Settings()
