/** An address for picture bytes held in memory, taken back when the component goes. */

export function pictureUrl(bytes: () => ArrayBuffer | Blob | null): { readonly url: string } {
  let url = $state("");
  $effect(() => {
    const held = bytes();
    if (!held) {
      url = "";
      return undefined;
    }
    const blob = held instanceof Blob ? held : new Blob([held], { type: "image/jpeg" });
    const made = URL.createObjectURL(blob);
    url = made;
    return () => URL.revokeObjectURL(made);
  });
  return {
    get url() {
      return url;
    },
  };
}
