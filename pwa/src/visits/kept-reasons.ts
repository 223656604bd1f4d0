/** Why an unclear picture is kept all the same. */

import type { PhotoAttach } from "../protocol";

export const KEPT_REASONS = [
  "light",
  "glass",
  "narrow",
  "hurry",
  "moving",
] as const satisfies readonly NonNullable<PhotoAttach["kept_reason"]>[];
