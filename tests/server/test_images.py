"""Pictures alone: what is damaged, cut short, or no picture at all."""

import io
from pathlib import Path

import pytest
from PIL import Image

from backend.outside import images
from tests import pictures


def test_a_damaged_picture_is_refused_whatever_is_damaged(tmp_path: Path) -> None:
    whole = pictures.with_gps()
    path = tmp_path / "damaged"
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        for damaged in (whole[:at], whole[:at] + b"\xff\x00\x7f" * 20 + whole[at + 60 :]):
            path.write_bytes(damaged)
            for make in (images.thumbnail, images.full):
                try:
                    made = make(path)
                except images.NotAPicture:
                    continue
                assert Image.open(io.BytesIO(made)).size[0] <= 2560


def test_of_a_picture_cut_short_is_shown_what_there_is(tmp_path: Path) -> None:
    whole = pictures.jpeg()
    path = tmp_path / "cut"
    path.write_bytes(whole[: len(whole) // 2])
    for make in (images.thumbnail, images.full):
        shown = Image.open(io.BytesIO(make(path))).convert("RGB")
        top = shown.crop((0, 0, shown.width, shown.height // 4))
        rest = shown.crop((0, shown.height * 3 // 4, shown.width, shown.height))
        assert len(set(top.get_flattened_data())) > 20
        assert len(set(rest.get_flattened_data())) == 1


def test_a_bomb_is_refused_before_a_pixel_is_unfolded(tmp_path: Path) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(pictures.bomb())
    for look in (images.look, images.thumbnail, images.full):
        with pytest.raises(images.NotAPicture, match="30000 x 30000"):
            look(path)  # type: ignore[operator]
