/** The company's key, asked for once and kept, so that a receipt can be checked without a network. */

const KEY = "xundian.receipt_key";
const PATIENCE_MS = 6000;

export async function companyKey(): Promise<string | null> {
  try {
    const answer = await fetch("/sync/v1/hello", { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { receipt_key } = (await answer.json()) as { receipt_key?: unknown };
    if (typeof receipt_key === "string") {
      keep(receipt_key);
      return receipt_key;
    }
  } catch {
    // no network, or a portal's page: what was kept must do
  }
  return kept();
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(key: string): void {
  try {
    localStorage.setItem(KEY, key);
  } catch {
    // storage is switched off
  }
}
