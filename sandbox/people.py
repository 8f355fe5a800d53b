"""The standing cast and channels of the made-up workspaces; it may not change once a workspace runs."""

from dataclasses import dataclass, field

TEAM = "T0ACME"
OTHER_TEAM = "T0OTHER"
PARTNER_TEAM = "T0PARTNER"
TEAM_NAMES = {TEAM: "Acme", OTHER_TEAM: "Other", PARTNER_TEAM: "Partner"}
INSTALLED_AT = {TEAM, OTHER_TEAM}
APP_ID = "A0VOUCH"
BOT_USER = "U0VOUCH"
BOT_ID = "B0VOUCH"
SLACKBOT = "USLACKBOT"
BOT_TOKEN = "xoxb-0-sandbox-bot"  # noqa: S105 a made-up value, good for this workspace only
APP_TOKEN = "xapp-1-sandbox-app"  # noqa: S105 likewise
SIGNING_SECRET = "sandbox0signing0secret0000000000"  # noqa: S105 likewise


@dataclass
class Person:
    """`tz` is None for somebody whose zone Slack does not tell; `bot_id` is that of a bot, as messages carry it."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str | None = "Europe/Berlin"
    team: str = TEAM
    bot: bool = False
    deleted: bool = False
    guest: bool = False
    locale: str = "en-US"
    bot_id: str | None = None


@dataclass(frozen=True)
class Room:
    """A conversation as it stands in a new workspace; `kind` is channel, private, im (with the app) or dm (without)."""

    id: str
    name: str
    kind: str = "channel"
    bot_in: bool = True
    team: str = TEAM
    members: tuple[str, ...] = field(default=())
    shared: bool = False


@dataclass(frozen=True)
class Group:
    """A user group, mentioned by its handle."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...]


def cast(bot_name: str) -> list[Person]:
    return [
        Person("U0ADA", "ada", "Ada Bright", "Staff engineer, Platform"),
        Person("U0MAYA", "maya", "Maya Lindt", "Engineering manager, Platform"),
        Person("U0PRIYA", "priya", "Priya Nair", "Staff engineer, Payments"),
        Person("U0SAM", "sam", "Sam Okafor", "VP Engineering", "Europe/London"),
        Person("U0RUI", "rui", "Rui Costa", "Director, Infrastructure", "America/New_York"),
        Person("U0LEO", "leo", "Leo Frank", "Product manager", None, locale="de-DE"),
        Person("W0WILL", "will", "Will Wong", "Security engineer", "America/Los_Angeles"),
        Person("U0GUEST", "guest", "Gwen Guest", "Contractor", guest=True),
        Person("U0GONE", "gone", "Gil Gone", "Former colleague", deleted=True),
        Person(BOT_USER, bot_name.lower().replace(" ", "_"), bot_name, bot=True, tz=None, bot_id=BOT_ID),
        Person("U0DEPLOY", "deploys", "Deploys", bot=True, tz=None, bot_id="B0DEPLOY"),
        Person(SLACKBOT, "slackbot", "Slackbot", bot=True, tz=None),
        Person("U0STELLA", "stella", "Stella Strand", "Engineer at Partner", team=PARTNER_TEAM),
        Person("U0ZOE", "zoe", "Zoe Other", "Engineer", team=OTHER_TEAM),
    ]


ROOMS = (
    Room("C0GENERAL", "general"),
    Room("C0PLATFORM", "platform", members=("U0ADA", "U0MAYA", "U0PRIYA", "U0SAM", "U0RUI", "U0LEO")),
    Room("C0RANDOM", "random", bot_in=False),
    Room("G0PRIVATE", "promo-talk", kind="private", bot_in=False, members=("U0ADA", "U0MAYA")),
    Room("C0SHARED", "shared-launch", members=("U0ADA", "U0MAYA", "U0PRIYA", "U0LEO", "U0STELLA"), shared=True),
    Room("C0OTHER", "other", team=OTHER_TEAM),
    Room("D1ADAMAYA", "", kind="dm", bot_in=False, members=("U0ADA", "U0MAYA")),
    Room("D1ADA", "", kind="dm", bot_in=False, members=("U0ADA",)),
)

GROUPS = (
    Group("S0PLATFORM", "platform-team", "Platform team", ("U0ADA", "U0MAYA")),
    Group("S0DESIGN", "design", "Design", ("U0LEO",)),
)

# As emoji.list tells them: a picture's address, or what the name stands for.
EMOJI = {
    "shipit": "https://emoji.example.com/T0ACME/shipit/0a1b2c3d.png",
    "vouch": "https://emoji.example.com/T0ACME/vouch/4e5f6a7b.png",
    "win": "alias:trophy",
    "ship": "alias:shipit",
}
