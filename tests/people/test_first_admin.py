"""A new installation gets its first admin, once, by operations of the system."""

import pytest

from backend.parts import registry
from backend.people.accounts import Gate, sign_in
from backend.people.first_admin import AlreadyFounded, first_admin
from backend.people.passwords import Passwords
from backend.people.throttle import Throttle
from backend.refused import Refused
from tests.engines import Database

pytestmark = pytest.mark.anyio


async def test_the_first_admin_can_sign_in_and_there_is_no_second_first(
    database: Database,
) -> None:
    async with database.opened(registry().views) as store:
        with pytest.raises(Refused, match="5 characters"):
            await first_admin(store, "adm.hq", "管理员", "short")
        admin_id = await first_admin(store, "adm.hq", "管理员", "long enough")

        gate = Gate(Passwords(), Throttle())
        *_, person = await sign_in(store, gate, "adm.hq", "long enough", "127.0.0.1", None)
        assert (person.id, person.role, person.org_unit_id) == (admin_id, "admin", "HQ")
        assert person.unit_ids == {"HQ"}
        with pytest.raises(AlreadyFounded):
            await first_admin(store, "adm.two", "二", "long enough")
        async with store.reading() as read:
            rows = await read.rows("SELECT user_id, kind, status FROM sync_op ORDER BY local_seq")
        assert [tuple(row) for row in rows] == [
            ("system", "org_unit.put", "applied"),
            ("system", "person.put", "applied"),
            ("system", "employment.put", "applied"),
        ]
