"""What a process remembers of Homes: of so many people, and nothing of a publication that failed."""

import pytest

from bot.domain.home import Pages
from bot.slack import home
from bot.slack.home import Homes
from tests.conftest import ADA, MAYA, ZOE, Live


def test_only_so_many_homes_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "SHOWN_AT_MOST", 2)
    homes = Homes()
    for actor in (ADA, MAYA, ADA, ZOE):
        homes._of(actor)
    assert list(homes._shown) == [ADA, ZOE], "whose Home was shown longest ago is forgotten"


async def test_after_a_failure_it_is_not_known_what_is_shown(live: Live) -> None:
    homes = Homes()
    await live.client.command("/win shipped it")
    await homes.publish(live.vouch.parts, ADA, {}, Pages())
    assert homes._of(ADA).hash == live.box.state.homes["U0ADA"].hash
    for error in ("not_enabled", "internal_error"):
        await live.client.fault("views.publish", error=error, times=1)
        await homes.publish(live.vouch.parts, ADA)
        assert homes._of(ADA).hash == ""
        await homes.publish(live.vouch.parts, ADA)
        assert homes._of(ADA).hash == live.box.state.homes["U0ADA"].hash
