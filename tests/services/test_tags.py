"""Tags over all wins of a member, on both databases."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import insert, select

from bot.domain import tags as rules
from bot.domain.members import Actor
from bot.domain.outcomes import Refused, Repeated
from bot.domain.tags import Change, Meant, Used
from bot.domain.wins import NewWin, Win
from bot.services import edits, members, tags, wins
from bot.store.database import Session
from bot.store.tables import tags as table

pytestmark = pytest.mark.both_databases


def log(session: Session, actor: Actor, text: str, now: datetime) -> Win:
    return wins.log_line(session, actor, text, "", now).win


def tagged(session: Session, actor: Actor, *logged: Win) -> list[tuple[str, ...]]:
    return [tuple(sorted(wins.look_up(session, actor, win.id).tags)) for win in logged]


@pytest.fixture
def three(session: Session, ada: Actor, now: datetime) -> list[Win]:
    """The second has both tags, the third is deleted."""
    logged = [log(session, ada, text, now) for text in ("one #infra", "two #infra #backend", "three #infra #backend")]
    wins.undo(session, ada, logged[2].id, "", now)
    return logged


def test_the_most_used_are_offered_first_and_what_is_typed_as_new(session: Session, ada: Actor, now: datetime) -> None:
    assert tags.suggest(session, ada, "Café") == tags.Offers((), ("café",))
    for text in ("a #infra", "b #infra #information", "c #backend", "d #backend #café", "e #backend"):
        log(session, ada, text, now)
    everything = tags.suggest(session, ada, "")
    assert [used.name for used in everything.known] == ["backend", "infra", "café", "information"]
    assert everything.new == ()
    assert tags.suggest(session, ada, "#Inf") == tags.Offers((Used("infra", 2), Used("information", 1)), ("inf",))
    assert tags.suggest(session, ada, "CAFE\u0301") == tags.Offers((Used("café", 1),), ())
    assert tags.suggest(session, ada, "backend, tech debt").known[0] == Used("backend", 3)
    assert tags.suggest(session, ada, "backend, tech debt").new == ("tech-debt",)


def test_of_five_thousand_at_most_a_hundred_are_offered(session: Session, ada: Actor, now: datetime) -> None:
    win, member = log(session, ada, "x", now), members.require(session, ada)
    rows = [{"member_id": member.id, "win_id": win.id, "name": f"tag{number:04}"} for number in range(5000)]
    session.execute(insert(table), rows)
    for typed in ("", "tag", "new"):
        offers = tags.suggest(session, ada, typed)
        assert len(offers.known) + len(offers.new) <= 100
    assert tags.suggest(session, ada, "tag4321").known == (Used("tag4321", 1),)
    assert len(tags.see_tags(session, ada)) == 5000


def test_a_tag_is_renamed_on_every_win_the_deleted_too(
    session: Session, ada: Actor, now: datetime, three: list[Win]
) -> None:
    change = tags.rename(session, ada, "infra", "platform", "k1", now)
    assert (len(change.wins), change.both, change.merges) == (3, (), False)
    after = [("platform",), ("backend", "platform"), ("backend", "platform")]
    assert tagged(session, ada, *three) == after
    with pytest.raises(Repeated):
        tags.rename(session, ada, "platform", "else", "k1", now)
    assert tags.undo(session, ada, change, "k2", now) == 2  # the third is deleted
    assert tagged(session, ada, *three) == [("infra",), ("backend", "infra"), ("backend", "infra")]
    assert tags.see_tags(session, ada) == (Used("infra", 2), Used("backend", 1))


def test_two_tags_become_one_and_are_two_again(session: Session, ada: Actor, now: datetime, three: list[Win]) -> None:
    own = log(session, ada, "four #backend", now)
    change = tags.rename(session, ada, "infra", "backend", "", now)
    assert (change.wins, change.merges) == (tuple(win.id for win in three), True)
    assert change.both == (three[1].id, three[2].id)
    assert tagged(session, ada, *three, own) == [("backend",)] * 4
    tags.undo(session, ada, change, "", now)
    before = [("infra",), ("backend", "infra"), ("backend", "infra"), ("backend",)]
    assert tagged(session, ada, *three, own) == before
    with pytest.raises(Refused, match="not_found"):
        tags.undo(session, ada, change, "", now)
    assert tagged(session, ada, *three, own) == before


def test_a_deleted_tag_leaves_its_wins_and_comes_back(
    session: Session, ada: Actor, now: datetime, three: list[Win]
) -> None:
    change = tags.delete(session, ada, "infra", "", now)
    assert tagged(session, ada, *three) == [(), ("backend",), ("backend",)]
    read = rules.from_button(rules.to_button(change, "10"))
    assert read == (change, "10")
    tags.undo(session, ada, change, "", now)
    assert tagged(session, ada, *three) == [("infra",), ("backend", "infra"), ("backend", "infra")]


def test_an_edit_opened_before_does_not_bring_the_old_name_back(session: Session, ada: Actor, now: datetime) -> None:
    win = log(session, ada, "one #infra", now)
    other = log(session, ada, "two #backend", now)
    tags.rename(session, ada, "infra", "platform", "", now)
    with pytest.raises(Refused, match="stale"):
        wins.save(session, ada, win.id, win.version, NewWin("one", now.date(), tags=("infra",)), "", now)
    assert wins.look_up(session, ada, other.id).version == other.version


def test_what_is_not_there_is_not_changed(session: Session, ada: Actor, now: datetime, three: list[Win]) -> None:
    for name, new in (("nothing", "x"), ("", "x"), ("infra", ""), ("infra", "infra")):
        with pytest.raises(Refused, match="not_found"):
            tags.rename(session, ada, name, new, "", now)
    with pytest.raises(Refused, match="not_found"):
        tags.delete(session, ada, "nothing", "", now)
    assert tagged(session, ada, three[0]) == [("infra",)]


def test_others_have_tags_of_their_own(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime, three: list[Win]
) -> None:
    change = tags.plan(session, ada, "infra", "")
    for other in (maya, zoe, Actor("E0X", "T0ACME", "U0ADA")):
        with pytest.raises(Refused, match="not_started"):
            tags.see_tags(session, other)
        with pytest.raises(Refused, match="not_started"):
            tags.delete(session, other, "infra", "", now)
        assert tags.suggest(session, other, "").known == ()
        mine = log(session, other, "mine #own", now)
        with pytest.raises(Refused, match="not_found"):
            tags.rename(session, other, "infra", "own", "", now)
        for forged in (Change("own", "infra", change.wins), Change("stolen", "", change.wins)):
            with pytest.raises(Refused, match="not_found"):
                tags.undo(session, other, forged, "", now)
        assert tagged(session, other, mine) == [("own",)]
    assert tagged(session, ada, *three) == [("infra",), ("backend", "infra"), ("backend", "infra")]
    assert set(session.scalars(select(table.c.name))) == {"infra", "backend", "own"}


def test_a_mistyped_tag_is_asked_about_put_right_and_back(
    session: Session, ada: Actor, maya: Actor, now: datetime
) -> None:
    log(session, maya, "theirs #reliabilities", now)
    assert wins.log_line(session, ada, "one #reliability", "", now).meant is None
    assert wins.log_line(session, ada, "two #reliability #cost", "", now).meant is None
    logged = wins.log_line(session, ada, "three #reliabilty", "", now)
    assert logged.meant == Meant("reliabilty", "reliability")
    win_id, slip = logged.win.id, Meant("reliabilty", "reliability")
    for actor in (maya, replace(ada, team_id="T0OTHER")):
        members.enrol(session, actor, now)
        with pytest.raises(Refused, match="not_found"):
            tags.fix(session, actor, win_id, slip, "", now)
    fixed = tags.fix(session, ada, win_id, slip, "k", now)
    assert (fixed.win.tags, fixed.back) == (("reliability",), Meant("reliability", "reliabilty"))
    with pytest.raises(Repeated):
        tags.fix(session, ada, win_id, slip, "k", now)
    with pytest.raises(Refused, match="tag_stale"):
        tags.fix(session, ada, win_id, slip, "", now)
    assert fixed.back is not None
    assert tags.fix(session, ada, win_id, fixed.back, "", now).win.tags == ("reliabilty",)
    wins.undo(session, ada, win_id, "", now)
    with pytest.raises(Refused, match="not_found"):
        tags.fix(session, ada, win_id, slip, "", now)


def test_only_what_this_edit_has_typed_is_asked_about_and_its_undo_still_works(
    session: Session, ada: Actor, now: datetime
) -> None:
    log(session, ada, "one #reliability", now)
    win = log(session, ada, "two", now)
    new = NewWin("two", now.date(), tags=("reliabilty",))
    saved = wins.save(session, ada, win.id, 1, new, "", now)
    slip = Meant("reliabilty", "reliability")
    assert saved.meant == slip
    again = wins.save(session, ada, win.id, saved.win.version, replace(new, title="two again"), "", now)
    assert again.meant is None
    fixed = tags.fix(session, ada, win.id, slip, "", now)
    assert fixed.edit_id == again.edit_id
    edits.undo(session, ada, win.id, again.edit_id, "", now)
    assert wins.look_up(session, ada, win.id).title == "two"


def test_where_the_win_has_both_tags_one_is_left_and_nothing_leads_back(
    session: Session, ada: Actor, now: datetime
) -> None:
    log(session, ada, "one #reliability", now)
    logged = wins.log_line(session, ada, "two #reliability #reliabilty", "", now)
    assert logged.meant is not None
    fixed = tags.fix(session, ada, logged.win.id, logged.meant, "", now)
    assert (fixed.win.tags, fixed.back) == (("reliability",), None)


def test_a_tag_of_a_deleted_win_is_no_tag_to_be_meant(session: Session, ada: Actor, now: datetime) -> None:
    wins.undo(session, ada, log(session, ada, "one #reliability", now).id, "", now)
    assert wins.log_line(session, ada, "two #reliabilty", "", now).meant is None
