"""Next-best conversations: gathering them for one member and for a batch, and what is answered to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import proposals as rules
from bot.domain import stakeholders as people_rules
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.proposals import Answer, Held, Interests, Proposal, Ranking
from bot.domain.stakeholders import Stakeholder
from bot.services import awareness, conversations, members
from bot.store import conversations as talks
from bot.store import proposals, stakeholders, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Proposals:
    """`left` is how many more the week allows; `held` are people whom something open keeps out. `people` and `wins`
    say of how many, at least, there is to choose.
    """

    today: date
    shown: tuple[Proposal, ...] = ()
    held: tuple[Held, ...] = ()
    left: int = rules.WEEKLY
    people: int = 0
    wins: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a proposal. `before`: it had been answered like that already, nothing was done. `conversation_id`
    is that of a win just told.
    """

    person: Stakeholder
    win_id: int
    title: str
    before: bool = False
    conversation_id: int = 0


def gather(session: Session, found: Sequence[Member], now: datetime) -> dict[int, tuple[Proposal, ...]]:
    """The next-best conversations of each of these members as of `now`, by member id, the best first: at most three,
    less those already answered in their ISO week, and none where there is nothing to propose.

    For any number of members in the same number of statements; of the people only who is returned is decrypted (name,
    name in Slack, interests). `views.proposals.digest_blocks` puts them into words.
    """
    records = proposals.read_records(session, [member.id for member in found], now)
    return _worded(session, {member.id: Ranking(records[member.id], member.today(now)) for member in found})


def gather_one(session: Session, member: Member, now: datetime) -> tuple[Proposal, ...]:
    """Those of one member; of a long record seldom more than the newest wins are read."""
    return _choose(session, member, now)[1]


def see_proposals(session: Session, actor: Actor, now: datetime) -> Proposals:
    """For somebody who is no member there is nothing."""
    member = members.find(session, actor)
    if member is None:
        return Proposals(now.date())
    ranking, shown = _choose(session, member, now)
    held = ranking.held()
    named = {each.id: each for each in stakeholders.list_by_ids(session, member.id, [one.person.id for one in held])}
    return Proposals(
        ranking.today,
        shown,
        tuple(replace(one, person=named[one.person.id]) for one in held),
        rules.left(ranking.record.answers, ranking.today),
        len(ranking.record.people),
        len(ranking.record.wins),
    )


def _choose(session: Session, member: Member, now: datetime) -> tuple[Ranking, tuple[Proposal, ...]]:
    """From the newest wins, and from all where one that was not read might be better for somebody who is named."""
    ranking = Ranking(proposals.read_recent(session, member.id, now), member.today(now))
    if any(each.unread for each in ranking.picked) or any(each.unread for each in ranking.held()):
        every = proposals.read_wins(session, [member.id])[member.id]
        ranking = Ranking(replace(ranking.record, wins=every, read_to=None), ranking.today)
    return ranking, _worded(session, {member.id: ranking})[member.id]


def _worded(session: Session, rankings: Mapping[int, Ranking]) -> dict[int, tuple[Proposal, ...]]:
    """What fits the interests of those who were picked, with the names and titles that are printed."""
    picked = {owner: ranking.picked for owner, ranking in rankings.items()}
    owners = [owner for owner, chosen in picked.items() if chosen]
    words = proposals.read_words(session, owners, [each.person.id for owner in owners for each in picked[owner]])
    interests = {person: rules.read_interests(said) for person, (_, _, said) in words.items()}
    tagged = proposals.read_tagged(session, owners, {tag for each in interests.values() for tag in each.tags})
    for owner in owners:
        if rankings[owner].record.read_to is not None:
            cared = [interests[each.person.id] for each in picked[owner]]
            picked[owner] = _with_older(session, owner, rankings[owner], cared).picked
    topics = {
        owner: [rules.topic(each, rules.fitting(interests[each.person.id], tagged)) for each in chosen]
        for owner, chosen in picked.items()
    }
    titles = proposals.read_titles(session, owners, [each.win_id for chosen in topics.values() for each in chosen])
    filled = {owner: [_filled(each, words, titles) for each in chosen] for owner, chosen in topics.items()}
    return _reminded(session, rankings, filled)


def _reminded(
    session: Session, rankings: Mapping[int, Ranking], filled: Mapping[int, Sequence[Proposal]]
) -> dict[int, tuple[Proposal, ...]]:
    """With what was promised long ago to those who are named."""
    owed = [
        each.person.id
        for owner, chosen in filled.items()
        for each in chosen
        if rules.forgotten(rankings[owner].record, each.person.id, rankings[owner].today)
    ]
    promises = proposals.read_promises(session, list(filled), owed)
    return {
        owner: tuple(rules.remind(each, promises.get(each.person.id, ()), rankings[owner].today) for each in chosen)
        for owner, chosen in filled.items()
    }


def _with_older(session: Session, owner: int, ranking: Ranking, cared: Sequence[Interests]) -> Ranking:
    """With those wins, not read before, that fit what somebody cares about: nothing else about an older win matters."""
    names = {tag for each in cared for tag in each.tags}
    categories = {category for each in cared for category in each.categories}
    record = ranking.record
    if record.read_to is None or not (names or categories):
        return ranking
    older = proposals.read_fitting(session, owner, names, categories, record.read_to)
    return Ranking(replace(record, wins=tuple({*record.wins, *older})), ranking.today) if older else ranking


def _filled(proposal: Proposal, words: Mapping[int, tuple[str, str, str]], titles: Mapping[int, str]) -> Proposal:
    name, known_as, _ = words[proposal.person.id]
    person = replace(proposal.person, name=name, known_as=known_as)
    return replace(proposal, person=person, title=titles[proposal.win_id])


def set_aside(session: Session, actor: Actor, win_id: int, stakeholder_id: int, key: str, now: datetime) -> Answered:
    """*Not this one*: the pair is hidden for 30 days. What is set aside already stays as it was answered."""
    member, person, title = _own(session, actor, win_id, stakeholder_id)
    today = member.today(now)
    known = proposals.find_answer(session, member.id, win_id, stakeholder_id)
    if known is not None and rules.hidden(known[0], today):
        return Answered(person, win_id, title, before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    proposals.put_answer(session, member.id, win_id, stakeholder_id, Answer.SET_ASIDE, today, now)
    return Answered(person, win_id, title)


def tell(session: Session, actor: Actor, win_id: int, stakeholder_id: int, key: str, now: datetime) -> Answered:
    """*Told them*: conversation, awareness, the rhythm's clock and the proposal's answer, in one transaction."""
    member, person, title = _own(session, actor, win_id, stakeholder_id)
    told = awareness.mark_told(session, actor, [win_id], stakeholder_id, key, now)
    if not told.news:
        return Answered(person, win_id, title, before=True)
    proposals.put_answer(session, member.id, win_id, stakeholder_id, Answer.TOLD, member.today(now), now)
    return Answered(person, win_id, title, conversation_id=told.conversation_id)


def take_back(
    session: Session, actor: Actor, win_id: int, stakeholder_id: int, conversation_id: int, key: str, now: datetime
) -> Answered:
    """Undoes either answer: the pair may be proposed again, and what was told is known no more."""
    member, person, title = _own(session, actor, win_id, stakeholder_id)
    known = proposals.find_answer(session, member.id, win_id, stakeholder_id)
    if known is None:
        return Answered(person, win_id, title, before=True)
    answer, at = known
    workspaces.claim_key(session, member.workspace_id, key, now)
    if answer.answer is Answer.TOLD:
        _forget_talk(session, actor, member, conversation_id, at, now)
    proposals.delete_answer(session, member.id, win_id, stakeholder_id)
    return Answered(person, win_id, title)


def _forget_talk(
    session: Session, actor: Actor, member: Member, conversation_id: int, at: datetime, now: datetime
) -> None:
    """The conversation that was logged with that answer, and no other."""
    talk = talks.get_conversation(session, member.id, conversation_id)
    if talk is not None and talk.recorded_at == at:
        conversations.undo_conversation(session, actor, conversation_id, "", now)


def _own(session: Session, actor: Actor, win_id: int, stakeholder_id: int) -> tuple[Member, Stakeholder, str]:
    """The member, one of their people, and the title of a win of theirs that may be told."""
    member = members.require(session, actor)
    person = stakeholders.get_stakeholder(session, member.id, stakeholder_id)
    title = proposals.find_title(session, member.id, win_id)
    if person is None or title is None:
        raise Refused("not_found")
    return member, person, title


def gather_pairs(
    session: Session, member: Member, pairs: Sequence[tuple[int, int]], now: datetime
) -> tuple[Proposal, ...]:
    """What was proposed as pairs of a win and a person, as far as it can still be told; as `gather` gives it."""
    record = proposals.read_records(session, [member.id], now)[member.id]
    people, wins = {each.id: each for each in record.people}, {each.id: each for each in record.wins}
    today = member.today(now)
    aside = {(each.win_id, each.stakeholder_id) for each in record.answers if rules.hidden(each, today)}
    chosen = [
        rules.Shortlisted(
            people[person_id],
            people_rules.standing(people[person_id], today, record.away),
            0,
            (rules.Candidate(wins[win_id], 0, wished=(win_id, person_id) in record.wishes),),
            lambda: iter(()),
        )
        for win_id, person_id in pairs
        if win_id in wins
        and person_id in people
        and win_id not in record.known.get(person_id, ())
        and (win_id, person_id) not in aside
    ]
    words = proposals.read_words(session, [member.id], [each.person.id for each in chosen])
    interests = {person: rules.read_interests(said) for person, (_, _, said) in words.items()}
    tagged = proposals.read_tagged(session, [member.id], {tag for each in interests.values() for tag in each.tags})
    topics = [rules.topic(each, rules.fitting(interests[each.person.id], tagged)) for each in chosen]
    titles = proposals.read_titles(session, [member.id], [each.win_id for each in topics])
    filled = {member.id: [_filled(each, words, titles) for each in topics]}
    return _reminded(session, {member.id: Ranking(record, today)}, filled)[member.id]
