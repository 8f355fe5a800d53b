"""Private wins through the sandbox: in their owner's own record, and never in text for others."""

from bot import ids
from bot.domain.wins import NewWin
from bot.services import finding, wins
from tests.conftest import ADA, Live
from tests.scenarios.test_wins import PLACE, modal, press, texts, win


async def test_a_private_win_is_in_ones_own_list_and_never_in_what_is_for_others(live: Live) -> None:
    await win(live, "shipped the retry queue")
    await win(live, "led the layoffs #skill")
    now = live.vouch.clock.now()
    [hidden] = (await live.vouch.db.read(finding.find_text, ADA, "layoffs", 0, now)).wins
    message = await win(live, "wrote the handbook")
    await press(live, message, ids.WIN_COMPLETE)
    view = await modal(live)
    await live.client.submit(view["id"], {"private": {"private": ["private"]}})
    assert "Private · " in texts(await modal(live))
    private = NewWin(hidden.title, hidden.happened_on, category=hidden.category, private=True)
    await live.vouch.db.write(wins.save, ADA, hidden.id, 1, private, "", now)
    (digest,) = (await live.client.command("/vouch digest", channel=PLACE))["ephemerals"]
    said = [block["text"]["text"] for block in digest["blocks"] if block["type"] == "section"]
    listed_in, paragraph = "\n".join(said), said[said.index("*Ready to send*") + 1]
    assert "led the layoffs · private" in listed_in
    assert "wrote the handbook · private" in listed_in
    assert "shipped the retry queue" in paragraph
    assert [word for word in ("layoffs", "handbook", "skill", "more result") if word in paragraph] == []
    assert "without private ones" in texts(digest)
    home = texts((await live.client.home())["view"])
    assert "*led the layoffs*\\nPrivate · " in home
    assert "*shipped the retry queue*\\nPrivate" not in home
