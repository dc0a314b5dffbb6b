import { at, between, chanceOf, fill, oval, sheet, soft } from "../brush";
import { fir, HIGH, hills, house, mist, smoke, terraces, TILED, tree, WIDE } from "./land";

/** High forest in the mist, a few old roofs at its edge. */
export function mistyForest(): string {
  const row = (seed: string, count: number, y: number, size: number, light: string, dark: string) => {
    const place = chanceOf(seed);
    return Array.from({ length: count }, (_, i) =>
      at(
        (i + between(place, 0.1, 0.9)) * (WIDE / count),
        y + between(place, -24, 24),
        fir(light, dark, size * between(place, 0.8, 1.2)),
      ),
    ).join("");
  };
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#E9EEE6"),
    fill(oval(330, 120, 52, 52), "#F7DFA8"),
    hills("f1", 240, 190, "#CFDAD2", "rock"),
    mist(-80, 232, 900, "#F7F8F2", 40),
    hills("f2", 310, 170, "#AFC3B8"),
    row("far", 30, 262, 0.4, "#9DB5A9", "#8AA698"),
    mist(360, 296, 980, "#F3F6EF", 40),
    hills("f3", 372, 130, "#84A393"),
    row("middle", 24, 336, 0.66, "#6C9080", "#57796B"),
    mist(-160, 388, 1020, "#EEF2EA", 42),
    fill(
      soft([
        [-100, 470],
        [180, 420],
        [420, 404],
        [640, 392],
        [900, 404],
        [1300, 440],
        [1300, 700],
        [-100, 700],
      ]),
      "#7C9A63",
    ),
    terraces("ft", 640, 420, 330, 4, ["#A9BA74", "#94AB66", "#B9BF7C"], "#6A8654", 17),
    at(520, 440, house(TILED, 0.96)),
    at(560, 344, smoke("#F7F8F2")),
    at(676, 458, house(TILED, 1.12, true)),
    at(842, 446, house(TILED, 0.9)),
    [
      [396, 470, 0.8],
      [470, 482, 0.66],
      [604, 474, 0.56],
      [772, 476, 0.6],
      [930, 470, 0.76],
      [1000, 480, 0.6],
    ]
      .map(([x = 0, y = 0, size = 1], i) => at(x, y, tree(`w ${i}`, ["#8DAF62", "#6C9452", "#4F7A45"], size)))
      .join(""),
    row("left", 4, 560, 1.7, "#3F6653", "#2F5243").replace(
      /translate\(([\d.]+)/g,
      (_, x: string) => `translate(${Math.round(Number(x) * 0.26 - 40)}`,
    ),
    row("right", 4, 570, 1.6, "#3F6653", "#2F5243").replace(
      /translate\(([\d.]+)/g,
      (_, x: string) => `translate(${Math.round(940 + Number(x) * 0.25)}`,
    ),
    fill(
      soft([
        [-100, 590],
        [240, 546],
        [600, 560],
        [940, 548],
        [1300, 580],
        [1300, 760],
        [-100, 760],
      ]),
      "#2F5243",
    ),
  );
}
