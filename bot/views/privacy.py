"""What is stored, where and who could read it, in plain words; and the window that deletes it all."""

from collections.abc import Mapping

from bot import ids
from bot.views import kit

_PARTS = {
    "What is stored.": (
        "Your wins with their evidence, numbers and tags; the conversations, people and promises that you log; "
        "your settings; and when your weekly messages were sent. Of a message that you react to or save, its text."
    ),
    "Where.": (
        "In the database of whoever runs Vouch for you, and nowhere else. "
        "Vouch uses no AI service and sends nothing to anyone but Slack."
    ),
    "Encrypted there.": (
        "Names typed by hand, stance, interests, notes, topics, promises, quotes and copies of messages. "
        "*Not encrypted:* titles and impact of wins, links, numbers, tags, dates, and Slack's ids of the people named."
    ),
    "Who could read it.": (
        "Through Vouch, you alone: no colleague, no manager, no administrator. "
        "But whoever runs the server holds the key and the database, so they could read all of it. "
        "What Vouch writes to you in Slack is Slack's content: workspace owners may be able to export direct messages."
    ),
    "What stays elsewhere.": (
        "Somebody else may have you among their people, or as a witness of their win: that is theirs, and deleting "
        "your data does not touch it. Messages that Vouch sent you stay in Slack until they are deleted there."
    ),
}


def privacy_message(commands: Mapping[str, str]) -> kit.Block:
    return kit.message("What Vouch stores of you, where, and who could read it.", _blocks(commands))


def privacy_modal(commands: Mapping[str, str]) -> kit.Block:
    return kit.modal("", "Privacy", _blocks(commands), submit=None, close="Close")


def delete_modal(word: str) -> kit.Block:
    """Asks for `word`, typed: nothing that is pressed by accident deletes anything."""
    said = (
        "This deletes *everything Vouch has stored of you*: wins, evidence, conversations, people, promises, settings. "
        "It happens at once and cannot be undone. No digest or nudge comes after it.\n"
        "Export first if you may want any of it again."
    )
    element = kit.text_input("confirmation", max_length=40, placeholder=word)
    return kit.modal(
        ids.MODAL_DELETE_DATA,
        "Delete my data",
        [kit.section(said), kit.input(f"Type {word} to confirm", element, "confirmation")],
        submit="Delete everything",
    )


def deleted_modal() -> kit.Block:
    said = (
        "*Everything is deleted.* Vouch has nothing stored about you any more. "
        "Messages that it sent you earlier are still in Slack; you can delete them there."
    )
    return kit.modal("", "Deleted", [kit.section(said)], submit=None, close="Close")


def _blocks(commands: Mapping[str, str]) -> list[kit.Block]:
    return [
        *(kit.section(f"*{title}* {said}") for title, said in _PARTS.items()),
        kit.actions(
            kit.button("Export my data", ids.PRIVACY_EXPORT),
            kit.button("Delete my data…", ids.PRIVACY_DELETE, style="danger"),
        ),
        kit.context(f"Also by `{commands['vouch']} export` and `{commands['vouch']} delete-my-data`."),
    ]
