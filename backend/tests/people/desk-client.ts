import { addDays } from "@commonlot/domain";
import type pg from "pg";
import type { House } from "../../../dev/src/testing/house";
import { todayOf } from "../../src/lib/today";

/** A day of the harvest, so many days ago: weeks, as of goods that were dried. */
export const picked = (days_ago = 60): string => addDays(todayOf(), -days_ago);

/** JSON as it comes over the wire: a test looks into it freely. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export interface Reply {
  status: number;
  body: Json;
}

interface SeedLogin {
  email: string;
  sign_in: { path: string; body: Record<string, string> };
}

/** A plain HTTP client with one person's token. */
export class Desk {
  constructor(
    private readonly url: string,
    private readonly token?: string,
    private readonly publishable_key?: string,
    private readonly household_id?: string,
  ) {}

  /** The same person, looking at one of the households their phone opens. */
  in(household_id: string): Desk {
    return new Desk(this.url, this.token, this.publishable_key, household_id);
  }

  /** Signs in one of the seed's people by the name they type: an e-mail, or the number of a card. */
  static async signIn(house: House, email: string): Promise<Desk> {
    const login = (house.seed.logins as SeedLogin[]).find((one) => one.email === email);
    if (!login) throw new Error(`the seed has no login ${email}`);
    const reply = await new Desk(house.backendUrl).post(login.sign_in.path, login.sign_in.body);
    if (reply.status !== 200) throw new Error(`${email} can't sign in: ${reply.status}`);
    return new Desk(house.backendUrl, String(reply.body.token));
  }

  get(path: string): Promise<Reply> {
    return this.call("GET", path);
  }

  /** A file as text, its byte order mark included. */
  async getFile(path: string): Promise<{ status: number; text: string }> {
    const headers: Record<string, string> = this.token ? { authorization: `Bearer ${this.token}` } : {};
    const answer = await fetch(new URL(path, this.url), { headers });
    return { status: answer.status, text: Buffer.from(await answer.arrayBuffer()).toString("utf8") };
  }

  post(path: string, body: unknown): Promise<Reply> {
    return this.call("POST", path, body);
  }

  /** A file as it is. */
  async postBytes(path: string, bytes: Buffer): Promise<Reply> {
    const answer = await fetch(new URL(path, this.url), {
      method: "POST",
      headers: {
        "content-type": "application/octet-stream",
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      body: new Uint8Array(bytes),
    });
    return { status: answer.status, body: await answer.json() };
  }

  delete(path: string): Promise<Reply> {
    return this.call("DELETE", path);
  }

  /** Id of this desk's pool of a village's produce. */
  async poolOf(village: string, produce: string): Promise<string> {
    const { pools } = (await this.get("/desk/pools")).body as {
      pools: { id: string; produce: string; origin: { handle: string } }[];
    };
    const found = pools.find((pool) => pool.origin.handle === village && pool.produce === produce);
    if (!found) throw new Error(`no pool of ${village} ${produce}`);
    return found.id;
  }

  private async call(method: string, path: string, body?: unknown): Promise<Reply> {
    const answer = await fetch(new URL(path, this.url), {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(this.publishable_key ? { "x-publishable-api-key": this.publishable_key } : {}),
        ...(this.household_id ? { "x-household-id": this.household_id } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  }
}

/** What a refused weigh-in must leave as it was. */
export async function fingerprint(db: pg.Pool): Promise<unknown> {
  const { rows } = await db.query(
    `select (select count(*) from lot) as lots, (select count(*) from lot_movement) as movements, (select count(*) from notice) as notices,
            (select count(*) from outbox_message) as messages, (select sum(on_hand) from pool) as on_hand`,
  );
  return rows[0];
}
