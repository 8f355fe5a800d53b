"""Refused blocks: remembered by workspace and surface for 14 days, then tried anew."""

from datetime import datetime, timedelta

import pytest

from bot.domain.members import Actor
from bot.domain.refusals import Surface
from bot.services import members, refusals
from bot.store.database import Session

pytestmark = pytest.mark.both_databases
CHART, TABLE = "data_visualization", "data_table"


def test_a_refusal_is_remembered_for_14_days(session: Session, ada: Actor, now: datetime) -> None:
    place = members.enrol(session, ada, now).workspace_id
    assert refusals.known(session, place, Surface.HOME, now) == frozenset()
    refusals.note(session, place, Surface.HOME, {CHART}, now)
    refusals.note(session, place, Surface.HOME, {TABLE}, now + timedelta(days=1))
    last_moment = now + timedelta(days=14) - timedelta(seconds=1)
    assert refusals.known(session, place, Surface.HOME, last_moment) == {CHART, TABLE}
    assert refusals.known(session, place, Surface.HOME, now + timedelta(days=14)) == {TABLE}
    assert refusals.known(session, place, Surface.HOME, now + timedelta(days=15)) == frozenset()


def test_a_refusal_of_what_was_tried_anew_counts_from_then(session: Session, ada: Actor, now: datetime) -> None:
    place = members.enrol(session, ada, now).workspace_id
    refusals.note(session, place, Surface.HOME, {CHART}, now)
    refusals.note(session, place, Surface.HOME, {CHART}, now + timedelta(days=14))
    assert refusals.known(session, place, Surface.HOME, now + timedelta(days=27)) == {CHART}


def test_surfaces_and_workspaces_are_apart(session: Session, ada: Actor, zoe: Actor, now: datetime) -> None:
    place, other = (members.enrol(session, actor, now).workspace_id for actor in (ada, zoe))
    refusals.note(session, place, Surface.HOME, {CHART}, now)
    assert refusals.known(session, place, Surface.MESSAGE, now) == frozenset()
    assert refusals.known(session, other, Surface.HOME, now) == frozenset()


def test_a_members_message_counts_for_the_workspace_and_a_strangers_for_none(
    session: Session, ada: Actor, zoe: Actor, now: datetime
) -> None:
    place = members.enrol(session, ada, now).workspace_id
    for actor in (ada, zoe):
        refusals.note_of_member(session, actor, Surface.MESSAGE, {TABLE}, now)
    assert refusals.known(session, place, Surface.MESSAGE, now) == {TABLE}
    other = members.enrol(session, zoe, now).workspace_id
    assert refusals.known(session, other, Surface.MESSAGE, now) == frozenset()
