/** Clocks. The wall clock is evidence; a monotonic one measures how long ago. */

/** Milliseconds that do not jump when somebody sets the clock while this context lives. */
export function mono(): number {
  return performance.timeOrigin + performance.now();
}
