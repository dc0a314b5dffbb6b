import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CODES_A_DAY, TRIES_BEFORE_LOCK } from "@commonlot/domain";
import { hashSecret, isSecret } from "../../src/lib/secret-hash";
import { cardName, phoneName, staffName } from "../../src/lib/sign-in-names";
import { isDialled, normalPhone } from "../../src/lib/phone";
import { peopleHouse, type PeopleHouse } from "./house";

let house: PeopleHouse;
beforeAll(async () => {
  house = await peopleHouse();
});
afterAll(() => house?.close());

const timePasses = (minutes: number) =>
  house.db.query(
    `update sign_in_guard set updated_at = updated_at - make_interval(mins => $1), locked_until = locked_until - make_interval(mins => $1)`,
    [minutes],
  );

/** Guesses that got through, of so many sent at once. */
async function guesses(name: string, count: number): Promise<number> {
  const claims = await Promise.all(Array.from({ length: count }, () => house.signIn.guard.claim("card-pin", name)));
  return claims.filter(Boolean).length;
}

describe("guesses at a name", () => {
  it("are few, however many are sent at once", async () => {
    expect(await guesses("RC0001", 100)).toBe(TRIES_BEFORE_LOCK);
    expect(await guesses("RC0001", 20)).toBe(0);
  });

  it("are counted in the database: another process, or the same after a restart, finds the lock", async () => {
    await guesses("RC0002", 10);
    const { Guard } = await import("../../src/modules/sign_in/guard");
    expect(await new Guard(house.knex).claim("card-pin", "RC0002")).toBe(false);
  });

  it("are allowed again after a while, and each lock is longer than the one before", async () => {
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      expect(await guesses("RC0003", 10)).toBe(TRIES_BEFORE_LOCK);
      const { rows } = await house.db.query<{ wait: number }>(
        `select round(extract(epoch from locked_until - now()) / 60)::int as wait from sign_in_guard order by updated_at desc limit 1`,
      );
      const wait = rows[0]?.wait ?? 0;
      waits.push(wait);
      await timePasses(wait - 1);
      expect(await guesses("RC0003", 1)).toBe(0);
      await timePasses(2);
    }
    expect(waits).toEqual([5, 15, 60, 360, 1_440, 1_440]);
  });

  it("start anew after the right answer, and after a day of silence", async () => {
    await guesses("RC0004", 4);
    await house.signIn.guard.clear("card-pin", "RC0004");
    expect(await guesses("RC0004", 10)).toBe(TRIES_BEFORE_LOCK);
    await timePasses(2 * 1_440);
    await guesses("RC0004", 10);
    const { rows } = await house.db.query<{ locks: number }>(
      `select locks from sign_in_guard order by updated_at desc limit 1`,
    );
    expect(rows[0]?.locks).toBe(1);
  });

  it("at one name do not lock another, nor another way in", async () => {
    await guesses("RC0005", 10);
    expect(await guesses("RC0006", 1)).toBe(1);
    expect(await house.signIn.guard.claim("phone-code", "RC0005")).toBe(true);
  });

  it("leave no card number in the database, and are swept away when they no longer count", async () => {
    const before = await house.db.query(`select subject from sign_in_guard`);
    expect(JSON.stringify(before.rows)).not.toContain("RC0");
    await timePasses(3 * 1_440);
    await house.signIn.sweep();
    expect((await house.db.query(`select 1 from sign_in_guard`)).rowCount).toBe(0);
  });
});

describe("a code by SMS", () => {
  const minuteLater = (phone: string) => age(phone, 61);
  async function age(phone: string, seconds: number): Promise<void> {
    const code = await codeOf(phone);
    await house.db.query(
      `update sign_in_code set created_at = created_at - make_interval(secs => $2), expires_at = expires_at - make_interval(secs => $2) where id = $1`,
      [code.id, seconds],
    );
  }
  /** The last code of a phone, from its message as the worker would read it. */
  async function codeOf(phone: string): Promise<{ id: string; code: string }> {
    const { rows } = await house.db.query<{ id: string }>(
      `select payload->>'code_id' as id from outbox_message where job = 'send-code' order by created_at desc`,
    );
    for (const { id } of rows) {
      const message = await house.signIn.codes.message(id);
      if (message?.phone === phone) return { id, code: /[0-9]{6}/.exec(message.text)?.[0] ?? "" };
    }
    return { id: rows[0]?.id ?? "", code: "" };
  }

  it("opens once, though a hundred ask at once", async () => {
    const phone = "+8613800000001";
    expect(await house.signIn.codes.issue(phone, "竹塘合作社")).toBe(true);
    const { code } = await codeOf(phone);
    const used = await Promise.all(Array.from({ length: 100 }, () => house.signIn.codes.use(phone, code)));
    expect(used.filter(Boolean)).toHaveLength(1);
  });

  it("opens nothing for another phone, after five minutes, or once a newer one was sent", async () => {
    const [phone, neighbour] = ["+8613800000002", "+8613800000003"];
    await house.signIn.codes.issue(phone, "");
    const first = await codeOf(phone);
    expect(await house.signIn.codes.use(neighbour, first.code)).toBe(false);
    await minuteLater(phone);
    await house.signIn.codes.issue(phone, "");
    const second = await codeOf(phone);
    if (first.code !== second.code) expect(await house.signIn.codes.use(phone, first.code)).toBe(false);
    await age(phone, 301);
    expect(await house.signIn.codes.use(phone, second.code)).toBe(false);
    expect(await house.signIn.codes.message(second.id)).toBeUndefined();
  });

  it("is sent once a minute and ten times a day, however often it is asked for", async () => {
    const phone = "+8613800000004";
    const asked = await Promise.all(Array.from({ length: 20 }, () => house.signIn.codes.issue(phone, "")));
    expect(asked.filter(Boolean)).toHaveLength(1);
    for (let sent = 1; sent < CODES_A_DAY; sent++) {
      await minuteLater(phone);
      expect(await house.signIn.codes.issue(phone, "")).toBe(true);
    }
    await minuteLater(phone);
    expect(await house.signIn.codes.issue(phone, "")).toBe(false);
  });

  it("writes the same rows for a phone nobody has, and says nothing to it", async () => {
    const phone = "+8613800000005";
    expect(await house.signIn.codes.issue(phone, undefined)).toBe(true);
    expect(await house.signIn.codes.issue(phone, undefined)).toBe(false);
    const { rows } = await house.db.query<{ id: string }>(
      `select payload->>'code_id' as id from outbox_message where job = 'send-code' order by created_at desc limit 1`,
    );
    expect(await house.signIn.codes.message(rows[0]?.id ?? "")).toBeUndefined();
  });

  it("is in no table in clear, and its text is blanked when it was sent; a message that comes twice sends once", async () => {
    const phone = "+8613800000006";
    await house.signIn.codes.issue(phone, "竹塘合作社");
    const { id, code } = await codeOf(phone);
    const dump = JSON.stringify((await house.db.query(`select * from sign_in_code`)).rows);
    expect(dump).not.toContain(`:${code}`);
    expect(dump).not.toContain("13800000006");
    await house.signIn.codes.recordSent({ message_id: "out_once", code_id: id });
    expect(await house.signIn.codes.message(id)).toBeUndefined();
    expect(await house.signIn.codes.use(phone, code)).toBe(true);
  });
});

describe("names and secrets", () => {
  it("reads a card as people type it and as its QR says it", () => {
    for (const typed of ["WD0012", " wd 0012 ", "ＷＤ００１２", "http://localhost:3000/home/card/WD0012"]) {
      expect(cardName(typed)).toBe("WD0012");
    }
    for (const wrong of ["", "0012", "WD12", "WD0012;", null, 7, { $ne: "" }, "W".repeat(1_000)]) {
      expect(cardName(wrong)).toBeUndefined();
    }
  });

  it("reads a phone as people type it, and knows one that nobody can have", () => {
    for (const typed of ["13800138000", "138 0013 8000", "+86-138-0013-8000", "１３８００１３８０００"]) {
      expect(normalPhone(typed)).toBe("+8613800138000");
    }
    for (const wrong of ["", "1380", "phone", "138001380001234567"]) expect(normalPhone(wrong)).toBeUndefined();
    expect(isDialled("13800138000")).toBe(true);
    // One digit is missing, one is wrong.
    for (const wrong of ["1380013800", "10000000001"]) expect(isDialled(wrong)).toBe(false);
  });

  it("knows a person at work by e-mail or phone", () => {
    expect(staffName(" Manager@Wudu.Example ")).toBe("manager@wudu.example");
    expect(staffName("138 0013 8000")).toBe(phoneName("+8613800138000"));
    expect(staffName("manager")).toBeUndefined();
  });

  it("hashes a secret with salt, and takes as long for a name that is not there", async () => {
    const [one, two] = [await hashSecret("246810"), await hashSecret("246810")];
    expect(one).not.toBe(two);
    expect(await isSecret("246810", one)).toBe(true);
    expect(await isSecret("246811", one)).toBe(false);
    expect(await isSecret("246810", undefined)).toBe(false);
    const time = async (hash: string | undefined) => {
      const began = performance.now();
      for (let i = 0; i < 5; i++) await isSecret("000001", hash);
      return performance.now() - began;
    };
    const [known, unknown] = [await time(one), await time(undefined)];
    expect(unknown).toBeGreaterThan(known / 3);
  });
});
