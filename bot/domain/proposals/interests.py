"""What somebody cares about, as far as wins can be told to fit it: tags and categories, read from words as typed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from bot.domain import lines
from bot.domain import tags as tag_rules
from bot.domain.proposals.values import Tellable
from bot.domain.wins import Category, category_of


@dataclass(frozen=True, slots=True)
class Interests:
    """What somebody cares about, as tags and categories by the words they were read from."""

    tags: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[Category, str] = field(default_factory=dict)


def read_interests(typed: str) -> Interests:
    """`cost, tech debt; leadership`: each phrase, and each longer word in it, names a tag or a category."""
    tags: dict[str, str] = {}
    categories: dict[Category, str] = {}
    for phrase in lines.clean(typed).replace(";", ",").replace("\n", ",").split(","):
        for word in (phrase, *(each for each in phrase.split() if len(each) > 3)):
            said, name = " ".join(word.split()), tag_rules.normal(word)
            category = category_of(name) if name else None
            if category is not None:
                categories.setdefault(category, said)
            elif name:
                tags.setdefault(name, said)
    return Interests(tags, categories)


def fits_nothing(_win: Tellable) -> str:
    """For somebody of whose interests no win has a tag or a category: nothing needs to be looked through."""
    return ""


def fitting(interests: Interests, tagged: Mapping[int, Collection[str]]) -> Callable[[Tellable], str]:
    """Says by which word a win fits, if it does; `tagged` are the tags of wins that have one of `interests.tags`."""
    if not tagged and not interests.categories:
        return fits_nothing

    def word(win: Tellable) -> str:
        if win.category is not None and win.category in interests.categories:
            return interests.categories[win.category]
        return next((interests.tags[tag] for tag in sorted(tagged.get(win.id, ())) if tag in interests.tags), "")

    return word
