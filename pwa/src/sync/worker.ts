/** The sync worker: one per tab, one of them leads. */

export {};
