"""Finding wins: what a query means for a member, a page at a time; looking changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain import find_form, lines
from bot.domain import finding as rules
from bot.domain.find_form import Form
from bot.domain.finding import Kind, Query
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder, fold_name
from bot.domain.wins import Win
from bot.services import members
from bot.services.wins import RESTORABLE
from bot.store import finding, merges, stakeholders, wins
from bot.store.database import Session
from bot.store.finding import Asked

PAGE = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the wins that agree with `query`, with the drafts that are among all of them where no state was asked
    for; `cut` says that the query was too long to be carried on whole. Where nothing agrees, `looser` names parts of
    the query with how many wins there are without each.
    """

    wins: tuple[Win, ...]
    total: int
    offset: int
    today: date
    query: Query
    cut: bool = False
    drafts: int = 0
    looser: tuple[tuple[Query, int], ...] = ()
    into: Mapping[int, Win] = field(default_factory=dict)  # where deleted ones went, if a merge took them away


def find_text(session: Session, actor: Actor, text: str, offset: int, now: datetime) -> Found:
    """As typed behind the command, or carried by a button."""
    member = _known(session, actor)
    found = _find(session, member, rules.parse(text[: lines.MAX_LINE], *_calendar(member, now)), offset, now)
    return replace(found, cut=found.cut or len(text) > lines.MAX_LINE)


def find_typed(session: Session, actor: Actor, form: Form, now: datetime) -> Found:
    """As typed into the form."""
    member = _known(session, actor)
    return _find(session, member, find_form.read(form), 0, now)


def see_query(session: Session, actor: Actor, text: str, now: datetime) -> Query:
    """What a text means today, for the form."""
    return rules.parse(text, *_calendar(_known(session, actor), now))


def _calendar(member: Member, now: datetime) -> tuple[date, int]:
    return member.today(now), member.first_weekday


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
    drafts = None if query.kind or query.known_to_nobody else replace(asked, query=replace(query, kind=Kind.DRAFT))
    if query.words or query.names:
        ids = _search(session, member, asked)
        total = len(ids)
        offset = _within(offset, total)
        in_draft = len(set(ids).intersection(finding.list_ids(session, drafts))) if ids and drafts else 0
        ids = ids[offset : offset + PAGE]
    else:
        total = finding.count(session, asked)
        offset = _within(offset, total)
        in_draft = finding.count(session, drafts) if total and drafts else 0
        ids = finding.list_ids(session, asked, PAGE, offset)
    found = wins.list_by_ids(session, member.id, ids)
    looser = () if total else _loosen(session, asked)
    into = _list_into(session, member, ids) if query.kind is Kind.DELETED else {}
    return Found(tuple(found), total, offset, member.today(now), query, cut, in_draft, looser, into)


def _list_into(session: Session, member: Member, ids: Sequence[int]) -> dict[int, Win]:
    """The win that holds what each of these held."""
    ends = merges.find_ends(session, member.id, ids)
    found = {win.id: win for win in wins.list_by_ids(session, member.id, list(ends.values()))}
    return {gone: found[end] for gone, end in ends.items()}


def _loosen(session: Session, asked: Asked) -> tuple[tuple[Query, int], ...]:
    counted = [(part, finding.count(session, replace(asked, query=rest))) for part, rest in rules.loosened(asked.query)]
    return tuple((part, count) for part, count in counted if count)


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
