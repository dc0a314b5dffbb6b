import { expect, test } from "vitest";
import { stepOf, tellOrder, type Standing } from "./progress";
import { PARCEL_STATES, type ParcelState } from "./states";

test("an order is as far as its slowest parcel", () => {
  expect(stepOf([])).toBe("placed");
  expect(stepOf(["planned", "delivered"])).toBe("packing");
  expect(stepOf(["in_transit", "delivered"])).toBe("sent");
  expect(stepOf(["delivered", "delivered"])).toBe("delivered");
});

test("a lost or void parcel does not hold the others back", () => {
  expect(stepOf(["lost", "delivered", "void"])).toBe("delivered");
  expect(stepOf(["void"])).toBe("placed");
  expect(stepOf(["lost"])).toBe("sent");
});

const standing = (states: ParcelState[], more: Partial<Standing> = {}): Standing => ({
  canceled: false,
  nothing_comes: false,
  states,
  planning: false,
  in_cycle: false,
  divided: false,
  shorts: [],
  claims: [],
  ...more,
});
const refunded = [{ stage: "done", remedy: "refund" }] as const;

test("an order that came back and was refunded is not told as delivered, though its money was divided", () => {
  const told = tellOrder(standing(["returned", "void"], { divided: true, claims: refunded }));
  expect(told).toEqual({ step: "sent", headline: "returned", notes: ["claimRefund"], astray: true });
});

test("a lost order is not told that its lots are being shared out", () => {
  expect(tellOrder(standing(["lost"], { claims: [{ stage: "open", remedy: null }] }))).toMatchObject({
    headline: "lost",
    notes: ["claimOpen"],
  });
  expect(tellOrder(standing(["lost", "returned"])).headline).toBe("astray");
});

test("a part that is lost is told beside the part that is on its way or arrived", () => {
  expect(tellOrder(standing(["lost", "in_transit"]))).toMatchObject({ headline: "sent", notes: ["someAstray"] });
  const arrived = tellOrder(standing(["lost", "delivered"], { divided: true }));
  expect(arrived).toMatchObject({ headline: "delivered", notes: ["someAstray"], astray: false });
});

test("short, cancelled, replaced and divided orders are told as what they are", () => {
  const short = { units: 500, waits_until: null };
  // Short in part, and not yet planned anew: the rest is still packed.
  expect(tellOrder(standing(["void"], { shorts: [short] }))).toMatchObject({
    headline: "placed",
    notes: ["someShort"],
  });
  expect(tellOrder(standing(["packed"], { shorts: [short] })).notes).toEqual(["someShort"]);
  expect(tellOrder(standing([], { shorts: [{ units: 500, waits_until: "2026-12-01" }] })).headline).toBe("placed");
  expect(tellOrder(standing(["void"], { canceled: true, claims: refunded })).notes).toEqual([]);
  expect(tellOrder(standing(["delivered"], { divided: true })).headline).toBe("divided");
  const again = { stage: "decided", remedy: "reship" } as const;
  expect(tellOrder(standing(["delivered"], { claims: [again] })).notes).toEqual(["claimReship"]);
});

test("an order of which nothing comes says so, once, and nothing of what is still to come", () => {
  const shorts = [{ units: 500, waits_until: null }];
  for (const states of [[], ["void"]] as ParcelState[][])
    for (const in_cycle of [false, true])
      expect(tellOrder(standing(states, { shorts, in_cycle, nothing_comes: true }))).toMatchObject({
        headline: "nothingComes",
        notes: [],
        astray: false,
      });
  expect(tellOrder(standing(["void"], { shorts, nothing_comes: true, canceled: true })).headline).toBe("canceled");
});

test("an order of an open cycle is not told that it is packed within minutes; once it is planned, it is told as any other", () => {
  expect(tellOrder(standing([], { in_cycle: true }))).toMatchObject({ step: "placed", headline: "inCycle" });
  expect(tellOrder(standing([])).headline).toBe("placed");
  expect(tellOrder(standing([], { in_cycle: true, planning: true })).headline).toBe("placed");
  expect(tellOrder(standing(["planned"], { in_cycle: true })).headline).toBe("packing");
  expect(tellOrder(standing([], { in_cycle: true, canceled: true })).headline).toBe("canceled");
});

test("whatever its parcels' states, 'delivered' is only said when nothing else is on its way, and never 'placed' once any left", () => {
  for (let set = 0; set < 1 << PARCEL_STATES.length; set += 1) {
    const states = PARCEL_STATES.filter((_, bit) => (set >> bit) & 1);
    for (const divided of [false, true]) {
      const { headline, notes } = tellOrder(standing(states, { divided }));
      const live = states.filter((state) => state !== "void");
      if (headline === "divided") expect(live).toEqual(["delivered"]);
      if (headline === "delivered") {
        expect(live).toContain("delivered");
        expect(live.every((state) => ["delivered", "lost", "returned"].includes(state))).toBe(true);
      }
      if (headline === "placed") expect(live).toEqual([]);
      const gone = live.some((state) => state === "lost" || state === "returned");
      if (gone && !["lost", "returned", "astray"].includes(headline)) expect(notes).toContain("someAstray");
    }
  }
});
