"""The modal about a win's evidence: each piece with its way off the win, and fields to add more."""

from collections.abc import Sequence

from bot import ids
from bot.domain import pieces as rules
from bot.domain.evidence import Evidence
from bot.domain.pieces import Form, Opened
from bot.domain.wins import Win
from bot.views import kit, pieces, text, wins

PAGE = 10


def modal(
    win: Win,
    removed: Sequence[Evidence] = (),
    form: Form | None = None,
    *,
    offset: int = 0,
    above: Sequence[kit.Block] = (),
) -> kit.Block:
    """`above` says what was just done; `form` is what was typed and is not added yet."""
    offset = min(offset, max(0, len(win.evidence) - 1) // PAGE * PAGE)
    blocks = [
        kit.section(f"*Evidence of* {wins.title(win.title)}"),
        *above,
        *_shown(win, offset),
        *_put_back_rows(removed),
        kit.divider(),
        kit.section("*Add evidence:* any of these"),
        *_inputs(form or Form(), win.version),
    ]
    metadata = rules.to_metadata(Opened(win.id, win.version, offset))
    return kit.modal(ids.MODAL_EVIDENCE, "Evidence", blocks, submit="Add", close="Close", private_metadata=metadata)


def _shown(win: Win, offset: int) -> list[kit.Block]:
    if not win.evidence:
        return [kit.context("Nothing yet. A quote or a link is what others can check.")]
    page = win.evidence[offset : offset + PAGE]
    blocks = [kit.section(pieces.line(piece), _remove_button(piece)) for piece in page]
    if len(win.evidence) > PAGE:
        blocks.append(kit.context(f"{offset + 1}–{offset + len(page)} of {len(win.evidence):,}"))
        back, on = ids.EVIDENCE_PAGES
        turns = []
        if offset:
            turns.append(kit.button("Back", back, str(offset - PAGE)))
        if offset + PAGE < len(win.evidence):
            turns.append(kit.button("More", on, str(offset + PAGE)))
        blocks.append(kit.actions(*turns))
    return blocks


def _remove_button(piece: Evidence) -> kit.Block:
    return kit.button("Remove", ids.EVIDENCE_REMOVE, str(piece.id), accessibility_label=f"Remove {_named(piece)}")


def _put_back_rows(removed: Sequence[Evidence]) -> list[kit.Block]:
    if not removed:
        return []
    return [kit.context("Removed lately"), *(kit.section(pieces.short(piece), _put_back(piece)) for piece in removed)]


def _put_back(piece: Evidence) -> kit.Block:
    return kit.button("Put back", ids.EVIDENCE_PUT_BACK, str(piece.id), accessibility_label=f"Put back {_named(piece)}")


def _named(piece: Evidence) -> str:
    """For labels that take no markup."""
    said = piece.label or piece.snapshot or piece.url or "a Slack message"
    return text.cut(" ".join(said.split()), 60)


def _inputs(form: Form, version: int) -> list[kit.Block]:
    """Named anew with each version: Slack keeps what stands in a field whose name stays, and added is added."""
    quoted = kit.text_input("quote", form.quote, multiline=True, max_length=rules.MAX_QUOTE)
    named = kit.text_input("name", form.name, max_length=rules.MAX_NAME)
    speaker = kit.users_input("speaker", [form.speaker] if form.speaker else [], multiple=False)
    links = kit.text_input("links", form.links, multiline=True, placeholder="Design doc https://…")
    file = kit.text_input("file", form.file, max_length=rules.MAX_NAME, placeholder="Q3 review.pdf")
    return [
        kit.input(
            "Link, or a Slack message's link",
            links,
            field("links", version),
            optional=True,
            hint=f"One a line, with a few words before it if you like. {pieces.BY_LINK}",
        ),
        kit.input("A quote", quoted, field("quote", version), optional=True, hint="What somebody said or wrote."),
        kit.input("Who said it?", speaker, field("speaker", version), optional=True, hint="Nobody is told."),
        kit.input("Or their name, if they are not in Slack", named, field("name", version), optional=True),
        kit.input("A file's name", file, field("file", version), optional=True, hint="Only its name is kept."),
    ]


def field(name: str, version: int) -> str:
    return f"{name}.{version}"


def added(count: int) -> list[kit.Block]:
    return [kit.section(f"*Added:* {text.plural(count, 'piece')}.")]


def taken_off(piece: Evidence, *, before: bool) -> list[kit.Block]:
    said = "That was removed already:" if before else "*Removed:*"
    return [kit.section(f"{said} {pieces.short(piece)}. You can put it back for 30 days, below.")]


def put_back(piece: Evidence, *, before: bool) -> list[kit.Block]:
    return [kit.section(f"{'That is there already:' if before else '*Put back:*'} {pieces.short(piece)}.")]


def stale() -> list[kit.Block]:
    said = "*This win was changed somewhere else in the meantime, so nothing was added yet.*"
    return [kit.section(f"{said} Here it is as it stands now; press Add again, or close this.")]
