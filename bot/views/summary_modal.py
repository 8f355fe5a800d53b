"""The windows of a draft about oneself: where it is edited, where it stands ready, and where it is noted as sent."""

from datetime import date
from typing import Any

from bot import ids
from bot.domain import summaries as rules
from bot.domain.awareness import Sent
from bot.domain.stakeholders import Stakeholder
from bot.domain.summaries import ROLLING, Audience, Draft, Span, SpanKind, ToSend, Typed
from bot.views import kit, stakeholders, summaries, text, wins

TEXT = "text"
WINS, PEOPLE, OUTSIDE = "wins", "people", "outside"
MAX_OUTSIDE = 10
_TITLE = "Ready to send"
_SPANS = {
    SpanKind.WEEK: "This week: the last seven days",
    SpanKind.MONTH: "The last month",
    SpanKind.QUARTER: "The last three months",
}
_AUDIENCES = {
    Audience.MANAGER: "Manager: what was delivered",
    Audience.SKIP_LEVEL: "Skip-level: how far it reaches",
    Audience.SPONSOR: "Sponsor: what it brought",
    Audience.PEER: "Peer: what may help them",
}


def editor(draft: Draft, written: str, mark: str, typed: str | None = None, kept: Typed | None = None) -> kit.Block:
    """`written` is the draft of what is chosen, empty where there is nothing to tell. `typed` is what the person made
    of an earlier one, which stays in the field. `mark` is carried, to tell by it what was typed since. `kept` is what
    they typed another time, offered.
    """
    span, since, whom, to = ids.SUMMARY_CHOICES
    asked, today = draft.asked, draft.today
    rolling = asked.span.kind in ROLLING and asked.span.last >= today
    chosen = asked.span.kind if rolling else SpanKind.BETWEEN  # which is no choice, and so changes nothing
    custom = {} if rolling else {chosen: _custom(asked.span, today)}
    spans = [kit.option(words, kind) for kind, words in (custom | _SPANS).items()]
    audiences = [kit.option(words, kind) for kind, words in _AUDIENCES.items()]
    user = kit.users_input(to, [draft.user_id], multiple=False)
    hint = "Gives you a button to your own conversation with them. Vouch writes to nobody."
    return kit.modal(
        ids.MODAL_SUMMARY,
        "A draft about my work",
        [
            *_named(draft.person),
            kit.input("Of which time", kit.select("Time", span, spans, chosen), "span", told=True),
            kit.input("Or since", kit.date_input(since, _since(asked.span)), "since", optional=True, told=True),
            kit.input("Written for", kit.select("Reader", whom, audiences, draft.audience), "audience", told=True),
            kit.input("To somebody in Slack", user, "person", optional=True, told=True, hint=hint),
            *_text(asked.span, today, written, mark, typed),
            *_offered(kept, today),
        ],
        submit="Ready to copy",
        private_metadata=f"{rules.write(asked)}#{mark}",
    )


def _named(person: Stakeholder | None) -> list[kit.Block]:
    if person is None:
        return []
    return [kit.context(f"For {text.person(person)}, your {stakeholders.RELATIONSHIPS[person.relationship]}.")]


def _custom(span: Span, today: date) -> str:
    return stakeholders.sentence(summaries.span_words(span, today))


def _since(span: Span) -> date | None:
    return span.first if span.kind is SpanKind.SINCE else None


def _text(span: Span, today: date, written: str, mark: str, typed: str | None) -> list[kit.Block]:
    """The field's id changes with what was written for it: Slack keeps what a field of the same id holds."""
    shown = written if typed is None else typed
    where = f"{TEXT}:{mark}" + (":typed" if typed is not None else "")
    element = kit.text_input(ids.SUMMARY_TEXT, shown, multiline=True, told=True)
    field = kit.input("Your text", element, where, optional=True, told=True)
    if typed is not None:
        anew = kit.button("Write it anew", ids.SUMMARY_ANEW)
        said = "What you typed stays as it is. *Write it anew* puts a draft of what is chosen above in its place."
        return [field, kit.section(said, anew)]
    if not written:
        return [
            kit.section(f"No win {summaries.span_words(span, today)} that can be told. Choose a longer time."),
            field,
        ]
    return [field, kit.context("Written from your wins alone, without private ones. Change what you like.")]


def _offered(kept: Typed | None, today: date) -> list[kit.Block]:
    if kept is None:
        return []
    button = kit.button("Show it", ids.SUMMARY_TYPED, accessibility_label="Show the text that I typed last")
    return [kit.section(f"The text that you typed last ({text.day(kept.on, today)}) is kept.", button)]


def text_block(blocks: Any) -> str:
    """The id that the text's field has in a window."""
    found = (
        (str(block.get("block_id")) for block in blocks if isinstance(block, dict)) if isinstance(blocks, list) else ()
    )
    return next((each for each in found if each.startswith(f"{TEXT}:")), TEXT)


def ready(written: str, draft: Draft, team_id: str) -> kit.Block:
    """The text to be selected; `team_id` is the workspace in which a conversation with the person is."""
    carried, user = rules.write(draft.asked), draft.user_id
    link = []
    if user and team_id:
        # As Slack documents it for its own clients: opens the reader's own conversation with that person.
        address = f"slack://user?team={team_id}&id={user}"
        link = [kit.button("Open our conversation", ids.SUMMARY_DM, url=address)]
    blocks = [
        kit.section("Select the text, copy it, and send it yourself. Vouch sends it to nobody."),
        kit.preformatted(written),
        *([kit.context(f"To {text.mention(user)}: copy first, as Slack may close this window.")] if link else []),
        kit.actions(
            *link,
            kit.button("I sent it", ids.SUMMARY_SENT, carried),
            kit.button("Edit", ids.SUMMARY_EDIT, carried, accessibility_label="Edit the text"),
        ),
    ]
    return kit.modal("", _TITLE, blocks, submit=None, close="Close", private_metadata=carried)


def text_of(blocks: Any) -> str:
    """What `ready` shows, read back out of the window."""
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, dict) and block.get("type") == "rich_text":
            try:
                return str(block["elements"][0]["elements"][0]["text"])
            except (LookupError, TypeError):
                return ""
    return ""


def sent_modal(asked: ToSend, carried: str) -> kit.Block:
    """The people outside Slack are offered by name, as many as a list of boxes shows; whom it was for comes first."""
    person, told = asked.person, asked.wins
    options = [kit.option(wins.plain_title(line.title), str(line.id)) for line in told]
    users = [person.user_id] if person else []
    listed = sorted(asked.outside, key=lambda one: person is None or one.id != person.id)[:MAX_OUTSIDE]
    names = [kit.option(stakeholders.plain_name(one), str(one.id)) for one in listed]
    boxes = kit.checkbox_input(OUTSIDE, names, [str(person.id)] if person else [])
    return kit.modal(
        ids.MODAL_SUMMARY_SENT,
        "I sent it",
        [
            kit.section("Who knows of these wins now? It is noted for you alone."),
            kit.input("Wins in it", kit.checkbox_input(WINS, options, [str(line.id) for line in told]), WINS),
            kit.input("Sent to", kit.users_input(PEOPLE, users), PEOPLE, optional=True),
            *([kit.input("Not in Slack", boxes, OUTSIDE, optional=True)] if names else []),
        ],
        submit="Note it",
        private_metadata=carried,
    )


def noted(sent: Sent) -> kit.Block:
    names = text.join_words([text.person(person) for person in sent.people])
    if not any(sent.news.values()):
        return kit.message(f"{names} knew of that already. Nothing was added.")
    knows = "knows" if len(sent.people) == 1 else "know"
    said = f"*Noted:* {names} {knows} of it now."
    undo = kit.button("Undo", ids.SUMMARY_UNDO, sent.at.isoformat(), accessibility_label="Undo: not sent after all")
    return kit.message(said, [kit.section(said, undo)])


def undone(pairs: int) -> kit.Block:
    return kit.message(
        "*Undone.* It is not noted as sent." if pairs else "That was undone already. Nothing has changed."
    )
