"""Names and relationships as people type them."""

import difflib
import re
from dataclasses import dataclass, replace

from bot.domain import lines
from bot.domain.stakeholders.people import Relationship

_ALIASES: dict[str, Relationship] = {
    "boss": Relationship.MANAGER,
    "lead": Relationship.MANAGER,
    "supervisor": Relationship.MANAGER,
    "line-manager": Relationship.MANAGER,
    "skip": Relationship.SKIP_LEVEL,
    "skiplevel": Relationship.SKIP_LEVEL,
    "skip-level-manager": Relationship.SKIP_LEVEL,
    "champion": Relationship.SPONSOR,
    "coach": Relationship.MENTOR,
    "colleague": Relationship.PEER,
    "coworker": Relationship.PEER,
    "co-worker": Relationship.PEER,
    "teammate": Relationship.PEER,
    "team-mate": Relationship.PEER,
    "xfn": Relationship.CROSS_FUNCTIONAL,
    "crossfunctional": Relationship.CROSS_FUNCTIONAL,
    "partner": Relationship.CROSS_FUNCTIONAL,
    "direct-report": Relationship.REPORT,
    "client": Relationship.EXTERNAL,
    "customer": Relationship.EXTERNAL,
    "outside": Relationship.EXTERNAL,
} | {relationship.value: relationship for relationship in Relationship}


def clean_name(name: str) -> str:
    """On one line, without the signs that set names apart in a list."""
    return " ".join(re.sub(r"[,;]", " ", name).split())


def split_names(names: str) -> list[str]:
    """A list as typed: one a line, or set apart by commas."""
    return [name for part in re.split(r"[,;\n]", names) if (name := clean_name(part))]


def fold_name(name: str) -> str:
    """What two spellings of one typed name share: case and spaces do not count."""
    return clean_name(name).casefold()


def read_relationship(words: str) -> Relationship | None:
    """`sponsor`, `Skip level`, `my boss`, `peers`…"""
    key = re.sub(r"[\s_-]+", "-", words.strip().casefold()).removeprefix("a-").removeprefix("my-").strip(".,;:!#-")
    return _ALIASES.get(key) or _ALIASES.get(key.removesuffix("s"))


def nearest_relationship(words: str) -> Relationship | None:
    """The one probably meant by a word that names none."""
    key = re.sub(r"[\s_-]+", "-", words.strip()[:40].casefold())
    close = difflib.get_close_matches(key, _ALIASES, n=1, cutoff=0.6)
    return _ALIASES[close[0]] if close else None


@dataclass(frozen=True, slots=True)
class AddLine:
    """What `/vouch add …` named: Slack users, or one typed name; `unknown` stood for a relationship and is none,
    `group` for many people at once, such as `@here`.
    """

    user_ids: tuple[str, ...] = ()
    name: str = ""
    relationship: Relationship | None = None
    unknown: str = ""
    group: str = ""


_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP = re.compile(r"<![^<>\n]+>|(?<!\S)@(?:here|channel|everyone)(?!\w)", re.IGNORECASE)
_QUOTED = re.compile('["“”]([^"“”]+)["“”]')
_FILLERS = frozenset({"and", "as", "is", "my", "a", "an", "our", "the", "+", "&"})


def read_add_line(text: str) -> AddLine:
    """Understands any text, as Slack sends it; an empty one names nobody."""
    if group := _GROUP.search(text):
        return AddLine(group=lines.join(lines.split(group[0])))
    mentioned = tuple(dict.fromkeys(_MENTION.findall(text)))
    if mentioned:
        said = lines.unescape(_MENTION.sub(" ", text)).replace(",", " ")
        return _with_relationship(AddLine(user_ids=mentioned), said.split())
    text = lines.unescape(text)
    quoted = _QUOTED.search(text)
    if quoted:
        rest = f"{text[: quoted.start()]} {text[quoted.end() :]}".replace(",", " ").split()
        return _with_relationship(AddLine(name=" ".join(quoted[1].split())), rest)
    return _typed_name(text.replace(",", " ").split())


def _with_relationship(line: AddLine, words: list[str]) -> AddLine:
    meant = " ".join(word for word in words if word.casefold() not in _FILLERS)
    if not meant:
        return line
    relationship = read_relationship(meant)
    return replace(line, relationship=relationship, unknown="" if relationship else meant)


def _typed_name(words: list[str]) -> AddLine:
    """The relationship stands at the end, or else in front: `Rui Costa, my sponsor`, `sponsor Rui Costa`."""
    words = _bare(words)
    for count in (3, 2, 1):
        for meant, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            relationship = read_relationship(" ".join(meant)) if rest else None
            if relationship:
                return AddLine(name=_name(_bare(rest)), relationship=relationship)
    if len(words) > 1 and words[-1].islower():  # names are written with a capital: this was meant as a relationship
        return AddLine(name=_name(_bare(words[:-1])), unknown=words[-1])
    return AddLine(name=_name(words))


def _bare(words: list[str]) -> list[str]:
    """Without the little words around; `An Nguyen` is a name, so only those in small letters."""
    while words and words[-1] in _FILLERS:
        words = words[:-1]
    while words and words[0] in _FILLERS:
        words = words[1:]
    return words


def _name(words: list[str]) -> str:
    return " ".join(words).removeprefix("@")
