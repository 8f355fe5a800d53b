"""Finding wins: what a query means for a member, a page at a time; looking changes nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import finding as rules
from bot.domain import lines
from bot.domain.finding import Query
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder, fold_name
from bot.domain.wins import Win
from bot.services import members
from bot.services.wins import RESTORABLE
from bot.store import finding, stakeholders, wins
from bot.store.database import Session
from bot.store.finding import Asked

PAGE = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the wins that agree with `query`; `cut` says that the query was too long to be carried on whole."""

    wins: tuple[Win, ...]
    total: int
    offset: int
    today: date
    query: Query
    cut: bool = False


def find_text(session: Session, actor: Actor, text: str, offset: int, now: datetime) -> Found:
    """As typed behind the command, or carried by a button."""
    member = _known(session, actor)
    found = _find(session, member, rules.parse(text[: lines.MAX_LINE], member.today(now)), offset, now)
    return replace(found, cut=found.cut or len(text) > lines.MAX_LINE)


def find(session: Session, actor: Actor, query: Query, offset: int, now: datetime) -> Found:
    return _find(session, _known(session, actor), query, offset, now)


def see_query(session: Session, actor: Actor, text: str, now: datetime) -> Query:
    """What a text means today, for the form."""
    return rules.parse(text, _known(session, actor).today(now))


def _known(session: Session, actor: Actor) -> Member:
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_started")
    return member


def _find(session: Session, member: Member, query: Query, offset: int, now: datetime) -> Found:
    """Where the list has become shorter than `offset`, its last page."""
    query, cut = rules.fit(query)
    spoken = finding.list_spoken(session, member.id, query.people)
    asked = Asked(member.id, query, now - RESTORABLE, spoken)
    if query.words or query.names:
        ids = _search(session, member, asked)
        total = len(ids)
        offset = _within(offset, total)
        ids = ids[offset : offset + PAGE]
    else:
        total = finding.count(session, asked)
        offset = _within(offset, total)
        ids = finding.list_ids(session, asked, PAGE, offset)
    found = wins.list_by_ids(session, member.id, ids)
    return Found(tuple(found), total, offset, member.today(now), query, cut)


def _within(offset: int, total: int) -> int:
    return min(offset, max(total - 1, 0) // PAGE * PAGE)


def _search(session: Session, member: Member, asked: Asked) -> list[int]:
    """Encrypted text is compared here, never in SQL, and read only where what is plain did not decide."""
    wanted = [lines.fold(word) for word in asked.query.words]
    named = [(lines.fold(name), _about(session, member, name)) for name in asked.query.names]
    plain = finding.list_plain(session, asked)
    open_ids = {}
    for win_id, said in plain.items():
        folded = lines.fold(said)
        open_ids[win_id] = [word for word in wanted if word not in folded] + [
            name for name, about in named if win_id not in about and name not in folded
        ]
    hidden = finding.list_hidden(session, member.id, [win_id for win_id, missing in open_ids.items() if missing])
    folded_hidden = {win_id: lines.fold(said) for win_id, said in hidden.items()}
    return [
        win_id for win_id, missing in open_ids.items() if all(word in folded_hidden.get(win_id, "") for word in missing)
    ]


def _about(session: Session, member: Member, name: str) -> set[int]:
    """The wins known to those of the member's people whose name has all words of `name`."""
    wanted = set(fold_name(name).split())
    found = [each.id for each in stakeholders.list_typed(session, member.id) if _has_name(each, wanted)]
    return finding.list_about(session, member.id, found) if found else set()


def _has_name(person: Stakeholder, wanted: set[str]) -> bool:
    return bool(wanted) and wanted <= set(fold_name(person.name).split())
