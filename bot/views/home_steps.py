"""Home's first steps: for somebody who has not started, and until all three are done."""

from collections.abc import Mapping

from bot import ids
from bot.domain.home import MemberHome, Samples, Steps
from bot.domain.members import Settings, settings_of
from bot.views import help as help_view
from bot.views import kit, text


def newcomer(commands: Mapping[str, str]) -> list[kit.Block]:
    what = (
        "Vouch keeps a private record of what you achieve and of the people who have a say in your career. "
        "Once a week it tells you what you achieved, who does not know it yet, and whom you have not talked to."
    )
    return [
        kit.header("Vouch"),
        kit.section(what),
        kit.section("*Three steps, a minute each*"),
        *_step_rows(Steps(won=False, people=0, reacted=False), Settings(), commands),
        *offer_samples(),
        kit.divider(),
        kit.actions(kit.button("Settings", ids.SETTINGS_OPEN), kit.button("Privacy", ids.PRIVACY_OPEN)),
        kit.context("Looking at this page has stored nothing about you. It starts with your first record."),
    ]


def steps(home: MemberHome, commands: Mapping[str, str]) -> list[kit.Block]:
    """They stay until all are done."""
    so_far = home.counts.steps
    if so_far.done:
        return []
    done = sum((so_far.won, so_far.people >= Steps.PEOPLE_WANTED, so_far.reacted))
    rows = _step_rows(so_far, settings_of(home.member), commands)
    return [kit.header("First steps"), kit.context(f"{done} of 3 done"), *rows]


def _step_rows(so_far: Steps, settings: Settings, commands: Mapping[str, str]) -> list[kit.Block]:
    win = f"Log a win: `{commands['win']} shipped the retry queue`, or the button."
    missing = Steps.PEOPLE_WANTED - so_far.people
    people = f"Add three people with a say in your career: `{commands['vouch']} add @maria sponsor`, or the button."
    if 0 < so_far.people < Steps.PEOPLE_WANTED:
        people = f"{people} {text.plural(so_far.people, 'person', 'people')} added, {missing} to go."
    react = (
        f"React with :{settings.win_emoji}: to a message about your work: it becomes a draft win. "
        f"{help_view.where_reactions_work()}"
    )
    log = kit.button("Log a win", ids.HOME_LOG_WIN, "step", style="primary")
    add = kit.button("Add a person", ids.HOME_ADD_STAKEHOLDER, "step")
    return [
        _done("1", "your first win") if so_far.won else kit.section(f"*1.* {win}", log),
        _done("2", "three people") if missing <= 0 else kit.section(f"*2.* {people}", add),
        _done("3", "your first reaction") if so_far.reacted else kit.section(f"*3.* {react}"),
    ]


def _done(number: str, what: str) -> kit.Block:
    return kit.section(f"*{number}.* Done: {what}.")


def samples(home: MemberHome) -> list[kit.Block]:
    """The banner over sample data; the offer of it for whoever has recorded nothing of their own."""
    if home.counts.samples:
        said = (
            "*Sample data.* Some of what stands here is made up and marked _Sample_. It is in no digest and counts for "
            "no step. Try what you like: removing it takes exactly that away."
        )
        remove = kit.button("Remove sample data", ids.SAMPLES_WIPE, confirm=_removing(home.counts.samples))
        return [kit.section(said, remove, block_id="samples")]
    return offer_samples() if home.member.first_record_at is None else []


def _removing(made_up: Samples) -> kit.Block:
    nouns = ((made_up.wins, "win", None), (made_up.people, "person", "people"), (made_up.talks, "conversation", None))
    parts = [text.plural(*noun) for noun in nouns if noun[0]]
    said = f"{text.join_words(parts)} of the sample data will be gone for good."
    if made_up.edited:
        said += f" You edited {made_up.edited:,} of them, which go too."
    return kit.confirm("Remove the sample data?", f"{said} What you recorded yourself stays.", "Remove", "Keep it")


def offer_samples() -> list[kit.Block]:
    said = "*Or look around first*: eight weeks of a made-up record, to be removed at once."
    return [kit.section(said, kit.button("Try with sample data", ids.SAMPLES_ADD), block_id="samples")]
