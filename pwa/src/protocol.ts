/** The contract's words, for everybody: `import type { Store } from "../protocol"`. */

export * from "../../sync_protocol/generated/protocol";
