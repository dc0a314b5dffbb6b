import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import knex from "knex";
import sharp from "sharp";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startHouse, type House } from "../../../dev/src/testing/house";
import { dayIn } from "../../src/lib/today";
import SettlementService from "../../src/modules/settlement/service";
import { Desk } from "../people/desk-client";
import { bankReference } from "../../src/modules/settlement/bank-file";
import { pain002 } from "./bank-messages";
import { NONE, sold, violations, yearIn, type SettlementHouse } from "./house";

/** The real processes: routes by HTTP, jobs in a worker that is killed after its first transfer, before its commit. */
let house: House;
let books: SettlementHouse;
let marker: string;
let accountant: Desk;
let manager: Desk;
let stranger: Desk;
/** A household of Wudu on each rail. */
const on: Record<string, { household_id: string; card_number: string }> = {};

beforeAll(async () => {
  marker = await mkdtemp(path.join(tmpdir(), "commonlot-kill-"));
  house = await startHouse({
    workers: 1,
    envOf: { worker: { KILL_AT: `after_transfer_before_commit@${marker}/pay` } },
  });
  const connection = knex({ client: "pg", connection: house.env.DATABASE_URL, pool: { min: 0, max: 5 } });
  books = {
    settlement: new SettlementService({ __pg_connection__: connection }),
    db: house.db,
    knex: connection,
    url: house.env.DATABASE_URL ?? "",
    close: () => connection.destroy(),
  };
  accountant = await Desk.signIn(house, "accountant@wudu.example");
  manager = await Desk.signIn(house, "manager@wudu.example");
  stranger = await Desk.signIn(house, "accountant@longchuan.example");
  await givenSales();
});
afterAll(async () => {
  await books?.close();
  await house?.stop();
  await rm(marker, { recursive: true, force: true });
});

const stripe = () =>
  new Stripe("sk_test_standin", {
    host: "127.0.0.1",
    port: new URL(house.stripeUrl).port,
    protocol: "http",
    telemetry: false,
  });

/** One sold kilo for a household on each rail, money on our Stripe balance, a real connected account. */
async function givenSales(): Promise<void> {
  const { rows } = await house.db.query<{
    rail: string;
    household_id: string;
    card_number: string;
    cooperative_id: string;
  }>(
    `select distinct on (a.rail) a.rail, h.id as household_id, h.card_number, h.cooperative_id
     from household_account a join household h on h.id = a.household_id where h.card_number like 'WD%' order by a.rail, h.card_number`,
  );
  for (const row of rows) on[row.rail] = row;
  const cooperative_id = rows[0]!.cooperative_id;
  await sold(
    books,
    rows.map((row) => ({
      cooperative_id,
      grams: 1000,
      paid_minor: 10_000,
      freight_minor: 800,
      lots: [{ household_id: row.household_id, grams: 1000 }],
    })),
  );
  const connected = await stripe().accounts.create({
    type: "express",
    country: "HK",
    capabilities: { transfers: { requested: true } },
  });
  await house.db.query(`update household_account set stripe_account_id = $1 where household_id = $2`, [
    connected.id,
    on.stripe!.household_id,
  ]);
  await stripe().paymentIntents.create({
    amount: 30_000,
    currency: "cny",
    confirm: true,
    payment_method: "pm_card_visa",
  });
}

// Up to today at the cooperative: a period that goes on is not settled.
const days = { from: yearIn(0)[0], to: dayIn("Asia/Shanghai", new Date()) };

describe("the settlement desk", () => {
  it("is for accountants and managers of the cooperative, and takes no nonsense", async () => {
    for (const url of [
      "/desk/settlement-periods",
      "/desk/settlement-periods/period_x",
      "/desk/payout-batches",
      "/desk/payout-batches/batch_x",
      "/desk/payout-batches/batch_x/bank-file",
      "/household/statements",
    ]) {
      expect((await new Desk(house.backendUrl).get(url)).status, url).toBe(401);
    }
    expect((await new Desk(house.backendUrl).post("/desk/settlement-periods", { nonsense: 1 })).status).toBe(401);
    const weigher = await Desk.signIn(house, "weigher@wudu.example");
    expect(await weigher.get("/desk/settlement-periods")).toMatchObject({
      status: 403,
      body: { code: "not_your_role" },
    });
    for (const body of [
      {},
      { ...days, more: 1 },
      { from: 1, to: 2 },
      { from: "2026-1-1", to: "2026-02-01" },
      { from: "2026-02-30", to: "2026-03-01" },
      { from: "2026-03-01", to: "2026-02-01" },
      [],
    ]) {
      const reply = await accountant.post("/desk/settlement-periods", body);
      expect(reply.status, JSON.stringify(body)).toBe(400);
      expect(reply.body.code, JSON.stringify(body)).toBeTruthy();
    }
    expect((await house.db.query("select 1 from settlement_period")).rowCount).toBe(0);
    for (const call of ["settle", "approve"])
      expect((await accountant.post(`/desk/settlement-periods/period_x/${call}`, {})).status).toBe(404);
    expect((await accountant.get("/desk/payout-batches/batch_x")).status).toBe(404);
    expect((await accountant.get("/desk/payout-batches/batch_x/bank-file")).status).toBe(404);
  });

  it("settles, is approved by a second person, pays on every rail once although the worker is killed, and shows it to the households", async () => {
    const opened = await accountant.post("/desk/settlement-periods", days);
    expect(opened).toMatchObject({ status: 201, body: { period: { state: "open", ...days } } });
    expect(await accountant.post("/desk/settlement-periods", days)).toMatchObject({
      status: 400,
      body: { code: "period_exists" },
    });
    const url = `/desk/settlement-periods/${opened.body.period.id}`;
    for (const call of ["", "/settle", "/approve"]) {
      const reply = call ? await stranger.post(`${url}${call}`, {}) : await stranger.get(url);
      expect(reply.status, call).toBe(404);
    }
    expect((await accountant.post(`${url}/settle`, { force: true })).status).toBe(400);
    // Its last day is today and goes on: settled only by the word of who asks.
    expect(await accountant.post(`${url}/settle`, {})).toMatchObject({
      status: 400,
      body: { code: "period_not_ended" },
    });
    expect(await accountant.post(`${url}/settle`, { last_day_goes_on: true })).toMatchObject({
      status: 202,
      body: { period: { state: "settling" } },
    });
    await eventually(async () => (await accountant.get(url)).body.period.state === "settled", {
      message: "The period was not settled",
    });
    const { period } = (await accountant.get(url)).body;
    expect(period.households).toHaveLength(3);
    expect(period.households[0]).toMatchObject({
      household_name: expect.any(String),
      card_number: expect.stringMatching(/^WD/),
      flags: [],
    });

    expect(await accountant.post(`${url}/approve`, {})).toMatchObject({ status: 403, body: { code: "same_person" } });
    expect(await manager.post(`${url}/approve`, {})).toMatchObject({
      status: 200,
      body: { period: { state: "approved" } },
    });

    // The worker pays by Stripe and is killed before it could write that down.
    await house.waitExit("worker");
    expect(await readFile(`${marker}/pay`, "utf8")).toContain("after_transfer_before_commit");
    await house.restart("worker");
    await eventually(
      async () => {
        const { batches } = (await accountant.get("/desk/payout-batches")).body;
        expect(
          Object.fromEntries(batches.map((batch: { rail: string; state: string }) => [batch.rail, batch.state])),
        ).toEqual({ bank_file: "exported", stripe: "done", cash: "open" });
        return true;
      },
      { timeout_ms: 60_000, message: "The payouts did not end" },
    );
    const { batches } = (await accountant.get("/desk/payout-batches")).body as {
      batches: { id: string; rail: string; total_minor: number; file_sha256: string }[];
    };
    const batch = Object.fromEntries(batches.map((one) => [one.rail, one]));

    const paid = (await accountant.get(`/desk/payout-batches/${batch.stripe!.id}`)).body.batch.lines[0];
    const transfers = await stripe().transfers.list({ transfer_group: paid.id });
    expect(transfers.data).toMatchObject([{ id: paid.provider_ref, amount: paid.amount_minor }]);

    const download = await fetch(`${house.backendUrl}/desk/payout-batches/${batch.bank_file!.id}/bank-file`, {
      headers: { authorization: `Bearer ${await tokenOf("accountant@wudu.example")}` },
    });
    expect(download.headers.get("content-type")).toContain("application/xml");
    const onDisk = await readFile(
      path.join(house.env.FILES_DIR ?? "", "bank-files", `${batch.bank_file!.id}.xml`),
      "utf8",
    );
    expect(await download.text()).toBe(onDisk);
    expect((await stranger.get(`/desk/payout-batches/${batch.bank_file!.id}`)).status).toBe(404);
    expect((await stranger.get(`/desk/payout-batches/${batch.bank_file!.id}/bank-file`)).status).toBe(404);
    await theCashIsHandedOut(batch.cash!.id);
    expect((await accountant.get(url)).body.period.state).toBe("paid");
    await theBankAnswers(batch.bank_file!.id);

    await theStatementIsRead();
    const home = await Desk.signIn(house, "WD0001");
    const { body } = await home.get("/household/statements");
    const mine = Object.values(on).find((one) => one.card_number === "WD0001");
    const own = await house.db.query<{ id: string }>(`select id from statement where household_id = $1`, [
      mine?.household_id ?? "",
    ]);
    expect(body.statements.map((statement: { id: string }) => statement.id)).toEqual(own.rows.map((row) => row.id));
    expect(body.statements).toHaveLength(mine ? 1 : 0);
    expect(JSON.stringify(body)).not.toContain("account_sealed");
    expect(await violations(books)).toEqual(NONE);
    const [summary] = await books.settlement.moneySummary();
    expect(summary).toMatchObject({ captured_minor: 30_000, unattributed_minor: 0 });
  });
});

/** One person hands out, with a photo; another confirms; the household gets its text. */
async function theCashIsHandedOut(batch_id: string): Promise<void> {
  const at = `/desk/payout-batches/${batch_id}`;
  const { lines } = (await accountant.get(`${at}/cash`)).body.cash as { lines: { payout_id: string }[] };
  const all = { payout_ids: { all_of: lines.map((line) => line.payout_id) } };
  expect((await stranger.post(`${at}/cash-confirm`, all)).status).toBe(404);
  expect(await accountant.post(`${at}/cash-paid`, { ...all, photo_id: "photo_of_nobody" })).toMatchObject({
    status: 400,
    body: { code: "photo_needed" },
  });
  const photo = await fetch(`${house.backendUrl}${at}/photos`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await tokenOf("accountant@wudu.example")}`,
      "content-type": "application/octet-stream",
    },
    body: await sharp({ create: { width: 40, height: 30, channels: 3, background: "#fff" } })
      .png()
      .toBuffer(),
  });
  expect(photo.status).toBe(201);
  const photo_id = ((await photo.json()) as { photo: { id: string } }).photo.id;
  expect(await accountant.post(`${at}/cash-paid`, { ...all, photo_id })).toMatchObject({
    status: 200,
    body: { handed: 1, cash: { batch: { state: "open" }, lines: [{ state: "handed", payer: {} }] } },
  });
  expect(await accountant.post(`${at}/cash-confirm`, all)).toMatchObject({
    status: 403,
    body: { code: "same_person" },
  });
  expect(await manager.post(`${at}/cash-confirm`, all)).toMatchObject({
    status: 200,
    body: { confirmed: 1, cash: { batch: { state: "done" }, lines: [{ state: "paid", witness: {} }] } },
  });
  await eventually(
    async () => {
      const { rows } = await house.db.query<{ kind: string; text: string }>(
        `select kind, text from notice where household_id = $1 and kind in ('statement', 'payout') order by kind`,
        [on.cash!.household_id],
      );
      expect(rows.map((one) => one.kind)).toEqual(["payout", "statement"]);
      expect(rows[0]!.text).toMatch(/本次付您\d+\.\d\d元，付到现金/);
      expect(rows[1]!.text).toContain("请带卡来合作社领现金");
      return true;
    },
    { message: "The household was not told" },
  );
}

/** The household reads its statement, prints it, and finds it on its village's board by the code on the slip. */
async function theStatementIsRead(): Promise<void> {
  const home = await Desk.signIn(house, "WD0001");
  const [first] = (await home.get("/household/statements")).body.statements as { id: string }[];
  const { statement } = (await home.get(`/household/statements/${first!.id}`)).body;
  expect(statement).toMatchObject({
    slip: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/),
    household: { card_number: "WD0001" },
  });
  expect(statement.spoken.zh).toContain("这一期应付您");
  expect((await stranger.get(`/desk/statements/${first!.id}`)).status).toBe(404);
  const asked = await home.post("/household/papers", {
    kind: "statement_large",
    statement_id: first!.id,
    language: "zh",
  });
  expect(asked.status).toBe(202);
  const paper = `/household/papers/${asked.body.paper.id}`;
  await eventually(
    async () => {
      expect((await home.get(paper)).body.paper).toMatchObject({ state: "printed", pages: expect.any(Number) });
      return true;
    },
    { timeout_ms: 60_000, message: "The statement was not printed" },
  );
  expect((await stranger.get(`/desk/money-papers/${asked.body.paper.id}`)).status).toBe(404);
  const key = { "x-publishable-api-key": house.seed.publishable_key as string };
  const village = (statement.village as { handle: string }).handle;
  const check = await fetch(`${house.backendUrl}/store/villages/${village}/slip-check`, {
    method: "POST",
    headers: { ...key, "content-type": "application/json" },
    body: JSON.stringify({ slip_code: statement.slip.toLowerCase() }),
  });
  expect(await check.json()).toMatchObject({
    check: { place: expect.any(Number), holds: true, hash: statement.hash, slip: { net_minor: statement.net_minor } },
  });
  const board = await fetch(`${house.backendUrl}/store/villages/${village}/money-board`, { headers: key });
  expect(board.headers.get("cache-control")).toBe("public, max-age=60");
  expect(JSON.stringify(await board.json())).not.toMatch(/household_[0-9a-f]/);
}

/** The bank rejects the batch's payment: said at the desk in words, told to the household, read once, nobody else's. */
async function theBankAnswers(batch_id: string): Promise<void> {
  const [line] = (await accountant.get(`/desk/payout-batches/${batch_id}`)).body.batch.lines as { id: string }[];
  const reference = bankReference(line!.id);
  const send = async (email: string, text: string) => {
    const answer = await fetch(`${house.backendUrl}/desk/bank-answers?name=${encodeURIComponent("回执.xml")}`, {
      method: "POST",
      headers: { authorization: `Bearer ${await tokenOf(email)}`, "content-type": "application/octet-stream" },
      body: text,
    });
    return { status: answer.status, body: await answer.json() };
  };
  const report = pain002(bankReference(batch_id), [{ reference, status: "RJCT", code: "AC04" }]);
  const cut = await send("accountant@wudu.example", report.slice(0, report.indexOf("<TxSts>")));
  expect(cut).toMatchObject({ status: 400, body: { code: "answer_file_unreadable", field: "file" } });
  expect(cut.body.details).toMatchObject({ why: "cut", what: "TxInfAndSts", line: expect.any(Number) });
  expect((await send("weigher@wudu.example", report)).status).toBe(403);
  // Sent again if it goes out on a connection that the idle server is just closing.
  const large = await eventually(() => send("accountant@wudu.example", " ".repeat(33 * 1024 * 1024)));
  expect(large).toMatchObject({ status: 400, body: { code: "file_too_large" } });

  const taken = await send("accountant@wudu.example", report);
  expect(taken).toMatchObject({
    status: 201,
    body: {
      file: {
        name: "回执.xml",
        moved: 1,
        refused: [{ bank_state: "rejected", words: { zh: "账户已销户。" } }],
        items: [{ kind: "account_refused" }],
      },
    },
  });
  expect(JSON.stringify(taken.body)).not.toMatch(/account_index|sealed/);
  expect(await send("accountant@wudu.example", report)).toMatchObject({
    status: 400,
    body: { code: "answer_file_known" },
  });
  const { file } = taken.body as { file: { id: string; items: { id: string }[] } };
  expect((await stranger.get(`/desk/bank-answers/${file.id}`)).status).toBe(404);
  expect((await stranger.get("/desk/bank-answers")).body.files).toEqual([]);
  expect((await accountant.get(`/desk/payout-batches/${batch_id}`)).body.batch).toMatchObject({
    state: "done",
    answers: [{ bank_state: "rejected", payouts: 1 }],
    lines: [{ bank_state: "rejected", bank_words: { en: "The account is closed." } }],
  });
  const item = `/desk/bank-open-items/${file.items[0]!.id}`;
  expect((await stranger.post(`${item}/close`, { reason: "not mine" })).status).toBe(404);
  expect((await accountant.post(`${item}/close`, { reason: "" })).status).toBe(400);
  expect((await accountant.post(`${item}/close`, { reason: "户名已核对" })).status).toBe(200);
  expect((await accountant.get("/desk/bank-open-items")).body.items).toEqual([]);
  await eventually(
    async () => {
      const { rows } = await house.db.query<{ text: string }>(
        `select text from notice where kind = 'payout_refused' and subject_id = $1`,
        [line!.id],
      );
      expect(rows[0]?.text).toMatch(/银行没有付出：账户已销户。钱还在您名下/);
      return true;
    },
    { message: "The household was not told" },
  );
}

async function tokenOf(email: string): Promise<string> {
  const logins = house.seed.logins as { email: string; sign_in: { path: string; body: object } }[];
  const { sign_in } = logins.find((one) => one.email === email)!;
  const answer = await fetch(`${house.backendUrl}${sign_in.path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(sign_in.body),
  });
  return ((await answer.json()) as { token: string }).token;
}
