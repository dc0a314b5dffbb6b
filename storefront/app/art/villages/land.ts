import {
  at,
  between,
  blob,
  chanceOf,
  fill,
  inside,
  line,
  n,
  oval,
  pick,
  soft,
  type Chance,
  type Point,
} from "../brush";

// What the landscapes are made of. All are 1200 by 600; things stand with their foot at 0,0.
export const WIDE = 1200;
export const HIGH = 600;

/** A row of hills down to the lower edge: rolling, or with the shoulders and edges of rock. */
export function hills(
  seed: string,
  base: number,
  height: number,
  colour: string,
  kind: "rolling" | "rock" = "rolling",
): string {
  const chance = chanceOf(seed);
  const step = kind === "rock" ? 130 : 120;
  const points: Point[] = [];
  let high = true;
  for (let x = -step; x <= WIDE + step; x += step * between(chance, 0.7, 1.35)) {
    high = !high;
    const y = base - height * (high ? between(chance, 0.5, 1) : between(chance, 0, 0.42));
    const last = points.at(-1);
    if (kind === "rock" && last)
      points.push([
        last[0] + (x - last[0]) * between(chance, 0.36, 0.62),
        last[1] + (y - last[1]) * (high ? 0.34 : 0.66),
      ]);
    points.push([x, y]);
  }
  const ridge = kind === "rock" ? `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join("L")}` : soft(points, false);
  return fill(`${ridge}L${WIDE + 300} ${HIGH}L-300 ${HIGH}Z`, colour);
}

/** A band of mist: paper laid between two ridges. */
export function mist(x: number, y: number, length: number, colour: string, tall = 34): string {
  return fill(
    `M${x} ${y}q${length * 0.06} ${-tall * 0.7} ${length * 0.16} ${-tall * 0.4}q${length * 0.1} ${-tall} ${length * 0.26} ${-tall * 0.3}q${length * 0.1} ${-tall * 0.8} ${length * 0.24} ${-tall * 0.1}q${length * 0.12} ${-tall * 0.6} ${length * 0.34} ${tall * 0.8}q${-length * 0.16} ${tall * 0.7} ${-length * 0.3} ${tall * 0.3}q${-length * 0.2} ${tall * 0.9} ${-length * 0.36} ${tall * 0.2}q${-length * 0.2} ${tall * 0.5} ${-length * 0.34} ${-tall * 0.5}Z`,
    colour,
  );
}

export const cloud = (x: number, y: number, size: number, colour: string): string =>
  at(
    x,
    y,
    fill(
      "M20 40H170C190 40 190 16 168 16C164 -6 128 -10 118 6C104 -14 66 -8 64 12C40 4 22 20 30 28C12 26 8 40 20 40Z",
      colour,
    ),
    0,
    size,
  );

export const birds = (x: number, y: number, colour = "#4A524D"): string =>
  at(x, y, line("M0 0q8 -10 16 0q8 -10 16 0M44 -16q6 -8 12 0q6 -8 12 0M40 16q6 -8 12 0q6 -8 12 0", colour, 2.5));

export interface HouseColours {
  wall: string;
  wallShade: string;
  roof: string;
  roofShade: string;
  wood: string;
  window: string;
}

export const TILED: HouseColours = {
  wall: "#F6EEDC",
  wallShade: "#DCCDB0",
  roof: "#636A6C",
  roofShade: "#474E52",
  wood: "#8A4B2C",
  window: "#6F7F84",
};
export const WHITE: HouseColours = {
  wall: "#FBF7EC",
  wallShade: "#E0D9C8",
  roof: "#5C4A44",
  roofShade: "#443632",
  wood: "#7A5236",
  window: "#5F7076",
};
export const EARTH: HouseColours = {
  wall: "#E3BC86",
  wallShade: "#C99C64",
  roof: "#7C6A58",
  roofShade: "#5F5044",
  wood: "#7A4630",
  window: "#6B5A4A",
};

/** A house under a tiled roof, 120 wide, its gable to the right. `red` hangs paper beside the door. */
export function house(c: HouseColours, size = 1, red = false): string {
  const tiles = Array.from({ length: 9 }, (_, i) => `M${n(-54 + i * 11)} -92L${n(-66 + i * 13)} -54`).join("");
  return at(
    0,
    0,
    fill("M-56 -58H34V0H-56Z", c.wall) +
      fill("M34 -58L58 -86L80 -58V0H34Z", c.wallShade) +
      fill("M-58 -94H52L36 -52H-72Z", c.roof) +
      inside("M-58 -94H52L36 -52H-72Z", line(tiles, c.roofShade, 2.4)) +
      fill("M52 -94L30 -52H38L56 -82L82 -52H90L60 -94Z", c.roofShade) +
      fill("M-60 -98H56V-92H-60Z", c.roofShade) +
      fill("M-20 -38H4V0H-20Z", c.wood) +
      line("M-8 -38V0", c.wallShade, 1.6) +
      fill("M-46 -42H-30V-24H-46ZM14 -42H28V-24H14Z", c.window) +
      line("M-38 -42V-24M21 -42V-24", c.wall, 2) +
      fill("M50 -44H64V-28H50Z", c.window) +
      (red ? fill("M-27 -37H-23V-10H-27ZM7 -37H11V-10H7ZM-22 -46H6V-40H-22Z", "#C23A2B") : ""),
    0,
    size,
  );
}

/** A house with a flat earthen roof, on which `drying` lies spread. */
export function flatHouse(c: HouseColours, size = 1, drying = ""): string {
  return at(
    0,
    0,
    fill("M-62 -56H46V0H-62Z", c.wall) +
      fill("M46 -56L84 -66V-12L46 0Z", c.wallShade) +
      fill("M-68 -60L-26 -76H90L52 -60Z", drying === "" ? c.roof : drying) +
      fill("M-68 -60H52V-53H-68ZM52 -60L90 -76V-69L52 -53Z", c.roofShade) +
      fill("M-18 -36H4V0H-18Z", c.wood) +
      fill("M-48 -40H-30V-22H-48ZM16 -40H34V-22H16Z", c.window) +
      line("M-39 -40V-22M25 -40V-22", c.wall, 2),
    0,
    size,
  );
}

export const smoke = (colour: string): string => line("M0 0C-10 -18 14 -30 4 -50C-6 -68 16 -80 10 -100", colour, 7);

/** A broad crown on a trunk, about 150 tall. */
export function tree(seed: string, greens: readonly [string, string, string], size = 1, trunk = "#5B4230"): string {
  const chance = chanceOf(seed);
  const crown = blob(chance, 0, -100, 66, 56, 0.16, 11);
  return at(
    0,
    0,
    fill("M-7 0L-5 -60H6L9 0Z", trunk) +
      line("M0 -52L-22 -82M2 -58L24 -88", trunk, 5) +
      fill(crown, greens[2]) +
      inside(
        crown,
        fill(blob(chance, -12, -110, 58, 48, 0.16, 10), greens[1]) +
          fill(blob(chance, -24, -122, 28, 20, 0.2, 8), greens[0]),
      ),
    0,
    size,
  );
}

/** A fir, three skirts, about 150 tall. */
export const fir = (light: string, dark: string, size = 1): string =>
  at(
    0,
    0,
    fill("M-5 0V-30H5V0Z", "#4A3A2E") +
      [0, 1, 2]
        .map(
          (i) =>
            fill(
              `M0 ${-150 + i * 8}L${-26 - i * 10} ${-84 + i * 34}Q0 ${-74 + i * 34} ${26 + i * 10} ${-84 + i * 34}Z`,
              light,
            ) +
            fill(
              `M0 ${-150 + i * 8}L${26 + i * 10} ${-84 + i * 34}Q${12 + i * 3} ${-77 + i * 34} 2 ${-78 + i * 34}Z`,
              dark,
            ),
        )
        .reverse()
        .join(""),
    0,
    size,
  );

/** A low bush, its fruit as dots. */
export function bush(seed: string, greens: readonly [string, string], dots: string, size = 1): string {
  const chance = chanceOf(seed);
  const outline = blob(chance, 0, -30, 46, 36, 0.18, 9);
  const fruit = Array.from({ length: 16 }, () => {
    const [angle, reach] = [between(chance, 0, 6.28), Math.sqrt(chance())];
    return oval(Math.cos(angle) * 36 * reach, -30 + Math.sin(angle) * 27 * reach, 4.2, 4.2);
  }).join("");
  return at(
    0,
    0,
    line("M0 0L-2 -24M0 -8L14 -26M0 -6L-16 -24", "#5B4230", 5) +
      fill(outline, greens[1]) +
      inside(outline, fill(blob(chance, -8, -38, 40, 28, 0.18, 9), greens[0])) +
      fill(fruit, dots),
    0,
    size,
  );
}

/** A hen, walking left, about 90 long. */
export const hen = (body: string, wing: string): string =>
  line("M6 0L4 -20M22 0L20 -20M-4 0H10M12 0H26", "#D08A2E", 4) +
  fill(
    soft([
      [-34, -62],
      [-22, -80],
      [-6, -76],
      [2, -54],
      [24, -46],
      [52, -66],
      [64, -58],
      [54, -26],
      [30, -10],
      [0, -10],
      [-22, -26],
      [-26, -48],
    ]),
    body,
  ) +
  fill(
    soft([
      [2, -40],
      [26, -44],
      [46, -40],
      [34, -22],
      [12, -20],
    ]),
    wing,
  ) +
  fill(
    soft([
      [-32, -78],
      [-30, -92],
      [-22, -84],
      [-16, -94],
      [-12, -82],
      [-6, -86],
      [-8, -74],
      [-22, -70],
    ]),
    "#C23A2B",
  ) +
  fill("M-34 -66L-48 -60L-33 -56Z", "#E0A93C") +
  fill(oval(-32, -50, 5, 8), "#C23A2B") +
  fill(oval(-22, -68, 3, 3), "#2B2220");

/** Terraces: walls of stone and strips of field on a slope, widening downhill. */
export function terraces(
  seed: string,
  x: number,
  y: number,
  wide: number,
  steps: number,
  crops: readonly [string, ...string[]],
  wall: string,
  slope = 16,
): string {
  const chance = chanceOf(seed);
  const parts: string[] = [];
  for (let i = 0; i < steps; i++) {
    const half = wide * (0.42 + (i / steps) * 0.58);
    const top = y + i * slope * (1 + i * 0.07);
    const deep = slope * (1.05 + i * 0.09);
    const sway = between(chance, -14, 14);
    const edge = `M${n(x - half)} ${n(top + deep * 0.6)}C${n(x - half * 0.5)} ${n(top - deep * 0.6 + sway * 0.3)} ${n(x + half * 0.4)} ${n(top - deep * 0.5)} ${n(x + half)} ${n(top + deep * 0.3)}`;
    parts.push(
      fill(
        `${edge}C${n(x + half * 0.5)} ${n(top + deep * 1.5)} ${n(x - half * 0.4)} ${n(top + deep * 1.4)} ${n(x - half)} ${n(top + deep * 0.6)}Z`,
        pick(chance, crops),
      ),
      line(
        `M${n(x - half)} ${n(top + deep * 0.6)}C${n(x - half * 0.4)} ${n(top + deep * 1.4)} ${n(x + half * 0.5)} ${n(top + deep * 1.5)} ${n(x + half)} ${n(top + deep * 0.3)}`,
        wall,
        3 + i * 0.5,
      ),
    );
  }
  return parts.join("");
}

/** The same thing in many places, those farther up behind. */
export function spread(
  chance: Chance,
  count: number,
  place: () => Point,
  thing: (index: number, x: number, y: number) => string,
): string {
  return Array.from({ length: count }, place)
    .sort((a, b) => a[1] - b[1])
    .map(([x, y], index) => at(x, y, thing(index, x, y)))
    .join("");
}
