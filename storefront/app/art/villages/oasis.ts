import { at, between, chanceOf, fill, line, oval, sheet, soft, type Point } from "../brush";
import { birds, EARTH, flatHouse, HIGH, hills, spread, WIDE } from "./land";

type Hues = readonly [light: string, dark: string];

/** Poplars, a canal and flat roofs at the edge of the desert. */
export function oasis(): string {
  const chance = chanceOf("oasis");
  const poplar = ([hue, dark]: Hues, size: number) =>
    at(
      0,
      0,
      fill("M-5 0V-40H5V0Z", "#7A5B3C") +
        fill(
          soft([
            [0, -176],
            [22, -120],
            [24, -60],
            [10, -26],
            [-10, -26],
            [-24, -60],
            [-22, -120],
          ]),
          hue,
        ) +
        fill(
          soft([
            [2, -174],
            [22, -120],
            [24, -60],
            [10, -26],
            [2, -30],
            [10, -100],
          ]),
          dark,
        ),
      0,
      size,
    );
  const golds: readonly [Hues, Hues, Hues] = [
    ["#D9A436", "#B98727"],
    ["#C7B04A", "#A48F35"],
    ["#8E9F43", "#738436"],
  ];
  const rows = Array.from({ length: 19 }, (_, i) =>
    fill(
      `M${320 + i * 30} 474H${344 + i * 30}L${-260 + i * 96} 600H${-330 + i * 96}Z`,
      ["#A9B75B", "#8EA64F", "#C7BE6A"][i % 3] ?? "#A9B75B",
    ),
  );
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#FBEBD2"),
    fill(oval(900, 130, 60, 60), "#E58F55"),
    hills("s0", 240, 150, "#E9D9C6", "rock"),
    birds(560, 100),
    hills("s1", 330, 110, "#E6C69C"),
    hills("s2", 380, 90, "#D9AE7C"),
    spread(
      chance,
      34,
      (): Point => [between(chance, -10, 1210), between(chance, 420, 436)],
      (i) => poplar(golds[i % 3] ?? golds[0], between(chance, 0.6, 0.9)),
    ),
    fill("M0 424C360 410 800 440 1200 420V600H0Z", "#8A9C4E"),
    [
      [360, 446, 1],
      [500, 440, 0.86],
      [640, 448, 1.05],
      [790, 440, 0.9],
    ]
      .map(([x = 0, y = 0, size = 1], i) => at(x, y, flatHouse(EARTH, size, i % 2 ? "#C98B4A" : "")))
      .join(""),
    ...rows,
    fill("M0 462C300 452 820 474 1200 456V472C820 490 300 468 0 478Z", "#9FC3C7"),
    line("M80 466h90M380 464h70M720 474h110M980 470h80", "#D5E8E8", 3),
    spread(
      chance,
      9,
      (): Point => [chance() < 0.5 ? between(chance, -20, 300) : between(chance, 900, 1220), between(chance, 500, 590)],
      (i) => poplar(golds[i % 3] ?? golds[0], 1.3),
    ),
  );
}
