"""One win's window in words, held against Slack's rules for blocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ids
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.merges import Gone
from bot.domain.projects import Project
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.win_detail import Knowing, WinDetail
from bot.domain.wins import WITHDRAWN
from bot.views import win_detail
from tests.views.test_wins import DRAFT, FULL, NOW, PLAIN, labels, said

TODAY = date(2026, 11, 20)
MAYA = Stakeholder(1, Relationship.MANAGER, TODAY, 1, user_id="U0MAYA")
MARIA = Stakeholder(2, Relationship.SPONSOR, TODAY, 1, name="Maria <Lopez>")


def detail(win: Any = FULL, **more: Any) -> WinDetail:
    return WinDetail(win, TODAY, "Europe/Berlin", **more)


def shown(win: Any = FULL, **more: Any) -> str:
    return "\n".join(said(win_detail.modal(detail(win, **more))))


def test_everything_of_a_win_is_there() -> None:
    whole = shown(
        replace(FULL, version=3, kept_at=NOW + timedelta(days=1), private=True),
        knowing=(Knowing(MAYA, date(2026, 11, 18), "told"), Knowing(MARIA, TODAY, "guessed")),
        to_tell=(MARIA,),
        praised_by=("U0SAM", "U0RUI"),
        gone=(Gone(9, "The <same>", NOW),),
    )
    assert whole.split("\n") == [
        "*Shipped it*",
        "Kept · private: never in what goes to others",
        ">Tickets &lt;halved&gt;",
        "Private · Fri 20 Nov (today) · Project impact · #reliability",
        "*Numbers*",
        "• p95 from 800 ms to 480 ms",
        "*Who was there*",
        "<@U0PRIYA> and <@U0SAM>",
        "*Evidence*: 2 pieces",
        *whole.split("\n")[9:13],
        "*Who knows it*",
        "• <@U0MAYA>, manager: was told, Wed 18 Nov",
        "• Maria &lt;Lopez&gt;, sponsor: knows, Fri 20 Nov",
        "*To tell:* Maria &lt;Lopez&gt;",
        "*Praised by* <@U0SAM> and <@U0RUI>",
        "Typed as a command on Fri 20 Nov.",
        "Kept on Sat 21 Nov.",
        "Changed 2 times since.",
        "The &lt;same&gt; was merged into it on Fri 20 Nov.",
    ]
    assert "acme.io" in whole
    assert "Well <@U0ADA> &amp; co" in whole


def test_what_is_not_there_is_said() -> None:
    assert shown(replace(PLAIN, version=2)).split("\n") == [
        "*Shipped it*",
        "Kept",
        "Fri 20 Nov (today)",
        "No number yet.",
        "No evidence yet.",
        "*Who knows it*",
        "Nobody with a say in your career yet.",
        "Typed as a command on Fri 20 Nov.",
        "Changed once since.",
    ]


def test_a_draft_is_finished_or_dismissed() -> None:
    assert "A draft, to be finished" in shown(DRAFT)
    assert "No number yet" not in shown(DRAFT)
    assert labels(win_detail.modal(detail(DRAFT))) == [
        ("Finish", ids.WIN_EDIT),
        ("Evidence", ids.WIN_EVIDENCE),
        ("Who knows it", ids.AWARENESS_WIN),
        ("Dismiss", ids.WIN_UNDO),
    ]
    assert labels(win_detail.modal(detail())) == [
        ("Edit", ids.WIN_EDIT),
        ("Evidence", ids.WIN_EVIDENCE),
        ("Who knows it", ids.AWARENESS_WIN),
        ("Merge with…", ids.WIN_MERGE),
        ("Project", ids.WIN_PROJECT),
        ("Delete", ids.WIN_UNDO),
    ]


def test_a_deleted_win_says_whether_it_can_be_restored() -> None:
    gone = replace(PLAIN, deleted_at=datetime(2026, 11, 18, 23, 30, tzinfo=UTC))
    assert "Deleted on Thu 19 Nov; it can be restored for 30 days" in shown(gone, restorable=True)
    assert labels(win_detail.modal(detail(gone, restorable=True))) == [("Restore", ids.WIN_RESTORE)]
    assert "Deleted on Thu 19 Nov; too long ago to be restored" in shown(gone)
    assert labels(win_detail.modal(detail(gone))) == []
    assert "Went with its reaction" in shown(replace(gone, source=WITHDRAWN))


def test_a_win_merged_away_leads_to_where_it_went() -> None:
    gone = replace(PLAIN, deleted_at=NOW)
    view = win_detail.modal(detail(gone, into=replace(FULL, id=8, title="The <other>"), restorable=True))
    assert "Merged into The &lt;other&gt;" in "\n".join(said(view))
    assert labels(view) == [("Restore", ids.WIN_RESTORE), ("Open what it went into", ids.WIN_OPEN)]
    assert view["blocks"][-1]["elements"][1]["value"] == "8"


def test_of_many_that_were_merged_the_first_five_are_named() -> None:
    lines = shown(gone=tuple(Gone(number, f"part {number}", NOW) for number in range(9))).split("\n")
    assert lines[-2:] == ["part 4 was merged into it on Fri 20 Nov.", "4 more wins merged into it."]


@settings(max_examples=40, deadline=None)
@given(words=st.text(max_size=900) | st.sampled_from(["<!channel> " * 300, "👩‍👩‍👧" * 900, "&" * 3000]))
def test_whatever_is_stored_slack_takes_the_window(words: str) -> None:
    piece = Evidence(EvidenceKind.QUOTE, snapshot=words, speaker=words)
    person = replace(MARIA, name=words)
    many = {
        "knowing": tuple(Knowing(person, TODAY, "told") for _ in range(60)),
        "to_tell": (person,) * 60,
        "praised_by": ("U0ADA",) * 300,
        "gone": tuple(Gone(number, words, NOW) for number in range(9)),
    }
    win = replace(FULL, title=words, impact=words, evidence=(piece,) * 40, witnesses=("U0ADA",) * 300)
    assert "<!channel>" not in shown(win, **many)


def test_the_project_that_it_belongs_to_is_said() -> None:
    project = Project(1, "the <move>", date(2026, 3, 3))
    assert "Belongs to the project the &lt;move&gt;" in str(win_detail.modal(detail(project=project)))
