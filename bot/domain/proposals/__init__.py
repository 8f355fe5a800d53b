"""Next-best conversations: which win is worth telling whom next, and why; a pure function over values, in whole points.

A pair's points are the person's, the win's and their own, added up. Whom to talk to is decided by what can be read
cheaply; what interests them only chooses among what could be told to those who were picked, so that the encrypted words
about a person are opened for nobody else.

A known pair, somebody snoozed or archived, a draft, a private or a made-up win never take part. Two asks of theirs left
unanswered, or a promise to them that is near its day, leave a person out: first things first. A promise long forgotten
leaves nobody out, or they would be lost with it: it is said beside the proposal.
"""

from bot.domain.proposals.choosing import SET_ASIDE, WEEKLY, Ranking, forgotten, hidden, left, remind, topic
from bot.domain.proposals.interests import Interests, fitting, read_interests
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
from bot.domain.proposals.weights import WEIGHTS, Weights, most_win_points, person_points, win_points

__all__ = [
    "SET_ASIDE",
    "WEEKLY",
    "WEIGHTS",
    "Answer",
    "Answered",
    "Candidate",
    "Held",
    "Interests",
    "Open",
    "Proposal",
    "Ranking",
    "Reason",
    "Record",
    "Shortlisted",
    "Tellable",
    "Weights",
    "Why",
    "fitting",
    "forgotten",
    "hidden",
    "left",
    "most_win_points",
    "person_points",
    "read_interests",
    "remind",
    "topic",
    "win_points",
]
