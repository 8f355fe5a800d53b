"""Tags in words: the field that offers them, the list, and renaming, merging and deleting one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot import ids
from bot.domain import finding, lines
from bot.domain import tags as rules
from bot.domain.finding import Query
from bot.domain.tags import Change, Opened, Used
from bot.views import errors, kit, text

NAME = "name"
PAGE = 10
_MANY = 250  # wins; what is done to a tag of more may be more than a button can undo


def tags_input(chosen: Iterable[str], *, new: bool = True) -> kit.Block:
    """The field for tags, the same wherever they are chosen; `new` says that a new one makes sense."""
    options = [_option(name) for name in chosen if 0 < lines.units(name) <= kit.MAX_OPTION_VALUE]
    field = kit.external_input(ids.TAGS, options, placeholder="Choose or type tags" if new else "Search your tags")
    return kit.input("Tags", field, ids.TAGS, optional=True, hint="Choose some, or type a new one." if new else None)


def offered(known: Sequence[Used], new: Sequence[str]) -> kit.Block:
    """The answer to what was typed into the field."""
    shown = [kit.option(f"#{name} (new)", name) for name in new if lines.units(name) <= kit.MAX_OPTION_VALUE]
    known = [tag for tag in known if lines.units(tag.name) <= kit.MAX_OPTION_VALUE]
    return {"options": [*shown, *(_option(tag.name, text.plural(tag.wins, "win")) for tag in known)]}


def _option(name: str, description: str | None = None) -> kit.Block:
    return kit.option(f"#{name}", name, description)


def tag(name: str) -> str:
    return f"#{text.esc_cut(name, 100)}"


# The list


def message(found: Sequence[Used], offset: int, above: Sequence[kit.Block] = (), wanted: str = "") -> kit.Block:
    """A page of them from `offset` on; `above` says what was done from the list, `wanted` is in all their names."""
    shown = found[offset : offset + PAGE]
    headline = text.plural(len(found), "tag") if found else "No tags" if wanted else "No tags yet"
    headline += f" with “{text.esc_cut(wanted, 100)}”" if wanted else ""
    if found and len(shown) < len(found):
        headline += f"; {offset + 1}–{offset + len(shown)}"
    blocks = [*above, kit.section(f"*{headline}*")]
    if not found and not wanted:
        blocks.append(kit.context("A hashtag in a win is a tag: `#reliability`."))
    blocks += [block for used in shown for block in _row(used, rules.to_place(offset, wanted))]
    return kit.message(headline, [*blocks, *_turning(len(found), offset, wanted)])


def _row(used: Used, place: str) -> list[kit.Block]:
    name, where = used.name, f"{place}:{used.name}"
    said = f"It goes from {text.plural(used.wins, 'win')}. The wins stay."
    if used.wins > _MANY:
        said += " That is too many to be undone."
    sure = kit.confirm("Delete this tag?", said, "Delete")
    return [
        kit.section(f"{text.bold(tag(name))} · {text.plural(used.wins, 'win')}"),
        kit.actions(
            kit.button(
                "Wins", ids.WINS_SHOW, finding.write(Query(tags=(name,))), accessibility_label=f"Wins tagged {name}"
            ),
            kit.button("Rename", ids.TAG_RENAME, where, accessibility_label=f"Rename {name}"),
            kit.button("Delete", ids.TAG_DELETE, where, accessibility_label=f"Delete {name}", confirm=sure),
        ),
    ]


def _turning(total: int, offset: int, wanted: str) -> list[kit.Block]:
    back, on = ids.TAG_PAGES
    buttons = []
    if offset > 0:
        buttons.append(kit.button("Back", back, rules.to_place(max(0, offset - PAGE), wanted)))
    if offset + PAGE < total:
        buttons.append(kit.button("More", on, rules.to_place(offset + PAGE, wanted)))
    return [kit.actions(*buttons)] if buttons else []


# Changing one


def rename_modal(opened: Opened) -> kit.Block:
    field = kit.text_input(NAME, opened.name, max_length=lines.MAX_TAG)
    hint = "On every win that has it. The name of another tag merges the two."
    return kit.modal(
        ids.MODAL_TAG,
        "Rename tag",
        [kit.input("Name", field, NAME, hint=hint)],
        private_metadata=rules.to_metadata(opened),
    )


def merge_modal(change: Change, opened: Opened) -> kit.Block:
    """Before two tags become one."""
    said = f"*{tag(change.new)}* is there already. {_how_many(change)} will have it instead of *{tag(change.name)}*"
    both = len(change.both)
    if both:
        said += "; one of them has both" if both == 1 else f"; {both:,} of them have both"
    blocks = [kit.section(f"{said}.")]
    if not rules.to_button(change):
        blocks.append(kit.context("That is too many wins for an Undo: it cannot be taken back."))
    written = rules.to_metadata(replace(opened, new=change.new))
    return kit.modal(ids.MODAL_TAG_MERGE, "Merge tags", blocks, submit="Merge", private_metadata=written)


def done(change: Change, where: str = "") -> list[kit.Block]:
    """What was done, with Undo where a button can carry it; `where` is the list's offset, if it was done from there."""
    if not change.new:
        said = f"*{tag(change.name)}* is deleted from {_how_many(change)}. The wins stay."
    elif change.merges:
        said = f"*{tag(change.name)}* is merged into *{tag(change.new)}* on {_how_many(change)}."
    else:
        said = f"*{tag(change.name)}* is now *{tag(change.new)}* on {_how_many(change)}."
    written = rules.to_button(change, where)
    if not written:
        return [kit.section(said), kit.context("That was too many wins for an Undo.")]
    return [kit.section(said, kit.button("Undo", ids.TAG_UNDO, written, accessibility_label=f"Undo {change.name}"))]


def done_modal(change: Change, opened: Opened) -> kit.Block:
    title, written = "Merged" if change.merges else "Renamed", rules.to_metadata(opened)
    return kit.modal("", title, done(change), submit=None, close="Close", private_metadata=written)


def gone(name: str) -> list[kit.Block]:
    return [kit.section(f"*{tag(name)}* is on none of your wins any more. Here are your tags as they are now.")]


def undone(change: Change, count: int) -> list[kit.Block]:
    return [kit.section(f"Undone: *{tag(change.name)}* is as it was on {text.plural(count, 'win')}.")]


def undone_modal(change: Change, count: int) -> kit.Block:
    return kit.modal("", "Undone", undone(change, count), submit=None, close="Close")


def fault(code: str) -> kit.Block:
    return errors.in_field(NAME, code, {})


def _how_many(change: Change) -> str:
    return text.plural(len(change.wins), "win")
