"""The same `/win` written the usual way: default Bolt app, one ORM session and one commit per command."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from bot.domain import wins as win_rules
from bot.domain.wins import NewWin


class Base(DeclarativeBase):
    pass


class Member(Base):
    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(unique=True)


class Win(Base):
    __tablename__ = "wins"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    title: Mapped[str]
    happened_on: Mapped[date]
    created_at: Mapped[datetime]
    parts: Mapped[list["Part"]] = relationship(cascade="all, delete-orphan")


class Part(Base):
    """Tags, links, witnesses and measures of a win."""

    __tablename__ = "parts"
    id: Mapped[int] = mapped_column(primary_key=True)
    win_id: Mapped[int] = mapped_column(ForeignKey("wins.id"), index=True)
    kind: Mapped[str]
    value: Mapped[str]


class Handled(Base):
    __tablename__ = "handled"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)


def attach(app: AsyncApp, database: str) -> None:
    engine = create_engine(database)
    Base.metadata.create_all(engine)

    def save(body: dict[str, Any]) -> str:
        now = datetime.now(UTC)
        with Session(engine) as session:
            if session.scalar(select(Handled).where(Handled.key == body["trigger_id"])):
                return "Saved already."
            session.add(Handled(key=body["trigger_id"]))
            member = session.scalar(select(Member).where(Member.user_id == body["user_id"]))
            if member is None:
                member = Member(user_id=body["user_id"])
                session.add(member)
                session.flush()
            new = win_rules.parse_win_line(body["text"], now.date())
            assert isinstance(new, NewWin)
            win = Win(member_id=member.id, title=new.title, happened_on=new.happened_on, created_at=now)
            for kind, values in (("tag", new.tags), ("link", new.links), ("witness", new.witnesses)):
                win.parts += [Part(kind=kind, value=value) for value in values]
            win.parts += [Part(kind="measure", value=measure.as_typed) for measure in new.measures]
            session.add(win)
            session.commit()
            return f"Saved: {new.title}"

    @app.command("/win")
    async def on_win(body: dict[str, Any], ack: AsyncAck) -> None:
        await ack(await asyncio.to_thread(save, body))
