import { at, between, blob, chanceOf, fill, leaf, line, n, oval, sheet, soft, solid } from "../brush";
import { basketFront, basketHandle } from "./basket";

const PEEL = { base: "#E8892B", shade: "#C5651B", light: "#F4AE5C", pore: "#D2741F" };
const PITH = "#FBEBCB";
const FLESH = { base: "#F3A23A", shade: "#DD7F20", light: "#F9C878" };
const LEAF = { light: "#5F9153", dark: "#457744", vein: "#315B36" };

/** A whole fruit, about 230 across; `eye` shows the star its stalk left. */
function fruit(seed: string, eye?: readonly [number, number]): string {
  const chance = chanceOf(seed);
  const pores = Array.from({ length: 34 }, () => {
    const [angle, reach] = [between(chance, 0, 6.28), Math.sqrt(chance()) * 106];
    return oval(Math.cos(angle) * reach, Math.sin(angle) * reach, 2.3, 2.3);
  }).join("");
  return solid(
    blob(chance, 0, 0, 116, 110, 0.025, 12),
    PEEL.shade,
    fill(blob(chance, -16, -14, 108, 102, 0.03, 12), PEEL.base),
    fill(blob(chance, -46, -44, 34, 27, 0.16, 8), PEEL.light),
    fill(pores, PEEL.pore),
    eye
      ? at(
          eye[0],
          eye[1],
          fill(oval(0, 0, 25, 21), PEEL.pore) +
            Array.from({ length: 5 }, (_, i) => at(0, 0, fill("M0 0L-7 -15Q0 -24 7 -15Z", "#7E9A4B"), i * 72)).join(
              "",
            ) +
            fill(oval(0, 0, 6, 6), "#5C7337"),
        )
      : "",
  );
}

/** A fruit cut across: ten wedges in their pith. */
function cut(seed: string): string {
  const chance = chanceOf(seed);
  const wedges = Array.from({ length: 10 }, (_, i) => {
    const body = soft([
      [0, -16],
      [20, -64],
      [25, -88],
      [12, -98],
      [-12, -98],
      [-25, -88],
      [-20, -64],
    ]);
    const cells = Array.from({ length: 7 }, () => {
      const [x, y] = [between(chance, -14, 14), between(chance, -92, -42)];
      return `M${n(x * 0.8)} ${n(y + 18)}Q${n(x - 4)} ${n(y + 6)} ${n(x)} ${n(y)}`;
    }).join("");
    return at(
      0,
      0,
      solid(
        body,
        i > 1 && i < 6 ? FLESH.shade : FLESH.base,
        fill(
          soft([
            [-16, -56],
            [-4, -92],
            [8, -84],
            [-4, -40],
          ]),
          i > 1 && i < 6 ? FLESH.base : FLESH.light,
        ),
        line(cells, i > 1 && i < 6 ? FLESH.light : FLESH.shade, 3),
      ),
      i * 36 + 8,
    );
  }).join("");
  return (
    fill(oval(6, 8, 122, 120), PEEL.shade) +
    fill(oval(0, 0, 120, 118), PEEL.base) +
    fill(oval(0, 0, 110, 108), PITH) +
    at(0, 0, wedges, 0, 1.04) +
    fill(oval(0, 0, 12, 12), PITH)
  );
}

/** A bamboo basket of oranges with their leaves on, one cut in front. */
export function citrus(): string {
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#C3D8D4"),
    fill("M0 500C300 476 660 480 960 496V720H0Z", "#F0E2C8"),
    fill(oval(480, 660, 400, 46), "#D8C49C"),
    at(440, 424, basketHandle()),
    at(316, 330, fruit("back left"), 0, 1),
    at(560, 322, fruit("back right"), 0, 1.02),
    at(440, 262, fruit("top", [20, -52]), 0, 1.06),
    at(470, 210, leaf(180, 76, LEAF, 14), -24),
    at(462, 208, leaf(160, 70, LEAF, -10), -112),
    at(236, 398, fruit("left"), 0, 0.92),
    at(640, 396, fruit("right"), 0, 0.96),
    at(430, 410, fruit("middle"), 0, 1.02),
    at(580, 356, leaf(150, 66, LEAF, 10), 28),
    at(440, 424, basketFront()),
    fill(oval(744, 660, 150, 34), "#D8C49C"),
    at(726, 560, cut("half"), -8, 0.98),
    at(
      884,
      646,
      fill(
        soft([
          [-58, 6],
          [0, -34],
          [58, 6],
          [40, 34],
          [-40, 34],
        ]),
        PEEL.base,
      ) +
        fill(
          soft([
            [-50, 8],
            [0, -26],
            [50, 8],
            [0, 20],
          ]),
          PITH,
        ) +
        fill(
          soft([
            [-42, 8],
            [0, -18],
            [42, 8],
            [0, 15],
          ]),
          FLESH.base,
        ),
      10,
      0.9,
    ),
  );
}
