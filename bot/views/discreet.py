"""Discreet digests and nudges: numbers and a way to open them, for screens that others see; never a name or a title."""

from collections.abc import Sequence

from bot import ids
from bot.domain.digests import Digest
from bot.views import kit, text, weeks


def digest_message(digest: Digest, delivery_id: int) -> kit.Block:
    """`delivery_id` is what *Open* asks for: the digest as it was sent."""
    told = digest.said
    counted = ((told.wins, "win"), (told.talks, "conversation"), (told.drafts, "draft"))
    said = text.join_words([text.plural(count, noun) for count, noun in counted if count])
    people = f" Good to talk to: {text.plural(told.people, 'person', 'people')}." if told.people else ""
    is_ready = "are ready" if digest.longer else "is ready"
    ready = f"Your {weeks.lasting(digest.days)} {is_ready}: {said or 'nothing recorded'}.{people}"
    return _message(ready, ids.DIGEST_SHOW, delivery_id, "digest", weeks.answer_rows(digest))


def nudge_message(people: int) -> kit.Block:
    """How many are overdue, named or not."""
    are = "person is" if people == 1 else "people are"
    return _message(f"{people:,} {are} good to talk to this week.", ids.NUDGE_SHOW, people, "nudge")


def _message(said: str, show: str, value: int, kind: str, rows: Sequence[kit.Block] = ()) -> kit.Block:
    stop = ids.DIGEST_STOP if kind == "digest" else ids.NUDGE_STOP
    buttons = kit.actions(
        kit.button("Open", show, str(value), accessibility_label=f"Open the {kind}"),
        kit.button("Settings", ids.SETTINGS_OPEN),
        kit.button(f"Stop the {kind}", stop),
    )
    return kit.message(said, [kit.section(said), *rows, buttons])


def opened(message: kit.Block, hide: str, value: str) -> kit.Block:
    """The whole message in place of the discreet one, with the way back; its notification keeps saying nothing."""
    back = kit.actions(kit.button("Hide", hide, value))
    blocks = [back, *message["blocks"][: kit.MAX_MESSAGE_BLOCKS - 1]]
    return kit.message("Opened: only you see this.", blocks)
