import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import examples from "../../../domain/src/__fixtures__/examples.json";
import { at } from "../../up/paths.mjs";

interface Answer {
  code: number;
  out: string;
  err: string;
}

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "commonlot-rules-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(...args: string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [at("dev/up.mjs"), ...args],
      { cwd: folder, env: { ...process.env, INIT_CWD: folder } },
      (error, out, err) => resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, err }),
    );
  });
}

async function ask(rule: readonly [string, string], name: string, input: unknown): Promise<Answer> {
  await writeFile(path.join(folder, name), typeof input === "string" ? input : JSON.stringify(input));
  return run(...rule, name);
}

describe("npm run -s pool -- allocate", () => {
  test.each(examples.allocate.map((example, index) => [example.name, example, index] as const))(
    "%s",
    async (_, { input, output }, index) => {
      const answer = await ask(["pool", "allocate"], `a${index}.json`, input);
      expect(answer).toMatchObject({ code: 0 });
      const said = JSON.parse(answer.out) as {
        shares: { lot: string; grams: number; why: { en: string; zh: string } }[];
        short_g: number;
        ms: number;
      };
      expect(Object.keys(said)).toEqual(["shares", "short_g", "ms"]);
      expect(Object.fromEntries(said.shares.map(({ lot, grams }) => [lot, grams]))).toEqual(output.shares);
      expect(said.short_g).toBe(output.short_g);
      expect(said.ms).toBeGreaterThan(0);
      for (const { why } of said.shares)
        expect([why.en, why.zh]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/。$/)]);
    },
  );

  test("with --all also says why a lot gives nothing", async () => {
    await writeFile(path.join(folder, "all.json"), JSON.stringify(examples.allocate[5]!.input));
    const answer = await run("pool", "allocate", "all.json", "--all");
    const said = JSON.parse(answer.out) as { shares: { lot: string; grams: number; why: { en: string } }[] };
    expect(said.shares.find(({ lot }) => lot === "a")).toMatchObject({
      grams: 0,
      why: { en: expect.stringContaining("not your turn") as string },
    });
  });
});

describe("npm run -s settlement -- waterfall", () => {
  test.each(examples.waterfall.map((example, index) => [example.name, example, index] as const))(
    "%s",
    async (_, { input, output }, index) => {
      const answer = await ask(["settlement", "waterfall"], `w${index}.json`, input);
      expect(answer).toMatchObject({ code: 0 });
      expect(JSON.parse(answer.out)).toEqual(output);
    },
  );

  test("amounts above 2^53 go in and come out as text, to the last cent", async () => {
    const input = {
      currency: "CNY",
      paid_minor: "9007199254740993",
      policy: { platform_bp: 0, cooperative_bp: 0 },
      lots: [{ lot: "l", household: "h", grams: 1 }],
    };
    const answer = await ask(["settlement", "waterfall"], "big.json", input);
    expect(JSON.parse(answer.out)).toMatchObject({
      sum_minor: "9007199254740993",
      rows: [{ amount_minor: "9007199254740993" }],
    });
  });
});

describe("npm run -s settlement -- pain001", () => {
  const payment = {
    end_to_end_id: "payout_1",
    name: "王<小>明",
    account: "6222020200112233446",
    clearing: { system: "CNAPS", member_id: "102100099996" },
    amount_minor: "9007199254740993",
    remittance: "11月结算",
  };
  const file = {
    message_id: "batch_1",
    created_at: "2026-12-01T08:30:00Z",
    debtor: { name: "竹塘合作社", iban: "DE89370400440532013000", bic: "COBADEFFXXX" },
    execution_date: "2026-12-02",
    currency: "CNY",
    payments: [payment],
  };

  test("writes the bank file and nothing else, the same bytes each time", async () => {
    const answer = await ask(["settlement", "pain001"], "pain.json", file);
    expect(answer).toMatchObject({ code: 0 });
    expect(answer.out).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<Document xmlns="[^"]*pain\.001\.001\.09">/);
    expect(answer.out).toContain("<Nm>王&lt;小&gt;明</Nm>");
    expect(answer.out.match(/90071992547409\.93/g)).toHaveLength(3);
    expect((await ask(["settlement", "pain001"], "pain.json", file)).out).toBe(answer.out);
  });

  test("refuses a card number with a wrong digit, naming the line", async () => {
    const answer = await ask(["settlement", "pain001"], "card.json", {
      ...file,
      payments: [payment, { ...payment, end_to_end_id: "payout_2", account: "6222020200112233447" }],
    });
    expect(answer).toMatchObject({ code: 2, out: "" });
    expect(answer.err).toMatch(/Line 2: the card number/);
  });
});

describe("what can't be answered is said on standard error, with code 2 and nothing on standard output", () => {
  const good = { grams: 10, rule: "pro_rata", lots: [{ lot: "a", household: "h", available_g: 10 }], salt: "s" };
  test.each<[string, unknown, RegExp]>([
    ["a rule there is not", { ...good, rule: "lottery" }, /rule/],
    [
      "a fraction of a gram",
      { ...good, lots: [{ lot: "a", household: "h", available_g: 1.5 }] },
      /lots\.0\.available_g/,
    ],
    ["an unknown key", { ...good, colour: "red" }, /colour/],
    ["a lot named twice", { ...good, lots: [...good.lots, ...good.lots] }, /listed twice/],
    ["no object", "[]", /./],
    ["nothing", "null", /./],
    ["half a file", '{"grams": 10', /is not JSON/],
  ])("%s", async (name, input, said) => {
    const answer = await ask(["pool", "allocate"], `${name.replaceAll(" ", "-")}.json`, input);
    expect(answer).toMatchObject({ code: 2, out: "" });
    expect(answer.err).toMatch(said);
  });

  test("no file, no such file, no such rule, a waterfall below zero", async () => {
    const refused = [
      await run("pool", "allocate"),
      await run("pool", "allocate", "nowhere.json"),
      await run("pool", "toString", "nowhere.json"),
      await run("pool"),
      await ask(["settlement", "waterfall"], "negative.json", {
        currency: "CNY",
        paid_minor: 5,
        tax_minor: 6,
        policy: { platform_bp: 0, cooperative_bp: 0 },
        lots: [],
      }),
    ];
    for (const answer of refused) {
      expect(answer).toMatchObject({ code: 2, out: "" });
      expect(answer.err).toMatch(/\S/);
    }
  });
});
