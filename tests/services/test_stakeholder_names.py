"""Names that Slack tells: kept for those who are followed, encrypted, found by, and only where one person is meant."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.members import Actor
from bot.domain.stakeholders import Stakeholder, read_add_line
from bot.services import conversations, stakeholder_names, stakeholders
from bot.store.database import Session

pytestmark = pytest.mark.both_databases


def add(session: Session, actor: Actor, line: str, now: datetime) -> Stakeholder:
    return stakeholders.add_people(session, actor, read_add_line(line), "", now).people[0]


def name_of(session: Session, actor: Actor, person: Stakeholder) -> tuple[str, int]:
    found = stakeholders.see_stakeholder(session, actor, person.id)
    return found.known_as, found.version


def met(session: Session, actor: Actor, line: str, now: datetime) -> list[tuple[str, str]]:
    logged = conversations.log_line(session, actor, line, "", now)
    return [(person.user_id, person.name) for person in logged.people]


def test_names_are_kept_encrypted_for_those_who_are_followed(
    session: Session, ada: Actor, maya: Actor, now: datetime
) -> None:
    stakeholder_names.note(session, ada, {"U0RUI": "Rui Costa"})
    rui = add(session, ada, "<@U0RUI> sponsor", now)
    stakeholder_names.note(session, ada, {"U0RUI": " Rui,  Costa ", "U0SAM": "Sam Okafor"})
    stakeholder_names.note(session, maya, {"U0RUI": "Somebody Else"})
    assert name_of(session, ada, rui) == ("Rui Costa", 1)
    stakeholder_names.note(session, ada, {"U0RUI": ""})
    assert name_of(session, ada, rui) == ("Rui Costa", 1)
    stakeholder_names.note(session, ada, {"U0RUI": "x" * 300})
    assert name_of(session, ada, rui) == ("x" * 200, 1)
    raw = session.exec_driver_sql("SELECT known_as FROM stakeholders").scalar_one()
    assert "xxx" not in raw


def test_a_change_of_name_reaches_all_in_the_workspace_who_follow_them(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    people = {actor: add(session, actor, "<@U0RUI> sponsor", now) for actor in (ada, maya, zoe)}
    rui = replace(ada, user_id="U0RUI")
    assert stakeholder_names.differs(session, rui, "Rui Roe")
    assert not stakeholder_names.differs(session, rui, " ")
    stakeholder_names.rename(session, rui, "Rui Roe")
    stakeholder_names.rename(session, rui, "")
    assert not stakeholder_names.differs(session, rui, "Rui Roe")
    assert not stakeholder_names.differs(session, replace(ada, user_id="U0LEO"), "Leo")
    names = [name_of(session, actor, people[actor]) for actor in (ada, maya, zoe)]
    assert names == [("Rui Roe", 1), ("Rui Roe", 1), ("", 1)]


def test_a_typed_name_is_the_one_slack_user_who_has_it(session: Session, ada: Actor, now: datetime) -> None:
    add(session, ada, "<@U0RUI> sponsor", now)
    stakeholder_names.note(session, ada, {"U0RUI": "Rui Costa"})
    assert met(session, ada, "Rui Costa coffee", now) == [("U0RUI", "")]
    assert met(session, ada, "rui costa coffee", now) == [("U0RUI", "")]
    assert met(session, ada, "<@U0RUI> and Rui Costa lunch", now) == [("U0RUI", "")]
    assert add(session, ada, "Rui Costa mentor", now).user_id == "U0RUI"


def test_a_name_that_several_have_or_that_was_typed_before_is_no_slack_users(
    session: Session, ada: Actor, now: datetime
) -> None:
    for user in ("U1", "U2"):
        add(session, ada, f"<@{user}> peer", now)
    stakeholder_names.note(session, ada, {"U1": "Kim Roe", "U2": "Kim Roe"})
    assert met(session, ada, "Kim Roe coffee", now) == [("", "Kim Roe")]
    stakeholder_names.note(session, ada, {"U2": "Kim Lee"})
    assert met(session, ada, "Kim Roe coffee", now) == [("", "Kim Roe")]
    assert met(session, ada, "Kim Lee coffee", now) == [("U2", "")]
