import type { MedusaContainer } from "@medusajs/framework/types";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { waitsForInspection } from "./inspection";

const DELIVERED = new Date("2026-11-20T08:00:00Z");

/** A company's order with what was agreed, said and claimed. */
function container(order: object | undefined, more: { delivered_at?: Date | null; open?: number } = {}) {
  const { delivered_at = DELIVERED, open = 0 } = more;
  const parts: Record<string, unknown> = {
    wholesale: { deliveries: { ofOrder: () => Promise.resolve(order) } },
    parcel: {
      deliveredAt: () => Promise.resolve(delivered_at),
      claims: { countOf: () => Promise.resolve({ open, ended: 0 }) },
    },
  };
  return { resolve: (name: string) => parts[name] } as unknown as MedusaContainer;
}
const agreed = { term: { days: 3, release: "inspection" }, accepted_at: null };

describe("the money of a company's order", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-22T04:00:00Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("waits until the last day for inspecting is over in China, where that was agreed", async () => {
    expect(await waitsForInspection(container(agreed), "order_1")).toEqual(new Date("2026-11-23T16:00:00Z"));
    vi.setSystemTime(new Date("2026-11-23T16:00:00Z"));
    expect(await waitsForInspection(container(agreed), "order_1")).toBeNull();
  });

  it("waits no longer when the goods were accepted, and a day at a time while a claim is open", async () => {
    const accepted = { ...agreed, accepted_at: new Date("2026-11-21T00:00:00Z") };
    expect(await waitsForInspection(container(accepted), "order_1")).toBeNull();
    vi.setSystemTime(new Date("2026-12-24T04:00:00Z"));
    expect(await waitsForInspection(container(agreed, { open: 1 }), "order_1")).toEqual(
      new Date("2026-12-24T16:00:00Z"),
    );
  });

  it("waits for nothing of a private buyer, without such a word in the quote, and with no parcel left", async () => {
    expect(await waitsForInspection(container(undefined), "order_1")).toBeNull();
    expect(await waitsForInspection(container({ term: null, accepted_at: null }), "order_1")).toBeNull();
    expect(await waitsForInspection(container(agreed, { delivered_at: null }), "order_1")).toBeNull();
  });
});
