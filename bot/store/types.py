"""Column types shared by all tables: aware UTC times, encrypted text, exact decimals."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect, String, Text
from sqlalchemy.types import DateTime, TypeDecorator

_CIPHER = "vouch_cipher"  # of a dialect


class KeyProblem(Exception):
    """The secret key is malformed, or cannot read what the database holds."""


class Cipher:
    """Fernet keys, newest first: the first encrypts, all decrypt. Bound to an engine by `bind`."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise KeyProblem("no secret key was given")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except (ValueError, TypeError) as problem:
            raise KeyProblem("a secret key is not a Fernet key (44 characters of URL-safe base64)") from problem

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")

    def decrypt(self, token: str) -> str:
        try:
            return self._fernet.decrypt(token).decode("utf-8", "surrogatepass")
        except (InvalidToken, ValueError) as problem:
            raise KeyProblem("the secret key does not open what the database holds") from problem

    def bind(self, dialect: Dialect) -> None:
        """Each engine carries its own cipher, so two databases with two keys can live in one process."""
        setattr(dialect, _CIPHER, self)


class EncryptedText(TypeDecorator[str]):
    """Text that only the holder of the key can read; empty text stays empty, so that 'nothing there' needs no key."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if not value:
            return value
        cipher: Cipher = getattr(dialect, _CIPHER)
        return cipher.encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if not value:
            return value
        cipher: Cipher = getattr(dialect, _CIPHER)
        return cipher.decrypt(value)


class UtcTime(TypeDecorator[datetime]):
    """Aware UTC in and out on both databases; a naive value is a programming error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone was given to the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactNumber(TypeDecorator[Decimal]):
    """A decimal kept digit for digit, as text on both databases."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)
