"""One parameter for the ids of a batch, on both databases."""

import pytest
from sqlalchemy import insert, select

from bot.store.batches import among, grouped
from bot.store.database import Session
from bot.store.tables import workspaces
from tests.conftest import NOW

pytestmark = pytest.mark.both_databases
FOUND = select(workspaces.c.id, workspaces.c.team_id).where(among(workspaces.c.id)).order_by(workspaces.c.id)
LARGE = 2**62


@pytest.fixture
def teams(session: Session) -> None:
    rows = [{"id": id_, "team_id": f"T{id_}", "created_at": NOW} for id_ in (1, 2, 3, LARGE)]
    session.execute(insert(workspaces), rows)


@pytest.mark.usefixtures("teams")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], []),
        ([2], [2]),
        ((3, 1, 1, 7), [1, 3]),
        ({LARGE, 2}, [2, LARGE]),
        (range(2, 20_000), [2, 3]),
        ({1: "keys"}.keys(), [1]),
    ],
)
def test_rows_of_any_number_of_ids_are_found(session: Session, asked: list[int], found: list[int]) -> None:
    assert [row.id for row in session.execute(FOUND, {"owners": asked})] == found


@pytest.mark.usefixtures("teams")
def test_rows_come_by_their_owner_made_into_values(session: Session) -> None:
    named = select(workspaces.c.id, workspaces.c.team_id).where(among(workspaces.c.id, "places"))
    assert grouped(session, named, {"places": [1, 3]}, str.lower) == {1: ("t1",), 3: ("t3",)}
