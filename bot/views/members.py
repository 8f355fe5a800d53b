"""Settings as a modal, when the next messages come in words, and turning messages off and on in place."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot import ids
from bot.domain.members import Member, Settings, ZoneSource
from bot.views import kit, text

KINDS: dict[str, str] = {"digest": "weekly digest", "nudge": "mid-week nudge"}
_SWITCHES: dict[str, tuple[str, str]] = {
    "digest": (ids.DIGEST_STOP, ids.DIGEST_START),
    "nudge": (ids.NUDGE_STOP, ids.NUDGE_START),
}
_DAYS = [kit.option(name, str(day)) for day, name in enumerate(text.WEEKDAYS)]
_HOURS = [kit.option(text.hour(hour), str(hour)) for hour in range(24)]
ON = "on"


def settings_modal(settings: Settings, member: Member | None) -> kit.Block:
    """`member` is None for somebody who has not started; saving starts them."""
    zone = kit.text_input("zone", settings.zone, max_length=64, placeholder="Europe/Berlin")
    emoji = "One emoji's name. Skin tones and aliases count as the same."
    blocks = [
        kit.input("Time zone", zone, "zone", optional=True, hint=_zone_hint(member)),
        kit.divider(),
        *_kind_inputs("digest", settings.digest_on, settings.digest_weekday, settings.digest_hour),
        kit.divider(),
        *_kind_inputs("nudge", settings.nudge_on, settings.nudge_weekday, settings.nudge_hour),
        kit.divider(),
        _emoji_input("Emoji for a win", "win_emoji", settings.win_emoji, emoji),
        _emoji_input("Emoji for a conversation", "talk_emoji", settings.talk_emoji, emoji),
        _checkbox(
            "Silent confirmations", "silent", "As short as can be; after a reaction none at all", settings.silent
        ),
        _checkbox(
            "Discreet messages", "discreet", "Digest and nudge show numbers only, until opened", settings.discreet
        ),
        kit.input(
            "Weeks begin on",
            kit.select("Day", "first_weekday", _DAYS, str(settings.first_weekday)),
            "first_weekday",
            hint="For the weeks that Home shows, and for “this week” where you search.",
        ),
        kit.divider(),
        kit.section("Days on which you are not at work", kit.button("Away days", ids.AWAY_OPEN)),
        _checkbox("Pause", "paused", "Send me nothing until I take this away", settings.paused),
    ]
    return kit.modal(ids.MODAL_SETTINGS, "Settings", blocks)


def saved_modal(member: Member, *, emoji_checked: bool = True) -> kit.Block:
    """Without the permission to read emoji nobody can say whether one of these names exists."""
    unchecked = (
        []
        if emoji_checked
        else [
            f"Vouch cannot see this workspace's emoji: look that :{member.win_emoji}: and :{member.talk_emoji}: exist."
        ]
    )
    lines = ["*Settings are saved.*", *unchecked, *next_messages(member)]
    return kit.modal("", "Settings", [kit.section("\n".join(lines))], submit=None, close="Close")


def next_messages(member: Member) -> list[str]:
    """When each kind of automatic message comes next, or why none does; and that it is UTC if the zone is unknown."""
    if why := _why_none(member):
        return [why]
    lines = [_next_message(kind, member) for kind in KINDS]
    if member.zone_source is ZoneSource.NONE:
        lines.append("Slack names no time zone for you, so these times are UTC. You can choose one in settings.")
    return lines


def _next_message(kind: str, member: Member) -> str:
    due = member.next_digest_at if kind == "digest" else member.next_nudge_at
    if due is None:
        return f"The {KINDS[kind]} is off."
    local = member.local(due)
    named = f"{text.WEEKDAYS[local.weekday()]} at {local:%H:%M}, {member.zone} time"
    token = text.moment(due, f"{text.day(local.date())}, {local:%H:%M}")
    condition = "" if kind == "digest" else " It only comes if somebody is overdue."
    return f"Next {KINDS[kind]}: {text.esc(named)} ({token}).{condition}"


def _why_none(member: Member) -> str:
    if member.paused:
        return "Vouch is paused: it sends you nothing by itself."
    return "" if member.first_record_at else "The first digest comes after your first record."


def switched(kind: str, member: Member) -> kit.Block:
    """Says that a kind of message is off or on now, with the button for the other way."""
    said = _switched_words(kind, member)
    return kit.message(said, [kit.section(said), kit.actions(_other_way(kind, member))])


def switched_in(blocks: Sequence[Mapping[str, Any]], kind: str, member: Member) -> kit.Block | None:
    """A message changed in place: its switch turned round, with what holds now above it; None if it has no switch."""
    said = _switched_words(kind, member)
    note = f"switch:{kind}"
    shown: list[kit.Block] = []
    found = False
    for block in blocks:
        if block.get("block_id") == note:
            continue
        turned = _turned(block, kind, member)
        if turned is not None and not found:
            shown.append(kit.section(said, block_id=note))
        found = found or turned is not None
        shown.append(turned or dict(block))
    return kit.message(said, shown) if found else None


def _turned(block: Mapping[str, Any], kind: str, member: Member) -> kit.Block | None:
    """The block with its switch replaced; None if it holds none."""
    button = _other_way(kind, member)
    if _is_switch(block.get("accessory"), kind):
        return dict(block) | {"accessory": button}
    elements = block.get("elements")
    if not isinstance(elements, list) or not any(_is_switch(element, kind) for element in elements):
        return None
    return dict(block) | {"elements": [button if _is_switch(element, kind) else element for element in elements]}


def _is_switch(element: object, kind: str) -> bool:
    return isinstance(element, Mapping) and element.get("action_id") in _SWITCHES[kind]


def _other_way(kind: str, member: Member) -> kit.Block:
    stop, start = _SWITCHES[kind]
    name = kind.capitalize()
    return kit.button(f"{name}: stop", stop) if _is_on(kind, member) else kit.button(f"{name}: turn on again", start)


def _switched_words(kind: str, member: Member) -> str:
    if not _is_on(kind, member):
        return f"The {KINDS[kind]} is off. None comes until you turn it on again."
    return f"The {KINDS[kind]} is on. {_why_none(member) or _next_message(kind, member)}"


def _is_on(kind: str, member: Member) -> bool:
    return member.digest_on if kind == "digest" else member.nudge_on


def _zone_hint(member: Member | None) -> str:
    if member is None or member.zone_source is ZoneSource.PENDING:
        return "Leave it empty to follow your Slack profile."
    if member.zone_source is ZoneSource.NONE:
        return "Slack names none for you, so it is UTC. Write one like Europe/Berlin."
    if member.zone_source is ZoneSource.SLACK:
        return f"Now {member.zone}, from your Slack profile. Leave it empty to follow Slack, or write another."
    return "Chosen by you. Empty it to follow your Slack profile."


def _kind_inputs(kind: str, on: bool, weekday: int, hour: int) -> list[kit.Block]:
    label = KINDS[kind].capitalize()
    what = {
        "digest": "Send me what I achieved, and whom to talk to",
        "nudge": "Remind me if somebody is overdue",
    }[kind]
    return [
        _checkbox(label, f"{kind}_on", what, on),
        kit.input(f"{label}: day", kit.select("Day", f"{kind}_weekday", _DAYS, str(weekday)), f"{kind}_weekday"),
        kit.input(f"{label}: hour", kit.select("Hour", f"{kind}_hour", _HOURS, str(hour)), f"{kind}_hour"),
    ]


def _checkbox(label: str, name: str, what: str, on: bool) -> kit.Block:
    element = kit.checkbox_input(name, [kit.option(what, ON)], [ON] if on else [])
    return kit.input(label, element, name, optional=True)


def _emoji_input(label: str, name: str, value: str, hint: str) -> kit.Block:
    return kit.input(label, kit.text_input(name, f":{value}:", max_length=102), name, hint=hint)
