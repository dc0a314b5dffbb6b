import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { WATCHED } from "./watched";

/** How often it is looked whether the database still tells us everything; each time its subscribers hear so. */
export const PULSE_MS = 1_000;
/** A database that takes longer to say "1" is as good as lost. */
const ANSWER_MS = 5_000;
/** Tags of many commits go out together: a pool that sells ten times a second is told of ten times, not a hundred. */
const GATHER_MS = 50;
/** For `create trigger`, the first time: it must not queue behind a long write for long, because everybody queues behind it. */
const LOCK_LIMIT = "1s";

/** Who wants to know what has changed. After `ended` nothing comes any more, and changes may have been missed. */
export interface Subscriber {
  changed(tags: readonly string[]): void;
  /** All that was committed before this was asked has been told. */
  pulse(): void;
  ended(): void;
}

/** Listens, for all subscribers of this process, to what the shop's pages show differently. Without subscribers it holds no connection. */
export class ShopChanges {
  private readonly subscribers = new Set<Subscriber>();
  private listening: Promise<Client> | undefined;
  private current: Client | undefined;
  private gathered = new Set<string>();
  private gathering: NodeJS.Timeout | undefined;
  private pulsing: NodeJS.Timeout | undefined;

  constructor(private readonly database_url: string) {}

  /** From when it resolves, every commit is told. Rejects when the database can't be listened to. Returns the way out. */
  async subscribe(subscriber: Subscriber): Promise<() => void> {
    this.listening ??= this.listen();
    const listening = this.listening;
    try {
      await listening;
    } catch (error) {
      if (this.listening === listening) this.listening = undefined;
      throw error;
    }
    if (this.listening !== listening) throw new Error("the connection was lost while it was opened");
    this.subscribers.add(subscriber);
    return () => {
      if (this.subscribers.delete(subscriber) && this.subscribers.size === 0) this.end();
    };
  }

  /** Lets everybody go, and the connection. */
  end(): void {
    const listening = this.listening;
    this.listening = undefined;
    this.current = undefined;
    clearInterval(this.pulsing);
    clearTimeout(this.gathering);
    this.gathering = undefined;
    this.gathered = new Set();
    for (const one of this.subscribers) one.ended();
    this.subscribers.clear();
    void listening?.then(
      (client) => client.end().catch(() => undefined),
      () => undefined,
    );
  }

  private async listen(): Promise<Client> {
    const client = new Client({
      connectionString: this.database_url,
      application_name: "shop-changes",
      query_timeout: ANSWER_MS,
    });
    const lost = () => {
      if (client === this.current) this.end();
    };
    client.on("error", lost);
    client.on("end", lost);
    const pulse = `pulse ${randomUUID()}`;
    client.on("notification", ({ payload = "" }) => {
      if (payload === pulse) this.pulse(client);
      else if (!payload.startsWith("pulse ")) this.gather(payload.split(" "));
    });
    try {
      await client.connect();
      await watch(client);
      await client.query("listen shop");
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.current = client;
    // Notifications come in the order of commits: ours comes back behind all that was committed before it.
    this.pulsing = setInterval(() => {
      client.query("select pg_notify('shop', $1)", [pulse]).catch(lost);
    }, PULSE_MS);
    this.pulsing.unref();
    return client;
  }

  private pulse(client: Client): void {
    if (client !== this.current) return;
    this.tell();
    for (const one of this.subscribers) one.pulse();
  }

  private gather(tags: readonly string[]): void {
    for (const tag of tags) this.gathered.add(tag);
    this.gathering ??= setTimeout(() => this.tell(), GATHER_MS);
  }

  private tell(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    if (this.gathered.size === 0) return;
    const tags = [...this.gathered];
    this.gathered = new Set();
    for (const one of this.subscribers) one.changed(tags);
  }
}

/** Sets the triggers that are missing: the first time, and when this list has changed. */
async function watch(client: Client): Promise<void> {
  // Two backends that start at once: one after the other. The connection that ends lets the lock go.
  await client.query("select pg_advisory_lock(hashtext('shop_watch'))");
  await client.query(`set lock_timeout = '${LOCK_LIMIT}'`);
  // Each table in a transaction of its own: holding one while waiting for the next could be a deadlock with a sale.
  for (const [table, args] of Object.entries(WATCHED)) {
    await client.query("select shop_watch($1, $2)", [table, args]);
  }
  await client.query("select pg_advisory_unlock(hashtext('shop_watch'))");
}
