"""The mid-week nudge in words: who has not been talked to for too long, each with what can be done about it."""

from collections.abc import Mapping

from bot import ids
from bot.domain.nudges import Nudge
from bot.views import deliveries, kit, stakeholders, text


def nudge_message(nudge: Nudge, commands: Mapping[str, str]) -> kit.Block:
    people = [text.person(late.stakeholder) for late in nudge.people]
    said = f"Good to talk to this week: {text.join_words(people)}."
    rows = [block for late in nudge.people for block in stakeholders.person_row(late.stakeholder, late.standing)]
    rest = deliveries.rest(nudge.more, nudge.member, f"`{commands['vouch']} overdue`")
    return kit.message(
        said,
        [
            kit.section(f"*{said}*"),
            *rows,
            *([kit.context(rest)] if nudge.more else []),
            kit.actions(kit.button("Settings", ids.SETTINGS_OPEN), kit.button("Stop the nudge", ids.NUDGE_STOP)),
        ],
    )
