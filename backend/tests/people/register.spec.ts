import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readHouseholds, type SheetRow } from "../../src/modules/cooperative/read-households";
import type { ActingFor, HouseholdInput } from "../../src/modules/cooperative/types";
import { csvOf } from "../../src/lib/csv";
import { id, peopleHouse, reasonOf, value, type PeopleHouse } from "./house";

let house: PeopleHouse;
let cooperative_id: string;
const village_id = "village_register";
const TODAY = "2026-11-25";

const clerk: ActingFor = {
  actor: { kind: "coop_member", id: "member_clerk", name: "李建平" },
  agreed: { kind: "present", note: "" },
};
const household = (more: Partial<HouseholdInput> = {}): HouseholdInput => ({
  cooperative_id,
  village_id,
  name: "王秀英",
  phone: "138 0013 8000",
  ...more,
});

beforeAll(async () => {
  house = await peopleHouse();
  cooperative_id = await newCooperative("ZT");
});
afterAll(() => house?.close());

async function newCooperative(card_prefix: string | null): Promise<string> {
  const made = await house.cooperatives.createCooperative({
    handle: id("coop").replaceAll("_", "-").slice(0, 40),
    name_zh: "竹塘合作社",
    name_en: "Zhutang Cooperative",
    county_code: "330000",
    county_zh: "竹塘",
    county_en: "Zhutang",
    tz: "Asia/Shanghai",
    currency: "CNY",
    stock_location_id: id("sloc"),
    phone: "0571-8888",
    card_prefix,
  });
  return value(made).id;
}

async function count(table: string): Promise<number> {
  const { rows } = await house.db.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]?.n ?? 0;
}

describe("registering", () => {
  it("gives each household a number of its own, though many are registered at once", async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, () => house.cooperatives.registerHousehold(household(), clerk)),
    );
    const cards = made.map((one) => value(one).card_number).sort();
    expect(cards).toEqual(Array.from({ length: 20 }, (_, n) => `ZT${String(n + 1).padStart(4, "0")}`));
  });

  it("is one household for one form, however often and however fast it is sent", async () => {
    const before = await count("household");
    const form = household({ registration_key: "form-0001" });
    const made = await Promise.all(Array.from({ length: 8 }, () => house.cooperatives.registerHousehold(form, clerk)));
    expect(new Set(made.map((one) => value(one).household_id)).size).toBe(1);
    expect(made.filter((one) => !value(one).repeated)).toHaveLength(1);
    expect(await count("household")).toBe(before + 1);
  });

  it("gives no number that was typed by hand in the same list, and refuses the list whole when one is taken", async () => {
    const mixed = await house.cooperatives.registerHouseholds([
      household({ card_number: "ZT0022" }),
      household(),
      household(),
    ]);
    expect(value(mixed).map((one) => one.card_number)).toEqual(["ZT0022", "ZT0023", "ZT0024"]);
    const before = await count("household");
    const taken = await house.cooperatives.registerHouseholds([household(), household({ card_number: "ZT0001" })]);
    expect(reasonOf(taken)).toBe("card_taken");
    expect(await count("household")).toBe(before);
  });

  it("asks for a number where the cooperative gives its numbers by hand", async () => {
    const other = await newCooperative(null);
    expect(reasonOf(await house.cooperatives.registerHousehold(household({ cooperative_id: other })))).toBe(
      "card_number_needed",
    );
  });

  it("keeps the phone sealed and knows it again only by its blind index", async () => {
    const { household_id } = value(await house.cooperatives.registerHousehold(household({ phone: "13911112222" })));
    const { rows } = await house.db.query(`select * from household where id = $1`, [household_id]);
    expect(JSON.stringify(rows)).not.toContain("13911112222");
    expect(rows[0]).toMatchObject({ phone_last4: "2222" });
    expect(await house.cooperatives.phoneOf(household_id)).toBe("+8613911112222");
  });
});

describe("consents", () => {
  const yes = { purpose: "public_name", given: true, proof_kind: "paper", proof: "form 17", on_day: TODAY } as const;
  const self = (household_id: string) => ({ kind: "household" as const, id: household_id, name: "王秀英" });
  const isNamed = async (household_id: string) =>
    (await house.cooperatives.householdsById([household_id]))[0]?.consent_public_name;

  it("show the name while they stand, and blank it at once when they are taken back", async () => {
    const { household_id } = value(await house.cooperatives.registerHousehold(household()));
    expect(await isNamed(household_id)).toBe(false);
    value(await house.cooperatives.consents.record({ household_id, consent: yes, ...clerk, today: TODAY }));
    expect(await isNamed(household_id)).toBe(true);
    const no = { ...yes, given: false, proof_kind: "own", proof: "signed in" } as const;
    value(
      await house.cooperatives.consents.record({ household_id, consent: no, actor: self(household_id), today: TODAY }),
    );
    expect(await isNamed(household_id)).toBe(false);
    // Nothing was overwritten: both words are there, with day and proof.
    const { rows } = await house.db.query(
      `select given, proof from consent_event where household_id = $1 order by at`,
      [household_id],
    );
    expect(rows).toEqual([
      { given: true, proof: "form 17" },
      { given: false, proof: "signed in" },
    ]);
  });

  it("end as the last one that was written, though yes and no come at once", async () => {
    const { household_id } = value(await house.cooperatives.registerHousehold(household()));
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        house.cooperatives.consents.record({
          household_id,
          consent: { ...yes, given: n % 2 === 0, proof: `form ${n}` },
          ...clerk,
          today: TODAY,
        }),
      ),
    );
    const [last] = await house.cooperatives.consents.of(household_id);
    expect(await isNamed(household_id)).toBe(last?.given);
  });

  it("said again in the same words change nothing, and a day to come is refused", async () => {
    const { household_id } = value(await house.cooperatives.registerHousehold(household()));
    for (let n = 0; n < 3; n++) {
      value(await house.cooperatives.consents.record({ household_id, consent: yes, ...clerk, today: TODAY }));
    }
    const { rowCount } = await house.db.query(`select 1 from consent_event where household_id = $1`, [household_id]);
    expect(rowCount).toBe(1);
    const tomorrow = { ...yes, given: false, on_day: "2026-11-26" };
    expect(
      reasonOf(await house.cooperatives.consents.record({ household_id, consent: tomorrow, ...clerk, today: TODAY })),
    ).toBe("invalid_date");
  });

  it("and acts can't be changed or taken away, in the database", async () => {
    await house.cooperatives.registerHousehold(household({ consent_public_name: true }), clerk);
    for (const table of ["consent_event", "household_act"]) {
      for (const sql of [`update ${table} set at = now()`, `delete from ${table}`, `truncate ${table}`]) {
        await expect(house.db.query(sql), sql).rejects.toThrow(/append-only/);
      }
    }
  });
});

describe("acting for a household", () => {
  it("is written down with what was done: who, how it agreed, when", async () => {
    const { household_id } = value(await house.cooperatives.registerHousehold(household(), clerk));
    const by: ActingFor = {
      actor: { kind: "secretary", id: "secretary_1", name: "高文斌" },
      agreed: { kind: "phone", note: "called on Monday" },
    };
    const relative = { name: "王芳", relation: "女儿", phone: "+8613811112222", may: "look" as const };
    const delegate = value(await house.cooperatives.relatives.addDelegate(household_id, relative, by));
    value(await house.cooperatives.relatives.endDelegate(household_id, delegate.id, by));
    expect(reasonOf(await house.cooperatives.relatives.endDelegate(household_id, delegate.id, by))).toBe(
      "delegate_not_found",
    );
    const { acts } = await house.cooperatives.acts.of(household_id);
    expect(acts.map((one) => one.act)).toEqual(["delegate_ended", "delegate_added", "registered"]);
    expect(acts[0]).toMatchObject({ actor_name: "高文斌", actor_kind: "secretary", consent_kind: "phone" });
  });

  it("is not written down when the household does it itself, nor when it was refused", async () => {
    const { household_id } = value(await house.cooperatives.registerHousehold(household()));
    const other = value(await house.cooperatives.registerHousehold(household()));
    const relative = { name: "王芳", relation: "女儿", phone: "+8613811112222", may: "look" as const };
    const delegate = value(await house.cooperatives.relatives.addDelegate(household_id, relative, clerk));
    // A neighbour's delegate is not there.
    expect(reasonOf(await house.cooperatives.relatives.endDelegate(other.household_id, delegate.id, clerk))).toBe(
      "delegate_not_found",
    );
    expect((await house.cooperatives.acts.of(other.household_id)).acts).toEqual([]);
  });

  it("is read page by page, nothing left out, nothing twice", async () => {
    const { household_id } = value(await house.cooperatives.registerHousehold(household()));
    for (let n = 0; n < 65; n++) await house.cooperatives.acts.record(household_id, clerk, "opened");
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await house.cooperatives.acts.of(household_id, { cursor });
      seen.push(...page.acts.map((one) => one.id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(65);
    expect(new Set(seen).size).toBe(65);
  });

  it("lets at most five relatives act, though ten are added at once", async () => {
    const { household_id } = value(await house.cooperatives.registerHousehold(household()));
    const added = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        house.cooperatives.relatives.addDelegate(
          household_id,
          { name: `relative ${n}`, relation: "niece", phone: "+8613811112222", may: "confirm" },
          clerk,
        ),
      ),
    );
    expect(added.filter((one) => one.ok)).toHaveLength(5);
  });
});

describe("memberships", () => {
  it("give one person a role in each cooperative, and one ended is gone at the next request", async () => {
    const other = await newCooperative("QQ");
    const { memberships } = house.cooperatives;
    const { member_id } = value(
      await memberships.add({
        cooperative_id,
        name: "马会芳",
        email: "Both@Coop.Example",
        phone: "13800138009",
        role: "accountant",
      }),
    );
    value(await memberships.grant({ member_id, cooperative_id: other, role: "manager" }));
    expect(await memberships.scope(member_id)).toMatchObject({ cooperative_id, role: "accountant" });
    expect(await memberships.scope(member_id, other)).toMatchObject({ cooperative_id: other, role: "manager" });
    expect(await memberships.scope(member_id, "coop_elsewhere")).toBeUndefined();
    await memberships.end(member_id, cooperative_id);
    expect(await memberships.scope(member_id, cooperative_id)).toMatchObject({ active: false });
    expect(await memberships.scope(member_id)).toMatchObject({ cooperative_id: other });
    expect(await memberships.of(member_id)).toHaveLength(1);
    expect(
      reasonOf(await memberships.add({ cooperative_id, name: "x", email: "both@coop.example", role: "packer" })),
    ).toBe("member_exists");
  });
});

describe("a sheet of households", () => {
  const row = (line: number, more: Partial<SheetRow> = {}): SheetRow => ({
    line,
    card_number: "",
    name: "王秀英",
    village: "麻崖村",
    phone: "13800138000",
    floor_kg: "",
    public_name: "否",
    proof: "",
    ...more,
  });
  const known = { villages: new Map([["麻崖村", village_id]]), taken: new Set(["ZT0001"]) };

  it("of 100,000 lines with three mistakes names the three, and writes nothing", () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => row(n + 2));
    rows[9] = row(11, { phone: "1380013800" });
    rows[50_000] = row(50_002, { village: "别的村", floor_kg: "five" });
    rows[99_999] = row(100_001, { card_number: "ZT0001" });
    const read = readHouseholds(rows, known);
    expect(read).toEqual({
      ok: false,
      problem_lines: 3,
      problems: [
        { line: 11, column: "phone", problem: "not_a_phone" },
        { line: 50_002, column: "village", problem: "village_unknown" },
        { line: 50_002, column: "floor_kg", problem: "not_a_weight" },
        { line: 100_001, column: "card_number", problem: "card_taken" },
      ],
    });
  });

  it.each([
    [{ name: "" }, "name", "missing"],
    [{ name: "王".repeat(81) }, "name", "too_long"],
    [{ card_number: "12" }, "card_number", "not_a_card"],
    [{ phone: "" }, "phone", "missing"],
    [{ floor_kg: "-1" }, "floor_kg", "not_a_weight"],
    [{ floor_kg: "1e9" }, "floor_kg", "not_a_weight"],
    [{ public_name: "maybe" }, "public_name", "not_yes_or_no"],
    [{ public_name: "是" }, "proof", "proof_missing"],
  ])("says what is wrong with %o", (more, column, problem) => {
    const read = readHouseholds([row(2, more)], known);
    expect(read.ok ? [] : read.problems).toEqual([{ line: 2, column, problem }]);
  });

  it("is written once, whole, however often the button is pressed; a card taken meanwhile refuses all of it", async () => {
    const keep = async (rows: SheetRow[]) => {
      const read = readHouseholds(rows, known);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      return house.cooperatives.imports.keep({ cooperative_id, made_by: "member_clerk", households: read.households });
    };
    const before = await count("household");
    const kept = await keep([row(2), row(3, { public_name: "是", proof: "form 3" }), row(4, { floor_kg: "2.5" })]);
    expect(JSON.stringify((await house.db.query(`select * from household_import`)).rows)).not.toMatch(
      /13800138000|王秀英/,
    );
    expect(await count("household")).toBe(before);
    const written = await Promise.all(
      Array.from({ length: 5 }, () =>
        house.cooperatives.imports.write({ import_id: kept.id, cooperative_id, by: clerk }),
      ),
    );
    expect(written.every((one) => value(one).state === "written")).toBe(true);
    expect(await count("household")).toBe(before + 3);
    const { rows } = await house.db.query(`select rows_sealed from household_import where id = $1`, [kept.id]);
    expect(rows[0]).toEqual({ rows_sealed: null });

    const late = await keep([row(2, { card_number: "ZT5000" }), row(3, { card_number: "ZT5001" })]);
    value(await house.cooperatives.registerHousehold(household({ card_number: "ZT5001" })));
    const refused = await house.cooperatives.imports.write({ import_id: late.id, cooperative_id, by: clerk });
    expect(reasonOf(refused)).toBe("card_taken");
    expect(await house.cooperatives.register.takenCards(["ZT5000"])).toEqual(new Set());
    // Another cooperative's list is not there.
    const other = await newCooperative("QW");
    expect(
      reasonOf(await house.cooperatives.imports.write({ import_id: late.id, cooperative_id: other, by: clerk })),
    ).toBe("import_not_found");
  });

  it("of 20,000 households is registered in one go", async () => {
    const big = await newCooperative("BB");
    const list = Array.from({ length: 20_000 }, () => household({ cooperative_id: big }));
    const began = performance.now();
    expect(value(await house.cooperatives.registerHouseholds(list))).toHaveLength(20_000);
    expect(performance.now() - began).toBeLessThan(60_000);
  });

  it("going out again runs no formula in a spreadsheet", () => {
    const csv = csvOf([["=HYPERLINK(1)", "+1", "-1+2", "-1.50", "@x", "\tx", 'say "hi"', "王"]]);
    expect(csv).toBe(`\uFEFF"'=HYPERLINK(1)","'+1","'-1+2","-1.50","'@x","'\tx","say ""hi""","王"\r\n`);
  });
});
