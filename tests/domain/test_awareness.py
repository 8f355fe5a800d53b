"""What a conversation about wins is called."""

from bot.domain import awareness


def test_one_win_is_named_and_several_are_listed() -> None:
    assert awareness.topic(["shipped the queue"]) == "shipped the queue"
    assert awareness.topic(["shipped the queue", "led the review"]) == "shipped the queue; led the review"


def test_long_titles_leave_room_for_the_others_and_the_whole_has_an_end() -> None:
    two = awareness.topic(["a" * 900, "led the review"])
    assert two == f"{'a' * 299}…; led the review"
    assert awareness.topic(["a" * 5000]) == f"{'a' * 999}…"
    assert len(awareness.topic(["a" * 400] * 50)) == awareness.TOPIC_LIMIT
