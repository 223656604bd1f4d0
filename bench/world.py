"""The phone's world: the branch with 200 SKUs, and one rep who holds 5,000 stores.

python -m bench.world FILE
"""

import sys
from datetime import date
from pathlib import Path

import msgspec

from seed_data.grow import grown
from seed_data.script import Script

LOGIN, STORES = "rep.bench", 5000


def main(path: Path) -> None:
    lines = list(grown("branch", 7, 200, date(2026, 11, 25)))
    start, admin = lines[0].heard, lines[0].login
    script = Script()
    voice = script.voice(admin, start)
    person = {
        "login": LOGIN, "name": "演示量测", "active": True, "phone": None,
        "home_lat_e7": None, "home_lon_e7": None,
    }  # fmt: skip
    voice.tell(start, "person.put", LOGIN, person)
    post = {
        "person_id": LOGIN, "role": "field_rep", "org_unit_id": "O-CC", "partner_id": None,
        "from_at": start, "until_at": None,
    }  # fmt: skip
    voice.tell(start, "employment.put", f"{LOGIN}.1", post)
    for line in [line for line in lines if line.kind == "store.put"][:STORES]:
        args = {
            "store_id": line.id, "rep_id": LOGIN, "kind": "joint", "from_at": start,
            "until_at": None,
        }  # fmt: skip
        voice.tell(start, "store.assign", f"J-{line.id}", args)
    with path.open("wb") as file:
        for line in (*lines, *script):
            file.write(msgspec.json.encode(line.told()) + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
