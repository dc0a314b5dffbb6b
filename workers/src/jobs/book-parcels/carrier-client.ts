/** One parcel as the carrier needs it. */
export interface ShipmentRequest {
  reference: string;
  carrier: string;
  service: string;
  weight_g: number;
  to: { name: string; phone: string; province_code: string; address: string };
}

export interface Tracked {
  reference: string;
  tracking_number: string;
}

/** How an asking ended: done, certainly refused with nothing booked, or not known. */
export type BookingAnswer =
  | { outcome: "booked"; shipments: Tracked[] }
  | { outcome: "refused"; reason: string }
  | { outcome: "unknown"; reason: string };

/** A carrier that is slower than this is asked again later. */
const ANSWER_MS = 30_000;

/** Books a batch under a key. Anything but a clear yes or no is unknown: the carrier may have booked it. */
export async function bookShipments(
  base: string,
  key: string,
  shipments: readonly ShipmentRequest[],
): Promise<BookingAnswer> {
  try {
    const answer = await fetch(new URL("/shipments", base), {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify({ shipments }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const body = (await answer.json()) as { shipments?: Tracked[]; error?: { code: string; message: string } };
    if (answer.ok && body.shipments) return { outcome: "booked", shipments: body.shipments };
    const reason = `${answer.status} ${body.error?.code ?? ""}`.trim();
    // A conflict says that something of ours is there already: look before saying no.
    const isNo = answer.status >= 400 && answer.status < 500 && ![408, 409, 425, 429].includes(answer.status);
    return { outcome: isNo ? "refused" : "unknown", reason };
  } catch (error) {
    return { outcome: "unknown", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** What the carrier has under a key. Throws when it can't be asked: then nothing is known, and nothing may be repeated. */
export async function findBatch(base: string, key: string): Promise<Tracked[]> {
  const address = new URL("/shipments", base);
  address.searchParams.set("batch", key);
  const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) });
  if (!answer.ok) throw new Error(`the carrier answered ${answer.status} to a look-up`);
  return ((await answer.json()) as { shipments: Tracked[] }).shipments;
}
