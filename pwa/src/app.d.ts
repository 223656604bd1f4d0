/** Put in by the build: the app's version, as package.json says. */
declare const __APP__: string;
