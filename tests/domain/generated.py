"""Generated lines as people, broken clients and attackers might type them; shared by the grammar's tests."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable

from hypothesis import settings
from hypothesis import strategies as st

from bot.domain import lines

MANY = settings(max_examples=180, deadline=None, derandomize=True)  # each example holds LINES_EACH lines
LINES_EACH = 10
MAX_WORDS = 10
LINEAR = 10.0

TOKENS = (
    *("<@U0PRIYA>", "<@W12|sam>", "<@U1|>", "<@u1>", "<@U1", "@priya", "@", "<#C1|general>", "<#C1|>", "#channel"),
    *("<!channel>", "<!here|here>", "<!everyone>", "<!subteam^S1|@team>", "<!subteam^S1>", "<!date^1^{date}|then>"),
    *(
        "<https://a.example/x?a=1&amp;b=2>",
        "<https://a.example|a label>",
        "https://b.example/(x).",
        "https://",
        "http://(",
    ),
    *("<mailto:a@b.example|a@b.example>", "<tel:+123>", "<javascript:alert(1)|x>", "<>", "<|>", "<@>", "<#>", "<!>"),
    *("https://x.slack.com/archives/C1/p1700000000123456", "<https://x.slack.com/archives/C1/p1700000000123456>"),
    *("#reliability", "#leadership", "#Thought-Leadership", "#1", "#a#b", "#", "##", "(#x)", "#हिन्दी", "C#", "#café,"),
    *(
        "800ms -&gt; 480ms",
        "->",
        "→",
        "to",
        "from",
        "30%",
        "+12%",
        "-5 %",
        "3x",
        "$120k",
        "€1.2m",
        "+4 NPS",
        "1,200",
        "1 200",
    ),
    *("2h to 15min", "1.200,50", "1.2.3", "10:30", "99999999999999999999", "٣", "²", "½", "１２"),
    *(
        "yesterday",
        "today",
        "on 3 nov",
        "last friday",
        "2026-11-03",
        "2026-02-31",
        "3 days ago",
        "(yesterday)",
        "31 feb",
    ),
    *("by friday", "tomorrow", "in 2 weeks", "99999 years ago", "0001-01-01", "9999-12-31", "29 feb"),
    *(
        "next:",
        "Next steps :",
        "follow-up:",
        "about",
        "re:",
        "with",
        "w/",
        "and",
        "&amp;",
        "&lt;",
        "&amp;amp;",
        "cc",
        "for",
        "by",
    ),
    *("1:1", "coffee", "one on one", "Maria", "Maria Lopez", "“Ann", "Bo”", '"Maria van der Berg"', '"', "«x»", "J."),
    *(",", ";", ".", "!", "?", "…", "(", ")", "[", "]", "-", "–", "—", ":", "/", "|", "+", "*", "_", "`", "~"),
    *(
        "\n",
        "\r\n",
        "\t",
        "\x00",
        "\x1b[31m",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u2028",
        "\ud800",
        "\udfff",
        "\ufffd",
        "\ufeff",
    ),
    *("👩‍👩‍👧‍👦", ":tada:", "é", "e\u0301", "ß", "İ", "田中", "שלום", "x" * 200),
)

_word = st.one_of(
    st.sampled_from(TOKENS), st.text(st.characters(codec="utf-8", min_codepoint=33), min_size=1, max_size=6)
)
typed = st.builds(
    lambda glue, words: glue.join(words), st.sampled_from((" ", " ", " ", "")), st.lists(_word, max_size=MAX_WORDS)
)
anything = st.text(st.characters(), max_size=60)  # surrogates and controls included
markup = st.text("<>@#!|:/&;^U1C x,.()-\n", max_size=60)
any_lines = st.lists(st.one_of(typed, anything, markup), min_size=LINES_EACH, max_size=LINES_EACH)
typed_lines = st.lists(typed, min_size=LINES_EACH, max_size=LINES_EACH)

# A long row of any of these must be read in one pass.
NASTY = (
    *TOKENS,
    *(
        "<",
        "<@U1|",
        "<a|",
        "<https://a|b> ",
        "<@U1> ",
        "<@U1>, ",
        "<@U1> #a ",
        "#a ",
        "(#a) ",
        "https://a/) ",
        ")",
        "(",
    ),
    *("1 111 ", "1,111,", "1.", "9", "1% ", "1 -> 1 ", "-> ", "+1 a ", "$", "$1", "1k", "a1 ", "from 1 to ", "1 to "),
    *(
        "next ",
        "next: ",
        "they: ",
        "; ask: ",
        "ask for an intro",
        "follow",
        "follow-up ",
        '"',
        '"a ',
        "Maria, ",
        "Maria and ",
        "@a, ",
        "@a ",
        "Aa ",
        "about ",
        "had ",
    ),
    *(
        " ",
        "- ",
        "-",
        ", ",
        "a",
        "a ",
        "&amp;",
        "&",
        "on friday ",
        "on ",
        "nov ",
        "( ",
        "(<https://a/> ",
        "[<https://a/>",
    ),
)


def atoms(text: str) -> Counter[str]:
    """The words of a text, whatever stands between them."""
    return Counter(re.findall(r"\w+", text.casefold()))


def seen(text: str) -> str:
    """What the person typed, without Slack's tokens; a word that an address is glued to stands for itself."""
    typed_text = lines.unescape(re.sub(r"<[^<>\n]+>", " ", lines.clean(text)))
    return re.sub(r"(?=https?://)", " ", typed_text, flags=re.IGNORECASE)


def lost(text: str, kept: Iterable[str]) -> set[str]:
    """The words of `text` that `kept` does not hold as often (nor within a longer word, where tokens were glued)."""
    said = " ".join(kept).casefold()
    return {word for word in atoms(seen(text)) - atoms(said) if said.count(word) < atoms(seen(text))[word]}


DATE_WORDS = {
    *(
        "today",
        "tonight",
        "yesterday",
        "tomorrow",
        "just",
        "now",
        "this",
        "last",
        "next",
        "past",
        "on",
        "in",
        "ago",
        "the",
        "a",
    ),
    *(
        "an",
        "before",
        "after",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "of",
        "end",
        "by",
        "due",
    ),
    *("morning", "noon", "afternoon", "evening", "night", "friday", "nov", "feb", "eow", "eom", "eod", "until", "till"),
}


def is_date_word(word: str) -> bool:
    return word in DATE_WORDS or (word.isascii() and word.isdigit())


def fastest(call: Callable[[], object]) -> float:
    """Processor time, so that what else the machine does counts little."""
    took = []
    for _ in range(5):
        start = time.thread_time()
        call()
        took.append(time.thread_time() - start)
    return min(took)


def growth(parse: Callable[[str], object], nasty: str) -> float:
    """How many times longer four times the text takes: 4 where the work is linear, 16 where it is quadratic."""
    short, long = (nasty * 3000)[:700], (nasty * 3000)[:2800]

    def measured() -> float:
        return fastest(lambda: parse(long)) / max(fastest(lambda: parse(short)), 100e-6)

    return next((ratio for _ in range(3) if (ratio := measured()) < LINEAR), LINEAR)
