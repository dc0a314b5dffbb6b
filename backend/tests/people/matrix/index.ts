import { beforeAll, describe, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { AGREEMENT_ROWS } from "./agreements";
import { JOINT_AGREEMENT_ROWS } from "./joint-agreements";
import { ALLOCATION_ROWS } from "./allocation";
import { COLLECTION_ROWS } from "./collection";
import { CLAIM_ROWS } from "./claims";
import { COMPANY_ROWS } from "./companies";
import { CYCLE_ROWS } from "./cycles";
import { CLAWBACK_ROWS } from "./clawbacks";
import { CARRIER_ROWS } from "./carriers";
import { BANK_ROWS } from "./bank";
import { DESK_ROWS } from "./desk";
import { FEE_POLICY_ROWS } from "./fee-policies";
import { HOUSEHOLD_ROWS } from "./household";
import { HOUSEHOLD_LEDGER_ROWS, LEDGER_ROWS } from "./ledger";
import { OFFICE_ROWS } from "./office";
import { HOOK_ROWS, HOUSE_ROWS, OPERATOR_ROWS, STORE_ROWS } from "./open";
import { PAPER_ROWS } from "./papers";
import { PATRONAGE_ROWS } from "./patronage";
import { PICKUP_ROWS } from "./pickup";
import { PRICE_POOL_ROWS } from "./price-pools";
import { PRINCIPALS, type Principal } from "./principals";
import { ADDRESSEE_ROWS } from "./addressees";
import { PRICE_LIST_ROWS } from "./price-lists";
import { QUICK_ROWS } from "./quick";
import { QUOTE_ROWS } from "./quotes";
import { DELIVERY_ROWS, PROOF_ROWS } from "./proofs";
import { AGENT_ROWS, TRANSFER_ROWS } from "./transfers";
import { REGISTER_ROWS } from "./register";
import { ourRoutes } from "./routes";
import { expectedOf, type Row, type Status } from "./row";
import { SHOP_WRITING_ROWS } from "./shop-writing";
import { TEAM_ROWS } from "./team";
import { SHED_ROWS } from "./shed";
import { WEIGH_IN_ROWS } from "./weigh-in";
import { QUESTION_ROWS, SHORT_ROWS } from "./shorts";
import { makeWorld, type World } from "./world";

/** Every area keeps its own rows; this list only names them. */
const ROWS: readonly Row[] = [
  ...DESK_ROWS,
  ...BANK_ROWS,
  ...PICKUP_ROWS,
  ...PRICE_POOL_ROWS,
  ...PAPER_ROWS,
  ...PATRONAGE_ROWS,
  ...FEE_POLICY_ROWS,
  ...WEIGH_IN_ROWS,
  ...CARRIER_ROWS,
  ...LEDGER_ROWS,
  ...ALLOCATION_ROWS,
  ...HOUSEHOLD_ROWS,
  ...HOUSEHOLD_LEDGER_ROWS,
  ...SHORT_ROWS,
  ...SHED_ROWS,
  ...CLAIM_ROWS,
  ...CLAWBACK_ROWS,
  ...CYCLE_ROWS,
  ...REGISTER_ROWS,
  ...OFFICE_ROWS,
  ...TEAM_ROWS,
  ...COLLECTION_ROWS,
  ...SHOP_WRITING_ROWS,
  ...STORE_ROWS,
  ...QUESTION_ROWS,
  ...HOOK_ROWS,
  ...OPERATOR_ROWS,
  ...HOUSE_ROWS,
  ...COMPANY_ROWS,
  ...QUOTE_ROWS,
  ...AGREEMENT_ROWS,
  ...JOINT_AGREEMENT_ROWS,
  ...QUICK_ROWS,
  ...PRICE_LIST_ROWS,
  ...ADDRESSEE_ROWS,
  ...TRANSFER_ROWS,
  ...PROOF_ROWS,
  ...DELIVERY_ROWS,
  ...AGENT_ROWS,
];

const NOT_THERE = "id_that_nobody_has";
const nameOf = (row: Row): string => `${row.method} ${row.path}`;

/**
 * The authorization matrix: every route of ours x every principal x (own, neighbour's, other cooperative's, missing) ->
 * status and words. Last part of its house: the payouts it writes by hand have no journal behind them.
 */
export function matrix(house: () => House): void {
  let world: World;
  /** Canaries that came back to somebody who may see them. */
  const seen = new Set<string>();
  beforeAll(async () => {
    world = await makeWorld(house());
  });

  test("every route of the running server has a row, and every row a route", () => {
    expect([...new Set(ROWS.map(nameOf))].sort()).toEqual(ourRoutes());
  });

  describe("each principal gets what is its own, and nothing else", () => {
    test.each(ROWS.map((row) => [nameOf(row), row] as const))("%s", async (_name, row) => {
      // Those who are refused first: they must leave everything as it was.
      await leavesNothing(world, async () => {
        for (const who of PRINCIPALS.filter((one) => isRefused(expectedOf(row, one))))
          await knock(world, seen, row, who);
      });
      for (const who of PRINCIPALS.filter((one) => !isRefused(expectedOf(row, one))))
        await knock(world, seen, row, who);
    });
  });

  describe("an id that nobody has is not there", () => {
    test.each(ROWS.filter((row) => row.ids).map((row) => [nameOf(row), row] as const))("%s", async (_name, row) => {
      for (const who of PRINCIPALS) {
        const expected = expectedOf(row, who);
        // Who may not come in learns nothing about ids; who may is told that there is none. In a company's rooms that is said before roles are.
        const closed = expected === 401 || (expected === 403 && !row.path.startsWith("/wholesale/"));
        const status = closed ? expected : (row.missing ?? 404);
        await knock(world, seen, row, who, { status, missing: true });
      }
    });
  });

  test("below /wholesale everything is closed but the ways in, whether there is a room or not", async () => {
    const status = async (to: string) => (await fetch(new URL(`/wholesale${to}`, world.house.backendUrl))).status;
    expect(
      await Promise.all(["", "/", "/a-room-to-come", "/choicest", "/me/choices", "/CODES-of-ours"].map(status)),
    ).toEqual(Array.from({ length: 6 }, () => 401));
    expect(await Promise.all(["/choices", "/choices/", "/Choices", "/joins/no-such-word"].map(status))).toEqual([
      200, 200, 200, 404,
    ]);
  });

  test("every canary sings to those who may hear it: a word that is never sent guards nothing", () => {
    const heard = world.canaries.filter((canary) => canary.may_see.length > 0).map((canary) => canary.text);
    expect(heard.filter((text) => !seen.has(text))).toEqual([]);
  });
}

/** Times that refused calls are sent while the house's own workers write beside them. */
const ROUNDS = 4;

/** Nothing changes while `work` runs. A worker may write meanwhile; what refused calls write, they write in every round. */
async function leavesNothing(world: World, work: () => Promise<void>): Promise<void> {
  let before: unknown;
  let after: unknown;
  for (let round = 0; round < ROUNDS; round++) {
    before = await fingerprint(world);
    await work();
    after = await fingerprint(world);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
  }
  expect(after, "a refused call changed a row").toEqual(before);
}

function isRefused(status: Status): boolean {
  return typeof status === "number" && [401, 403, 404].includes(status);
}

async function knock(
  world: World,
  seen: Set<string>,
  row: Row,
  who: Principal,
  { status = expectedOf(row, who), missing = false }: { status?: Status; missing?: boolean } = {},
): Promise<void> {
  const ids = row.ids?.(world) ?? {};
  const address = row.path.replaceAll(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(missing ? NOT_THERE : (ids[name] ?? "")),
  );
  const token = world.tokens[who];
  const body = row.body?.(world) ?? (row.method === "GET" ? undefined : {});
  const answer = await fetch(new URL(`${address}${row.query?.(world) ?? ""}`, world.house.backendUrl), {
    method: row.method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(row.path.startsWith("/store/") ? { "x-publishable-api-key": world.house.seed.publishable_key } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...row.headers?.(world),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const asked = `${who}: ${row.method} ${address}: ${text.slice(0, 300)}`;
  expect([status].flat(), asked).toContain(answer.status);
  for (const canary of world.canaries) {
    if (!text.includes(canary.text)) continue;
    expect(canary.may_see, `${asked} tells ${canary.text}`).toContain(who);
    seen.add(canary.text);
  }
}

/** What a fingerprint asks, made once for a house: no route makes a table, and the catalog takes longer than the rows. */
const questions = new WeakMap<House, Promise<string>>();

/** Rows and last writer of every table that belongs to a cooperative, a household or something of theirs. */
async function fingerprint({ house }: World): Promise<unknown> {
  const question = questions.get(house) ?? questionOf(house);
  questions.set(house, question);
  // By its name it is planned once for a connection, not before and after each of hundreds of routes.
  return (await house.db.query({ name: "fingerprint", text: await question })).rows;
}

async function questionOf(house: House): Promise<string> {
  const tables = await house.db.query<{ name: string }>(
    `select distinct c.table_name as name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
       and c.column_name in ('cooperative_id', 'household_id', 'lot_id', 'pool_id', 'parcel_id', 'period_id', 'village_id', 'company_id')
     order by 1`,
  );
  const each = tables.rows.map(
    ({ name }) => `select '${name}' as name, count(*) as rows, max(xmin::text::bigint) as last from "${name}"`,
  );
  return each.join(" union all ");
}
