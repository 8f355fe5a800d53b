"""What a person typed into the conversation modal, and how it is read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.conversations import Conversation, NewConversation, Person, Promise
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.stakeholders import Stakeholder, split_names
from bot.domain.win_form import int_of

LEVELS = range(1, 6)  # of confidence
MAX_TOPIC = 80  # of a message's first line; a longer one is no topic
MAX_NOTES = 2_900  # a message and its address; Slack's field takes 3,000
_USER = re.compile("[UW][A-Z0-9]{1,30}")
Values = Mapping[str, str | list[str] | None]


@dataclass(frozen=True, slots=True)
class Form:
    """The modal's fields as they stand in it; days are ISO, as Slack's date picker gives them."""

    people: tuple[str, ...] = ()  # Slack user ids
    others: str = ""  # one name a line
    happened_on: str = ""
    kind: str = ""
    topic: str = ""
    notes: str = ""
    whose: str = ""  # the follow-up's kind
    promise: str = ""
    due_on: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the modal was opened for: a stored conversation in the version shown, a message, or neither."""

    conversation_id: int = 0
    version: int = 0
    channel: str = ""
    ts: str = ""


def to_metadata(opened: Opened) -> str:
    """For the modal's private_metadata."""
    return f"{opened.conversation_id}:{opened.version}:{opened.channel}:{opened.ts}"


def from_metadata(written: str) -> Opened:
    """What `to_metadata` wrote; anything else opens nothing."""
    number, version, channel, ts = (*written.split(":", 3), "", "", "", "")[:4]
    return Opened(int_of(number), int_of(version, 9), channel, ts)


@dataclass(frozen=True, slots=True)
class Read:
    new: NewConversation
    confidence: int | None


def of_conversation(conversation: Conversation, people: Sequence[Stakeholder], follow_ups: Sequence[FollowUp]) -> Form:
    """With the first of its follow-ups."""
    follow_up = next(iter(follow_ups), None)
    return Form(
        people=tuple(person.user_id for person in people if person.user_id),
        others="\n".join(person.name for person in people if not person.user_id),
        happened_on=conversation.happened_on.isoformat(),
        kind=conversation.kind,
        topic=conversation.topic,
        notes=conversation.notes,
        whose=follow_up.kind.value if follow_up else "",
        promise=follow_up.text if follow_up else "",
        due_on=follow_up.due_on.isoformat() if follow_up and follow_up.due_on else "",
        confidence="" if conversation.confidence is None else str(conversation.confidence),
    )


def of_message(snapshot: str, author_id: str, written_on: date, permalink: str) -> Form:
    """A message as the beginning of a conversation, each word of it once: a short first line is the topic, and the rest
    is quoted in the notes, with its address below.

    `author_id` is empty where the message is nobody's to talk to: the member's own, or a bot's.
    """
    first, _, rest = snapshot.strip().partition("\n")
    topic = " ".join(first.split())
    if len(topic) > MAX_TOPIC:
        topic, rest = "", snapshot.strip()
    quoted = "\n".join(f"> {line}".rstrip() for line in rest.strip().splitlines())
    room = MAX_NOTES - len(permalink)
    if len(quoted) > room:
        quoted = f"{quoted[:room]}…"
    return Form(
        people=(author_id,) if _USER.fullmatch(author_id) else (),
        happened_on=written_on.isoformat(),
        topic=topic,
        notes="\n".join(part for part in (quoted, permalink) if part),
    )


def of_values(values: Values) -> Form:
    """Whatever a submission holds; what is missing or of another kind is empty."""
    people = values.get("people")
    chosen = people if isinstance(people, list) else []
    return Form(
        people=tuple(dict.fromkeys(who for who in chosen if _USER.fullmatch(who))),
        **{name: said(values, name) for name in Form.__dataclass_fields__ if name != "people"},
    )


def said(values: Values, name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def read(form: Form) -> Read | dict[str, str]:
    """The conversation that was typed, or by field the code of what is wrong with it."""
    faults: dict[str, str] = {}
    people = [Person(user_id=user) for user in form.people] + [Person(name=name) for name in split_names(form.others)]
    if not people:
        faults["people"] = "people_missing"
    happened_on = read_day(form.happened_on)
    due_on = read_day(form.due_on)
    if happened_on is None:
        faults["happened_on"] = "date_wrong"
    if form.due_on and due_on is None:
        faults["due_on"] = "date_wrong"
    if due_on and not form.promise:
        faults["promise"] = "promise_missing"
    if faults or happened_on is None:
        return faults
    new = NewConversation(
        people=tuple(people),
        happened_on=happened_on,
        kind=form.kind[:20],
        topic=" ".join(form.topic.split()),
        notes=form.notes,
        follow_up=Promise(form.promise, due_on, read_kind(form.whose)) if form.promise else None,
    )
    return Read(new, read_level(form.confidence))


def read_kind(chosen: str) -> FollowUpKind:
    """Mine where nothing is chosen."""
    return next((each for each in FollowUpKind if each == chosen), FollowUpKind.MINE)


def read_day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year >= 1970 else None


def read_level(typed: str) -> int | None:
    return next((level for level in LEVELS if typed == str(level)), None)
