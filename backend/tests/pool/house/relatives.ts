import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { blindIndex } from "../../../src/lib/blind-index";
import { Desk, picked } from "../../people/desk-client";

/** Relatives whom households named, and phones that several households share: over HTTP, with the code of an SMS. */
export function relatives(house: () => House): void {
  const agreed = { kind: "present", note: "in the yard" };
  const PHONE = "13800138041";
  let desk: Desk;
  const idOf = new Map<string, string>();
  beforeAll(async () => {
    desk = await Desk.signIn(house(), "weigher@wudu.example");
    for (const card of ["WD0028", "WD0029", "WD0030"]) {
      const { rows } = await house().db.query<{ id: string }>(`select id from household where card_number = $1`, [
        card,
      ]);
      idOf.set(card, rows[0]?.id ?? "");
    }
  });

  const name = async (card: string, may: "look" | "confirm", phone = PHONE): Promise<string> => {
    const body = { name: "王小妹", relation: "女儿", phone, may, agreed };
    const added = await desk.post(`/desk/households/${idOf.get(card)}/delegates`, body);
    expect(added.status).toBe(201);
    return added.body.delegate.id as string;
  };
  /** The phone's own way in. The code of the SMS is replaced by one we know: its text is sealed. */
  const signIn = async (phone: string): Promise<Desk> => {
    const anybody = new Desk(house().backendUrl);
    expect(await anybody.post("/auth/household/phone-code", { phone })).toMatchObject({ status: 200 });
    await house().db.query(`update sign_in_code set code_hash = $2 where subject = $1`, [
      blindIndex("sign-in", `+86${phone}`),
      blindIndex("code", `+86${phone}:246802`),
    ]);
    const reply = await anybody.post("/auth/household/phone-code/callback", { phone, code: "246802" });
    expect(reply.status).toBe(200);
    return new Desk(house().backendUrl, String(reply.body.token));
  };
  const lotOf = async (card: string): Promise<string> => {
    const taken = await desk.post("/desk/lots", {
      card_number: card,
      produce: "walnut",
      grade: "1",
      gross_g: 5_000,
      tare_g: 500,
      harvested_on: picked(),
      idempotency_key: randomUUID(),
    });
    expect(taken.status).toBe(201);
    return taken.body.receipt.lot_id as string;
  };

  test("a relative sees what they were named for, does what their right allows, and the household reads it under their name", async () => {
    await name("WD0028", "look");
    const second = await name("WD0029", "confirm");
    const [looked, confirmed, foreign] = [await lotOf("WD0028"), await lotOf("WD0029"), await lotOf("WD0030")];
    const phone = await signIn(PHONE);
    // Named by two: it must say which.
    expect(await phone.get("/household/me")).toMatchObject({ status: 400, body: { code: "choose_household" } });
    const { homes } = (await phone.get("/household/homes")).body;
    expect(homes).toMatchObject([
      { card_number: "WD0028", right: "look" },
      { card_number: "WD0029", right: "confirm" },
    ]);
    const [looks, confirms] = ["WD0028", "WD0029"].map((card) => phone.in(idOf.get(card) ?? ""));
    expect((await looks!.get("/household/me")).body).toMatchObject({
      household: { card_number: "WD0028" },
      you: { right: "look", relative: "王小妹", homes: 2 },
    });
    expect(await looks!.post(`/household/lots/${looked}/objections`, {})).toMatchObject({
      status: 403,
      body: { code: "not_your_role" },
    });
    for (const lot of [looked, foreign]) {
      expect((await confirms!.get(`/household/lots/${lot}`)).status).toBe(404);
      expect((await confirms!.post(`/household/lots/${lot}/objections`, {})).status).toBe(404);
    }
    expect((await phone.in(idOf.get("WD0030") ?? "").get("/household/me")).status).toBe(404);
    // Twice: the second finds the first, and so does the log.
    expect((await confirms!.post(`/household/lots/${confirmed}/objections`, { words: "少了" })).status).toBe(201);
    expect((await confirms!.post(`/household/lots/${confirmed}/objections`, { words: "少了" })).status).toBe(200);
    // What is the household's own word, a relative does not say.
    for (const [path, body] of [
      ["/household/consents", { purpose: "public_name", given: true }],
      [`/household/delegates/${second}/end`, {}],
    ] as const) {
      expect((await confirms!.post(path, body)).status, path).toBe(403);
    }
    const { ticket } = (await confirms!.get(`/household/lots/${confirmed}`)).body;
    expect(ticket.objections).toMatchObject([{ said_by: "王小妹", words: "少了" }]);
    const { acts } = (await desk.get(`/desk/households/${idOf.get("WD0029")}`)).body;
    expect((acts as { actor_kind: string }[]).filter((one) => one.actor_kind === "delegate")).toMatchObject([
      { act: "objected", actor_name: "王小妹", consent_kind: "named" },
      { act: "opened", actor_name: "王小妹" },
    ]);

    // The right ends at the next click, whatever the token says.
    expect((await desk.post(`/desk/households/${idOf.get("WD0029")}/delegates/${second}/end`, { agreed })).status).toBe(
      200,
    );
    expect((await confirms!.get("/household/me")).status).toBe(404);
    expect((await phone.get("/household/me")).body.household.card_number).toBe("WD0028");
  });

  test("a phone that two households share opens both, one at a time, and the old number nothing once it was changed", async () => {
    const shared = "13800138042";
    for (const card of ["WD0028", "WD0030"]) {
      const changed = await desk.post(`/desk/households/${idOf.get(card)}`, { phone: shared, agreed });
      expect(changed.status).toBe(200);
    }
    const phone = await signIn(shared);
    expect((await phone.get("/household/lots")).body.code).toBe("choose_household");
    for (const card of ["WD0028", "WD0030"]) {
      const home = phone.in(idOf.get(card) ?? "");
      expect((await home.get("/household/me")).body).toMatchObject({
        household: { card_number: card },
        you: { right: "own" },
      });
    }
    expect((await desk.post(`/desk/households/${idOf.get("WD0030")}`, { phone: "13800138043", agreed })).status).toBe(
      200,
    );
    expect((await phone.get("/household/me")).body.household.card_number).toBe("WD0028");
    expect((await phone.in(idOf.get("WD0030") ?? "").get("/household/me")).status).toBe(404);
    // A session is not prolonged past what the rows say.
    expect((await phone.post("/auth/token/refresh", {})).status).toBe(403);
  });
}
