import pytest

from bot.domain import emoji


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("trophy", "trophy"),
        ("trophy::skin-tone-3", "trophy"),
        (":handshake:", "handshake"),
        ("thumbsup", "+1"),
        ("+1::skin-tone-6", "thumbsup"),
        ("party-vouch", "party-vouch"),
    ],
)
def test_skin_tones_and_second_names_are_the_same_emoji(one: str, other: str) -> None:
    assert emoji.same(one, other)


@pytest.mark.parametrize(("one", "other"), [("trophy", "tada"), ("", ""), ("", "trophy"), ("+1", "-1")])
def test_other_emoji_are_not(one: str, other: str) -> None:
    assert not emoji.same(one, other)
