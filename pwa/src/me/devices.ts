/** Which of a person's devices is which. Pure. */

export interface Device {
  replica_id: string;
  device_name: string;
  app: string;
  last_seen_at: string | null;
  lost_at: string | null;
}

/** Which phone it is, from what its browser calls itself; "": it does not say. */
export function nameOf({ device_name: agent }: Pick<Device, "device_name">): string {
  const system = /Android[^;)]*(?:; ([^;)]+))?/.exec(agent);
  if (system) return system[1] ?? "Android";
  return /(iPhone|iPad|Windows|Macintosh|Linux)/.exec(agent)?.[1] ?? agent;
}

/** The one in her hand first, then as the server has them: those heard of last first. */
export function inOrder(devices: readonly Device[], own: string | null): Device[] {
  const here = devices.filter((one) => one.replica_id === own);
  return [...here, ...devices.filter((one) => one.replica_id !== own)];
}
