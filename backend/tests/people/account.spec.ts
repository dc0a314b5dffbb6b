import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ACCOUNT_HOLD_HOURS } from "@commonlot/domain";
import { bankFault } from "../../src/modules/settlement/bank-file";
import { changeOwnAccount } from "../../src/workflows/cooperative/change-own-account";
import type { AccountInput, ActingFor } from "../../src/modules/cooperative/types";
import { id, peopleHouse, reasonOf, value, type PeopleHouse } from "./house";

let house: PeopleHouse;
let cooperative_id: string;
const clerk: ActingFor = {
  actor: { kind: "coop_member", id: "member_clerk", name: "李建平" },
  agreed: { kind: "present", note: "" },
};
beforeAll(async () => {
  house = await peopleHouse();
  cooperative_id = value(
    await house.cooperatives.createCooperative({
      handle: "accounts",
      name_zh: "武都区竹塘山里人家农民专业合作社",
      name_en: "Zhutang",
      county_code: "621202",
      county_zh: "武都区",
      county_en: "Wudu",
      tz: "Asia/Shanghai",
      currency: "CNY",
      stock_location_id: id("sloc"),
      phone: "0939-1234567",
      card_prefix: "AC",
    }),
  ).id;
});
afterAll(() => house?.close());

const NOW = new Date("2026-11-26T02:00:00Z");
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
let next = 0;
const phone = () => `+86138${String(++next).padStart(8, "0")}`;

async function household(): Promise<string> {
  const made = await house.cooperatives.registerHousehold({
    cooperative_id,
    village_id: "village_ac",
    name: "王秀英",
    phone: phone(),
  });
  return value(made).household_id;
}
const bank = (household_id: string, account: string): AccountInput => ({
  household_id,
  holder: "王秀英",
  rail: "bank_file",
  account,
  bank: { system: "CNAPS", member_id: "102100099996" },
});
const change = (account: AccountInput, now: Date, old_stops = false) =>
  house.cooperatives.accounts.change({ account, old_stops, change: { by: clerk, proof: "agreed" }, now });
const paidTo = async (household_id: string, now: Date) => {
  const [account] = await house.cooperatives.payoutAccounts([household_id], now);
  return account && (account.on_hold ? "nobody" : account.account);
};
const notices = async (household_id: string) =>
  (
    await house.db.query<{ id: string; kind: string; text: string; to_sealed: string | null }>(
      `select id, kind, text, to_sealed from notice where household_id = $1 order by created_at, id`,
      [household_id],
    )
  ).rows;

describe("the numbers of a payout account", () => {
  const of = (whose: string, account: string, more: object = {}) =>
    ({ ...bank(whose, account), ...more }) as AccountInput;

  it("are refused with what is wrong at which field, and nothing changes", async () => {
    const whose = await household();
    value(await change(bank(whose, "9999000000000000"), later(-100)));
    const cases: [AccountInput, string, string][] = [
      [of(whose, "6222020200112233447"), "card_number_invalid", "account"],
      [of(whose, "DE98370400440532013000"), "iban_invalid", "account"],
      [of(whose, "DE98370400440532013000", { as_on_paper: true }), "iban_invalid", "account"],
      // Before the bank's number is asked for, and before that is looked at.
      [of(whose, "DE98370400440532013000", { bank: { system: "CNAPS", member_id: "" } }), "iban_invalid", "account"],
      [of(whose, "DE8937040044053201300"), "iban_length", "account"],
      [of(whose, "123456", { bank: { system: "CNAPS", member_id: "1021" } }), "bank_number_invalid", "bank.member_id"],
      [
        of(whose, "123456", { bank: { system: "CNAPS", member_id: "102100099969" } }),
        "bank_number_doubtful",
        "bank.member_id",
      ],
    ];
    for (const [account, reason, field] of cases) {
      expect((await change(account, NOW)) as unknown).toMatchObject({ refusal: { reason, field } });
      expect((await house.cooperatives.setPayoutAccounts([account])) as unknown).toMatchObject({
        refusal: { reason, field },
      });
    }
    expect(await paidTo(whose, later(200))).toBe("9999000000000000");
  });

  it("of a company that look like a card are kept with the word of who compared them, and paid by the bank's file", async () => {
    const whose = await household();
    value(await change(of(whose, "6222020200112233447", { as_on_paper: true }), NOW));
    const [account] = await house.cooperatives.payoutAccounts([whose], NOW);
    expect(account).toMatchObject({ account: "6222020200112233447", as_on_paper: true });
    expect(bankFault(account!)).toBeUndefined();
    expect(bankFault({ ...account!, as_on_paper: false })).toMatch(/card number/);
    value(await change(of(whose, "6222020200112233446", { as_on_paper: true }), later(1)));
    const [good] = await house.cooperatives.payoutAccounts([whose], later(100));
    expect(good).not.toHaveProperty("as_on_paper");
  });
});

describe("a changed payout account", () => {
  it("is paid to after 72 hours and not a minute before; until then the old one is", async () => {
    const whose = await household();
    value(await change(bank(whose, "9999000000000001"), later(-100)));
    expect(await paidTo(whose, later(-100))).toBe("9999000000000001");
    value(await change(bank(whose, "9999000000000002"), NOW));
    expect(await paidTo(whose, new Date(later(ACCOUNT_HOLD_HOURS).getTime() - 60_000))).toBe("9999000000000001");
    expect(await paidTo(whose, later(ACCOUNT_HOLD_HOURS))).toBe("9999000000000002");
    const [shown] = await house.cooperatives.accountsShown([whose], later(1));
    expect(shown).toMatchObject({
      last4: "0002",
      waiting: {
        usable_from: later(ACCOUNT_HOLD_HOURS),
        until_then: { rail: "bank_file", last4: "0001" },
        set_by: "李建平",
      },
    });
    expect((await house.cooperatives.accountsShown([whose], later(73)))[0]?.waiting).toBeNull();
  });

  it("leaves the money where it is when the old account is stopped", async () => {
    const whose = await household();
    value(await change(bank(whose, "9999000000000003"), later(-100)));
    value(await change(bank(whose, "9999000000000004"), NOW, true));
    expect(await paidTo(whose, later(71))).toBe("nobody");
    expect(await paidTo(whose, later(72))).toBe("9999000000000004");
  });

  it("that is not the household's doing is called off, and never paid to, however late one looks", async () => {
    const whose = await household();
    value(await change(bank(whose, "9999000000000005"), later(-100)));
    value(await change(bank(whose, "9999000000000666"), NOW));
    value(await house.cooperatives.accounts.callOff(whose, clerk, later(10)));
    for (const hours of [11, 72, 1_000]) expect(await paidTo(whose, later(hours))).toBe("9999000000000005");
    expect((await house.cooperatives.accountsShown([whose], later(11)))[0]).toMatchObject({
      last4: "0005",
      waiting: null,
    });
    // There is nothing more to call off, and what is in force already is changed, not called off.
    expect(reasonOf(await house.cooperatives.accounts.callOff(whose, clerk, later(12)))).toBe("no_account_waiting");
    // Mended by another change instead: the thief's 72 hours pass, the money does not go there.
    value(await change(bank(whose, "9999000000000777"), later(100)));
    value(await change(bank(whose, "9999000000000008"), later(120)));
    expect(await paidTo(whose, later(180))).toBe("9999000000000005");
    expect(await paidTo(whose, later(192))).toBe("9999000000000008");
  });

  it("keeps the old account stopped when a second change follows, and stands again when that one is called off", async () => {
    const whose = await household();
    value(await change(bank(whose, "9999000000000041"), later(-100)));
    // The card is lost; a thief's change comes after, which stops nothing.
    value(await change(bank(whose, "9999000000000042"), NOW, true));
    value(await change(bank(whose, "9999000000000666"), later(10)));
    expect(await paidTo(whose, later(11))).toBe("nobody");
    value(await house.cooperatives.accounts.callOff(whose, clerk, later(20)));
    // The household's own change waits on as it did, with its stop.
    const [shown] = await house.cooperatives.accountsShown([whose], later(21));
    expect(shown).toMatchObject({ last4: "0042", waiting: { usable_from: later(72), until_then: null } });
    expect(await paidTo(whose, later(71))).toBe("nobody");
    expect(await paidTo(whose, later(72))).toBe("9999000000000042");
    // Calling that one off too, in time, brings back the first and lifts the stop.
    value(await house.cooperatives.accounts.callOff(whose, clerk, later(22)));
    expect(await paidTo(whose, later(23))).toBe("9999000000000041");
    expect(await paidTo(whose, later(500))).toBe("9999000000000041");
  });

  it("that was mended by another waits anew, and is told of, when the mending is called off after its time", async () => {
    const whose = await household();
    value(await change(bank(whose, "9999000000000051"), later(-100)));
    value(await change(bank(whose, "9999000000000667"), NOW));
    value(await change(bank(whose, "9999000000000052"), later(10)));
    const told = (await notices(whose)).length;
    value(await house.cooperatives.accounts.callOff(whose, clerk, later(80)));
    expect(await paidTo(whose, later(81))).toBe("9999000000000051");
    expect(await paidTo(whose, later(80 + ACCOUNT_HOLD_HOURS - 1))).toBe("9999000000000051");
    expect(await notices(whose)).toHaveLength(told + 1);
    value(await house.cooperatives.accounts.callOff(whose, clerk, later(90)));
    expect(await paidTo(whose, later(500))).toBe("9999000000000051");
  });

  it("sent twice, or by ten at once, is one change, one notice and one wait", async () => {
    const whose = await household();
    value(await change(bank(whose, "9999000000000009"), later(-100)));
    const many = await Promise.all(
      Array.from({ length: 10 }, (_, i) => change(bank(whose, "9999000000000010"), later(i))),
    );
    expect(many.filter((one) => !value(one).repeated)).toHaveLength(1);
    expect((await notices(whose)).filter((one) => one.kind === "account_changed")).toHaveLength(2);
    const { acts } = await house.cooperatives.acts.of(whose);
    expect(acts.filter((one) => one.act === "account_set")).toHaveLength(2);
  });

  it("is told to the household's number, and to the one it had until lately", async () => {
    const whose = await household();
    const before = await house.cooperatives.phoneOf(whose);
    value(await change(bank(whose, "9999000000000011"), later(-100)));
    // Who wants the money changes the number first: the old one hears of both.
    value(await house.cooperatives.register.change(whose, { phone: "+8613911112222" }, clerk));
    const now = new Date();
    value(await change(bank(whose, "9999000000000012"), now));
    const sent = await Promise.all(
      (await notices(whose)).map(async ({ id, kind, text }) => {
        const notice = await house.cooperatives.notice(id);
        return { kind, text, phone: notice && (await house.cooperatives.phoneForNotice(notice)) };
      }),
    );
    expect(sent.map(({ kind, phone }) => [kind, phone])).toEqual(
      expect.arrayContaining([
        ["phone_changed", before],
        ["account_changed", before],
        ["account_changed", "+8613911112222"],
      ]),
    );
    expect(sent.filter((one) => one.kind === "account_changed").at(-1)?.text).toMatch(
      /收款方式改为尾号0012的银行卡，\d+月\d+日\d+时起用.*0939-1234567/,
    );
    expect(await house.cooperatives.register.phoneSince(whose)).not.toBeNull();
    const dump = JSON.stringify((await house.db.query(`select * from notice where household_id = $1`, [whose])).rows);
    expect(dump).not.toContain(before?.slice(3));
  });

  it("is told to the household's own number however often that was changed before", async () => {
    const whose = await household();
    const own = await house.cooperatives.phoneOf(whose);
    value(await change(bank(whose, "9999000000000021"), later(-100)));
    const renumber = (number: string) => house.cooperatives.register.change(whose, { phone: number }, clerk);
    // By way of numbers of the thief's, more often than notices go out at once.
    const theirs = Array.from({ length: 8 }, (_, i) => `+861390000010${i}`);
    for (const number of theirs) value(await renumber(number));
    value(await change(bank(whose, "9999000000000022"), new Date()));
    const told = await Promise.all(
      (await notices(whose)).map(async ({ id, kind }) => {
        const notice = await house.cooperatives.notice(id);
        return `${kind} ${(notice && (await house.cooperatives.phoneForNotice(notice))) ?? ""}`;
      }),
    );
    expect(told.filter((one) => one === `phone_changed ${own ?? ""}`)).toHaveLength(theirs.length);
    expect(told).toContain(`account_changed ${own ?? ""}`);
    // Back to its own number it is told once there, not twice.
    value(await renumber(own ?? ""));
    value(await change(bank(whose, "9999000000000023"), new Date()));
    const last = (await notices(whose)).filter((one) => one.text.includes("0023"));
    const numbers = await Promise.all(
      last.map(async ({ id }) => house.cooperatives.phoneForNotice((await house.cooperatives.notice(id))!)),
    );
    expect(numbers.filter((number) => number === own)).toHaveLength(1);
  });

  it("is not proven by a code to a number that was put in place these days, changed once or twice", async () => {
    const whose = await household();
    const services: Record<string, unknown> = { cooperative: house.cooperatives, sign_in: house.signIn };
    const container = { resolve: (name: string) => services[name] } as unknown as MedusaContainer;
    const own = (kind: "pin" | "code") =>
      changeOwnAccount(container, {
        household_id: whose,
        name: "王秀英",
        account: bank(whose, "9999000000000031"),
        old_stops: false,
        proof: { kind, secret: "000000" },
      });
    await expect(own("code")).rejects.toThrow(/does not match/);
    for (const number of ["+8613900000201", "+8613900000202"]) {
      value(await house.cooperatives.register.change(whose, { phone: number }, clerk));
      await expect(own("code")).rejects.toThrow(/Your number was changed lately/);
    }
    await house.db.query(
      `update household_phone_before set changed_at = now() - interval '73 hours' where household_id = $1`,
      [whose],
    );
    await expect(own("code")).rejects.toThrow(/does not match/);
  });
});

it("a code for a change of account signs nobody in, and one for signing in changes no account", async () => {
  const number = phone();
  const codeOf = async () => {
    const { rows } = await house.db.query<{ id: string }>(
      `select payload->>'code_id' as id from outbox_message where job = 'send-code' order by created_at desc, id desc limit 1`,
    );
    const message = await house.signIn.codes.message(rows[0]?.id ?? "");
    return { text: message?.text ?? "", code: /[0-9]{6}/.exec(message?.text ?? "")?.[0] ?? "" };
  };
  expect(await house.signIn.codes.issue(number, "竹塘合作社", "account")).toBe(true);
  const account = await codeOf();
  expect(account.text).toContain("改收款账户验证码");
  expect(await house.signIn.codes.use(number, account.code)).toBe(false);
  expect(await house.signIn.codes.issue(number, "竹塘合作社")).toBe(true);
  const signIn = await codeOf();
  if (signIn.code !== account.code) expect(await house.signIn.codes.use(number, signIn.code, "account")).toBe(false);
  expect(await house.signIn.codes.use(number, account.code, "account")).toBe(true);
});
