import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import {
  decideSample,
  decideSampleOffer,
  MAX_SAMPLE_PACKS,
  MAX_SAMPLES_A_SEASON,
  sampleSeason,
  sampleTotal,
  type SampleOffer,
} from "./sample";

const offer: SampleOffer = { offered: true, packs: 2, price_minor: 900n, freight_minor: 1_200n, per_season: 1 };

describe("a sample that a cooperative offers", () => {
  it("is a few packs that cost something", () => {
    expect(valueOf(decideSampleOffer(offer))).toBe(offer);
    expect(valueOf(decideSampleOffer({ ...offer, freight_minor: 0n })).freight_minor).toBe(0n);
    for (const packs of [0, -1, 1.5, NaN, MAX_SAMPLE_PACKS + 1])
      expect(reasonOf(decideSampleOffer({ ...offer, packs })), String(packs)).toBe("invalid_packs");
    for (const price_minor of [0n, -1n, 1_000_000_000_001n])
      expect(reasonOf(decideSampleOffer({ ...offer, price_minor }))).toBe("invalid_price");
    expect(reasonOf(decideSampleOffer({ ...offer, freight_minor: -1n }))).toBe("invalid_freight");
    for (const per_season of [0, 0.5, MAX_SAMPLES_A_SEASON + 1])
      expect(reasonOf(decideSampleOffer({ ...offer, per_season }))).toBe("invalid_per_season");
  });

  it("worked example: 2 packs at 9.00 and 12.00 freight are 30.00", () => {
    expect(sampleTotal(offer)).toBe(3_000n);
  });
});

describe("a company that asks for it", () => {
  const ask = { offer: { ...offer, currency: "CNY", version: 3 }, seen: 3, currency: "CNY", taken: 0 };
  it("has it as often as the season allows, as it was read, in its own currency", () => {
    expect(decideSample(ask).ok).toBe(true);
    const over = decideSample({ ...ask, taken: 1 });
    expect(reasonOf(over)).toBe("samples_used_up");
    expect(!over.ok && over.refusal.details).toEqual({ per_season: 1 });
    // The cooperative allowed more before: what was had still counts.
    expect(reasonOf(decideSample({ ...ask, taken: 5 }))).toBe("samples_used_up");
    expect(decideSample({ ...ask, offer: { ...ask.offer, per_season: 2 }, taken: 1 }).ok).toBe(true);
    expect(reasonOf(decideSample({ ...ask, seen: 2 }))).toBe("sample_changed");
    expect(reasonOf(decideSample({ ...ask, currency: "EUR" }))).toBe("other_currency");
    expect(reasonOf(decideSample({ ...ask, offer: null }))).toBe("no_sample");
    expect(reasonOf(decideSample({ ...ask, offer: { ...ask.offer, offered: false } }))).toBe("no_sample");
  });

  it("counts by the year of the cooperative's own day", () => {
    expect([sampleSeason("2026-12-31"), sampleSeason("2027-01-01")]).toEqual(["2026", "2027"]);
  });
});
