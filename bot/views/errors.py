"""Refusals and failures in words, with what was typed given back; it may not decide what is refused."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from bot import ids
from bot.domain import lines
from bot.views import kit, text

SENTENCES: dict[str, str] = {
    # Everywhere
    "not_started": "You have not recorded anything yet. Log a first win or conversation, and this will work.",
    "not_found": "That is not there any more. It may have been deleted, or it was never yours.",
    "stale": "This was changed somewhere else in the meantime, so what you typed is not saved.",
    "empty": "There was nothing to read.",
    "too_long": "That is too long: {length} characters, and {limit} is the most.",
    "stranger": "Vouch is at home in another workspace than yours, so it keeps nothing for you here.",
    # Wins
    "title_missing": "A win needs a title: a few words that say what you achieved.",
    "date_wrong": "That is no day in the calendar.",
    "date_early": "That is too long ago: Vouch's calendar begins in 1970.",
    "date_ahead": "That day is still to come. Log the win when it has happened.",
    "measure_wrong": "There is no number in “{piece}”. Write it like 800ms -> 480ms, 30% or $120k.",
    "measure_large": "A number in “{piece}” is too large. Write it shorter, like 120k or 3M.",
    "link_wrong": "“{piece}” is no web address. Links begin with https://",
    "message_saved_before": "This message is one of your wins already. Find it with /vouch wins.",
    "restore_too_old": "This cannot be restored any more: what is deleted is kept for 30 days.",
    "message_gone": "Your message is not there any more, so there is nothing to save.",
    "needs_press": "That opens a window, which Slack allows only after a command or a button.",
    "measure_stale": "This win was changed since, so its number is left as it is. Press Edit to see it as it stands.",
    # Evidence
    "evidence_missing": "There is nothing to add yet. Fill in any of these fields.",
    "evidence_known": "This win has that link already.",
    "quote_missing": "Write what was said.",
    "speaker_twice": "Choose a person above or type a name, not both.",
    # Merging wins
    "merge_itself": "That is the same win. Choose the other one.",
    "merge_gone": "One of the two wins is not there any more, so nothing was merged.",
    "merge_sample": "Sample data is not merged with wins of your own.",
    "merged_meanwhile": "This win was merged into another one in the meantime, so what you typed is not saved.",
    "deleted_meanwhile": "This win was deleted in the meantime, so what you typed is not saved.",
    # People and conversations
    "person_missing": "Name at least one person, by @mention or by name.",
    "person_group": "{group} is a group. Name the people, one by one.",
    "person_unknown": "None of your people goes by that name. `/vouch people` lists them.",
    "person_known": "They are among your people already, with more than this says of them.",
    "people_missing": "Choose somebody here, or type a name below.",
    "person_is_you": "That is you. Name the people whom you talked to, or who have a say in your career.",
    "author_is_you": "That message is your own. Choose one of somebody who has a say in your career.",
    "author_is_bot": "A program wrote that message, so there is nobody to add. Choose a message of a person.",
    "person_is_bot": "That is Vouch itself. Name the people whom you talked to, or who have a say in your career.",
    "too_many_people": "That is more than {limit} people. Log it in two parts.",
    "talk_ahead": "That day is still to come. Log the conversation when it has taken place.",
    "message_talked_before": "This message is one of your conversations already. Find it on Vouch's Home.",
    "followup_missing": "Say what was promised or asked.",
    "person_twice": "Choose a person above or type a name, not both.",
    "promise_missing": "There is a day, but nothing promised. Say what, or leave the day out.",
    "relationship_unknown": "“{typed}” is no relationship that Vouch knows.",
    "relationship_nearest": "“{typed}” is no relationship that Vouch knows. Did you mean {nearest}?",
    "name_taken": "You have somebody of that name already.",
    "rhythm_days": "Write a number of days, from 1 to 3650.",
    "rhythm_order": "Overdue cannot come before due: this number must not be the smaller one.",
    # Who knows what
    "told_nothing": "Tick at least one win.",
    "told_many": "That is more than {limit} wins. Tell them in two parts.",
    "told_draft": "That is a draft still. Finish it, and then it can be told.",
    "sent_nobody": "Choose whom you sent it to.",
    "knows_missing": "Choose at least one of your people.",
    "knows_ahead": "That day is still to come.",
    # Two who are the same person
    "same_itself": "That is the same person already. Choose the other one.",
    "same_users": "Both are in Slack, so they are two people to Vouch. Only a typed name goes into somebody else.",
    "same_sample": "Sample people are not merged with people of your own.",
    "same_later": "Somebody was merged with this person after that. Undo the later one first.",
    # Projects
    "project_missing": "A project needs a name.",
    "project_order": "A project cannot end before it began.",
    "project_no_win": "Choose at least one win.",
    "projects_many": "{limit} projects are the most. Delete one first; its wins stay.",
    # Tags
    "tag_stale": "This win does not have that tag any more, so nothing was changed. Press Edit to see it as it stands.",
    "tag_missing": "A tag needs a name with a letter or a digit in it.",
    "span_turned": "That is before the day in “From”.",
    "tag_category": "That is a category, and `#` before it means that. Give the tag another name.",
    "tag_wrong": "A tag begins with a letter, and has only letters, digits, - and _ in it.",
    "tag_same": "That is its name already.",
    # Drafts about oneself
    "summary_words": (
        "Write it like: /vouch summary month for @maria. Instead of month: week, quarter, since 1 sep, q3. "
        "Instead of a person: manager, skip-level, sponsor, peer."
    ),
    "summary_person": "There is nobody named “{name}” among your people. Add them with /vouch add.",
    "summary_empty": "There is nothing to send yet.",
    "sent_nothing": "None of the wins that it told is there any more, so there is nothing to note.",
    "sent_strangers": "Not among your people yet: add them first with /vouch add, and choose them then.",
    # Settings
    "zone_unknown": "There is no time zone “{zone}”. Write it like Europe/Berlin or America/New_York.",
    "zone_nearest": "There is no time zone “{zone}”. Did you mean {nearest}?",
    "emoji_unknown": "Write one emoji's name, such as :trophy: or trophy.",
    "emoji_missing": "There is no emoji :{name}: in this workspace.",
    "emoji_nearest": "There is no emoji :{name}: in this workspace. Did you mean :{nearest}:?",
    "emoji_same": "Wins and conversations need two different emoji.",
    # Away days
    "away_first": "Say from which day on.",
    "away_last": "Say up to which day.",
    "away_order": "The last day cannot come before the first.",
    "away_long": "That is longer than {limit} days. Has the year slipped?",
    "away_over": "Those days are over already.",
    "away_many": "That is more than {limit} periods. Take one away first.",
    # Privacy
    "nothing_stored": "Vouch has nothing stored about you.",
    "confirmation_missing": "Type the word {word} to confirm. Nothing has been deleted.",
}
"""Each code of `outcomes.Refused` with its sentence; {names} are the refusal's parts."""

SLACK_SENTENCES: dict[str, str] = {
    "expired_trigger_id": "Slack gave up waiting before the window could open. Please press or type it again.",
    "trigger_expired": "Slack gave up waiting before the window could open. Please press or type it again.",
    "exchanged_trigger_id": "That window was opened already. Please press or type it again.",
    "hash_conflict": "This view changed in the meantime. Please open it again.",
    "view_expired": "That window is closed already. Please open it again.",
    "not_found": "That window is closed already. Please open it again.",
    "channel_not_found": "Vouch has no access to that conversation.",
    "not_in_channel": "Vouch is not in that conversation. Invite it there, or use the message shortcut.",
    "missing_scope": "Vouch lacks a permission for that. Whoever runs it can give it by installing the app anew.",
}
"""Slack's own error codes, where a person can do something about them."""

UNLISTED = "That cannot be done."
_MARKED_MENTION = re.compile(r"([UW][A-Z0-9]{1,30})".join(lines.MENTION_MARKS))
_LOOSE_MARKS = dict.fromkeys(map(ord, "".join(lines.MENTION_MARKS).replace("@", "")))  # of a mention cut in two
_QUOTED_BLOCKS = 4
_QUOTED_LIMIT = 2900


def sentence(code: str, parts: Mapping[str, object]) -> str:
    """Plain text, for a field's error or a notification; mrkdwn needs it escaped."""
    pattern = SENTENCES.get(code, UNLISTED)
    return pattern.format_map(_Parts((name, _worded(value)) for name, value in parts.items()))


def refused(code: str, parts: Mapping[str, object], typed: str = "") -> kit.Block:
    """Somebody who has not started is shown where to."""
    said = _with_typed(text.esc(sentence(code, parts)), typed)
    return kit.message(said["text"], [*said["blocks"], first_record()]) if code == "not_started" else said


def first_record() -> kit.Block:
    return kit.actions(
        kit.button("Log a win", ids.HOME_LOG_WIN),
        kit.button("Log a conversation", ids.HOME_LOG_CONVERSATION),
    )


def not_saved(typed: str = "") -> kit.Block:
    return _with_typed(
        "*Not saved.* The database did not answer; nothing will be saved later either. Please try again.", typed
    )


def nothing_changed() -> kit.Block:
    """After a button that types nothing."""
    return kit.message("*Nothing was changed.* The database did not answer. Please press it again.")


def still_saving(typed: str = "") -> kit.Block:
    return _with_typed("*Still saving.* The database is slow; you will read here whether it worked.", typed)


def saved_after_all(confirmation: kit.Block | None = None) -> kit.Block:
    """Follows `still_saving`; `confirmation` is the message that the person would have got at once."""
    said = "*Saved* after all."
    if confirmation is None:
        return kit.message(said)
    return kit.message(f"{said} {confirmation['text']}", [kit.section(said), *confirmation["blocks"]])


def done_after_all() -> kit.Block:
    """Follows `still_saving` where nothing else is there to show."""
    return kit.message("*Done* after all.")


def refused_late(sentences: Iterable[str], typed: str = "") -> kit.Block:
    """Follows `still_saving` where fields were refused, whose window is gone by then."""
    return _with_typed(f"*Not saved.* {' '.join(text.esc(one) for one in sentences)}", typed)


def outcome_unknown(typed: str = "") -> kit.Block:
    return _with_typed(
        "*It is not known whether this was saved*: the connection to the database broke at that moment. "
        "Look at Vouch's Home before you send it again.",
        typed,
    )


def not_read(typed: str = "") -> kit.Block:
    return _with_typed("The database did not answer in time, so there is nothing to show. Please try again.", typed)


def slack_refused(code: str, typed: str = "") -> kit.Block:
    unknown = f"Slack did not allow that (`{text.esc(code)}`). What was stored stays stored."
    return _with_typed(SLACK_SENTENCES.get(code, unknown), typed)


def slack_unreachable(typed: str = "") -> kit.Block:
    return _with_typed("Slack did not answer just now. Please try again in a minute.", typed)


def unexpected(reference: str, typed: str = "") -> kit.Block:
    return _with_typed(
        f"Something went wrong in Vouch, and it is not your doing. Reference: `{text.esc(reference)}`. "
        "Whoever runs Vouch finds the cause under it.",
        typed,
    )


def given_back(failure: str, typed: str) -> list[kit.Block]:
    """What was typed into a window, whole, in as many messages as it needs, under the words of what went wrong."""
    messages: list[kit.Block] = []
    rest = typed.strip()
    while rest:
        said, heading = (failure, "What you typed:") if not messages else ("The rest of it:", "")
        blocks = [kit.section(said), *([kit.context(heading)] if heading else [])]
        for _ in range(_QUOTED_BLOCKS):
            piece = _first_piece(rest)
            blocks += [kit.section(quoted(piece.rstrip()))] if piece else []
            rest = rest[len(piece) :].lstrip()
        messages.append(kit.message(said, blocks))
    return messages


def opening() -> kit.Block:
    """A window that is filled as soon as the database has answered."""
    return as_modal(kit.message("Opening…"))


def saved_already() -> kit.Block:
    """For a form that came again long after, or to another process."""
    return kit.message("*Saved already*, and once is enough. It is on Vouch's Home, to be edited or undone.")


def repeated() -> kit.Block:
    return kit.message("That was already done, and once is enough: nothing was stored twice.")


def as_modal(message: kit.Block, title: str = "Vouch") -> kit.Block:
    """The same words as a modal without a Save button, for an answer to a submitted modal; its title stands once."""
    blocks = [_without_title(block, title) for block in message["blocks"]]
    return kit.modal("", title, blocks, submit=None, close="Close")


def _without_title(block: kit.Block, title: str) -> kit.Block:
    """`*Projects*` as a line of its own, and `*Projects: 3 …*`, say what stands above them in a window."""
    said = block["text"]["text"] if block["type"] == "section" and "text" in block else ""
    line, before = f"*{title}*\n", f"*{title}: "
    if said.startswith(line):
        return {**block, "text": {**block["text"], "text": said.removeprefix(line)}}
    if said.startswith(before):
        return {**block, "text": {**block["text"], "text": f"*{said.removeprefix(before)}"}}
    return block


def in_field(block_id: str, code: str, parts: Mapping[str, object]) -> kit.Block:
    """A submission's answer that leaves the modal open, all that was typed in it, and marks one field."""
    return {"errors": {block_id: sentence(code, parts)}}


def quoted(typed: str, limit: int = _QUOTED_LIMIT) -> str:
    """What was typed as a quotation; the people whom Slack itself named in it are shown as mentions."""
    shown = _MARKED_MENTION.sub(r"<@\1>", text.quote(typed, limit))
    return shown.translate(_LOOSE_MARKS)


def _with_typed(said: str, typed: str) -> kit.Block:
    if not typed.strip():
        return kit.message(said)
    return kit.message(said, [kit.section(said), kit.context("What you typed:"), *quotation(typed)])


def quotation(typed: str) -> list[kit.Block]:
    """All of it, in as many sections as it needs; only what no message holds is cut, and ends in …"""
    blocks: list[kit.Block] = []
    rest = typed.strip()
    while rest and len(blocks) < _QUOTED_BLOCKS - 1:
        piece = _first_piece(rest)
        blocks.append(kit.section(quoted(piece.rstrip())))
        rest = rest[len(piece) :].lstrip()
    return [*blocks, kit.section(quoted(rest))] if rest else blocks


def _first_piece(rest: str) -> str:
    """As much of `rest` as one section shows, up to the end of a word where there is one."""
    size = _QUOTED_LIMIT - 1  # the quotation's sign
    while len(text.quote(rest[:size], size * 6)) > _QUOTED_LIMIT:
        size -= size // 16
    piece = rest[:size]
    if len(piece) == len(rest):
        return piece
    return piece[: max(piece.rfind(" "), piece.rfind("\n")) + 1] or piece


def _worded(value: object) -> str:
    if isinstance(value, date):
        return text.day(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return text.number(Decimal(value))
    return text.cut(str(value), 200)


class _Parts(dict[str, str]):
    """A part that a refusal left out is said as "?", so that a forgotten value never becomes a second failure."""

    def __missing__(self, _name: str) -> str:
        return "?"
