"""Suggestions of people in words and rows: a question, the relationships to answer it, and *No*."""

from collections.abc import Sequence

from bot import ids
from bot.domain.stakeholders import Stakeholder
from bot.domain.suggestions import Helper, Met, Same, Suggestion
from bot.views import kit, stakeholders, text


def rows(found: Sequence[Suggestion]) -> list[kit.Block]:
    """Nothing where there is nothing to suggest."""
    shown = [block for each in found for block in _row(each)]
    return [kit.section("*Suggested from what you recorded*"), *shown] if shown else []


def _row(found: Suggestion) -> list[kit.Block]:
    if isinstance(found, Same):
        return [kit.section(_same(found)), kit.actions(_merge(found), _no(found, "No, two people"))]
    words = _met(found) if isinstance(found, Met) else _helper(found)
    options = [kit.option(label, f"{found.subject}:{each.value}") for each, label in stakeholders.RELATIONSHIPS.items()]
    return [
        kit.section(words),
        kit.actions(kit.select("Choose a relationship", ids.SUGGESTION_RELATE, options), _no(found)),
    ]


def _met(found: Met) -> str:
    who = text.person(found.person)
    return f"You have talked with {who} {found.times:,} times. What are they to you?"


def _helper(found: Helper) -> str:
    said = []
    if found.there:
        said.append(f"was there at {text.plural(found.there, 'win')} of yours")
    if found.praised:
        said.append(f"praised {text.plural(found.praised, 'win') if not found.there else f'{found.praised:,}'}")
    return f"{text.mention(found.user_id)} {text.join_words(said)}. Are they one of your people?"


def _same(found: Same) -> str:
    return f"{text.person(found.gone)} and {text.person(found.kept)} have one name. Are they one person?"


def _merge(found: Same) -> kit.Block:
    value = f"{found.kept.id}:{found.gone.id}"
    label = f"Merge the two called {stakeholders.plain_name(found.gone)}"
    return kit.button("Merge them…", ids.PEOPLE_MERGE, value, accessibility_label=label)


def _no(found: Suggestion, label: str = "No") -> kit.Block:
    if isinstance(found, Helper):
        named = "No: do not suggest this person again"
    else:
        named = (
            f"No: do not ask about {stakeholders.plain_name(found.gone if isinstance(found, Same) else found.person)}"
        )
    return kit.button(label, ids.SUGGESTION_NO, found.subject, accessibility_label=named)


def related(person: Stakeholder) -> list[kit.Block]:
    """Stands above the list after the answer; another one can be chosen."""
    return stakeholders.related_row(person)


def declined() -> list[kit.Block]:
    return [kit.section("You will not be asked about that again.")]
