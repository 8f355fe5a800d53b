"""The standing cast and channels of the made-up workspaces; it may not change once a workspace runs."""

from dataclasses import dataclass, field

TEAM = "T0ACME"
OTHER_TEAM = "T0OTHER"
TEAM_NAMES = {TEAM: "Acme", OTHER_TEAM: "Other"}
APP_ID = "A0VOUCH"
BOT_USER = "U0VOUCH"
BOT_ID = "B0VOUCH"
BOT_TOKEN = "xoxb-0-sandbox-bot"  # noqa: S105 a made-up value, good for this workspace only
APP_TOKEN = "xapp-1-sandbox-app"  # noqa: S105 likewise
SIGNING_SECRET = "sandbox0signing0secret0000000000"  # noqa: S105 likewise


@dataclass
class Person:
    """`tz` is None for somebody whose zone Slack does not tell."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str | None = "Europe/Berlin"
    team: str = TEAM
    bot: bool = False
    deleted: bool = False
    guest: bool = False


@dataclass(frozen=True)
class Room:
    """A channel as it stands in a new workspace."""

    id: str
    name: str
    kind: str = "channel"
    bot_in: bool = True
    team: str = TEAM
    members: tuple[str, ...] = field(default=())


def cast(bot_name: str) -> list[Person]:
    return [
        Person("U0ADA", "ada", "Ada Bright", "Staff engineer, Platform"),
        Person("U0MAYA", "maya", "Maya Lindt", "Engineering manager, Platform"),
        Person("U0PRIYA", "priya", "Priya Nair", "Staff engineer, Payments"),
        Person("U0SAM", "sam", "Sam Okafor", "VP Engineering", "Europe/London"),
        Person("U0RUI", "rui", "Rui Costa", "Director, Infrastructure", "America/New_York"),
        Person("U0LEO", "leo", "Leo Frank", "Product manager", None),
        Person("U0GUEST", "guest", "Gwen Guest", "Contractor", guest=True),
        Person("U0GONE", "gone", "Gil Gone", "Former colleague", deleted=True),
        Person(BOT_USER, bot_name.lower().replace(" ", "_"), bot_name, bot=True, tz=None),
        Person("U0ZOE", "zoe", "Zoe Other", "Engineer", team=OTHER_TEAM),
    ]


ROOMS = (
    Room("C0GENERAL", "general"),
    Room("C0PLATFORM", "platform", members=("U0ADA", "U0MAYA", "U0PRIYA", "U0SAM", "U0RUI", "U0LEO")),
    Room("C0RANDOM", "random", bot_in=False),
    Room("G0PRIVATE", "promo-talk", kind="private", bot_in=False, members=("U0ADA", "U0MAYA")),
    Room("C0OTHER", "other", team=OTHER_TEAM),
)
