import { expect, test } from "vitest";
import { addsUp, underHeadings } from "./freight.server";

const parts = [{ freight_minor: 1_250 }, { freight_minor: 800 }];

test("parts of the freight are shown only where together they are exactly what is to be paid", () => {
  expect(addsUp(parts, 2_050)).toBe(true);
  expect(addsUp(parts, 2_049)).toBe(false);
  expect(addsUp(parts, 2_051)).toBe(false);
  // Of a list, whose parts are not told, and of a basket of before.
  expect(addsUp([], 2_050)).toBe(false);
  expect(addsUp(parts, 0)).toBe(false);
});

test("while nothing is to be paid yet they are a first word of what it will be", () => {
  expect(addsUp(parts, null)).toBe(true);
});

const part = (cooperative_id: string, freight_minor: number) => ({
  cooperative_id,
  freight_minor,
  parcels: 1,
  carriers: [{ zh: "顺丰", en: "SF" }],
  arrival: { usual_days: 2, latest_days: 4 },
});
const heading = (id: string) => ({ cooperative: { id } });

test("the freight of goods that the shop shows no more stands under their own heading, and the sum stays the same", () => {
  const all = [part("wudu", 1_250), part("longchuan", 800), part("gone", 300)];
  const shown = underHeadings(all, [heading("wudu"), heading("")]);
  expect(shown.map((one) => [one.cooperative_id, one.freight_minor])).toEqual([
    ["wudu", 1_250],
    ["", 1_100],
  ]);
  expect(shown[1]).toEqual({
    cooperative_id: "",
    freight_minor: 1_100,
    parcels: 2,
    carriers: [{ zh: "顺丰", en: "SF" }],
    arrival: null,
  });
  // Of one cooperative alone, how long it takes is known as well.
  expect(underHeadings([part("gone", 300)], [heading("")])).toEqual([{ ...part("gone", 300), cooperative_id: "" }]);
});

test("where every heading has its part nothing is moved", () => {
  const all = [part("wudu", 1_250), part("longchuan", 800)];
  expect(underHeadings(all, [heading("wudu"), heading("longchuan")])).toEqual(all);
  // Goods of no pool cost no freight of ours.
  expect(underHeadings([part("wudu", 1_250)], [heading("wudu"), heading("")])).toEqual([part("wudu", 1_250)]);
});
