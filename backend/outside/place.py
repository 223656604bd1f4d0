"""Which place photos lie in, by the settings."""

from backend.outside.blobs import Blobs
from backend.outside.folder import Folder
from backend.settings import Settings


def a_place_for_photos(settings: Settings) -> Blobs:
    if not settings.photos:
        return Folder(settings.data)
    from backend.outside.bucket import Bucket  # its library is for those who use it

    return Bucket(settings.photos, settings.data / "uploads")
