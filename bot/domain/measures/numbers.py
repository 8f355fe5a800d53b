"""Numbers as they are typed: thousands, decimals, and which separator a locale means."""

import re
from decimal import Decimal

# Thousands in groups of three; all repeats are bounded, so that a long row of digits is read in one pass.
NUMBER = r"\d{1,3}(?:[,.'’ ]\d{3}){1,4}(?:[.,]\d{1,6})?(?!\d)|\d{1,15}(?:[.,]\d{1,6})?"
_TIDY = re.compile(r"[ '’]")
# Languages by their decimal separator, the regions that differ from their language, and those where both are common.
_COMMA = frozenset(
    {"bg", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "id", "is", "it", "lt", "lv", "nb"}
    | {"nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi"}
)
_POINT = frozenset({"en", "he", "hi", "ja", "ko", "ms", "th", "zh"})
_POINT_IN = {"de": {"CH", "LI"}, "it": {"CH"}, "es": {"MX", "US", "GT", "HN", "NI", "PA", "SV", "DO", "PR", "PE"}}
_MIXED = {"es": {"LA", "419"}, "en": {"ZA"}, "fr": {"CH"}}


def decimal_of(locale: str) -> str:
    """What separates decimals where the member is, by Slack's `de-DE`; "" where that is not known."""
    language, _, region = locale.replace("_", "-").partition("-")
    if not language.isalpha() or region in _MIXED.get(language.casefold(), ()):
        return ""
    if region in _POINT_IN.get(language.casefold(), ()):
        return "."
    return "," if language.casefold() in _COMMA else "." if language.casefold() in _POINT else ""


def read_number(typed: str, decimal: str, *, whole: bool) -> Decimal:
    """`1 200` and `1.200,50` are thousands; what could be either goes by `decimal`, and without it a single point is
    decimal, a single comma only before other than three digits (`1,5`, `0,125`). `whole` money has no three decimals.
    """
    if typed.isdigit():
        return Decimal(typed)
    typed = _TIDY.sub("", typed)
    comma, point = typed.rfind(","), typed.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
    elif typed.count(".") > 1:
        thousands, decimal = ".", ","
    elif typed.count(",") > 1:
        thousands, decimal = ",", "."
    elif len(typed) - max(comma, point) == 4 and typed[0] != "0":
        if whole:
            decimal = "," if comma < 0 else "."
        thousands, decimal = (".", ",") if decimal == "," else (",", ".")
    else:
        return Decimal(typed.replace(",", "."))
    return Decimal(typed.replace(thousands, "").replace(decimal, "."))


def plain(value: Decimal) -> Decimal:
    """Without exponent and trailing zeros: 120, not 1.20E+2."""
    return Decimal(f"{value.normalize():f}")


def turn(before: Decimal | None, after: Decimal | None) -> str:
    if before is None or after is None or before == after:
        return ""
    return "up" if after > before else "down"
