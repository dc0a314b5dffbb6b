import {
  at,
  between,
  chanceOf,
  fill,
  line,
  n,
  oval,
  pick,
  sheet,
  soft,
  solid,
  type Chance,
  type Point,
} from "../brush";

const HUSK = ["#DDB04A", "#CB9A36", "#E8C670"] as const;
const STALK = { base: "#A8A64C", dark: "#85883A" };
const GRAIN = ["#FBF7EC", "#F1EAD8", "#FFFDF8"] as const;
const SHADE = "#D9CDB2";

/** A grain in its husk, 44 long, lying along x. */
const paddy = (chance: Chance) =>
  fill("M-22 0C-12 -13 10 -13 22 0C10 13 -12 13 -22 0Z", pick(chance, HUSK)) +
  fill("M-22 0C-12 13 10 13 22 0C8 5 -8 5 -22 0Z", "#B5842B") +
  line("M-16 -1Q0 -7 16 -1", "#F2DA96", 2.4);

/** A milled grain, slender as Simiao is, 40 long. */
const grain = (chance: Chance) =>
  fill("M-20 0C-14 -7 12 -8 20 -1C13 7 -13 7 -20 0Z", pick(chance, GRAIN)) +
  fill("M-20 0C-13 7 13 7 20 -1C10 3 -8 3 -20 0Z", SHADE);

/** A ripe ear that bends by its own weight: the stalk along the given points, and from `bare` on its loose branches, hanging. */
function ear(seed: string, points: readonly Point[], bare: number): string {
  const chance = chanceOf(seed);
  const spine = along(points, 60);
  const branches: string[] = [];
  for (let i = Math.round(60 * bare); i <= 60; i += 2.2) {
    const [x, y, turn] = spine[Math.round(i)] ?? [0, 0, 0];
    const left = (60 - i) / (60 * (1 - bare));
    const count = 3 + Math.round(4 * Math.sqrt(left));
    const down = ((90 - turn + 540) % 360) - 180;
    const lean = turn + down * between(chance, 0.1, 0.5) + between(chance, -14, 14);
    branches.push(at(x, y, branch(chance, count, ((90 - lean + 540) % 360) - 180), lean));
  }
  return line(soft(points, false), STALK.dark, 9) + line(soft(points, false), STALK.base, 5) + branches.join("");
}

/** Grains one behind the other on a thread that bends towards the ground, `down` degrees away. */
function branch(chance: Chance, count: number, down: number): string {
  const grains: string[] = [];
  let [x, y, turn] = [6, 0, 0];
  let d = "M0 0";
  for (let i = 0; i < count; i++) {
    turn += (down * 0.36) / count;
    x += Math.cos((turn * Math.PI) / 180) * 23;
    y += Math.sin((turn * Math.PI) / 180) * 23;
    d += `L${n(x)} ${n(y)}`;
    const side = i % 2 ? 1 : -1;
    grains.push(
      at(
        x - Math.sin((turn * Math.PI) / 180) * 7 * side,
        y + Math.cos((turn * Math.PI) / 180) * 7 * side,
        paddy(chance),
        turn + side * between(chance, 8, 26),
        between(chance, 0.8, 0.98),
      ),
    );
  }
  return line(d, STALK.dark, 2.5) + grains.join("");
}

/** Places along a soft line, with the direction there in degrees. */
function along(points: readonly Point[], steps: number): (readonly [number, number, number])[] {
  const last = points.length - 1;
  const place = (t: number): Point => {
    const i = Math.min(last - 1, Math.floor(t * last));
    const u = t * last - i;
    const p = (index: number): Point => points[Math.min(last, Math.max(0, index))] ?? [0, 0];
    const [a, b, c, d] = [p(i - 1), p(i), p(i + 1), p(i + 2)];
    const axis = (k: 0 | 1) =>
      0.5 *
      (2 * b[k] +
        (c[k] - a[k]) * u +
        (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * u * u +
        (3 * b[k] - a[k] - 3 * c[k] + d[k]) * u ** 3);
    return [axis(0), axis(1)];
  };
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps;
    const [from, to] = [place(Math.max(0, t - 0.01)), place(Math.min(1, t + 0.01))];
    const [x, y] = place(t);
    return [x, y, (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI] as const;
  });
}

function blade(points: readonly Point[], width: number, colours = ["#8FA457", "#6F8A45"] as const): string {
  const upper = points.map(([x, y], i): Point => [x, y - width * Math.sin((Math.PI * (i + 0.4)) / points.length)]);
  const lower = [...points].reverse();
  return fill(soft([...upper, ...lower]), colours[0]) + line(soft(points, false), colours[1], width / 3);
}

/** A heap of grains within an outline, from back to front. */
function heap(seed: string, count: number, place: (angle: number, reach: number) => Point, size: number): string {
  const chance = chanceOf(seed);
  return Array.from({ length: count }, (_, i) => {
    const [x, y] = place(i * 2.39996, Math.sqrt((i + 0.5) / count));
    return { x: x + between(chance, -6, 6), y: y + between(chance, -5, 5), turn: between(chance, -70, 70) };
  })
    .sort((a, b) => a.y - b.y)
    .map(({ x, y, turn }) => at(x, y, at(2, 4, fill(oval(0, 0, 20, 7), "#C9BB9C")) + grain(chance), turn, size))
    .join("");
}

const scattered = (seed: string, spots: readonly Point[], shadow: string) => {
  const chance = chanceOf(seed);
  return spots
    .map(([x, y]) => at(x, y, at(3, 6, fill(oval(0, 0, 20, 6), shadow)) + grain(chance), between(chance, -80, 80), 1.1))
    .join("");
};

/** A bowl of new rice under ripe ears, on indigo cloth. */
export function riceBowl(): string {
  const waves = Array.from({ length: 9 }, (_, i) => {
    const x = -236 + i * 58;
    return oval(x, 62 + 16 * (1 - (x / 262) ** 2), 20, 20) + oval(x, 62 + 16 * (1 - (x / 262) ** 2), 11, 11);
  }).join("");
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#2E4A66"),
    batik(),
    blade(
      [
        [-30, 520],
        [90, 330],
        [250, 190],
        [460, 120],
      ],
      34,
    ),
    blade(
      [
        [1000, 420],
        [930, 250],
        [830, 150],
        [700, 90],
      ],
      30,
    ),
    ear(
      "left",
      [
        [-30, 690],
        [30, 420],
        [120, 220],
        [260, 96],
        [430, 62],
        [590, 100],
      ],
      0.4,
    ),
    ear(
      "right",
      [
        [1010, 740],
        [1000, 470],
        [960, 280],
        [880, 170],
        [790, 170],
        [742, 260],
      ],
      0.42,
    ),
    fill(oval(520, 652, 330, 52), "#213A52"),
    at(
      480,
      416,
      fill(oval(0, 0, 262, 74), "#EFE9DC") +
        fill(
          soft([
            [-244, -4],
            [-190, -80],
            [-96, -146],
            [0, -168],
            [98, -144],
            [190, -80],
            [244, -4],
            [120, 56],
            [0, 66],
            [-120, 56],
          ]),
          "#E3D8C0",
        ) +
        heap(
          "bowl",
          520,
          (angle, reach) => [Math.cos(angle) * 236 * reach, Math.sin(angle) * 58 * reach - 138 * (1 - reach ** 1.7)],
          1,
        ),
    ),
    at(
      480,
      416,
      solid(
        `M-262 0C-200 84 200 84 262 0C262 128 150 214 0 214C-150 214 -262 128 -262 0Z`,
        "#F5F1E6",
        fill("M120 0H280V230H-20C90 200 140 120 120 0Z", "#D9D5C8"),
        line(waves, "#2F5D8C", 6),
        line("M-258 26C-196 106 196 106 258 26M-214 120C-130 176 130 176 214 120", "#2F5D8C", 6),
      ) + fill("M-96 206H96L86 236H-86Z", "#D9D5C8"),
    ),
    scattered(
      "cloth",
      [
        [150, 640],
        [214, 676],
        [110, 690],
        [298, 690],
        [790, 640],
        [846, 676],
        [756, 690],
        [700, 676],
      ],
      "#213A52",
    ),
  );
}

/** White flowers left out of the dye, as the indigo cloth of the south has them. */
function batik(): string {
  const parts: string[] = [];
  for (let row = 0; row < 5; row++)
    for (let i = 0; i < 6; i++) {
      const [x, y] = [60 + i * 176 + (row % 2) * 88, 40 + row * 160];
      const petals = Array.from({ length: 6 }, (_, p) =>
        at(x, y, fill("M0 -8C-9 -16 -8 -28 0 -34C8 -28 9 -16 0 -8Z", "#4B6884"), p * 60),
      );
      parts.push(...petals, fill(oval(x, y, 5, 5), "#4B6884"), fill(oval(x + 88, y, 4, 4), "#4B6884"));
    }
  return parts.join("");
}

/** A wooden measure full to the brim, ears laid over the threshing mat. */
export function riceMeasure(): string {
  const mat: string[] = [];
  for (let row = 0; row < 22; row++)
    for (let i = 0; i < 14; i++) mat.push(`M${i * 74 + (row % 2) * 37 - 20} ${14 + row * 34}h44`);
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#DCC68F"),
    line(mat.join(""), "#CDB478", 9),
    ear(
      "far",
      [
        [980, 190],
        [760, 110],
        [560, 90],
        [380, 128],
        [250, 216],
      ],
      0.3,
    ),
    ear(
      "farther",
      [
        [990, 60],
        [820, 40],
        [640, 70],
        [500, 150],
      ],
      0.36,
    ),
    fill("M210 560L300 690H790L860 560Z", "#B79B5B"),
    at(
      476,
      330,
      fill("M-270 -10L270 -10L224 290Q220 306 204 306H-204Q-220 306 -224 290Z", "#B27B45") +
        fill("M120 -10H270L224 290Q220 306 204 306H100Z", "#945F31") +
        line("M-180 0L-152 300M-70 0L-58 302M60 0L52 302M180 0L150 300", "#845428", 4) +
        fill("M-262 46L262 46L256 88L-256 88Z", "#6E5A48") +
        fill("M-238 206L238 206L232 244L-232 244Z", "#6E5A48") +
        fill("M120 46H262L256 88H120ZM112 206H238L232 244H110Z", "#55453A") +
        fill(oval(0, -10, 272, 70), "#C9935A") +
        fill(oval(0, -8, 250, 56), "#8A5A30") +
        fill(
          soft([
            [-242, -8],
            [-190, -66],
            [-90, -110],
            [0, -122],
            [92, -108],
            [190, -66],
            [242, -8],
            [120, 40],
            [0, 46],
            [-120, 40],
          ]),
          "#E3D8C0",
        ) +
        heap(
          "measure",
          500,
          (angle, reach) => [Math.cos(angle) * 232 * reach, Math.sin(angle) * 46 * reach - 96 * (1 - reach ** 1.7)],
          1,
        ),
    ),
    ear(
      "near",
      [
        [-30, 690],
        [120, 650],
        [280, 628],
        [440, 640],
        [570, 690],
      ],
      0.26,
    ),
    scattered(
      "mat",
      [
        [716, 650],
        [770, 676],
        [660, 690],
        [820, 640],
        [880, 690],
        [130, 560],
        [84, 590],
        [170, 590],
      ],
      "#B79B5B",
    ),
  );
}
