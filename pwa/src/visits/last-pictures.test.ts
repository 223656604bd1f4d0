import { expect, test } from "vitest";
import type { Held } from "../device/records";
import type { PhotoType } from "../protocol";
import { lastPictures } from "./last-pictures";

function photo(id: string, visit_id: string | null, type: PhotoType, at: number): Held<"photo"> {
  return { id, visit_id, type, taken_at: `2026-11-2${at}T02:00:00Z` } as Held<"photo">;
}

test("one a kind of the latest visit but this one, the last of each, no signatures", () => {
  const photos = [
    photo("old", "V1", "main_shelf_before", 1),
    photo("front", "V2", "storefront", 2),
    photo("shelf", "V2", "main_shelf_before", 2),
    photo("shelf-again", "V2", "main_shelf_before", 3),
    photo("ink", "V2", "signature", 3),
    photo("now", "V3", "main_shelf_before", 4),
    photo("loose", null, "main_shelf_before", 5),
  ];
  expect(lastPictures(photos, "V3").map(({ id }) => id)).toEqual(["shelf-again", "front"]);
  expect(lastPictures(photos, null).map(({ id }) => id)).toEqual(["now"]);
  expect(lastPictures([], null)).toEqual([]);
});
