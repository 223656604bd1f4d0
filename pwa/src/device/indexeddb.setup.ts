/** Tests run in Node: a whole IndexedDB in memory stands in for the browser's. */

import "fake-indexeddb/auto";
