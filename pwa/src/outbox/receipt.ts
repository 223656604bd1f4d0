/** The company's last receipt as a file, for whoever wants to hold something in hand. */

import type { Receipt } from "../device/shapes";

export function saveReceipt(receipt: Receipt): void {
  const text = JSON.stringify({ t: "xsp1-receipt", ...receipt }, null, 2);
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `xundian-receipt-${receipt.at.slice(0, 10)}-${receipt.next_seq - 1}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
