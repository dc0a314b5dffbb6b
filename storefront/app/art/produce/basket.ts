import { at, blob, chanceOf, fill, leaf, line, n, oval, sheet, soft, solid } from "../brush";

const BAMBOO = { base: "#D3AA63", shade: "#AD813F", light: "#E8CB8E" };
const GREEN = { light: "#86AE62", dark: "#5F8D4C", vein: "#47703C" };

/** The handle, behind what lies in the basket. Both halves are drawn round the middle of the rim. */
export const basketHandle = (): string =>
  line("M-264 -24C-260 -364 260 -364 264 -24", BAMBOO.shade, 26) +
  line("M-268 -28C-262 -370 262 -370 268 -28", BAMBOO.base, 14);

/** The woven front, before what lies in the basket; about 660 wide, 240 tall. */
export function basketFront(): string {
  const strips: string[] = [];
  for (let row = 0; row < 5; row++)
    for (let i = 0; i < 15; i++) {
      const [x, y] = [-330 + i * 48 + (row % 2) * 24, 40 + row * 38];
      strips.push(
        `<rect x="${x}" y="${y}" width="40" height="30" rx="5" fill="${(i + row) % 2 ? BAMBOO.light : BAMBOO.shade}"/>`,
      );
    }
  const outline = "M-316 0C-300 60 -280 150 -248 214Q-238 236 -214 236H214Q238 236 248 214C280 150 300 60 316 0Z";
  return (
    solid(outline, BAMBOO.base, strips.join(""), fill("M170 -20H330V250H60C150 190 180 90 170 -20Z", "#7A552255")) +
    fill(
      "M-334 -8Q-334 -34 -310 -32C-120 6 120 6 310 -32Q334 -34 334 -8Q330 18 306 20C120 54 -120 54 -306 20Q-330 18 -334 -8Z",
      BAMBOO.base,
    ) +
    line("M-318 -10C-120 32 120 32 318 -10", BAMBOO.shade, 5)
  );
}

/** An ear of maize, its husk drawn back, upright and about 300 tall. */
function maize(seed: string): string {
  const chance = chanceOf(seed);
  const cob = soft([
    [0, -190],
    [40, -160],
    [62, -80],
    [64, 20],
    [50, 110],
    [0, 130],
    [-50, 110],
    [-64, 20],
    [-62, -80],
    [-40, -160],
  ]);
  const kernels: string[] = [];
  for (let row = 0; row < 15; row++)
    for (let i = 0; i < 7; i++) {
      const [x, y] = [-60 + i * 20, -186 + row * 22 + (i % 2) * 9];
      kernels.push(
        `<rect x="${x + 1}" y="${y}" width="18" height="19" rx="7" fill="${i > 4 ? "#D9A02E" : chance() < 0.2 ? "#F7D676" : "#EFBE4A"}"/>`,
      );
    }
  const husk = (side: number) =>
    fill(
      soft([
        [0, 150],
        [side * 60, 120],
        [side * 118, 20],
        [side * 128, -70],
        [side * 84, -10],
        [side * 52, 50],
        [side * 16, 110],
      ]),
      side < 0 ? "#A7BE6E" : "#8BA656",
    ) + line(`M${side * 10} 142Q${side * 84} 70 ${side * 118} -40`, "#7A9450", 4);
  return fill(cob, "#B97F22") + solid(cob, "#C98F28", kernels.join("")) + husk(-1) + husk(1);
}

/** A long aubergine as it grows in the south, upright, its cap on top. */
const aubergine = () =>
  solid(
    soft([
      [-26, -150],
      [30, -150],
      [52, -60],
      [58, 40],
      [40, 130],
      [0, 160],
      [-42, 130],
      [-60, 40],
      [-48, -60],
    ]),
    "#472E4D",
    fill(oval(-14, 10, 54, 170), "#6A4670"),
    fill(
      soft([
        [-34, -90],
        [-22, -96],
        [-26, 0],
        [-32, 70],
        [-42, 60],
        [-44, -10],
      ]),
      "#9A7BA0",
    ),
  ) +
  fill(
    soft([
      [-40, -128],
      [-28, -166],
      [-8, -176],
      [-10, -214],
      [14, -216],
      [12, -176],
      [32, -164],
      [42, -126],
      [22, -140],
      [2, -116],
      [-18, -140],
    ]),
    "#6C8A4C",
  );

const chilli = (turn: number) =>
  at(
    0,
    0,
    fill(
      soft([
        [-16, -60],
        [14, -62],
        [20, 0],
        [10, 70],
        [-8, 130],
        [-10, 70],
        [-20, 10],
      ]),
      "#B5382B",
    ) +
      fill(
        soft([
          [-10, -50],
          [-4, -50],
          [-6, 10],
          [-12, 40],
          [-14, 0],
        ]),
        "#DB6A55",
      ) +
      line("M-2 -60q-4 -30 10 -48", "#6C8A4C", 9),
    turn,
  );

/** What a village may bring: the picture of whatever has none of its own. */
export function basket(): string {
  const chance = chanceOf("cabbage");
  const cabbage =
    [-52, 52, -26, 30, 0]
      .map((turn, i) =>
        at(
          0,
          90,
          leaf(
            300 - i * 8,
            168 - i * 14,
            { light: i > 2 ? "#C4D98F" : "#9CBF70", dark: i > 2 ? "#A8C677" : "#7FA85A", vein: "#F4F1DA" },
            0,
            6,
          ),
          -90 + turn,
        ),
      )
      .join("") +
    fill(
      soft([
        [-46, 100],
        [-20, -20],
        [0, -70],
        [20, -20],
        [46, 100],
        [0, 130],
      ]),
      "#F4F1DA",
    );
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#F1E4C8"),
    fill("M0 506C300 480 660 484 960 500V720H0Z", "#E2CDA3"),
    fill(blob(chance, 486, 262, 330, 262, 0.02, 14), "#F8F0DD"),
    fill(oval(500, 668, 420, 42), "#CDB282"),
    at(480, 430, basketHandle()),
    at(284, 300, cabbage, -18, 1),
    at(452, 268, maize("left"), -4, 1.02),
    at(566, 288, maize("right"), 12, 0.94),
    at(672, 320, aubergine(), 26, 0.98),
    at(744, 356, aubergine(), 46, 0.84),
    at(
      388,
      400,
      fill(blob(chance, 0, 0, 82, 76, 0.03), "#9E2B22") +
        fill(blob(chance, -10, -8, 72, 66, 0.03), "#C6432F") +
        fill(blob(chance, -30, -28, 18, 16, 0.1, 8), "#E58468") +
        fill(
          Array.from(
            { length: 5 },
            (_, i) =>
              `M0 -62L${n(Math.cos(i * 1.2566) * 34)} ${n(-62 + Math.sin(i * 1.2566) * 14)}L${n(Math.cos(i * 1.2566 + 0.5) * 8)} ${n(-62 + Math.sin(i * 1.2566 + 0.5) * 5)}Z`,
          ).join(""),
          "#5C7F42",
        ),
    ),
    at(560, 396, chilli(38), 0, 0.9),
    at(610, 404, chilli(58), 0, 0.84),
    at(500, 404, chilli(16), 0, 0.86),
    at(480, 430, basketFront()),
    at(
      190,
      636,
      fill(oval(6, 44, 84, 20), "#CDB282") +
        solid(
          blob(chance, 0, 0, 74, 66, 0.04),
          "#9A6839",
          fill(blob(chance, -10, -8, 66, 58, 0.04), "#C08E58"),
          fill(blob(chance, -28, -24, 18, 15, 0.1, 8), "#D9AE78"),
        ) +
        line("M-10 -40q14 -10 26 0M20 20q16 2 22 -12M-36 26q10 12 24 8", "#9A6839", 4),
    ),
    at(838, 648, fill(oval(6, 26, 70, 16), "#CDB282") + chilli(74)),
    at(900, 560, leaf(120, 60, GREEN, 10, 4), -130),
  );
}
