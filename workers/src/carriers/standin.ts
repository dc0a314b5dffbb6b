import type {
  Answer,
  Carrier,
  CarrierLabel,
  CarrierRate,
  NamedFault,
  ShipmentRequest,
  Tracked,
  TrackingEvent,
} from "./carrier";

/** A carrier that is slower than this is asked again later. */
const ANSWER_MS = 30_000;
/** References of one question; the stand-in refuses more. */
const REFERENCES_PER_CALL = 200;

/** Conflicts that are an answer: what was asked to be taken back has happened. */
const TOO_LATE = ["on_its_way", "courier_came"];

interface ErrorBody {
  error?: { code: string; message: string; shipments?: NamedFault[] };
}
interface Shipment extends Tracked {
  id: string;
  state: string;
}
interface RawEvent {
  id: string;
  reference: string;
  state: string;
  at: string;
  place: string | null;
}

/** Our own small carrier server, spoken to over HTTP as a real one would be. */
export function standinCarrier(base: string): Carrier {
  const shipmentsOf = (references: readonly string[]): Promise<Shipment[]> =>
    inParts(references, async (part) => {
      const { shipments } = await read<{ shipments: Shipment[] }>(base, "/shipments", { reference: part.join(",") });
      return shipments.filter((shipment) => shipment.state !== "cancelled");
    });

  return {
    rate: (parcel) =>
      send<{ rates: { service: string; total_minor: string; currency: string }[] }, CarrierRate[]>(
        base,
        "/rates",
        { body: parcel },
        ({ rates }) => rates.map((rate) => ({ ...rate, total_minor: BigInt(rate.total_minor) })),
      ),
    book: (key, shipments: readonly ShipmentRequest[]) =>
      send<{ shipments: Shipment[] }, Tracked[]>(
        base,
        "/shipments",
        { key, body: { shipments } },
        (body) => body.shipments,
      ),
    async find(key, references) {
      const { shipments } = await read<{ shipments: Shipment[] }>(base, "/shipments", { batch: key });
      const live = shipments.filter((shipment) => shipment.state !== "cancelled");
      // Booked under another key: by somebody's hand, or before our row was restored from a backup.
      return live.length > 0 ? live : shipmentsOf(references);
    },
    async label(reference) {
      const [shipment] = await shipmentsOf([reference]);
      if (!shipment) return { outcome: "refused", reason: "404 not_found" };
      return send<{ data: string }, CarrierLabel>(
        base,
        `/shipments/${shipment.id}/label?format=PNG`,
        { method: "GET" },
        ({ data }) => ({ format: "PNG", data: Buffer.from(data, "base64") }),
      );
    },
    async cancel(reference) {
      const [shipment] = await shipmentsOf([reference]);
      // Nothing of ours is there: cancelled before, or never booked.
      if (!shipment) return { outcome: "done", value: undefined };
      return send<object, void>(base, `/shipments/${shipment.id}/cancel`, { body: {} }, () => undefined);
    },
    track: (references) =>
      inParts(references, async (part) => {
        const { events } = await read<{ events: RawEvent[] }>(base, "/tracking", { reference: part.join(",") });
        return events.map((event): TrackingEvent => ({
          event_id: event.id,
          number: event.reference,
          said: event.state,
          at: new Date(event.at),
          place: event.place,
        }));
      }),
    pickup: (key, request) =>
      send<{ confirmation: string }, { confirmation: string }>(
        base,
        "/pickups",
        { key, body: request },
        (body) => body,
      ),
    async findPickup(key) {
      const { papers } = await read<{ papers: { id: string }[] }>(base, "/pickups", { key });
      return papers[0] && { confirmation: papers[0].id };
    },
    cancelPickup: (confirmation) =>
      send<object, void>(base, `/pickups/${encodeURIComponent(confirmation)}/cancel`, { body: {} }, () => undefined),
    async findManifest(key) {
      const { papers } = await read<{ papers: { id: string }[] }>(base, "/manifests", { key });
      return papers[0] && { manifest_id: papers[0].id };
    },
    manifest: (key, references) =>
      send<{ manifest_id: string }, { manifest_id: string }>(
        base,
        "/manifests",
        { key, body: { references } },
        (body) => body,
      ),
  };
}

/** One call that may change something. Anything but a clear yes or no is unknown: the carrier may have done it. */
async function send<Body extends object, Value>(
  base: string,
  to: string,
  call: { method?: "GET" | "POST"; key?: string; body?: object },
  valueOf: (body: Body) => Value,
): Promise<Answer<Value>> {
  try {
    const answer = await fetch(new URL(to, base), {
      method: call.method ?? "POST",
      headers: {
        "content-type": "application/json",
        ...(call.key === undefined ? {} : { "idempotency-key": call.key }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const body = (await answer.json()) as Body & ErrorBody;
    if (answer.ok) return { outcome: "done", value: valueOf(body) };
    const { code = "", message = "", shipments = [] } = body.error ?? {};
    // Words first: a person reads them.
    const reason = message === "" ? `${answer.status} ${code}`.trim() : `${message} (${answer.status} ${code})`;
    // A conflict says that something of ours is there already: look before saying no. Only of what is on its way it is a no.
    const isNo =
      (answer.status >= 400 && answer.status < 500 && ![408, 409, 425, 429].includes(answer.status)) ||
      TOO_LATE.includes(code);
    return isNo ? { outcome: "refused", reason, named: shipments } : { outcome: "unknown", reason };
  } catch (error) {
    return { outcome: "unknown", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A question. Throws when it can't be asked: then nothing is known, and nothing may be repeated. */
async function read<Body>(base: string, to: string, query: Record<string, string>): Promise<Body> {
  const address = new URL(to, base);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) });
  if (!answer.ok) throw new Error(`the carrier answered ${answer.status} to a look-up`);
  return (await answer.json()) as Body;
}

async function inParts<T>(references: readonly string[], ask: (part: readonly string[]) => Promise<T[]>): Promise<T[]> {
  const found: T[] = [];
  for (let start = 0; start < references.length; start += REFERENCES_PER_CALL) {
    found.push(...(await ask(references.slice(start, start + REFERENCES_PER_CALL))));
  }
  return found;
}
