"""Charts and tables: Slack's own blocks, each with the same content as text for where Slack does not take them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.domain.stakeholders import Stakeholder
from bot.views import kit, text

CHART = "data_visualization"
TABLE = "data_table"
MAX_POINTS = 20
MAX_SERIES = 6
MAX_ROWS = 100
_LABEL = 20  # characters
_TITLE = 50
_CELL = 200
_NAME = 60
_NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class People:
    """A cell that mentions people; `more` are not shown one by one."""

    who: tuple[Stakeholder, ...] = ()
    more: int = 0


Cell = str | int | People


@dataclass(frozen=True, slots=True)
class Figure:
    """`native` for where Slack draws it; `twin` says the same everywhere, and is written where it is asked for."""

    native: tuple[kit.Block, ...]
    write: Callable[[], tuple[kit.Block, ...]]

    @property
    def twin(self) -> tuple[kit.Block, ...]:
        return self.write()

    def blocks(self, refused: Collection[str]) -> tuple[kit.Block, ...]:
        """What to show where Slack refuses blocks of these types."""
        return self.twin if any(block["type"] in refused for block in self.native) else self.native


def chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int]]],
    said: Sequence[str] = ("", ""),
    start: int = 0,
) -> Figure:
    """Bars for each of `labels`, which differ from each other. All the numbers from the label `start` on stand below in
    words, in order; the twin has a line for each label but those with nothing. `said` opens the one and the other.
    """
    shown = [text.cut(label, _LABEL) for label in labels[:MAX_POINTS]]
    named = [(text.cut(name, _LABEL), values[:MAX_POINTS]) for name, values in series[:MAX_SERIES]]
    drawn: kit.Block = {
        "type": CHART,
        "title": text.cut(title, _TITLE),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": name,
                    "data": [{"label": label, "value": value} for label, value in zip(shown, values, strict=True)],
                }
                for name, values in named
            ],
            "axis_config": {"categories": shown},
        },
    }
    in_order, one_by_one = said
    along = [in_order, *(_along(name, values[start:]) for name, values in named)]

    def twin() -> tuple[kit.Block, ...]:
        return (kit.section(_joined([text.bold(text.esc(title)), one_by_one, *_lines(shown, named)])),)

    return Figure((drawn, kit.context(_joined(along))), twin)


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)


def _along(name: str, values: Sequence[int]) -> str:
    """One series as a line. Behind a `;` the numbers may have commas of their own."""
    said = "; ".join(f"{value:,}" for value in values) if max(values, default=0) > 999 else ", ".join(map(str, values))
    return f"{text.esc(name)} · {said if any(values) else 'none'}"


def _lines(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> list[str]:
    """Each label as a line, but for those where there was nothing."""
    some = [at for at in range(len(labels)) if any(values[at] for _, values in series)]
    return [
        f"• {text.esc(labels[at])}: {', '.join(f'{text.esc(name).lower()} {values[at]:,}' for name, values in series)}"
        for at in some
    ]


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Figure:
    """The first column names the rows. As text each row is a line: its name, then each column's number and name."""
    shown = rows[:MAX_ROWS]
    drawn: kit.Block = {
        "type": TABLE,
        "caption": text.cut(caption, 200),
        "page_size": 10,
        "row_header_column_index": 0,
        "rows": [[_cell(name) for name in header], *([_cell(cell) for cell in row] for row in shown)],
    }

    def twin() -> tuple[kit.Block, ...]:
        heading = text.bold(text.esc(caption))
        return (kit.section("\n".join([heading, *(_line(header, row) for row in shown)])),)

    return Figure((drawn,), twin)


def _cell(cell: Cell) -> kit.Block:
    if isinstance(cell, People):
        return _mentions(cell)
    if isinstance(cell, int):
        return {"type": "raw_number", "value": cell, "text": f"{cell:,}"}
    return {"type": "raw_text", "text": text.cut(cell, _CELL) or " "}


def _mentions(people: People) -> kit.Block:
    """Rich text, because a plain cell shows no mention."""
    named: list[kit.Block] = [
        {"type": "user", "user_id": person.user_id}
        if person.user_id
        else {"type": "text", "text": text.cut(person.name, _NAME)}
        for person in people.who
    ]
    if people.more:
        named.append({"type": "text", "text": f"{people.more:,} more"})
    parts = [part for one in named for part in (one, {"type": "text", "text": ", "})][:-1]
    if not parts:
        return {"type": "raw_text", "text": _NOBODY}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]}


def _line(header: Sequence[str], row: Sequence[Cell]) -> str:
    facts = [f"{text.esc(name).lower()} {_plain(cell)}" for name, cell in zip(header[1:], row[1:], strict=True)]
    return f"• {_plain(row[0])}: {', '.join(facts)}"


def said(people: People) -> str:
    """The same cell as markup."""
    more = [f"{people.more:,} more"] if people.more else []
    return ", ".join([*map(text.person, people.who), *more]) or _NOBODY


def _plain(cell: Cell) -> str:
    if isinstance(cell, People):
        return said(cell)
    return f"{cell:,}" if isinstance(cell, int) else text.esc_cut(cell, _CELL)
