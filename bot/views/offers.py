"""What Vouch says to whoever writes to it in plain words: what it understood, and the offer to keep it."""

from collections.abc import Mapping
from datetime import date

from bot import ids
from bot.domain.conversations import NewConversation
from bot.domain.evidence import MAX_SNAPSHOT
from bot.domain.wins import Win
from bot.views import followups, kit, text, wins


def offer(
    win: Win, talk: NewConversation | None, day: date, value: str, *, with_message: bool, cut: bool, changed: bool
) -> kit.Block:
    """`value` names the message that it is about; `changed`: it was edited since it was offered before. What looks like
    a talk is offered as one first.
    """
    asked = "Or save as a win?" if talk else "Save as a win?"
    shown = wins.summary(f"*{asked}* {wins.title(win.title)}", win, day, 0)
    if with_message:
        kept = f"the first {MAX_SNAPSHOT:,} characters of it are" if cut else "all of it is"
        shown.append(kit.context(f"Your message is longer than a win: {kept} kept with it as evidence."))
    said = f"Save as a win? {wins.title(win.title)}"
    if talk is not None:
        with_whom, *more = _talk(talk, day)
        said = f"Log as a conversation? {with_whom}"
        shown.insert(0, kit.section("\n".join([f"*Log as a conversation?* {with_whom}", *more])))
    if changed:
        shown.insert(0, kit.section("You have changed your message since, so nothing is stored yet. It reads now:"))
    shown += [kit.actions(*_buttons(value, talk=talk is not None)), kit.context("Nothing is stored until you press.")]
    return kit.message(said, shown)


def _talk(talk: NewConversation, day: date) -> list[str]:
    named = [text.mention(one.user_id) if one.user_id else text.esc_cut(one.name, 100) for one in talk.people[:8]]
    more = len(talk.people) - len(named)
    people = text.join_words([*named, text.plural(more, "other")] if more else named)
    said = [f"With {people}, {text.day(talk.happened_on, day)}"]
    if talk.topic:
        said.append(f"About: {wins.people_shown(text.esc_cut(talk.topic, 300))}")
    said += [followups.in_line(one, day, 300) for one in talk.follow_ups]
    return said


def _buttons(value: str, *, talk: bool) -> list[kit.Block]:
    save = kit.button("Save as win", ids.OFFER_WIN, value, style=None if talk else "primary")
    log = kit.button("Log as conversation", ids.OFFER_TALK, value, style="primary")
    return [*([log] if talk else []), save, kit.button("No", ids.OFFER_NO, value)]


def left_alone() -> kit.Block:
    return kit.message("Left as it is: nothing is stored.")


def saved_before(win: Win, today: date) -> kit.Block:
    said = f"*Saved already:* {wins.title(win.title)}"
    blocks = [*wins.summary(said, win, today, 0), kit.actions(*wins.buttons(win)[:2])]
    return kit.message(f"Saved already: {wins.title(win.title, 150)}", blocks)


def needs_press(commands: Mapping[str, str], word: str) -> kit.Block:
    """For a command written as a message that opens a window: Slack lets no message open one."""
    command = commands.get(word) or f"{commands['vouch']} {word}"
    said = (
        f"That opens a window, which Slack allows only after a command or a button. Type `{command}` as a command. "
        "These open from here:"
    )
    return kit.message(said, [kit.section(said), kit.actions(*ways_in())])


def ways_in() -> list[kit.Block]:
    return [
        kit.button("Log a win", ids.HOME_LOG_WIN),
        kit.button("Log a conversation", ids.HOME_LOG_CONVERSATION),
        kit.button("Settings", ids.SETTINGS_OPEN),
    ]


def help_message() -> kit.Block:
    """The answer to a greeting, a question, and to what holds nothing to keep."""
    said = (
        "Write here what you achieved, in plain words, such as _shipped the retry queue, p95 800ms -&gt; 480ms_, or "
        "whom you talked to, such as _met Maria for coffee about the roadmap_, and Vouch offers to keep it. "
        "A single word, such as `inbox` or `people`, shows that; `help` lists everything."
    )
    return kit.message(said, [kit.section(said), kit.actions(*ways_in())])
