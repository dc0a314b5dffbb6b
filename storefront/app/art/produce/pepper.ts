import {
  at,
  between,
  blob,
  chanceOf,
  fill,
  inside,
  leaf,
  line,
  n,
  oval,
  sheet,
  soft,
  solid,
  type Chance,
} from "../brush";

const BERRY = { base: "#B5382B", shade: "#8C241E", light: "#D6604B", pore: "#E88A6E" };
const HUSK = { base: "#A5402F", shade: "#7A2A20", light: "#C75F48", inner: "#EBD3A4", hollow: "#C59A66" };
const LEAF = { light: "#6F9A5B", dark: "#52804A", vein: "#3A6139" };
const WOOD = "#6B4A38";

/** A fresh berry, about 56 across, with the pores its scent comes from. */
function berry(chance: Chance): string {
  const outline = blob(chance, 0, 0, 28, 28, 0.06, 9);
  const pores = Array.from({ length: 7 }, (_, i) => {
    const angle = between(chance, 0, 6.28);
    const reach = 5 + i * 2.4;
    return oval(Math.cos(angle) * reach, Math.sin(angle) * reach, 2.1, 2.1);
  }).join("");
  return solid(
    outline,
    BERRY.shade,
    fill(blob(chance, -4, -4, 25, 25, 0.05), BERRY.base),
    fill(blob(chance, -9, -10, 9, 8, 0.2, 7), BERRY.light),
    fill(pores, BERRY.pore),
  );
}

/** A dried husk, burst and empty, about 70 across: a round beak open to one side, pale within. */
function husk(chance: Chance): string {
  const gape = between(chance, 12, 24);
  const outline = soft([
    [36, -gape],
    [14, -31],
    [-16, -29],
    [-34, -8],
    [-33, 12],
    [-14, 30],
    [16, 31],
    [36, gape],
    [20, gape * 0.6],
    [2, 3],
    [2, -3],
    [20, -gape * 0.6],
  ]);
  return (
    fill(
      soft([
        [-8, 0],
        [14, -gape],
        [37, -gape + 2],
        [33, 0],
        [37, gape - 2],
        [14, gape],
      ]),
      HUSK.inner,
    ) +
    fill(
      soft([
        [-4, 0],
        [14, -gape * 0.6],
        [29, -gape * 0.5],
        [29, gape * 0.5],
        [14, gape * 0.6],
      ]),
      HUSK.hollow,
    ) +
    solid(
      outline,
      HUSK.shade,
      fill(blob(chance, -6, -8, 40, 29, 0.06), HUSK.base),
      fill(blob(chance, -14, -19, 13, 7, 0.2, 7), HUSK.light),
      dimples(chance, -1),
      dimples(chance, 1),
    )
  );
}

const dimples = (chance: Chance, side: number) =>
  fill(
    Array.from({ length: 5 }, () => oval(between(chance, -22, 26), side * between(chance, 12, 29), 1.9, 1.9)).join(""),
    BERRY.pore,
  );

/** A leaf of many small leaves in pairs along a winged stalk. */
export function frond(length: number, pairs: number): string {
  const parts = [line(`M0 0Q${n(length / 2)} -16 ${n(length)} 0`, LEAF.vein, 6)];
  for (let i = 0; i < pairs; i++) {
    const x = length * ((i + 0.7) / (pairs + 0.2));
    const size = 96 - Math.abs(i - pairs * 0.45) * 9;
    parts.push(
      at(x, -8, leaf(size, size * 0.46, LEAF, 4, 4), -62),
      at(x, -8, leaf(size, size * 0.46, LEAF, -4, 4), 62),
    );
  }
  parts.push(at(length - 4, -2, leaf(112, 52, LEAF, 6, 4), 0));
  return parts.join("");
}

/** A cluster of berries, each on its short stalk, from the one that hangs farthest back. */
export function cluster(seed: string, spots: readonly (readonly [number, number])[]): string {
  const chance = chanceOf(seed);
  const stalks = spots.map(([x, y]) => `M0 -96Q${n(x * 0.3)} ${n(y * 0.5 - 40)} ${x} ${y}`).join("");
  return (
    line(stalks, "#7A8A45", 4) +
    spots
      .map(([x, y]) =>
        at(
          x,
          y,
          fill(oval(2, 4, 30, 30), "#6E1C18") + berry(chance),
          between(chance, -40, 40),
          between(chance, 0.84, 1.04),
        ),
      )
      .join("")
  );
}

/** Berries sit round the end of a twig, closest in the middle. */
export const BUNCH: readonly (readonly [number, number])[] = Array.from({ length: 30 }, (_, i) => {
  const angle = i * 2.39996;
  const reach = Math.sqrt((30 - i) / 30);
  return [Math.cos(angle) * 112 * reach, Math.sin(angle) * 84 * reach + 8] as const;
}).sort((a, b) => a[1] - b[1]);

const thorn = (x: number, y: number, turn: number) => at(x, y, fill("M-9 2L0 -26L9 2Z", "#8E6650"), turn);

/** A branch at picking time, and a small dish of what is dried of it. */
export function pepperBranch(): string {
  const chance = chanceOf("dish");
  const heap = Array.from({ length: 96 }, (_, i) => {
    const angle = i * 2.39996;
    const reach = Math.sqrt((i + 0.5) / 96);
    return { x: Math.cos(angle) * 176 * reach, y: Math.sin(angle) * 42 * reach - 64 * (1 - reach ** 2) };
  }).sort((a, b) => a.y - b.y);
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#F4E3C4"),
    fill("M0 520C280 486 640 500 960 470V720H0Z", "#E8CFA3"),
    line("M-30 128C160 150 300 176 470 150S760 70 990 92", WOOD, 24),
    line("M-30 120C160 142 300 166 470 140S760 62 990 84", "#8A6349", 7),
    line("M300 166C330 250 350 280 356 330M640 104C668 160 690 190 694 240", WOOD, 12),
    thorn(180, 138, 6),
    thorn(560, 122, -14),
    thorn(840, 76, -6),
    thorn(420, 172, 186),
    thorn(760, 104, 168),
    at(150, 160, frond(250, 4), 58),
    at(470, 146, frond(230, 4), 42),
    at(800, 86, frond(230, 4), 66),
    at(226, 126, frond(190, 3), -38),
    at(700, 84, frond(170, 3), -30),
    at(354, 352, cluster("first", BUNCH), 4, 1.12),
    at(694, 276, cluster("second", BUNCH), -8, 0.94),
    fill(oval(640, 664, 240, 34), "#CDAF7E"),
    dish(
      heap
        .map(({ x, y }) => at(x, y, fill(oval(3, 6, 36, 32), "#5E1A15") + husk(chance), between(chance, 0, 360), 0.74))
        .join(""),
    ),
    at(280, 640, fill(oval(6, 20, 40, 10), "#CDAF7E") + husk(chanceOf("one")), -24, 0.9),
    at(186, 674, fill(oval(6, 20, 40, 10), "#CDAF7E") + husk(chanceOf("two")), 40, 0.8),
    at(372, 684, fill(oval(6, 20, 40, 10), "#CDAF7E") + husk(chanceOf("three")), 8, 0.84),
  );
}

/** A small blue-and-white dish with a heap in it. */
function dish(heap: string): string {
  return at(
    640,
    546,
    fill("M-214 -6C-206 74 -130 118 0 118C130 118 206 74 214 -6Z", "#F7F3E8") +
      fill("M30 118C140 112 206 74 214 -6H150C146 60 100 104 30 118Z", "#DCD6C6") +
      line("M-196 36q24 26 44 2q20 30 46 6q22 30 52 6q26 26 54 0q26 22 52 -4q24 18 44 -10q22 12 40 -12", "#2F5D7E", 7) +
      line("M-178 66C-110 104 110 108 178 64", "#2F5D7E", 4) +
      fill("M-70 116H70L62 132H-62Z", "#DCD6C6") +
      fill(oval(0, -6, 214, 60), "#F7F3E8") +
      fill(oval(0, -4, 196, 51), "#6E1C18") +
      at(0, -12, heap),
  );
}

/** A round tray of bamboo with the day's husks, a wooden scoop in them. */
export function pepperTray(): string {
  const chance = chanceOf("tray");
  const husks = Array.from({ length: 230 }, (_, i) => {
    const angle = i * 2.39996;
    const reach = Math.sqrt((230 - i) / 230);
    const [x, y] = [
      Math.cos(angle) * 372 * reach + between(chance, -12, 12),
      Math.sin(angle) * 226 * reach + between(chance, -10, 10),
    ];
    return at(
      x,
      y,
      fill(oval(4, 8, 36, 32), "#5E1A15") + husk(chance),
      between(chance, 0, 360),
      between(chance, 0.84, 1.04),
    );
  }).join("");
  const rim = Array.from({ length: 64 }, (_, i) => {
    const angle = (i / 64) * Math.PI * 2;
    return `M${n(Math.cos(angle) * 398)} ${n(Math.sin(angle) * 250)}L${n(Math.cos(angle + 0.07) * 446)} ${n(Math.sin(angle + 0.07) * 292)}`;
  }).join("");
  const bowl = soft([
    [-150, -78],
    [-40, -104],
    [70, -92],
    [120, -40],
    [112, 34],
    [54, 84],
    [-60, 96],
    [-150, 70],
    [-176, 0],
  ]);
  const inScoop = Array.from({ length: 34 }, () =>
    at(
      between(chance, -110, 70),
      between(chance, -52, 52),
      fill(oval(4, 8, 36, 30), "#4A120F") + husk(chance),
      between(chance, 0, 360),
      0.9,
    ),
  ).join("");
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#5E7F76"),
    line("M-20 110L980 60M-20 330L980 290M-20 560L980 530", "#547268", 5),
    fill(oval(496, 412, 470, 306), "#456259"),
    at(
      480,
      366,
      fill(oval(0, 0, 456, 300), "#B98F4E") +
        fill(oval(0, -8, 450, 292), "#D9B36E") +
        line(rim, "#B98F4E", 5) +
        fill(oval(0, 0, 400, 250), "#A97F42") +
        fill(oval(0, 8, 388, 238), "#7F2A20") +
        inside(oval(0, 4, 392, 242), at(0, 6, husks)),
    ),
    at(
      640,
      300,
      fill(
        soft([
          [-160, -60],
          [70, -80],
          [140, 0],
          [80, 110],
          [-130, 110],
        ]),
        "#5A1613",
      ) +
        at(
          96,
          10,
          fill("M0 -26L300 -34Q330 0 300 34L0 26Z", "#A9703F") + fill("M0 6L312 8Q316 24 300 34L0 26Z", "#8A5830"),
        ) +
        fill(bowl, "#A9703F") +
        fill(
          soft([
            [-150, 70],
            [-60, 96],
            [54, 84],
            [112, 34],
            [120, 56],
            [60, 108],
            [-60, 118],
            [-160, 92],
          ]),
          "#8A5830",
        ) +
        inside(bowl, fill(blob(chance, -22, 0, 132, 78, 0.03, 12), "#7C4A28") + inScoop),
      -28,
      0.94,
    ),
  );
}
