import { randomUUID } from "node:crypto";
import type pg from "pg";
import { copyOfRows } from "../parcels/copy-rows.js";
import { Red } from "../parcels/database.js";
import type { BenchOrder } from "../parcels/order.js";
import { carrierBatches } from "./carrier-batch.js";
import {
  COLUMNS,
  COOPERATIVE,
  goodsOf,
  names,
  PACKS,
  PLACES,
  POOL,
  stock,
  timed,
  totalsOf,
  VARIANTS,
  type AllocatedLine,
  type CompanyOrderHouse,
  type ListedAddressee,
  type VariantId,
} from "./company-order-kit.js";
import { company, valueOf, type Owner } from "./index.js";

const [MANY, THOUSAND, FEW] = [100_000, 1_000, 100] as const;
/** Pages cost the same for a hundred addressees and a hundred thousand: at most so many times as much, and so many milliseconds. */
const MOST_TIMES = 2;
const MOST_MORE_MS = 10;
const LOOKS = 9;
/** What is kept of an order's parcels is read in well under a millisecond: of that, twice as much is noise. */
const MOST_MORE_KEPT_MS = 2;

/**
 * `npm run bench -- company-order`: a company's sheet of 100,000 lines of two kinds of packs becomes a list with its quote, and an order: allocated,
 * planned, written. Seconds of each, beside a COPY of the same rows; then the quote's page and the order's beside those of 100 addressees, and
 * what stands where of its parcels, and a carrier's batch, beside those of 1,000. False when anything differs: a line, a pack, an invariant, a
 * count, a page or a batch that grows.
 */
export async function runCompanyOrderBench(house: CompanyOrderHouse): Promise<boolean> {
  try {
    await stock(house.db);
    const by = await company(house.db);
    const many = await ordered(house, by, MANY);
    await copies(house, many.seconds);
    const few = await ordered(house, by, FEW);
    const thousand = await ordered(house, by, THOUSAND);
    await pages(house, by, few, many);
    await kept(house, thousand, many);
    await carrierBatches(house, thousand, many);
    return true;
  } catch (error) {
    if (!(error instanceof Red)) throw error;
    house.say(`  RED: ${error.message}`);
    return false;
  }
}

interface Ordered {
  /** Of its parcels. */
  count: number;
  quote_id: string;
  list_id: string;
  order_id: string;
  /** Of the list, and of the order's parcels. */
  seconds: { list: number; parcels: number };
}

async function ordered(house: CompanyOrderHouse, by: Owner, count: number): Promise<Ordered> {
  const { wholesale, parcels, pools, say } = house;
  const sheet = await timed(() => sheetOf(house, by, count));
  const totals = totalsOf(count);
  const asked = await timed(() => quoteOf(house, by, sheet.value, totals));
  const { quote_id, list_id } = asked.value;
  const order_id = `order_${randomUUID()}`;
  valueOf(await wholesale.claimList({ list_id, order_id }));

  const lines = VARIANTS.map((id) => ({
    order_line_id: `line_${order_id.slice(6, 14)}_${id}`,
    pool_id: POOL,
    units: totals[id] * PACKS[id].units,
  }));
  const held = [{ pool_id: POOL, units: lines.reduce((sum, line) => sum + line.units, 0) }];
  const allocated = await timed(async () => {
    valueOf(await pools.holdForCart({ cart_id: order_id, run_id: "run", lines: held }));
    valueOf(await pools.confirmHold({ cart_id: order_id, order_id, lines: held }));
    await pools.allocateOrder({ message_id: `out_a_${order_id}`, order_id, lines });
    return pools.allocationsOfOrder(order_id);
  });
  const order = await timed(async (): Promise<BenchOrder> => ({
    message_id: `out_${order_id}`,
    order_id,
    currency: "cny",
    destinations: (await wholesale.addressees(list_id)).map((one) => destinationOf(one, lines)),
    allocations: allocated.value,
  }));
  const planned = await timed(() => parcels.plans.planOrder(order.value));
  const { writing } = valueOf(planned.value);
  const written = await timed(() => writeRanges(house));
  const finished = await timed(() =>
    writing ? parcels.plans.finish(order_id, allocated.value) : Promise.resolve({ finished: true }),
  );
  await check(house, order_id, count, totals);
  const stages = { sheet, "list and quote": asked, allocated, "list read": order, planned, written, finished };
  const said = Object.entries(stages).map(([stage, { s }]) => `${stage} ${s.toFixed(2)}`);
  say(`  ${count} addressees, s: ${said.join(", ")}`);
  const seconds = { list: asked.s, parcels: allocated.s + order.s + planned.s + written.s + finished.s };
  const { live } = (
    await house.db.query<{ live: number }>(
      `select count(*)::int as live from parcel where order_id = $1 and state <> 'void'`,
      [order_id],
    )
  ).rows[0] ?? { live: 0 };
  return { count: live, quote_id, list_id, order_id, seconds };
}

async function sheetOf({ wholesale }: CompanyOrderHouse, by: Owner, count: number): Promise<string> {
  const rows = Array.from({ length: count }, (_, at) => {
    const goods = goodsOf(at);
    const named = VARIANTS.filter((id) => goods[id] > 0).map((id) => `${PACKS[id].name}: ${goods[id]}`);
    const phone = `138${String(10_000_000 + at).padStart(8, "0")}`;
    return `张收货${at},${phone},${PLACES[at % PLACES.length]},人民路 ${at} 号,新春愉快,${named.join("；")}`;
  });
  const bytes = Buffer.from(`姓名,电话,省份,城市,地址,留言,货品\n${rows.join("\n")}\n`);
  const { addresseeSheets: sheets, addresseeReading } = wholesale;
  const { id: sheet_id } = valueOf(await sheets.bring(by, { title: "bench", bytes, idempotency_key: randomUUID() }));
  valueOf(await sheets.choose(by, { sheet_id, columns: COLUMNS, has_head: true, packs_each: null }));
  await addresseeReading.read(sheet_id, names);
  const sheet = await sheets.one(by.company_id, sheet_id);
  if (sheet?.lines !== count || sheet.addressees !== count || sheet.wrong > 0)
    throw new Red(`of ${count} lines ${sheet?.lines} were read, ${sheet?.addressees} of them right`);
  return sheet_id;
}

async function quoteOf(
  { wholesale }: CompanyOrderHouse,
  by: Owner,
  sheet_id: string,
  goods: Record<VariantId, number>,
): Promise<{ quote_id: string; list_id: string }> {
  const packs_total = VARIANTS.reduce((sum, id) => sum + goods[id], 0);
  const line = (id: VariantId) => ({
    product_id: "prod_bench",
    variant_id: id,
    pool_id: POOL,
    title: { zh: "核桃", en: "Walnuts" },
    pack: { zh: id, en: id },
    grade: "a",
    unit: "g" as const,
    units_per_pack: PACKS[id].units,
    packs: goods[id],
    price_minor: null,
  });
  const wanted_on = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  const [asked] = valueOf(
    await wholesale.quotes.request(
      { side: "buyer", id: by.member_id, company_id: by.company_id },
      {
        parts: [
          {
            cooperative_id: COOPERATIVE,
            lines: VARIANTS.map(line),
            idempotency_key: randomUUID(),
            input_hash: "bench",
          },
        ],
        wanted_on,
        address_id: null,
        addressee_list_id: null,
        words: "",
        sheet: { sheet_id, variant_id: null, packs_total, goods },
      },
    ),
  );
  if (!asked) throw new Red("nobody was asked");
  const quote_id = asked.id;
  const quote = await wholesale.quotes.byId(quote_id);
  if (!quote?.addressee_list_id) throw new Red("the quote has no list");
  return { quote_id, list_id: quote.addressee_list_id };
}

/** As the packing list has it: an item for each kind of pack. */
function destinationOf(one: ListedAddressee, lines: readonly AllocatedLine[]): BenchOrder["destinations"][number] {
  return {
    id: one.id,
    addressee_id: one.id,
    name: one.name,
    phone: one.phone,
    province_code: one.province_code,
    address: `${one.city ?? ""} ${one.address}`,
    items: VARIANTS.flatMap((id, at) => {
      const packs = one.goods?.[id] ?? 0;
      if (packs === 0) return [];
      const pack = PACKS[id];
      const order_line_id = lines[at]?.order_line_id ?? "";
      return [
        { order_line_id, title: pack.name, packs, pack_g: pack.units, cooperative_id: COOPERATIVE, blendable: true },
      ];
    }),
  };
}

async function writeRanges({ parcels, db }: CompanyOrderHouse): Promise<void> {
  const { rows } = await db.query<{ id: string; chunk_id: string }>(
    `select id, payload->>'chunk_id' as chunk_id from outbox_message where job = 'write-parcels' and done_at is null order by id`,
  );
  for (const { id, chunk_id } of rows) {
    await parcels.plans.writeChunk({ message_id: id, chunk_id });
    await db.query(`update outbox_message set done_at = now() where id = $1`, [id]);
  }
}

/** Every invariant of lists and parcels; each addressee has a parcel, and of each pack there is what was asked for. */
async function check(
  { wholesale, parcels, db }: CompanyOrderHouse,
  order_id: string,
  count: number,
  totals: Record<VariantId, number>,
): Promise<void> {
  for (const { id, violations } of [...(await wholesale.invariants()), ...(await parcels.invariants())])
    if (violations > 0) throw new Red(`${violations} violations of ${id}`);
  const { rows } = await db.query<{ addressees: number }>(
    `select count(distinct addressee_id)::int as addressees from parcel where order_id = $1 and state <> 'void'`,
    [order_id],
  );
  if (rows[0]?.addressees !== count) throw new Red(`${rows[0]?.addressees} of ${count} addressees have a parcel`);
  const packed = await db.query<{ order_line_id: string; packs: number }>(
    `select l.order_line_id, sum(l.packs)::float8 as packs from parcel p join parcel_line l on l.parcel_id = p.id
     where p.order_id = $1 and p.state <> 'void' group by l.order_line_id`,
    [order_id],
  );
  for (const id of VARIANTS) {
    const found = packed.rows.find((row) => row.order_line_id.endsWith(id))?.packs ?? 0;
    if (found !== totals[id]) throw new Red(`${found} packs of ${id} are in parcels and ${totals[id]} were asked for`);
  }
}

/** The same rows written by a COPY: those of the list, and those of its parcels. */
async function copies({ db, say }: CompanyOrderHouse, ours: Ordered["seconds"]): Promise<void> {
  const before = await countsOf(db);
  const list = await copyOfList(db);
  const { same, bare } = await copyOfRows(db);
  if ((await countsOf(db)) !== before) throw new Red("the COPY has other rows than the order");
  say(
    `  list and quote ${ours.list.toFixed(2)} s, a COPY of its addressees ${list.toFixed(2)} s: ours ${(list / ours.list).toFixed(2)} x; ` +
      `allocated, planned and stored ${ours.parcels.toFixed(2)} s, a COPY of the same rows into the same tables ${same.toFixed(2)} s: ours ${(same / ours.parcels).toFixed(2)} x, into bare ones ${bare.toFixed(2)} s: ours ${(bare / ours.parcels).toFixed(2)} x`,
  );
}

async function copyOfList(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ folder: string }>("select current_setting('data_directory') as folder");
  const file = `${rows[0]?.folder}/bench-addressee.copy`;
  await db.query(`copy addressee to '${file}'`);
  await db.query(`create table addressee_again (like addressee including all)`);
  await db.query("checkpoint");
  const { s } = await timed(() => db.query(`copy addressee_again from '${file}'`));
  const { rows: differ } = await db.query<{ n: number }>(
    `select count(*)::int as n from (select * from addressee except select * from addressee_again) d`,
  );
  await db.query(`drop table addressee_again`);
  await db.query(`copy (select where false) to '${file}'`);
  if (differ[0]?.n !== 0) throw new Red("the COPY of the list has other rows");
  return s;
}

async function countsOf(db: pg.Pool): Promise<string> {
  const { rows } = await db.query<{ counts: string }>(
    `select concat_ws('/', (select count(*) from parcel), (select count(*) from parcel_line), (select count(*) from parcel_content),
       (select count(*) from parcel_event), (select sum(units) from parcel_content), (select sum(packs) from parcel_line)) as counts`,
  );
  return rows[0]?.counts ?? "";
}

/** What the pages of the quote and of the order ask, of few addressees and of many. */
async function pages(house: CompanyOrderHouse, by: Owner, few: Ordered, many: Ordered): Promise<void> {
  const { wholesale, parcels, pools, db, say } = house;
  await db.query("analyze");
  const buyer = { side: "buyer" as const, id: by.member_id, company_id: by.company_id };
  const asks: Record<string, (of: Ordered) => Promise<unknown>> = {
    "quote page": async ({ quote_id, list_id }) =>
      Promise.all([wholesale.quotes.whole(buyer, quote_id), wholesale.addresseesCounted(list_id)]),
    "order page": async ({ order_id, list_id }) =>
      Promise.all([
        parcels.parcelsOfOrder(order_id, { live: true, limit: 100 }),
        parcels.progressOfOrder(order_id),
        parcels.tallies.freightOf(order_id),
        parcels.plans.progress.ofOrder(order_id),
        pools.coverageOfOrder(order_id),
        wholesale.addresseesCounted(list_id),
      ]),
  };
  const grown: string[] = [];
  for (const [page, ask] of Object.entries(asks)) {
    const [less, more] = [await median(() => ask(few)), await median(() => ask(many))];
    say(`  ${page}: ${less.toFixed(1)} ms of ${FEW}, ${more.toFixed(1)} ms of ${MANY} addressees: ${(more / less).toFixed(2)} x`); // prettier-ignore
    if (more > MOST_TIMES * less && more - less > MOST_MORE_MS) grown.push(page);
  }
  if (grown.length > 0) throw new Red(`grows with the addressees: ${grown.join(", ")}`);
}

/** What stands where of an order: as it is kept, right after it was written and folded, beside counting its parcels. */
async function kept({ parcels, db, say }: CompanyOrderHouse, thousand: Ordered, many: Ordered): Promise<void> {
  const count = ({ order_id }: Ordered) =>
    db.query<{ state: string; parcels: number }>(
      `select state, count(*)::int as parcels from parcel where order_id = $1 and state <> 'void' group by state order by state`,
      [order_id],
    );
  const grown: string[] = [];
  const look = async (how: string, ask: (of: Ordered) => Promise<unknown>, judged = true) => {
    const [less, more] = [await median(() => ask(thousand)), await median(() => ask(many))];
    say(`  what stands where, ${how}: ${less.toFixed(2)} ms of ${THOUSAND}, ${more.toFixed(2)} ms of ${MANY} addressees: ${(more / less).toFixed(2)} x`); // prettier-ignore
    if (judged && more > MOST_TIMES * less && more - less > MOST_MORE_KEPT_MS) grown.push(how);
  };
  const progress = ({ order_id }: Ordered) => parcels.progressOfOrder(order_id);
  for (const how of ["as it was written", "folded"]) {
    for (const of of [thousand, many]) {
      const counted = Object.fromEntries((await count(of)).rows.map((row) => [row.state, row.parcels]));
      const [said, is] = [await progress(of), counted].map((states) => JSON.stringify(Object.entries(states).sort()));
      if (said !== is) throw new Red(`what stands where, ${how}: ${said} is kept of ${is}`);
    }
    await look(how, progress);
    const folding = await timed(() => parcels.tallies.fold());
    say(`  folded: ${folding.value} rows in ${(1_000 * folding.s).toFixed(1)} ms`);
  }
  await look("counted parcel by parcel", count, false);
  if (grown.length > 0) throw new Red(`grows with the addressees: what stands where, ${grown.join(", ")}`);
}

async function median(work: () => Promise<unknown>): Promise<number> {
  await work();
  const found: number[] = [];
  for (let look = 0; look < LOOKS; look++) found.push(1_000 * (await timed(work)).s);
  return found.sort((a, b) => a - b)[LOOKS >> 1] ?? 0;
}
