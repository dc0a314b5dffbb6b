import { at, between, chanceOf, fill, line, n, oval, sheet, soft, type Chance, type Point } from "../brush";
import { birds, cloud, hen, HIGH, hills, house, mist, spread, tree, WHITE, WIDE } from "./land";

const GREENS: readonly [string, string, string] = ["#83AB66", "#5E9158", "#3F7350"];

/** A clear river with small fish, paddies on its far bank. */
export function clearRiver(): string {
  const chance = chanceOf("clear river");
  const fish = (x: number, y: number, size: number, colour: string) =>
    at(
      x,
      y,
      fill("M-30 0C-14 -15 14 -14 30 0C14 14 -14 15 -30 0ZM24 0L46 -13Q40 0 46 13Z", colour) +
        fill(oval(-18, -3, 2.6, 2.6), "#FFFDF8"),
      between(chance, -14, 14),
      size,
    );
  const stones: readonly (readonly [number, number, number])[] = [
    [700, 452, 0.7],
    [676, 484, 0.85],
    [650, 522, 1],
    [618, 566, 1.2],
  ];
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#E2EEF0"),
    fill(oval(860, 124, 56, 56), "#F5CF8B"),
    cloud(250, 84, 1, "#F9FCFC"),
    birds(640, 110),
    hills("c1", 280, 190, "#C3D6D2"),
    hills("c2", 330, 150, "#95B8A8"),
    mist(120, 316, 700, "#EEF5F2", 26),
    hills("c3", 372, 90, "#6C9C7C"),
    fill("M0 376C320 356 860 360 1200 372V450H0Z", "#D9BE5E"),
    fill("M0 404C340 384 860 388 1200 400V460H0Z", "#A9B857"),
    line(
      "M20 388H180M260 382H420M520 380H640M760 380H900M980 384H1160M60 416H240M380 410H520M840 412H1010",
      "#B9953F",
      4,
    ),
    spread(
      chance,
      12,
      (): Point => [between(chance, 0, 1200), between(chance, 368, 378)],
      (i) => tree(`c ${i}`, GREENS, 0.56),
    ),
    [
      [180, 400, 0.9],
      [300, 392, 0.8],
      [880, 396, 0.84],
      [1000, 402, 0.96],
    ]
      .map(([x = 0, y = 0, size = 1], i) => at(x, y, house(WHITE, size, i === 3)))
      .join(""),
    at(1068, 408, tree("by the house", GREENS, 0.96)),
    fill("M0 436C240 420 520 428 700 424C900 420 1060 428 1200 424V600H0Z", "#8CBFC0"),
    fill("M0 470C300 450 620 470 800 456C980 446 1100 456 1200 450V600H0Z", "#A5D0CD"),
    // What stands on the bank lies in the water, paler.
    fill("M130 440H240L228 470H146ZM950 436H1062L1050 462H966Z", "#BFDDD9"),
    line(
      "M60 500q40 -10 80 0t80 0M300 470q34 -8 68 0M860 486q40 -10 80 0t80 0M430 560q40 -10 80 0M960 560q44 -10 88 0t88 0M150 570q34 -8 68 0",
      "#D9EDEA",
      5,
    ),
    fish(330, 520, 0.9, "#6E9EA0"),
    fish(420, 500, 0.7, "#6E9EA0"),
    fish(270, 560, 1.1, "#5F9092"),
    fish(860, 540, 1, "#6E9EA0"),
    fish(940, 516, 0.76, "#6E9EA0"),
    fish(500, 572, 1, "#D98B4A"),
    stones
      .map(([x, y, size]) =>
        at(
          x,
          y,
          fill(oval(4, 8, 62, 18), "#7FB2B3") +
            fill(oval(0, 0, 60, 18), "#B9AE98") +
            fill(oval(-6, -4, 50, 12), "#D6CCB6"),
          0,
          size,
        ),
      )
      .join(""),
    fill(
      soft([
        [-100, 560],
        [60, 530],
        [180, 552],
        [240, 620],
        [-100, 700],
      ]),
      "#6C9C5E",
    ),
    fill(
      soft([
        [1300, 540],
        [1140, 536],
        [1060, 570],
        [1020, 640],
        [1300, 700],
      ]),
      "#6C9C5E",
    ),
    at(92, 560, hen("#B5652F", "#8F4A22"), 0, -0.96, 0.96),
    at(1140, 568, hen("#F1E3CC", "#D8C2A0"), 0, 1),
    reeds(chance, 30, 600),
    reeds(chance, 190, 610),
    reeds(chance, 1070, 610),
    reeds(chance, 1186, 600),
  );
}

/** Blades at the water's edge. */
const reeds = (chance: Chance, x: number, y: number): string =>
  Array.from({ length: 7 }, () => {
    const lean = between(chance, -46, 46);
    const tall = between(chance, 60, 120);
    return fill(
      `M-5 0Q${n(lean * 0.3)} ${n(-tall * 0.6)} ${n(lean)} ${n(-tall)}Q${n(lean * 0.5)} ${n(-tall * 0.5)} 6 0Z`,
      chance() < 0.5 ? "#4F8452" : "#7CA558",
    );
  })
    .map((body, i) => at(x + i * 7 - 20, y, body))
    .join("");
