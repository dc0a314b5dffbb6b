import { expect, test } from "vitest";
import { reachedByAll } from "./reach";

const card = (provinces: readonly string[], max_weight_g = 30_000) => ({
  max_weight_g,
  zones: provinces.map((province) => ({ zone: province, provinces: [province], first_minor: 700, step_minor: 200 })),
});
const PLACES = ["11", "44", "54", "65"];

test("a place is reached by any one card of a sender, but by a card of every sender", () => {
  const wudu = { cards: [card(["11", "44"]), card(["54"])], heaviest_g: 2_000 };
  expect(reachedByAll([wudu], PLACES)).toEqual(["11", "44", "54"]);
  const longchuan = { cards: [card(["44", "54", "65"])], heaviest_g: 2_000 };
  expect(reachedByAll([wudu, longchuan], PLACES)).toEqual(["44", "54"]);
});

test("a card that does not take the heaviest pack reaches nowhere with it; at its very limit it does", () => {
  const cards = [card(["11", "54"], 10_000), card(["11"], 30_000)];
  expect(reachedByAll([{ cards, heaviest_g: 10_000 }], PLACES)).toEqual(["11", "54"]);
  expect(reachedByAll([{ cards, heaviest_g: 10_001 }], PLACES)).toEqual(["11"]);
});

test("who has no card reaches nowhere; where nothing is sent every place will do", () => {
  expect(reachedByAll([{ cards: [], heaviest_g: 1 }], PLACES)).toEqual([]);
  expect(reachedByAll([], PLACES)).toEqual(PLACES);
});

test("places of pick-up points, of trucks and abroad are none of these", () => {
  const abroad = { zone: "far", provinces: [], countries: ["JP"], first_minor: 900, step_minor: 900 };
  const cards = [card(["00", "01"]), { max_weight_g: 30_000, zones: [abroad] }];
  expect(reachedByAll([{ cards, heaviest_g: 1 }], PLACES)).toEqual([]);
});
