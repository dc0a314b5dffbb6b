import { at, between, chanceOf, fill, inside, line, n, oval, sheet, soft, type Point } from "../brush";
import { birds, cloud, HIGH, hills, house, spread, tree, WHITE, WIDE } from "./land";

const GREENS: readonly [string, string, string] = ["#83AB66", "#5E9158", "#3F7350"];

/** Ripe paddies up to the white walls of an old town. */
export function ricePlain(): string {
  const chance = chanceOf("rice plain");
  const fields: string[] = [];
  const colours = ["#E3BE55", "#D6AE45", "#EBCB6C", "#C9B257"];
  for (let row = 0; row < 6; row++) {
    const [top, bottom] = [352 + row * row * 6.4 + row * 8, 352 + (row + 1) ** 2 * 6.4 + (row + 1) * 8];
    const parts = 7 - row * 0.5;
    for (let i = -2; i < parts + 2; i++) {
      const x = (t: number, y: number) => 600 + (t - parts / 2) * (WIDE / parts) * (0.7 + (y - 340) / 300) * 0.9;
      const skew = (row % 2) * 0.45 + between(chance, -0.1, 0.1);
      const d = `M${n(x(i + skew, top))} ${n(top + 3)}L${n(x(i + skew + 0.96, top))} ${n(top + 3)}L${n(x(i + skew + 0.97, bottom))} ${n(bottom - 3)}L${n(x(i + skew + 0.01, bottom))} ${n(bottom - 3)}Z`;
      const rows = Array.from(
        { length: 4 + row },
        (_, k) =>
          `M${n(x(i + skew, top))} ${n(top + ((k + 1) * (bottom - top)) / (5 + row))}H${n(x(i + skew + 0.98, bottom))}`,
      ).join("");
      fields.push(
        fill(d, colours[(i + row + 8) % 4] ?? "#E3BE55"),
        inside(
          d,
          `<path d="${rows}" stroke="#B98F35" stroke-width="${2 + row * 0.6}" stroke-dasharray="${3 + row} ${8 + row * 2}" stroke-linecap="round" fill="none"/>`,
        ),
      );
    }
  }
  const stook = (size: number) =>
    at(
      0,
      0,
      fill(
        soft([
          [-30, 0],
          [-22, -50],
          [-34, -86],
          [0, -96],
          [34, -86],
          [22, -50],
          [30, 0],
        ]),
        "#D6A83F",
      ) +
        fill(
          soft([
            [6, 0],
            [4, -50],
            [14, -92],
            [34, -86],
            [22, -50],
            [30, 0],
          ]),
          "#B5842B",
        ) +
        line("M-22 -48H22", "#8F6622", 6) +
        line("M-20 -84l-8 -14M-4 -90l-2 -18M14 -90l8 -16M26 -84l12 -10", "#D6A83F", 5),
      0,
      size,
    );
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#E3EFEC"),
    fill(oval(300, 130, 56, 56), "#F3C77B"),
    cloud(760, 80, 1.1, "#FAFDFB"),
    birds(520, 100),
    hills("r1", 280, 140, "#C5DAD0"),
    hills("r2", 322, 110, "#98BFA8"),
    spread(
      chance,
      22,
      (): Point => [between(chance, -10, 1210), between(chance, 336, 352)],
      (i) => tree(`line ${i}`, GREENS, 0.5),
    ),
    // The old gate.
    at(
      930,
      352,
      fill("M-90 0V-74H90V0H24V-20Q24 -44 0 -44Q-24 -44 -24 -20V0Z", "#A9A08C") +
        line("M-90 -56H90M-90 -36H-30M30 -36H90M-90 -18H-30M30 -18H90", "#938A76", 3) +
        fill("M-58 -74V-112H58V-74Z", "#8A4B2C") +
        line("M-36 -112V-74M-12 -112V-74M12 -112V-74M36 -112V-74", "#6B3620", 4) +
        fill("M-84 -108Q-66 -114 -48 -146H48Q66 -114 84 -108Z", "#4E5557") +
        fill("M-60 -150H60V-142H-60Z", "#3B4144"),
    ),
    [
      [250, 352, 0.8],
      [360, 356, 0.9],
      [480, 354, 0.84],
      [600, 356, 0.92],
      [730, 352, 0.8],
    ]
      .map(([x = 0, y = 0, size = 1], i) => at(x, y, house(WHITE, size, i === 3)))
      .join(""),
    fill("M0 348C300 340 800 340 1200 350V600H0Z", "#8FA24B"),
    ...fields,
    fill("M520 352L560 352C590 420 520 500 400 600H230C420 500 540 420 520 352Z", "#B6D3CC"),
    fill("M530 352L542 352C560 430 480 510 330 600H290C450 500 550 420 530 352Z", "#DCEBE5"),
    [
      [700, 470, 0.7],
      [790, 478, 0.76],
      [880, 470, 0.7],
      [960, 560, 1.25],
      [1090, 570, 1.3],
      [820, 574, 1.2],
      [110, 500, 0.9],
      [40, 520, 1],
    ]
      .map(([x = 0, y = 0, size = 1]) => at(x, y, stook(size)))
      .join(""),
  );
}
