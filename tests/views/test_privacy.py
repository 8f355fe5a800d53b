"""The privacy text is honest, and deletion asks for a word."""

from bot.views import privacy as views

COMMANDS = {"win": "/win", "met": "/met", "vouch": "/career"}


def words_of(view: dict) -> str:
    return "\n".join(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")


def test_the_text_says_what_is_stored_where_encrypted_or_not_and_who_could_read_it() -> None:
    said = words_of(views.privacy_message(COMMANDS))
    for part in ("What is stored.", "Where.", "Encrypted there.", "Not encrypted:", "Who could read it."):
        assert part in said
    assert "whoever runs the server holds the key and the database, so they could read all of it" in said
    assert "owners may be able to export direct messages" in said


def test_message_and_modal_say_the_same_and_offer_export_and_deletion() -> None:
    message, modal = views.privacy_message(COMMANDS), views.privacy_modal(COMMANDS)
    assert message["blocks"] == modal["blocks"]
    assert [button["action_id"] for button in message["blocks"][-2]["elements"]] == ["privacy.export", "privacy.delete"]
    assert "`/career delete-my-data`" in message["blocks"][-1]["elements"][0]["text"]


def test_deletion_asks_for_the_word_and_says_what_goes() -> None:
    modal = views.delete_modal("delete")
    assert modal["blocks"][1]["label"]["text"] == "Type delete to confirm"
    assert modal["blocks"][1]["block_id"] == "confirmation"
    assert "cannot be undone" in words_of(modal)


def test_afterwards_it_is_said_what_slack_still_has() -> None:
    assert "still in Slack" in words_of(views.deleted_modal())
