from typing import Any

from sandbox.box import Box
from sandbox.client import Client
from tests.sandbox.counterpart import Counterpart, Json


async def test_a_command_reaches_the_app_and_its_ack_is_seen_by_the_typist_only(
    box: Box, app: Counterpart, people: Client
) -> None:
    @app.on("command")
    async def answer(body: Json, ack: Any, web: Any) -> None:
        await ack(f"Saved: {body['text']}")

    result = await people.command("/win shipped it", channel="C0RANDOM")

    assert result["ok"], result
    assert [m["text"] for m in result["ephemerals"]] == ["Saved: shipped it"]
    assert [m["text"] for m in await people.messages("U0ADA", "C0RANDOM")] == ["Saved: shipped it"]
    assert await people.messages("U0MAYA", "C0RANDOM") == []
    await people.state("U0ADA", reload=True)
    assert await people.messages("U0ADA", "C0RANDOM") == []
