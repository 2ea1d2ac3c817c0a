// What the device keeps of a text until the desk has it: encrypted, with a key that is never kept beside it.

const NAME = "newsroom-desk";
const STORE = "kept";

export class Device {
  constructor(id) {
    this.id = id;
    this.key = null;
    this.turn = Promise.resolve();
  }

  async useKey(given) {
    if (!globalThis.crypto?.subtle || !given) return;
    const raw = Uint8Array.from(atob(given), (char) => char.charCodeAt(0));
    this.key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  /** Whether `what` is kept now. Each waits for the one before it. */
  put(what) {
    return this.#inTurn(async () => {
      if (!this.key) return false;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(what));
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, plain);
      await (await shelf()).put(this.id, { iv, data: new Uint8Array(data) });
      return true;
    }, false);
  }

  /** What was left here, or null. What this session's key doesn't open goes for good, whosever it was. */
  take() {
    return this.#inTurn(async () => {
      // Without a key nothing tells what another session left from what this one did.
      if (!this.key) return null;
      const kept = await shelf();
      let found = null;
      for (const [id, row] of await kept.all()) {
        const read = await this.#read(row);
        if (read === null) await kept.remove(id);
        else if (id === this.id) found = read;
      }
      return found;
    }, null);
  }

  remove() {
    return this.#inTurn(async () => this.key && (await shelf()).remove(this.id), null);
  }

  async #read({ iv, data }) {
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.key, data);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return null;
    }
  }

  #inTurn(work, otherwise) {
    this.turn = this.turn.then(work).catch(() => otherwise);
    return this.turn;
  }
}

/** Where rows lie: the browser's database, or its smaller store where that is refused. */
async function shelf() {
  try {
    return inDatabase(await open());
  } catch {
    return inStorage();
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function inDatabase(database) {
  const within = (mode, ask) => new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const asked = ask(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  return {
    put: (id, row) => within("readwrite", (store) => store.put(row, id)),
    remove: (id) => within("readwrite", (store) => store.delete(id)),
    all: async () => {
      const ids = await within("readonly", (store) => store.getAllKeys());
      const rows = await within("readonly", (store) => store.getAll());
      return ids.map((id, number) => [id, rows[number]]);
    },
  };
}

function inStorage() {
  const text = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const bytes = (written) => Uint8Array.from(written, (char) => char.charCodeAt(0));
  const named = (id) => `${NAME}/${id}`;
  return {
    put: async (id, { iv, data }) => localStorage.setItem(named(id), btoa(text(iv) + text(data))),
    remove: async (id) => localStorage.removeItem(named(id)),
    all: async () => Object.keys(localStorage).filter((name) => name.startsWith(named(""))).map((name) => {
      const written = atob(localStorage.getItem(name));
      return [name.slice(named("").length), { iv: bytes(written.slice(0, 12)), data: bytes(written.slice(12)) }];
    }),
  };
}
