"""Which conversations are worth having next, chosen by the weights; whoever is left out, and for how long."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from heapq import nlargest
from itertools import islice

from bot.domain import stakeholders
from bot.domain.away import joined
from bot.domain.followups import UNANSWERED_AT_MOST
from bot.domain.proposals.interests import fits_nothing
from bot.domain.proposals.values import (
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
from bot.domain.proposals.weights import WEIGHTS, person_points, win_points
from bot.domain.stakeholders import Stakeholder, State

# A win in its order: its points, its day and its id, each less than nothing, so that the best stands first; of two
# alike the newer.
_Ranked = tuple[int, int, int, Tellable]
WEEKLY = 3  # proposals in a week, those already answered among them; one for each person
SHORT_PEOPLE, SHORT_WINS = 12, 20  # the shortlist: so many people, and so many wins of each
SET_ASIDE = timedelta(days=30)  # how long *Not this one* hides a pair
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


def shortlist(
    record: Record,
    today: date,
    people: int = SHORT_PEOPLE,
    wins: int = SHORT_WINS,
    among: Iterable[Shortlisted] | None = None,
) -> list[Shortlisted]:
    """At most so many people with at most so many wins each; the person of the best pair first.

    It cannot drop the pair that scoring everything would put first: people are chosen by the points of their own best
    pair, and each person's wins by the points that decide between them. Weights are sums, so nothing else could make a
    pair better but their interests, which never decide about a person and are looked up among all wins (`topic`).
    """
    week = set(_answered_in_week(record.answers, today))
    found = [
        each
        for each in (reached(record, today) if among is None else among)
        if each.person.id not in week and _held(record, each.person) is None and each.reach >= WEIGHTS.enough
    ]
    best = nlargest(people, found, key=_best_person)
    return [replace(each, wins=tuple(islice(each.untold(), wins))) for each in best]


def held(record: Record, today: date, among: Iterable[Shortlisted] | None = None) -> tuple[Held, ...]:
    """Those to whom something could be told, were it not for a promise or for asks; the best first."""
    everybody = reached(record, today) if among is None else among
    found = [(each, why) for each in everybody if (why := _held(record, each.person)) is not None]
    return tuple(Held(each.person, why) for each, why in nlargest(HELD, found, key=lambda pair: _best_person(pair[0])))


def _best_person(each: Shortlisted) -> tuple[int, int]:
    """Of two alike whoever was added first."""
    return each.reach, -each.person.id


def _held(record: Record, person: Stakeholder) -> Why | None:
    open_ = record.open.get(person.id, Open())
    if open_.owed:
        return Why.OWED
    return Why.ASKED if open_.asks >= UNANSWERED_AT_MOST else None


def reached(record: Record, today: date) -> Iterator[Shortlisted]:
    """Everybody to whom something can be told, with the best of it; what the others need `among` is worked out once."""
    ranked = sorted((-win_points(win, today), -win.happened_on.toordinal(), -win.id, win) for win in record.wins)
    by_id = {row[3].id: row for row in ranked} if record.wishes else {}
    wishes = _by_person(record.wishes)
    away = joined(record.away)
    asides = _by_person((each.win_id, each.stakeholder_id) for each in record.answers if hidden(each, today))
    for person in record.people:
        if person.archived_at is not None or person.sample:
            continue
        stands = stakeholders.standing(person, today, away)
        if stands.state is State.SNOOZED:
            continue
        aside = asides.get(person.id, set())
        untold = _Untold(ranked, by_id, {*record.known.get(person.id, ()), *aside}, wishes.get(person.id, set()))
        best = tuple(islice(untold.best_first(), 1))
        if best:
            open_ = record.open.get(person.id, Open())
            yield Shortlisted(
                person, stands, person_points(person, stands, today, open_, len(aside)), best, untold.best_first
            )


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
