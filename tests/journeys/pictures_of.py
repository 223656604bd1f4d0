"""A rep's phone without a screen: pictures for the wall of whoever reviews them."""

import hashlib
import io
import uuid
from typing import Any

import httpx
from PIL import Image, ImageEnhance

from seed_data import pictures
from sync_protocol.generated.protocol import OPERATION_ENTITY
from tests.journeys.app import PASSWORD
from tests.phone import Phone
from tests.server.test_uploads import OCTETS, named
from tests.world import ago

REP, OFFICE = "rep.cc01", "O-CC"


class Camera(Phone):
    """Says of a picture where it belongs, and brings its bytes."""

    def __init__(self, url: str, login: str = REP) -> None:
        super().__init__(url, login, PASSWORD)
        self.catch_up()
        visits, stores = self.records("visit"), self.records("store")
        self.visits = [
            (id, visits[id]["store_id"])
            for id in sorted(visits, key=lambda id: visits[id]["checked_in_at"])
            if visits[id]["rep_id"] == self.person_id
            and stores[visits[id]["store_id"]]["org_unit_id"] == OFFICE
        ]
        """Hers in her own office, the oldest first, with their stores."""

    def take(self, data: bytes, visit: tuple[str, str], **more: Any) -> str:
        id, sha256 = f"PH-{uuid.uuid4()}", hashlib.sha256(data).hexdigest()
        args = {
            "visit_id": visit[0], "store_id": visit[1], "delivery_note_id": None, "task_id": None,
            "type": "cooler", "sha256": sha256, "bytes": len(data), "mime": "image/jpeg",
            "width": 1200, "height": 900, "taken_at": ago(minutes=1), "position": None,
            "capture_mode": "live", "sequence": 0, **more,
        }  # fmt: skip
        self.say("photo.attach", OPERATION_ENTITY["photo.attach"], id, args)
        (result,) = self.push()
        assert result["status"] == "applied", result
        with httpx.Client(base_url=str(self.http.base_url)) as bare:
            bare.headers["Authorization"] = f"Bearer {self.push_token}"
            headers = {**OCTETS, **named(data)}
            answer = bare.post("/sync/v1/files", content=data, headers=headers)
        assert answer.status_code == 201, answer.text
        return id

    def shelf_before_and_after(self, visit: tuple[str, str], number: int = 901) -> tuple[str, str]:
        """The same shelf, a quarter of it filled up."""
        first = Image.open(io.BytesIO(pictures.shelf(number)))
        second = first.copy()
        second.paste(Image.open(io.BytesIO(pictures.shelf(number + 1))).crop((0, 0, 1200, 420)))
        return (
            self.take(pictures.shelf(number), visit, type="main_shelf_before"),
            self.take(jpeg(second), visit, type="main_shelf_after", sequence=1),
        )


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def dark(number: int) -> bytes:
    picture = Image.open(io.BytesIO(pictures.shelf(number)))
    return jpeg(ImageEnhance.Brightness(picture).enhance(0.12))
