import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import type pg from "pg";

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: { message: string } };
export interface Owner {
  member_id: string;
  company_id: string;
}
interface Sheet {
  state: string;
  lines: number;
  wrong: number;
  addressees: number;
  packs_total: number;
}

/** What the benchmark uses of the wholesale module's service, as it was built. */
export interface Wholesale {
  addresseeSheets: {
    bring(by: Owner, input: { title: string; bytes: Buffer; idempotency_key: string }): Promise<Result<{ id: string }>>;
    choose(
      by: Owner,
      input: { sheet_id: string; columns: string[]; has_head: boolean; packs_each: number | null },
    ): Promise<Result<unknown>>;
    one(company_id: string, id: string): Promise<Sheet | undefined>;
    lines(sheet_id: string, asked: { shown: "wrong"; after: number; limit: number }): Promise<unknown[]>;
    mend(
      by: Owner,
      input: { sheet_id: string; lines: { line: number; left_out: boolean; phone?: string }[] },
    ): Promise<Result<unknown>>;
  };
  addresseeReading: { read(sheet_id: string): Promise<void> };
  addresseeAsking: { baskets(sheet_id: string): Promise<{ addressees: number }[]> };
}

export interface AddresseeHouse {
  wholesale: Wholesale;
  db: pg.Pool;
  say: (text: string) => void;
}

const COUNTS = [10_000, 100_000] as const;
/** One line in a thousand has a phone that nobody can dial. */
const WRONG_EVERY = 1_000;
/** Goals: a hundred thousand lines in so many seconds, and so many megabytes more than ten thousand take. */
const MOST_S = 20;
const MOST_GROWTH_MB = 150;
const COLUMNS = ["name", "phone", "province", "city", "address", "packs", "message"];

/**
 * `npm run bench -- addressees`: sheets of 10^4 and 10^5 lines checked, a line put right, the baskets counted that freight is worked out
 * from. False when it is slower than its goal, memory grows with the lines, or a line is lost. The order of 100,000 parcels beside a COPY
 * of the same rows is `bench -- company-order`.
 */
export async function runAddresseesBench({ wholesale, db, say }: AddresseeHouse): Promise<boolean> {
  const by = await company(db);
  let sound = true;
  const peaks: number[] = [];
  for (const count of COUNTS) {
    const bytes = sheetOf(count);
    const { seconds, peak_mb, sheet_id } = await checked(wholesale, by, bytes);
    peaks.push(peak_mb);
    const sheet = await wholesale.addresseeSheets.one(by.company_id, sheet_id);
    const wrong = Math.floor(count / WRONG_EVERY);
    const whole =
      sheet?.state === "checked" &&
      sheet.lines === count &&
      sheet.wrong === wrong &&
      sheet.addressees === count - wrong;
    if (!whole) sound = false;
    const page = await timed(() => wholesale.addresseeSheets.lines(sheet_id, { shown: "wrong", after: 0, limit: 51 }));
    const mended = await timed(() =>
      wholesale.addresseeSheets.mend(by, {
        sheet_id,
        lines: [{ line: WRONG_EVERY + 1, left_out: false, phone: "13800138000" }],
      }),
    );
    const baskets = await timed(() => wholesale.addresseeAsking.baskets(sheet_id));
    say(
      `  ${count} lines (${(bytes.length / 1e6).toFixed(1)} MB): ${seconds.toFixed(2)} s, ${Math.round(count / seconds)} lines/s, memory at most ${peak_mb} MB more than before; ` +
        `the wrong ones' page ${page.ms.toFixed(0)} ms, one line put right ${mended.ms.toFixed(0)} ms, ${baskets.value.length} different baskets counted ${baskets.ms.toFixed(0)} ms${whole ? "" : "; RED: lines are lost or judged otherwise"}`,
    );
    if (count === COUNTS.at(-1) && seconds > MOST_S) {
      say(`  RED: more than ${MOST_S} s`);
      sound = false;
    }
  }
  const growth = (peaks[1] ?? 0) - (peaks[0] ?? 0);
  if (growth > MOST_GROWTH_MB) {
    say(`  RED: ten times the lines take ${growth} MB more`);
    sound = false;
  }
  return sound;
}

async function checked(wholesale: Wholesale, by: Owner, bytes: Buffer) {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  const began = performance.now();
  try {
    const { id: sheet_id } = valueOf(
      await wholesale.addresseeSheets.bring(by, { title: "bench", bytes, idempotency_key: randomUUID() }),
    );
    valueOf(
      await wholesale.addresseeSheets.choose(by, { sheet_id, columns: COLUMNS, has_head: true, packs_each: null }),
    );
    await wholesale.addresseeReading.read(sheet_id);
    const seconds = (performance.now() - began) / 1_000;
    return { sheet_id, seconds, peak_mb: Math.round((Math.max(peak, process.memoryUsage.rss()) - before) / 1e6) };
  } finally {
    clearInterval(timer);
  }
}

/** A company with a buyer. */
export async function company(db: pg.Pool): Promise<Owner> {
  const owner = { company_id: `company_${randomUUID()}`, member_id: `wmember_${randomUUID()}` };
  await db.query(
    `insert into company (id, name, country, tax_number, currency, time_zone, language, state)
     values ($1, 'bench', 'DE', $1, 'CNY', 'Asia/Shanghai', 'zh', 'approved')`,
    [owner.company_id],
  );
  await db.query(
    `insert into company_member (id, company_id, name, email, roles) values ($1, $2, 'bench', $3, '{buyer}')`,
    [owner.member_id, owner.company_id, `${owner.member_id}@bench.example`],
  );
  return owner;
}

const PLACES = [
  "广东省,广州市",
  "北京市,北京市",
  "新疆,乌鲁木齐市",
  "四川省,成都市",
  "黑龙江省,哈尔滨市",
  "甘肃省,陇南市",
  "上海市,上海市",
  "云南省,昆明市",
];

function sheetOf(count: number): Buffer {
  const lines = Array.from({ length: count }, (_, at) => {
    const phone = at % WRONG_EVERY === WRONG_EVERY - 1 ? "不知道" : `138${String(10_000_000 + at).padStart(8, "0")}`;
    return `张收货${at},${phone},${PLACES[at % PLACES.length]},人民路 ${at} 号 ${at % 30} 单元,${1 + (at % 4)},祝您新春愉快`;
  });
  return Buffer.from(`\uFEFF姓名,电话,省份,城市,地址,份数,留言\r\n${lines.join("\r\n")}\r\n`);
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now();
  const value = await work();
  return { value, ms: performance.now() - began };
}

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}
