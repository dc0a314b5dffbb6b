import { at, between, chanceOf, fill, leaf, line, oval, sheet, soft, type Point } from "../brush";
import { birds, cloud, EARTH, flatHouse, HIGH, hills, spread, terraces, tree, WIDE } from "./land";

const WALNUT: readonly [string, string, string] = ["#7FA65B", "#5B8A4C", "#3F6E42"];

/** A village half-way up a mountain, walnuts drying on its roofs, seen from under one of the oldest trees. */
export function walnutHill(): string {
  const chance = chanceOf("walnut hill");
  const leaves = Array.from({ length: 46 }, (_, i) => {
    const [x, y] = [between(chance, -60, 520), between(chance, -50, 90) - (i % 3) * 16];
    const hue =
      i % 2
        ? { light: "#7FA65B", dark: "#5E8A4C", vein: "#47703F" }
        : { light: "#5E8A4C", dark: "#3F6E42", vein: "#2F5836" };
    return at(x, y, leaf(between(chance, 74, 120), 42, hue, 6, 3), between(chance, 10, 150));
  }).join("");
  const nuts = (seed: string) => {
    const drop = chanceOf(seed);
    return Array.from({ length: 26 }, () => oval(between(drop, -44, 66), between(drop, -73, -63), 3.4, 2.6)).join("");
  };
  const homes: readonly (readonly [number, number, number])[] = [
    [560, 330, 0.66],
    [700, 318, 0.62],
    [840, 334, 0.68],
    [620, 398, 0.86],
    [776, 392, 0.84],
    [934, 404, 0.9],
  ];
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#FBEBCF"),
    fill(oval(930, 132, 58, 58), "#EFA45C"),
    hills("m1", 260, 190, "#DCD9C0"),
    hills("m2", 310, 170, "#BFCBAE"),
    cloud(620, 120, 1, "#FFF8EA"),
    birds(760, 96),
    fill(
      soft([
        [-200, 620],
        [-60, 420],
        [160, 330],
        [400, 250],
        [640, 216],
        [860, 236],
        [1080, 330],
        [1300, 420],
        [1300, 700],
        [-200, 700],
      ]),
      "#8FAE78",
    ),
    terraces("mt", 700, 236, 420, 5, ["#B8C77A", "#A4BA6C", "#C9CC86"], "#7C9263", 15),
    spread(
      chance,
      12,
      (): Point => [between(chance, 420, 1080), between(chance, 252, 320)],
      (i) => tree(`far ${i}`, WALNUT, 0.34),
    ),
    homes
      .map(
        ([x, y, size], i) =>
          at(x, y, tree(`by ${i}`, WALNUT, 0.62 * size + 0.1)) +
          at(
            x + 92 * size,
            y + 6,
            flatHouse(EARTH, size, "#C9A36B") + at(0, 0, fill(nuts(`n${i}`), "#7C5130"), 0, size),
          ),
      )
      .join(""),
    fill(
      soft([
        [-100, 520],
        [160, 470],
        [420, 450],
        [700, 462],
        [960, 452],
        [1300, 480],
        [1300, 760],
        [-100, 760],
      ]),
      "#5E8A4C",
    ),
    fill(
      soft([
        [-100, 580],
        [200, 536],
        [520, 540],
        [820, 552],
        [1300, 520],
        [1300, 760],
        [-100, 760],
      ]),
      "#47703F",
    ),
    spread(
      chance,
      6,
      (): Point => [between(chance, 560, 1180), between(chance, 490, 530)],
      (i) => tree(`near ${i}`, WALNUT, 0.8),
    ),
    // The old tree that frames the view.
    fill(
      soft([
        [58, 620],
        [92, 470],
        [84, 320],
        [40, 180],
        [-60, 60],
        [-60, -40],
        [60, 20],
        [124, 130],
        [170, 40],
        [230, -40],
        [300, -40],
        [230, 90],
        [182, 210],
        [176, 340],
        [196, 480],
        [236, 620],
      ]),
      "#6B4A34",
    ),
    fill(
      soft([
        [150, 620],
        [150, 470],
        [140, 330],
        [160, 200],
        [220, 90],
        [300, -40],
        [230, 90],
        [182, 210],
        [176, 340],
        [196, 480],
        [236, 620],
      ]),
      "#523724",
    ),
    line("M110 560C120 470 112 390 96 300M134 590C138 520 134 450 128 380", "#523724", 5),
    leaves,
    [
      [250, 130],
      [330, 96],
      [410, 120],
      [296, 168],
      [150, 110],
      [470, 78],
    ]
      .map(
        ([x = 0, y = 0]) =>
          fill(oval(x, y, 21, 22), "#5C7B3B") +
          fill(oval(x - 4, y - 4, 17, 18), "#86A552") +
          fill(oval(x - 8, y - 9, 6, 6), "#B4CB7E"),
      )
      .join(""),
    at(
      372,
      566,
      fill("M-62 -40H62L48 20H-48Z", "#B98F4E") +
        line("M-56 -22H56M-52 -4H52M-40 -40L-32 20M-14 -40L-12 20M14 -40L12 20M40 -40L32 20", "#8F6B35", 4) +
        Array.from({ length: 11 }, (_, i) =>
          fill(oval(-50 + i * 10, -44 - (i % 3) * 8, 14, 13), i % 2 ? "#9A6839" : "#B98552"),
        ).join("") +
        fill("M-66 -44H66V-34H-66Z", "#D3AA63"),
    ),
  );
}
