"""Away days in words: the window that lists them, takes new ones and lets them go."""

from datetime import date

from bot import ids
from bot.domain.away import Away, current
from bot.domain.members import Member
from bot.views import kit, members, text

_SHOWN = 30  # periods; each takes one block of the hundred


def away_modal(
    periods: tuple[Away, ...], today: date, member: Member | None, said: str = "", typed: Away | None = None
) -> kit.Block:
    """`said` is what has just been done, `typed` stands in the fields; `member` is None for somebody new."""
    first, last = (typed.first, typed.last) if typed else (None, None)
    blocks = [
        *([kit.section(f"*{said}*")] if said else []),
        kit.section(_now(periods, today)),
        *(_row(period, today) for period in periods[:_SHOWN]),
        *([kit.context(f"and {len(periods) - _SHOWN:,} more")] if len(periods) > _SHOWN else []),
        *([kit.context("\n".join(members.next_messages(member)))] if member else []),
        kit.divider(),
        kit.input("Away from", kit.date_input("away_first", first), "away_first"),
        kit.input("Until (last day)", kit.date_input("away_last", last), "away_last"),
    ]
    return kit.modal(ids.MODAL_AWAY, "Away days", blocks, submit="Add", close="Close")


def not_understood(typed: str) -> str:
    return f"No days were found in “{text.esc_cut(typed, 200)}”. Choose them below."


def _now(periods: tuple[Away, ...], today: date) -> str:
    rule = "On away days Vouch sends nothing by itself, and nobody becomes overdue."
    here = current(today, periods)
    if here is not None:
        return f"You are away, and {text.day(here.last, today)} is the last day. {rule}"
    return rule if periods else f"No away days are set. {rule}"


def _row(period: Away, today: date) -> kit.Block:
    said = days(period, today)
    button = kit.button("Remove", ids.AWAY_REMOVE, str(period.id), accessibility_label=f"Remove {said}")
    return kit.section(said, button)


def days(period: Away, today: date) -> str:
    first, last = text.day(period.first, today), text.day(period.last, today)
    count = text.plural((period.last - period.first).days + 1, "day")
    return f"{first} ({count})" if period.first == period.last else f"{first} to {last} ({count})"
