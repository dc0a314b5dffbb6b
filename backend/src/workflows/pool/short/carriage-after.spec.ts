import { describe, expect, test } from "vitest";
import type { PlanDestination } from "../../../modules/parcel/plan";
import { carriageAfter } from "./carriage-after";

const goods = (id: string, cooperative_id: string, truck_minor?: string): PlanDestination => ({
  id,
  name: "林仓库",
  phone: "13800138000",
  province_code: truck_minor === undefined ? "44" : "01",
  address: "体育东路 1 号",
  truck_minor,
  items: [{ order_line_id: `line_${cooperative_id}`, title: "核桃", packs: 40, pack_g: 10_000, cooperative_id }],
});
const list = {
  order_id: "order_1",
  destinations: [goods("order_1", "coop_b"), goods("order_1:coop_a", "coop_a", "895000")],
};
const cost = (cooperative_id: string, freight_minor: bigint, order_id = "order_1") => ({
  order_id,
  cooperative_id,
  freight_minor,
});
const gone = (destination_id: string, packs: number, order_id = "order_1") => ({
  order_id,
  order_line_id: "line_coop_a",
  destination_id,
  packs,
});
const after = (
  cooperative: string,
  left: Parameters<typeof carriageAfter>[2],
  to_come: Parameters<typeof carriageAfter>[3],
) => carriageAfter(list, cooperative, left, to_come).cost_minor;

describe("what carriage costs once a short is applied", () => {
  test("is a truck's whole cost when a part of its load has left and all the rest falls short", () => {
    const left = { freight: [cost("coop_a", 268_500n)], packs: [gone("order_1:coop_a", 12)] };
    expect(after("coop_a", left, [])).toBe(895_000n);
    expect(after("coop_a", left, [cost("coop_a", 626_500n)])).toBe(895_000n);
  });

  test("is nothing of a truck when nothing has left and nothing is to come", () => {
    expect(after("coop_a", { freight: [], packs: [] }, [])).toBe(0n);
    // What left of another order, or to another place, drove no truck of this load.
    const left = {
      freight: [cost("coop_a", 500n, "order_2")],
      packs: [gone("order_1:coop_a", 3, "order_2"), gone("order_1", 3)],
    };
    expect(after("coop_a", left, [])).toBe(0n);
  });

  test("of who sends parcels is those that have left and those to come, also beside another one's truck", () => {
    const left = {
      freight: [cost("coop_a", 268_500n), cost("coop_b", 1_200n)],
      packs: [gone("order_1:coop_a", 12), gone("order_1", 2)],
    };
    expect(after("coop_b", left, [cost("coop_b", 800n)])).toBe(2_000n);
    expect(after("coop_b", left, [])).toBe(1_200n);
  });
});
