import { at, between, chanceOf, fill, line, oval, sheet, soft, type Point } from "../brush";
import { bush, cloud, EARTH, HIGH, hills, house, spread, terraces, tree, WIDE } from "./land";

/** Terraces of loess, and the day's pepper spread on mats before the house. */
export function dryingYard(): string {
  const chance = chanceOf("drying yard");
  const mat = (x: number, y: number, rx: number) => {
    const dots = Array.from({ length: 46 }, () => {
      const [angle, reach] = [between(chance, 0, 6.28), Math.sqrt(chance())];
      return oval(Math.cos(angle) * rx * 0.78 * reach, Math.sin(angle) * rx * 0.25 * reach, 3.6, 2.6);
    }).join("");
    return at(
      x,
      y,
      fill(oval(4, 8, rx, rx * 0.36), "#B98F5C") +
        fill(oval(0, 0, rx, rx * 0.36), "#D9B36E") +
        fill(oval(0, 1, rx * 0.87, rx * 0.29), "#A5402F") +
        fill(dots, "#D6604B"),
    );
  };
  const sun = Array.from({ length: 14 }, (_, i) =>
    at(940, 120, fill("M-5 -74L0 -98L5 -74Z", "#EFA94A"), (i * 360) / 14),
  ).join("");
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#CFE0E2"),
    sun + fill(oval(940, 120, 58, 58), "#F3B95B"),
    cloud(230, 90, 1.1, "#F5FAF8"),
    hills("d1", 290, 150, "#E7D3A4"),
    fill(
      soft([
        [-200, 330],
        [60, 240],
        [300, 214],
        [560, 260],
        [820, 320],
        [1300, 300],
        [1300, 700],
        [-200, 700],
      ]),
      "#D9BB7E",
    ),
    terraces("dt", 250, 246, 430, 6, ["#E7CD92", "#DDBE7C", "#C9C07A"], "#B9955A", 18),
    terraces("du", 940, 316, 330, 4, ["#E2C688", "#D3B46F", "#C2B870"], "#B08C52", 18),
    spread(
      chance,
      20,
      (): Point => [between(chance, -10, 520), between(chance, 262, 370)],
      (i) => bush(`y${i}`, ["#7FA05B", "#5F864A"], "#B5382B", 0.36),
    ),
    spread(
      chance,
      12,
      (): Point => [between(chance, 760, 1200), between(chance, 330, 390)],
      (i) => bush(`z${i}`, ["#7FA05B", "#5F864A"], "#B5382B", 0.4),
    ),
    fill(
      soft([
        [-100, 420],
        [300, 392],
        [700, 400],
        [1300, 396],
        [1300, 760],
        [-100, 760],
      ]),
      "#E3C48E",
    ),
    at(250, 430, house(EARTH, 1.5, true)),
    at(470, 424, house(EARTH, 1.1)),
    at(110, 452, tree("yard", ["#8FAE62", "#6C9452", "#507A44"], 1.3)),
    line("M640 424V330M560 424V344M552 350L650 336", "#8A6349", 7),
    [0, 1, 2, 3, 4, 5]
      .map((i) =>
        at(
          566 + i * 15,
          350 - i * 2,
          Array.from({ length: 6 }, (_, k) =>
            fill(oval(k % 2 ? 4 : -4, 10 + k * 9, 6, 5.5), k % 2 ? "#C23A2B" : "#9E2B22"),
          ).join(""),
        ),
      )
      .join(""),
    fill(
      soft([
        [-100, 520],
        [300, 500],
        [700, 512],
        [1300, 490],
        [1300, 760],
        [-100, 760],
      ]),
      "#D6B37A",
    ),
    mat(500, 484, 92),
    mat(710, 466, 84),
    mat(920, 480, 96),
    mat(1110, 462, 84),
    mat(250, 548, 132),
    mat(560, 562, 140),
    mat(880, 566, 146),
    mat(1160, 552, 120),
  );
}
