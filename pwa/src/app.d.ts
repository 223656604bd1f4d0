/** Put in by the build: the app's version, as package.json says. */
declare const __APP__: string;

declare module "@noble/hashes/sha2.js?apart" {
  export { sha512 } from "@noble/hashes/sha2.js";
}
