/** A file handed over: to whatever the phone can share it with, else into its downloads. */

const KEEP_MS = 60_000;

/** How it went: "shared", "saved", or "stopped" when the person closed the sheet. */
export async function give(file: File): Promise<"shared" | "saved" | "stopped"> {
  const data = { files: [file] };
  if (navigator.canShare?.(data)) {
    try {
      await navigator.share(data);
      return "shared";
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return "stopped";
      // Sharing takes a tap that is not too old, and not every app takes every file: save it.
    }
  }
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
  return "saved";
}
