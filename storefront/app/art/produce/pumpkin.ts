import { at, between, blob, chanceOf, fill, leaf, line, oval, sheet, soft, solid } from "../brush";

const SKIN = { base: "#D9822B", shade: "#B4601C", light: "#EBA650" };
const RIPE = { base: "#C9A24A", shade: "#A07C31", light: "#E2C477" };
const FLESH = { base: "#F2B544", shade: "#DB962A", light: "#F8D27E" };
const STALK = { base: "#8C8A4A", shade: "#6A6936" };
const LEAF = { light: "#6F9A5B", dark: "#52804A", vein: "#3A6139" };

/** A ribbed pumpkin, `wide` by `tall`, from the ribs at its sides to the one in the middle. */
function pumpkin(seed: string, wide: number, tall: number, hue: typeof SKIN): string {
  const chance = chanceOf(seed);
  const rib = (x: number, half: number, lit: number) =>
    solid(
      blob(chance, x, 0, half, tall * (1 - (x / wide) ** 2 * 0.34), 0.015, 12),
      hue.shade,
      fill(oval(x - half * 0.12, -tall * 0.04, half * 0.86, tall * 0.94), hue.base),
      lit > 0 ? fill(oval(x - half * 0.28, -tall * 0.4, half * 0.26, tall * 0.36), hue.light) : "",
    );
  const freckles = Array.from({ length: 26 }, () =>
    oval(between(chance, -wide * 0.8, wide * 0.8), between(chance, -tall * 0.7, tall * 0.7), 2.6, 3.6),
  ).join("");
  return (
    rib(-wide * 0.72, wide * 0.29, 0) +
    rib(wide * 0.72, wide * 0.29, 0) +
    rib(-wide * 0.46, wide * 0.34, 1) +
    rib(wide * 0.46, wide * 0.34, 0) +
    rib(wide * 0.14, wide * 0.34, 0) +
    rib(-wide * 0.14, wide * 0.34, 1) +
    fill(freckles, hue.light) +
    fill(
      soft([
        [-46, -tall * 0.93],
        [0, -tall * 1.02],
        [46, -tall * 0.93],
        [0, -tall * 0.84],
      ]),
      hue.shade,
    ) +
    fill(
      soft([
        [-40, -tall * 0.92],
        [-20, -tall * 1.1],
        [-26, -tall * 1.3],
        [-4, -tall * 1.42],
        [26, -tall * 1.36],
        [14, -tall * 1.2],
        [22, -tall * 1.04],
        [40, -tall * 0.92],
        [0, -tall * 0.88],
      ]),
      STALK.base,
    ) +
    fill(
      soft([
        [10, -tall * 0.89],
        [6, -tall * 1.1],
        [0, -tall * 1.3],
        [26, -tall * 1.36],
        [14, -tall * 1.2],
        [22, -tall * 1.04],
        [40, -tall * 0.92],
      ]),
      STALK.shade,
    )
  );
}

const seed = (x: number, y: number, turn: number) =>
  at(
    x,
    y,
    fill("M0 -19C13 -12 14 12 0 19C-14 12 -13 -12 0 -19Z", "#F8F0DA") + line("M0 -11C7 -6 7 8 0 12", "#DCC9A0", 2.4),
    turn,
  );

/** A wedge, its seeds in their strings. */
function wedge(): string {
  const flesh = soft([
    [-176, -66],
    [-90, -20],
    [0, -6],
    [90, -20],
    [176, -66],
    [150, 24],
    [80, 92],
    [0, 112],
    [-80, 92],
    [-150, 24],
  ]);
  return (
    at(0, 14, fill(flesh, SKIN.shade)) +
    fill(flesh, SKIN.base) +
    at(0, -8, solid(flesh, FLESH.base, fill("M-200 -80C-90 20 90 20 200 -80V-100H-200Z", FLESH.light)), 0, 0.92, 0.86) +
    fill(
      soft([
        [-128, -50],
        [-60, -16],
        [0, -6],
        [60, -16],
        [128, -50],
        [70, 24],
        [0, 42],
        [-70, 24],
      ]),
      FLESH.shade,
    ) +
    line(
      "M-100 -34q40 40 60 44M-40 -14q20 30 34 40M30 -12q-2 30 -20 44M90 -30q-30 34 -50 46M-66 4q60 20 130 -4",
      FLESH.light,
      4,
    ) +
    [
      [-78, -14, 58],
      [-44, 10, 30],
      [-6, 18, 4],
      [34, 10, -28],
      [74, -12, -60],
      [-20, -2, -20],
      [20, -4, 40],
    ]
      .map(([x = 0, y = 0, t = 0]) => seed(x, y, t))
      .join("")
  );
}

/** Two pumpkins of different years, a wedge cut, on the sill. */
export function pumpkins(): string {
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#D5DCCB"),
    fill("M560 0H960V470H560Z", "#C6D0BB"),
    fill("M0 456H960V720H0Z", "#8E6A4C"),
    fill("M0 456H960V486H0Z", "#A67F5C"),
    line("M0 560q240 -14 480 0t480 -4M0 650q300 12 560 -2t400 6", "#7C5A3F", 5),
    fill(oval(700, 548, 250, 50), "#6B4C35"),
    at(690, 366, pumpkin("far", 226, 170, RIPE), 4),
    line("M690 150q40 -60 90 -40t40 60q-10 30 -36 16t0 -44", STALK.base, 6),
    fill(oval(350, 620, 330, 62), "#6B4C35"),
    at(140, 250, leaf(220, 190, LEAF, 16, 6), -116),
    at(330, 398, pumpkin("near", 278, 204, SKIN), -5),
    at(350, 140, leaf(210, 180, LEAF, 14, 6), -14),
    line("M300 134q-70 -70 -130 -40t-30 70q20 30 40 8", STALK.base, 6),
    fill(oval(688, 664, 196, 36), "#6B4C35"),
    at(676, 590, wedge(), -5, 1.06),
    at(430, 676, fill(oval(3, 6, 12, 17), "#6B4C35"), 60) + seed(430, 672, 60),
    at(478, 690, fill(oval(3, 6, 12, 17), "#6B4C35"), -30) + seed(478, 686, -30),
  );
}
