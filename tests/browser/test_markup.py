"""What is typed or sent is drawn as text: Slack's markup where it is Slack's, and never HTML."""

from typing import Any

import pytest
from playwright.async_api import expect

from sandbox.box import Box
from tests.browser.content import TITLE, button, modal, plain, section
from tests.browser.window import Window
from tests.sandbox.counterpart import Counterpart, Json

pytestmark = pytest.mark.browser

ATTACK = "<img src=x onerror=window.hit=1><script>window.hit=1</script>\"'><svg/onload=window.hit=1>"

DRAWN = [
    ("*bold* _italic_ ~gone~ `code`", "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>"),
    ("a*b*c 2 * 3 * 4 snake_case_name", "a*b*c 2 * 3 * 4 snake_case_name"),
    ("*bold with _both_ in it*", "<strong>bold with <em>both</em> in it</strong>"),
    ("`*not bold*`", "<code>*not bold*</code>"),
    ("```\nx &lt; *y*\n```", '<pre class="code-block">x &lt; *y*</pre>'),
    ("&gt; said\nnext", "<blockquote>said</blockquote>next"),
    ("one\ntwo", "one<br>two"),
    ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
    ("<b>raw</b>", "&lt;b&gt;raw&lt;/b&gt;"),
    ("<javascript:alert(1)|click>", "&lt;javascript:alert(1)|click&gt;"),
    (":no_such_emoji:", ":no_such_emoji:"),
    ("<!date^0^{nonsense}|a fallback>", "<time>a fallback</time>"),
]


async def test_mrkdwn_is_drawn_as_slack_draws_it(window: Window) -> None:
    await window.open()
    drawn = await window.page.evaluate(
        """async (texts) => {
            const [{ mrkdwn }, { draw, h }] = await Promise.all([import("/js/mrkdwn.js"), import("/js/dom.js")]);
            return texts.map((text) => {
                const box = document.createElement("div");
                draw(box, h("div", null, mrkdwn(text)));
                return box.firstChild.innerHTML;
            });
        }""",
        [text for text, _ in DRAWN],
    )
    assert drawn == [html for _, html in DRAWN]


async def test_links_mentions_and_dates_lead_where_they_say(window: Window, box: Box, app: Counterpart) -> None:
    @app.on("message")
    async def answer(body: Json, ack: Any, web: Any) -> None:
        await ack()
        if "bot_id" not in body["event"]:
            text = "<https://example.com/a_b_c|the *doc*> <@U0MAYA> <#C0PLATFORM> <!date^1763740800^{date_num}|x>"
            await web.chat_postMessage(channel=body["event"]["channel"], text=text)

    await window.open()
    await window.open_app("messages")
    await window.say("hi")
    shown = window.message("the *doc*")
    await expect(shown.get_by_role("link", name="the *doc*")).to_have_attribute("href", "https://example.com/a_b_c")
    await expect(shown.get_by_role("link", name="the *doc*")).to_have_attribute("rel", "noopener noreferrer")
    await expect(shown).to_contain_text("@Maya Lindt #platform 2025-11-21")
    await shown.get_by_role("link", name="#platform").click()
    await expect(window.page.get_by_role("heading", name="platform")).to_be_visible()


async def test_markup_typed_anywhere_stays_text(window: Window, box: Box, app: Counterpart) -> None:
    @app.on("command")
    async def open_view(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=modal("<b>Title</b>", TITLE, section(body["text"])))
        await ack()

    @app.on("message")
    async def echo(body: Json, ack: Any, web: Any) -> None:
        await ack()
        if "bot_id" in body["event"]:
            return
        text = body["event"]["text"]
        blocks = [
            {"type": "header", "text": plain(ATTACK[:150])},
            section(ATTACK, accessory=button("b", ATTACK[:75])),
            {"type": "markdown", "text": ATTACK},
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ATTACK}]}],
            },
            {"type": "table", "rows": [[{"type": "raw_text", "text": ATTACK}], [{"type": "raw_text", "text": ATTACK}]]},
        ]
        await web.chat_postMessage(channel=body["event"]["channel"], text=text, blocks=blocks)

    await window.open()
    await window.say(ATTACK)
    await expect(window.message("onerror")).to_contain_text(ATTACK)
    await window.say(f"/win {ATTACK}")
    await expect(window.modal).to_contain_text("<script>window.hit=1</script>")
    await window.page.keyboard.press("Escape")
    await window.open_app("messages")
    await window.say(ATTACK)
    await expect(window.page.locator("[data-block=table]")).to_contain_text("<script>")
    assert await window.page.evaluate("window.hit") is None
    assert await window.page.locator("#app img, #app script, #app [onerror], #app [onload]").count() == 0
