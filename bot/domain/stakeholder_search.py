"""Finding people by words: in whatever is known of them, in any spelling of case and accents. Nothing is refused."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain import lines
from bot.domain.stakeholders import Stakeholder, Stance, read_relationship

MAX_TYPED = 200  # characters: more is no search, and it must fit into a button
GONE = frozenset({"archived", "unfollowed", "former"})
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^>]*)?>")
_DECIDERS = frozenset({"decider", "deciders"})
_EDGES = ".,;:!?()[]\"'“”"


@dataclass(frozen=True, slots=True)
class Query:
    """`users` are Slack users; `gone` asks for those who are no longer followed."""

    words: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    gone: bool = False

    @property
    def empty(self) -> bool:
        return not (self.words or self.users or self.gone)


def parse(text: str) -> Query:
    """As Slack sends it: escaped, and people as `<@U…>`."""
    text = lines.clean(text)[:MAX_TYPED]
    users = tuple(dict.fromkeys(_MENTION.findall(text)))
    bare = (folded(word).strip(_EDGES) for word in lines.unescape(_MENTION.sub(" ", text)).split())
    words = [word.removeprefix("@") for word in bare]
    gone = bool(words) and words[0] in GONE
    return Query(tuple(word for word in words[gone:] if word), users, gone)


def folded(words: str) -> str:
    """What two spellings of one word share: `Ángel` and `angel`, `STRASSE` and `Straße`."""
    apart = unicodedata.normalize("NFKD", words.casefold().replace("ı", "i")).casefold()
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def find(query: Query, people: Iterable[Stakeholder]) -> tuple[Stakeholder, ...]:
    """Whom all words fit; those first whose name they are in, then the followed, else in the order given.

    Of those merged into somebody else nobody is found.
    """
    ranked = []
    for person in people:
        if person.merged_into is None and _meant(query, person):
            named = all(word in folded(f"{person.name} {person.known_as}") for word in query.words)
            ranked.append((person.archived_at is not None, not named, person))
    ranked.sort(key=lambda each: each[:2])
    return tuple(person for _gone, _elsewhere, person in ranked)


def _meant(query: Query, person: Stakeholder) -> bool:
    if query.gone and person.archived_at is None:
        return False
    if query.users and person.user_id not in query.users:
        return False
    known = folded(f"{person.name} {person.known_as} {person.function} {person.interests} {person.notes}")
    return all(word in known or _is(person, word) for word in query.words)


def _is(person: Stakeholder, word: str) -> bool:
    """Whether a word names what the person is: `sponsors`, `boss`, `skip`, `sceptic`, `decider`."""
    if word in _DECIDERS:
        return person.decider
    if read_relationship(word) is person.relationship:
        return True
    stance = "" if person.stance is Stance.UNKNOWN else person.stance.value
    is_all = (person.relationship.value, *person.relationship.value.split("-"), stance)
    return word in is_all or word.removesuffix("s") in is_all
