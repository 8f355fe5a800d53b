"""Which conversations are worth having next, chosen by the weights; whoever is left out, and for how long."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from heapq import heappush, heappushpop
from itertools import islice
from typing import NamedTuple

from bot.domain import stakeholders
from bot.domain.away import joined
from bot.domain.followups import UNANSWERED_AT_MOST, is_forgotten, is_fresh
from bot.domain.proposals.interests import fits_nothing
from bot.domain.proposals.values import (
    UNREAD,
    Answer,
    Answered,
    Candidate,
    Held,
    Open,
    Proposal,
    Reason,
    Record,
    Shortlisted,
    Tellable,
    Why,
)
from bot.domain.proposals.weights import WEIGHTS, most_win_points, person_points, win_points
from bot.domain.stakeholders import Stakeholder, Standing, State

# A win in its order: its points, its day and its id, each less than nothing, so that the best stands first; of two
# alike the newer.
_Ranked = tuple[int, int, int, Tellable]
WEEKLY = 3  # proposals in a week, those already answered among them; one for each person
SHORT_PEOPLE, SHORT_WINS = 12, 20  # the shortlist: so many people, and so many wins of each
SET_ASIDE = timedelta(days=30)  # how long *Not this one* hides a pair
_NOTHING_OPEN = Open()
HELD = 3  # of those who are left out for a promise or for asks, how many are named


def left(answers: Iterable[Answered], today: date) -> int:
    """How many more may be proposed in this ISO week."""
    return max(WEEKLY - len(_answered_in_week(answers, today)), 0)


def _answered_in_week(answers: Iterable[Answered], today: date) -> list[int]:
    week = today.isocalendar()[:2]
    return [answer.stakeholder_id for answer in answers if answer.on.isocalendar()[:2] == week]


def hidden(answer: Answered, today: date) -> bool:
    """Whether *Not this one* still hides its pair."""
    return answer.answer is Answer.SET_ASIDE and today < answer.on + SET_ASIDE


class _Person(NamedTuple):
    """Somebody in their order: the most points first, of two alike whoever was added first."""

    minus_points: int
    id: int
    person: Stakeholder
    standing: Standing
    held: Why | None


class Ranking:
    """The wins and the people of one record, each in their order on that day; and from both the best pairs.

    Where the record lacks the older wins, one that is worth as much as any of them could be stands for them all. If
    that would be the best for somebody who is chosen, `Shortlisted.unread` says so, and they have to be read.
    """

    def __init__(self, record: Record, today: date) -> None:
        self.record, self.today = record, today
        wins = [(-win_points(win, today), -win.happened_on.toordinal(), -win.id, win) for win in record.wins]
        if record.read_to is not None:
            wins.append((-most_win_points(record.read_to, today), -record.read_to.toordinal(), 0, UNREAD))
        self._wins: list[_Ranked] = sorted(wins)
        self._by_id = {row[3].id: row for row in self._wins} if record.wishes else {}
        self._wishes = _by_person(record.wishes)
        self._asides = _by_person((each.win_id, each.stakeholder_id) for each in record.answers if hidden(each, today))
        self._people = sorted(self._standing())

    def _standing(self) -> Iterator[_Person]:
        away = joined(self.record.away)
        for person in self.record.people:
            if person.archived_at is not None or person.sample:
                continue
            stands = stakeholders.standing(person, self.today, away)
            if stands.state is State.SNOOZED:
                continue
            open_ = self.record.open.get(person.id, _NOTHING_OPEN)
            points = person_points(person, stands, self.today, open_, len(self._asides.get(person.id, ())))
            yield _Person(-points, person.id, person, stands, _held(open_, self.today))

    @cached_property
    def picked(self) -> Sequence[Shortlisted]:
        """Of the shortlist as many as the week still allows."""
        return self.shortlist()[: left(self.record.answers, self.today)]

    def shortlist(self, people: int = SHORT_PEOPLE, wins: int = SHORT_WINS) -> list[Shortlisted]:
        """At most so many people with at most so many wins each; the person of the best pair first.

        It cannot drop the pair that scoring everything would put first: people are chosen by the points of their own
        best pair, and each person's wins by the points that decide between them. Weights are sums, so nothing else
        could make a pair better but their interests, which never decide about a person and are looked up among all
        wins (`topic`).
        """
        week = set(_answered_in_week(self.record.answers, self.today))
        best = self._best((each for each in self._people if each.held is None and each.id not in week), people)
        return [replace(each, wins=tuple(islice(each.untold(), wins))) for each in best if each.reach >= WEIGHTS.enough]

    def held(self) -> tuple[Held, ...]:
        """Those to whom something could be told, were it not for a promise or for asks; the best first."""
        why = {each.id: each.held for each in self._people if each.held is not None}
        best = self._best((each for each in self._people if each.held is not None), HELD)
        return tuple(Held(each.person, why[each.person.id], each.unread) for each in best)

    def _best(self, among: Iterable[_Person], many: int) -> list[Shortlisted]:
        """Those with the best pairs, these first; whoever could not reach them is passed over unexamined."""
        best: list[tuple[int, int, Shortlisted]] = []
        highest = -self._wins[0][0] if self._wins else 0
        for each in among:
            most = highest + WEIGHTS.wished * (each.id in self._wishes) - each.minus_points
            if len(best) == many and most < best[0][0]:
                continue
            found = self._reached(each)
            if found is not None:
                (heappush if len(best) < many else heappushpop)(best, (found.reach, -each.id, found))
        return [each for _, _, each in sorted(best, reverse=True)]

    def _reached(self, each: _Person) -> Shortlisted | None:
        """With the best of what they do not know; None where there is nothing."""
        known = {*self.record.known.get(each.id, ()), *self._asides.get(each.id, ())}
        untold = _Untold(self._wins, self._by_id, known, self._wishes.get(each.id, set()))
        best = tuple(islice(untold.best_first(), 1))
        if not best:
            return None
        return Shortlisted(each.person, each.standing, -each.minus_points, best, untold.best_first)


def _held(open_: Open, today: date) -> Why | None:
    if any(is_fresh(day, today) for day in open_.owed):
        return Why.OWED
    return Why.ASKED if open_.asks >= UNANSWERED_AT_MOST else None


def forgotten(record: Record, person_id: int, today: date) -> bool:
    """Whether a promise to them is long past: it keeps nobody out, and is said beside what is proposed."""
    return any(is_forgotten(day, today) for day in record.open.get(person_id, _NOTHING_OPEN).owed)


def remind(proposal: Proposal, promises: Iterable[tuple[date, str]], today: date) -> Proposal:
    """With what the person was promised long ago."""
    past = sorted(each for each in promises if is_forgotten(each[0], today))
    if not past:
        return proposal
    return replace(proposal, reason=replace(proposal.reason, promise=past[-1][1], promises=len(past)))


def _by_person(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for win_id, person_id in pairs:
        found.setdefault(person_id, set()).add(win_id)
    return found


@dataclass(frozen=True, slots=True)
class _Untold:
    """What one person does not know, out of the member's wins in their order."""

    ranked: Sequence[_Ranked]
    by_id: Mapping[int, _Ranked]
    known: Collection[int]
    wished: Collection[int]

    def best_first(self) -> Iterator[Candidate]:
        meant = sorted(
            (row[0] - WEIGHTS.wished, *row[1:])
            for win_id in self.wished
            if win_id not in self.known and (row := self.by_id.get(win_id)) is not None
        )
        for row in self.ranked:
            while meant and meant[0] < row:
                yield Candidate(meant[0][3], -meant.pop(0)[0], wished=True)
            if row[3].id not in self.known and row[3].id not in self.wished:
                yield Candidate(row[3], -row[0])
        yield from (Candidate(row[3], -row[0], wished=True) for row in meant)


def topic(chosen: Shortlisted, fits: Callable[[Tellable], str]) -> Proposal:
    """The win for somebody who was picked: the best of those shortlisted and of those that fit, interest counted."""

    def points(candidate: Candidate) -> int:
        return candidate.points + WEIGHTS.interest * bool(fits(candidate.win))

    fitting_best = islice((each for each in chosen.untold() if fits(each.win)), 1) if fits is not fits_nothing else ()
    best = max((*chosen.wins, *fitting_best), key=points)
    person, win = chosen.person, best.win
    return Proposal(
        person,
        win.id,
        Reason(
            standing=chosen.standing,
            decider=person.decider,
            influence=person.influence,
            wished=best.wished,
            interest=fits(win),
            measured=win.measured,
            proven=win.proven,
            witnesses=win.witnesses,
        ),
    )
