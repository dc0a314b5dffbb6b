// What waits on this device, in IndexedDB: kept over reload, closing and a flat battery.

export interface Entry {
  /** Order of entry; given by the store. */
  seq?: number;
  /** Made here: however often the entry is sent, it is one lot. */
  key: string;
  member: string;
  state: "waiting" | "refused" | "sent";
  /** The form as it was typed, to be mended. */
  typed: Record<string, string>;
  /** What the backend is sent. */
  body: unknown;
  confirmed: boolean;
  weighed_at: string;
  /** For people: "WD0012 核桃 12.5 公斤". */
  label: string;
  /** Why it was refused, or what its receipt says. */
  says?: string;
  code?: string;
  lot_id?: string;
  photo?: Blob;
}

const NAME = "commonlot-weigh-in";
const STORE = "entries";
/** Receipts listed after they were sent. */
const SENT_KEPT = 20;

export async function openStore(): Promise<Store> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const open = indexedDB.open(NAME, 1);
    open.onupgradeneeded = () => open.result.createObjectStore(STORE, { keyPath: "seq", autoIncrement: true });
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error ?? new Error("no storage"));
  });
  return new Store(db);
}

export class Store {
  constructor(private readonly db: IDBDatabase) {}

  /** In the order of entry. */
  all(): Promise<Entry[]> {
    return this.ask("readonly", (store) => store.getAll() as IDBRequest<Entry[]>);
  }

  /** Done only when it is on the disk. */
  async put(entry: Entry): Promise<void> {
    await this.ask("readwrite", (store) => store.put(entry));
  }

  async remove(seq: number): Promise<void> {
    await this.ask("readwrite", (store) => store.delete(seq));
  }

  async forgetOldReceipts(): Promise<void> {
    const sent = (await this.all()).filter((entry) => entry.state === "sent" && !entry.photo);
    for (const entry of sent.slice(0, -SENT_KEPT)) await this.remove(entry.seq ?? 0);
  }

  private ask<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const tx = this.db.transaction(STORE, mode);
      const request = work(tx.objectStore(STORE));
      tx.oncomplete = () => resolve(request.result);
      tx.onerror = () => reject(tx.error ?? new Error("storage failed"));
      tx.onabort = () => reject(tx.error ?? new Error("storage failed"));
    });
  }
}
