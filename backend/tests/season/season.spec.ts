import knex, { type Knex } from "knex";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { handle as seasonMails } from "../../../workers/src/jobs/season-mails/handler";
import { handle as seasonQuestion } from "../../../workers/src/jobs/season-question/handler";
import { isSeasonKey } from "../../src/lib/season-link";
import SeasonService from "../../src/modules/season/service";
import { canBeBought } from "../../src/workflows/season/goods";
import type { ReadProduct } from "../../src/workflows/shop/read-products";

// Being told when goods open, on a bare database: the question, the opening, and the mails of a worker that dies.

/** Dying is an error thrown at the kill point: what was committed stands, what was in memory is gone, as with SIGKILL. */
const dies = vi.hoisted(() => ({ after: Infinity }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: () => {
    dies.after -= 1;
    if (dies.after === 0) throw new Error("killed");
  },
}));
const sent = vi.hoisted((): { id: string; to: string; text: string; headers?: Record<string, string> }[] => []);
vi.mock("../../../workers/src/mail", () => ({
  sendMail: (mail: { id: string; to: string; text: string }) => {
    sent.push(mail);
    return Promise.resolve();
  },
}));

let database: TestDatabase;
let sql: Knex;
let seasons: SeasonService;
const GOODS = { village_id: "village_x", produce: "walnut" };
const OPEN = { ...GOODS, product_id: "prod_x", season: "2027" };
const SHUT = { ...OPEN, product_id: null };

beforeAll(async () => {
  database = await testDatabase();
  sql = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  seasons = new SeasonService({ __pg_connection__: sql });
});
afterAll(async () => {
  await sql.destroy();
  await database.drop();
});
beforeEach(async () => {
  await sql.raw(`truncate season_mail, season_opening, season_goods, season_subscription, season_asked`);
  await sql.raw(`delete from outbox_message`);
  sent.length = 0;
});
afterEach(() => {
  dies.after = Infinity;
});

/** Names, as the workflow of the backend answers them. */
const NAMED = {
  village: { handle: "x", name: { zh: "某村", en: "X" } },
  name: { zh: "核桃", en: "walnuts" },
  product: "x-walnuts",
};
const container = {
  resolve: (name: string) => (name === "season" ? seasons : { run: () => Promise.resolve({ result: NAMED }) }),
};
const context = (message_id: string) => ({ container, message_id, log: { info: () => undefined } }) as never;

/** Runs what waits of a job, as a worker does; says what went wrong. */
async function work(job: "season-question" | "season-mails"): Promise<string[]> {
  const wrong: string[] = [];
  for (;;) {
    const { rows } = await sql.raw<{ rows: { id: string; payload: never }[] }>(
      `select id, payload from outbox_message where job = ? and done_at is null and not (id = any(?)) order by created_at, id`,
      [job, wrong.map((one) => one.split(" ")[0] ?? "")] as never,
    );
    if (rows.length === 0) return wrong;
    for (const { id, payload } of rows) {
      const handle = job === "season-mails" ? seasonMails : seasonQuestion;
      await handle({ ...(context(id) as object), payload } as never).catch((error: unknown) => {
        wrong.push(`${id} ${String(error)}`);
      });
    }
  }
}
const count = async (table: string, where = "true"): Promise<number> => {
  const { rows } = await sql.raw<{ rows: { n: number }[] }>(`select count(*)::int as n from ${table} where ${where}`);
  return rows[0]?.n ?? -1;
};
const notice = (at: number, state: typeof OPEN | typeof SHUT) =>
  seasons.openings.notice(at, [GOODS.village_id], [state]);
/** As the clock of the pause between two mails sees it. */
const minutesPass = (minutes: number) =>
  sql.raw(`update season_asked set asked_at = asked_at - make_interval(mins => ?)`, [minutes]);
const linkIn = (text: string, act: string) => new URL(text.split("\n").find((line) => line.includes(`/${act}/`)) ?? "");

describe("who asks to be told", () => {
  test("is asked by one mail, however often the form is sent at once, and nothing is kept in the clear", async () => {
    await Promise.all(Array.from({ length: 20 }, () => seasons.subscriptions.ask("li@x.example", GOODS, "zh")));
    expect(await work("season-question")).toEqual([]);
    expect(sent.map((mail) => mail.to)).toEqual(["li@x.example"]);
    expect(await count("season_subscription s", "s::text ilike '%li@x%'")).toBe(0);
    const id =
      linkIn(sent[0]?.text ?? "", "confirm")
        .pathname.split("/")
        .at(-1) ?? "";
    const [confirm, stop] = ["confirm", "stop"].map(
      (act) => linkIn(sent[0]?.text ?? "", act).searchParams.get("key") ?? "",
    );
    expect(isSeasonKey(id, "confirm", confirm ?? "")).toBe(true);
    expect(isSeasonKey(id, "confirm", stop ?? "")).toBe(false);
    expect(sent[0]?.headers?.["List-Unsubscribe"]).toBe(`<${linkIn(sent[0]?.text ?? "", "stop").href}>`);
  });

  test("fills nobody's mailbox: five goods a day, and again only after a while, three times", async () => {
    for (let at = 0; at < 9; at++)
      await seasons.subscriptions.ask("li@x.example", { ...GOODS, produce: `p${at}` }, "en");
    expect(await count("season_subscription")).toBe(5);
    for (let at = 0; at < 9; at++) {
      await minutesPass(11);
      await seasons.subscriptions.ask("li@x.example", { ...GOODS, produce: "p0" }, "en");
    }
    expect(await count("outbox_message", "job = 'season-question'")).toBe(5 + 2);
  });

  test("is asked no more often for having stopped each time; a yes begins the count anew, and so does a week", async () => {
    const asked = () => count("outbox_message", "job = 'season-question'");
    const ask = async () => {
      await seasons.subscriptions.ask("li@x.example", GOODS, "zh");
      return (await seasons.subscriptions.of("li@x.example"))[0]?.id ?? "";
    };
    for (let at = 0; at < 6; at++) {
      await seasons.subscriptions.stop(await ask());
      await seasons.subscriptions.stop(await ask());
      await minutesPass(11);
    }
    expect(await asked()).toBe(3);
    await minutesPass(7 * 24 * 60);
    await seasons.subscriptions.prune();
    const id = await ask();
    expect(await asked()).toBe(4);
    await seasons.subscriptions.confirm(id);
    for (let at = 0; at < 6; at++) {
      await ask();
      await minutesPass(11);
    }
    expect(await asked()).toBe(4 + 3);
    await seasons.subscriptions.forget("li@x.example");
    expect((await count("season_asked")) + (await count("season_subscription"))).toBe(0);
  });

  test("says yes once, and once more is the same; who stops leaves nothing; who never answers is forgotten after a week", async () => {
    await seasons.subscriptions.ask("li@x.example", GOODS, "zh");
    await seasons.subscriptions.ask("wu@x.example", GOODS, "zh");
    const [li] = await seasons.subscriptions.of("li@x.example");
    const first = await seasons.subscriptions.confirm(li?.id ?? "");
    expect((await seasons.subscriptions.confirm(li?.id ?? ""))?.confirmed_at).toEqual(first?.confirmed_at);
    await sql.raw(`update season_subscription set created_at = created_at - interval '8 days'`);
    // Asked again a moment ago: the week counts from then.
    expect(await seasons.subscriptions.prune()).toBe(0);
    await sql.raw(`update season_subscription set asked_at = asked_at - interval '8 days'`);
    expect(await seasons.subscriptions.prune()).toBe(1);
    expect(await seasons.subscriptions.of("wu@x.example")).toEqual([]);
    expect(await seasons.subscriptions.stopOwn(li?.id ?? "", "wu@x.example")).toBe(false);
    await seasons.subscriptions.stop(li?.id ?? "");
    expect(await count("season_subscription")).toBe(0);
    // A link that was answered by stopping, and a question to who stopped meanwhile, do nothing.
    expect(await seasons.subscriptions.confirm(li?.id ?? "")).toBeUndefined();
    expect(await work("season-question")).toEqual([]);
    expect(sent).toEqual([]);
  });
});

describe("goods that open", () => {
  test("open once, to those who wait; a reading that comes late, and one that nobody waits for, open nothing", async () => {
    expect(await notice(10, OPEN)).toBe(0);
    await seasons.subscriptions.add("li@x.example", GOODS, "zh");
    expect(await notice(20, OPEN)).toBe(0);
    expect(await notice(30, SHUT)).toBe(0);
    // Read before the last one, written after it.
    expect(await notice(25, OPEN)).toBe(0);
    expect(
      (await Promise.all([notice(40, OPEN), notice(41, OPEN), notice(42, OPEN)])).filter((n) => n > 0).length,
    ).toBeGreaterThan(0);
    expect(await work("season-mails")).toEqual([]);
    expect(sent.map((mail) => mail.to)).toEqual(["li@x.example"]);
    // It runs out and comes back: one mail a season, and one in the next.
    for (const [at, state] of [SHUT, OPEN, SHUT, { ...OPEN, season: "2028" }].entries()) await notice(50 + at, state);
    expect(await work("season-mails")).toEqual([]);
    expect(sent.map((mail) => mail.id.split(":")[1])).toEqual(["2027", "2028"]);
  });

  test("are told to each of 700 once by three workers, one of which dies between sending and recording", async () => {
    await seasons.subscriptions.ask("nobody@x.example", GOODS, "zh");
    for (let at = 0; at < 700; at++)
      await seasons.subscriptions.add(`buyer${at}@x.example`, GOODS, at % 2 ? "zh" : "en");
    await notice(1, OPEN);
    dies.after = 123;
    const wrong = (await Promise.all([work("season-mails"), work("season-mails"), work("season-mails")])).flat();
    expect(wrong.some((one) => one.includes("killed"))).toBe(true);
    // The mail that was taken by the dead one is sent again when its claim has run out, and no sooner.
    expect(sent).toHaveLength(700);
    await work("season-mails");
    expect(sent).toHaveLength(700);
    await sql.raw(`update season_mail set claimed_at = claimed_at - interval '3 minutes' where sent_at is null`);
    expect(await work("season-mails")).toEqual([]);
    expect(sent).toHaveLength(701);
    expect(new Set(sent.map((mail) => mail.id)).size).toBe(700);
    expect(new Set(sent.map((mail) => mail.to)).size).toBe(700);
    expect(await count("season_mail", "sent_at is null")).toBe(0);
    expect(sent.find((mail) => mail.to === "buyer0@x.example")?.text).toContain("/en/products/x-walnuts");
  });

  test("that vanish while they are open are shut, and their next opening is told", async () => {
    const other = { ...OPEN, village_id: "village_y" };
    await seasons.subscriptions.add("li@x.example", GOODS, "zh");
    await notice(10, OPEN);
    await seasons.openings.notice(11, ["village_y"], [other]);
    expect(await work("season-mails")).toEqual([]);
    // Its last product was removed, or the village closed: nothing is said of it any more.
    await seasons.openings.notice(20, ["village_x"], []);
    expect(await count("season_goods", "is_open")).toBe(1);
    // A reading of before does not open it again.
    expect(await notice(15, OPEN)).toBe(0);
    expect(await notice(30, { ...OPEN, season: "2028" })).toBe(1);
    expect(await work("season-mails")).toEqual([]);
    expect(sent.map((mail) => mail.id.split(":")[1])).toEqual(["2027", "2028"]);
  });

  test("and shut before the job ran tell nobody, nor those of whom a dead worker only noted it; opened again they tell each once", async () => {
    for (const name of ["a", "b", "c"]) await seasons.subscriptions.add(`${name}@x.example`, GOODS, "zh");
    await notice(1, OPEN);
    dies.after = 2;
    expect(await work("season-mails")).toHaveLength(1);
    expect(sent).toHaveLength(2);
    await notice(2, SHUT);
    // What the dead one had in its hands is sent again when its claim has run out; the third is not.
    await sql.raw(`update season_mail set claimed_at = claimed_at - interval '3 minutes' where sent_at is null`);
    expect(await work("season-mails")).toEqual([]);
    expect(new Set(sent.map((mail) => mail.to)).size).toBe(2);
    expect(await count("season_mail")).toBe(2);
    await notice(3, OPEN);
    await notice(4, SHUT);
    expect(await work("season-mails")).toEqual([]);
    expect(new Set(sent.map((mail) => mail.to)).size).toBe(2);
    await notice(5, OPEN);
    expect(await work("season-mails")).toEqual([]);
    expect(new Set(sent.map((mail) => mail.to)).size).toBe(3);
    expect(sent).toHaveLength(4);
  });

  test("open only when they are in stock, shown, and no order cycle keeps them shut", () => {
    const product = { published: true, pool: { on_hand: 900, held: 400 }, packs: [{ units: 500 }] } as ReadProduct;
    const states = ["usual", "open", "soon", "closed"] as const;
    expect(states.filter((state) => canBeBought(product, { state } as never))).toEqual(["usual", "open"]);
    expect(canBeBought(product, undefined)).toBe(true);
    expect(canBeBought({ ...product, published: false }, undefined)).toBe(false);
    expect(canBeBought({ ...product, packs: [{ ...product.packs[0], units: 501 }] } as ReadProduct, undefined)).toBe(
      false,
    );
  });

  test("are not told to who stopped between the intent and the sending", async () => {
    await seasons.subscriptions.add("li@x.example", GOODS, "zh");
    await notice(1, OPEN);
    const [li] = await seasons.subscriptions.of("li@x.example");
    const { rows } = await sql.raw<{ rows: { id: string }[] }>(`select id from season_opening`);
    const opening = await seasons.openings.byId(rows[0]?.id ?? "");
    if (!opening) throw new Error("nothing opened");
    await seasons.openings.intend(opening, "");
    await seasons.subscriptions.forget("li@x.example");
    expect(await seasons.openings.take(opening.id, li?.id ?? "")).toBeUndefined();
    expect(await work("season-mails")).toEqual([]);
    expect(sent).toEqual([]);
  });
});
