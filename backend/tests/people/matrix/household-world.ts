import { randomUUID } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";
import { Cipher } from "../../../src/lib/cipher";

/** The number of all households made here: it leaves the house in an SMS and nowhere else. */
export const CANARY_PHONE = "+8613800137788";

/** A household by hand, with a name nobody else has. */
export async function insertHousehold(
  house: House,
  input: { mark: string; name: string; card: string; cooperative: string; village: string },
): Promise<string> {
  const id = `household_${input.mark}_${input.card}`;
  await house.db.query(
    `insert into household (id, cooperative_id, village_id, name, card_number, phone_sealed, phone_last4)
     values ($1, $2, $3, $4, $5, $6, '7788')`,
    [
      id,
      input.cooperative,
      input.village,
      input.name,
      input.card,
      new Cipher(process.env.HOUSEHOLD_KEY ?? "").seal(CANARY_PHONE, `household:${id}:phone`),
    ],
  );
  return id;
}

/** It hands in two and a half kilos, as a weigher of its cooperative writes them down. */
export async function weighIn(house: House, token: string, card_number: string, pool_id: string): Promise<void> {
  const answer = await send(house, token, "/desk/lots", {
    card_number,
    pool_id,
    gross_g: 3_000,
    tare_g: 500,
    harvested_on: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
    idempotency_key: randomUUID(),
  });
  if (answer.status !== 201) throw new Error(`${card_number} could not hand in: ${await answer.text()}`);
}

function send(house: House, token: string, to: string, body: unknown): Promise<Response> {
  return fetch(new URL(to, house.backendUrl), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
}
