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

const SHELL = { base: "#C08E58", shade: "#9A6839", light: "#D9AE78", line: "#7C5130" };
const KERNEL = { base: "#EBC98F", shade: "#D2A262", light: "#F6E0B4", line: "#B5803F" };
const LEAF = { light: "#7E9F62", dark: "#5F8450", vein: "#45683C" };
const HUSK = { base: "#7C9A4D", shade: "#5C7B3B", light: "#9DB86A", inner: "#C9C08A" };

/** A whole walnut, about 210 across, its seam to the reader; turned, but lit from the left whatever the turn. */
function walnut(seed: string, turn = 0): string {
  const chance = chanceOf(seed);
  const lit = (body: string) => at(0, 0, body, -turn);
  const outline = soft([
    [4, -112],
    [46, -92],
    [84, -54],
    [98, 0],
    [88, 50],
    [56, 88],
    [6, 104],
    [-50, 92],
    [-88, 52],
    [-100, -2],
    [-84, -56],
    [-40, -94],
  ]);
  return at(
    0,
    0,
    solid(
      outline,
      SHELL.shade,
      lit(fill(blob(chance, -18, -14, 96, 98, 0.04), SHELL.base)),
      lit(fill(blob(chance, -44, -44, 38, 40, 0.16, 8), SHELL.light)),
      wrinkles(chance, -1) + wrinkles(chance, 1),
      line("M6 -114C34 -60 34 52 8 106", SHELL.line, 6),
      line("M-3 -112C22 -60 22 52 0 106", SHELL.light, 9),
      line("M-10 -108C10 -60 12 52 -8 104", SHELL.line, 4),
    ),
    turn,
  );
}

/** The furrows of one half, from tip to foot, broken where they meet. */
function wrinkles(chance: Chance, side: number): string {
  let d = "";
  for (const part of [0.3, 0.54, 0.78]) {
    const phase = between(chance, 0, 6);
    let open = false;
    for (let step = 0; step <= 22; step++) {
      const t = -1.15 + (step / 22) * 2.3;
      const x = 8 + side * 96 * part * Math.cos(t) + 7 * Math.sin(t * 7 + phase);
      const y = 100 * Math.sin(t);
      if (open && chance() < 0.17) open = false;
      else {
        d += `${open ? "L" : "M"}${n(x)} ${n(y)}`;
        open = true;
      }
    }
    const y = between(chance, -50, 60);
    d += `M${n(side * 96 * part)} ${n(y)}q${n(side * 8)} 10 ${n(side * 22)} 6`;
  }
  return line(d, SHELL.shade, 5.5);
}

/** Half a walnut, its kernel whole in it. */
function half(seed: string): string {
  const chance = chanceOf(seed);
  const lobe = (side: number) => {
    const outline = soft([
      [side * 7, -82],
      [side * 34, -86],
      [side * 62, -62],
      [side * 70, -26],
      [side * 66, 8],
      [side * 74, 36],
      [side * 56, 66],
      [side * 28, 80],
      [side * 9, 66],
      [side * 14, 20],
      [side * 8, -20],
    ]);
    const folds = [
      `M${side * 24} -70q${side * 22} 12 ${side * 10} 32q${side * -16} 14 ${side * 8} 26`,
      `M${side * 50} -62q${side * -6} 18 ${side * 8} 28`,
      `M${side * 58} -8q${side * -24} 4 ${side * -22} 22q${side * 2} 14 ${side * 22} 12`,
      `M${side * 22} 10q${side * 10} 22 ${side * -2} 44`,
      `M${side * 60} 46q${side * -20} -2 ${side * -24} 16`,
    ].join("");
    return solid(
      outline,
      KERNEL.shade,
      fill(blob(chance, side * 38 - 10, -10, 42, 84, 0.12, 12), KERNEL.base),
      fill(
        blob(chance, side * 36 - 12, -54, 15, 18, 0.2, 7) + blob(chance, side * 40 - 12, 34, 14, 20, 0.2, 7),
        KERNEL.light,
      ),
      line(folds, KERNEL.line, 5),
    );
  };
  return (
    fill(blob(chance, 0, 0, 108, 112, 0.03), SHELL.shade) +
    fill(blob(chance, -4, -4, 104, 108, 0.03), SHELL.base) +
    fill(blob(chance, 0, 0, 92, 97, 0.03), "#E9D2AC") +
    fill(blob(chance, 0, 0, 84, 89, 0.04), "#6E4528") +
    fill("M-84 -10C-80 60 -40 92 0 90C40 92 84 60 84 -10C80 48 40 78 0 78C-40 78 -80 48 -84 -10Z", "#8C5E38") +
    at(-2, 0, lobe(-1), 0, 1.1, 1.03) +
    at(2, 0, lobe(1), 0, 1.1, 1.03) +
    line("M0 -84C6 -40 -5 20 1 80", "#8C5E38", 8)
  );
}

/** A bit of kernel that fell beside. */
function crumb(seed: string): string {
  const chance = chanceOf(seed);
  const outline = blob(chance, 0, 0, 40, 27, 0.22, 9);
  return solid(
    outline,
    KERNEL.shade,
    fill(blob(chance, -7, -6, 36, 23, 0.2, 9), KERNEL.base),
    line("M-22 -6q14 -10 22 2t20 2", KERNEL.line, 4.5),
  );
}

/** A piece of empty shell, its hollow up. */
function shard(seed: string): string {
  const chance = chanceOf(seed);
  return (
    fill(
      soft([
        [-62, -6],
        [-30, -36],
        [24, -38],
        [64, -10],
        [48, 26],
        [6, 44],
        [-40, 30],
      ]),
      SHELL.shade,
    ) +
    fill(
      soft([
        [-58, -8],
        [-28, -34],
        [22, -36],
        [60, -12],
        [34, 6],
        [0, 12],
        [-36, 8],
      ]),
      "#E9D2AC",
    ) +
    fill(
      soft([
        [-48, -9],
        [-22, -27],
        [18, -29],
        [48, -12],
        [28, 0],
        [0, 5],
        [-30, 1],
      ]),
      "#8C5E38",
    ) +
    line(`M-36 24q20 ${n(between(chance, 6, 12))} 40 4`, SHELL.line, 4)
  );
}

const shadow = (x: number, y: number, rx: number, ry: number, colour: string) => fill(oval(x, y, rx, ry), colour);

/** Cracked beside whole, on a green cloth. */
export function walnuts(): string {
  const cloth = "#C8D3BC";
  const dark = "#A9BA9C";
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", cloth),
    fill("M0 0H960V196C640 232 300 210 0 240Z", "#DCE3D0"),
    at(118, 250, leaf(300, 118, LEAF, 22), -34),
    at(96, 262, leaf(250, 104, LEAF, -14), -82),
    at(108, 246, leaf(240, 96, LEAF, 12), 12),
    shadow(378, 402, 200, 62, dark),
    at(330, 286, walnut("back", -24), 0, 1.28),
    shadow(676, 384, 176, 52, dark),
    at(646, 268, walnut("back right", 28), 0, 1.16),
    shadow(560, 566, 236, 80, dark),
    at(532, 458, half("open"), -10, 1.62),
    shadow(228, 596, 154, 46, dark),
    at(208, 506, walnut("front", 62), 0, 1.1),
    shadow(808, 606, 82, 26, dark),
    at(806, 576, shard("shell"), -12, 1.24),
    shadow(382, 668, 62, 18, dark),
    at(378, 652, crumb("crumb"), 14, 1.24),
    shadow(846, 462, 44, 14, dark),
    at(846, 450, crumb("small crumb"), -20, 0.86),
  );
}

/** A nut still in its husk, the husk just splitting. */
function husked(seed: string): string {
  const chance = chanceOf(seed);
  return (
    solid(
      blob(chance, 0, 0, 128, 132, 0.03, 12),
      HUSK.shade,
      fill(blob(chance, -20, -14, 118, 122, 0.04), HUSK.base),
      fill(blob(chance, -56, -54, 40, 36, 0.14, 8), HUSK.light),
      fill(
        soft([
          [-14, -128],
          [36, -70],
          [54, 4],
          [40, 74],
          [4, 132],
          [-4, 60],
          [-26, 6],
          [-30, -60],
        ]),
        HUSK.inner,
      ),
      inside(
        soft([
          [-8, -120],
          [30, -66],
          [46, 4],
          [32, 68],
          [6, 122],
          [2, 58],
          [-16, 4],
          [-20, -58],
        ]),
        at(16, 0, walnut(`${seed} nut`), 8, 0.92),
      ),
    ) + dots(chance, HUSK.light)
  );
}

function dots(chance: Chance, colour: string): string {
  return Array.from({ length: 9 }, () =>
    fill(oval(between(chance, -104, -44), between(chance, -40, 70), 3.4, 3.4), colour),
  ).join("");
}

/** The harvest heaped in a jute sack, a nut in its husk beside it. */
export function walnutSack(): string {
  const heap: string[] = [];
  const rows: readonly (readonly [number, number, number])[] = [
    [300, 236, -30],
    [420, 196, 14],
    [536, 190, 70],
    [646, 236, -12],
    [244, 312, 40],
    [362, 290, -8],
    [486, 276, 32],
    [604, 292, 64],
    [704, 318, 10],
    [308, 366, 80],
    [430, 366, 20],
    [552, 370, -34],
    [660, 374, 40],
  ];
  rows.forEach(([x, y, turn], i) =>
    heap.push(at(x, y, fill(oval(2, 6, 108, 116), "#6B4A2C") + walnut(`heap ${i}`, turn), 0, 0.78)),
  );
  const weave: string[] = [];
  for (let row = 0; row < 15; row++)
    for (let i = 0; i < 34; i++) {
      const x = 116 + i * 22 + (row % 2) * 11;
      const y = 470 + row * 18 + 46 * (1 - ((x - 480) / 370) ** 2);
      weave.push(`M${n(x)} ${n(y)}h9`);
    }
  const sack = soft([
    [170, 404],
    [300, 440],
    [480, 452],
    [660, 440],
    [778, 402],
    [822, 520],
    [836, 640],
    [810, 760],
    [480, 780],
    [150, 760],
    [120, 640],
    [132, 520],
  ]);
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#E9C9A0"),
    fill("M0 470C300 440 660 440 960 476V720H0Z", "#DDB482"),
    fill(oval(500, 700, 470, 60), "#C79A67"),
    fill(
      soft([
        [168, 404],
        [230, 300],
        [370, 250],
        [480, 240],
        [610, 250],
        [724, 306],
        [780, 404],
        [480, 470],
      ]),
      "#7C5F40",
    ),
    ...heap,
    solid(
      sack,
      "#CDAE7C",
      fill("M560 380C700 420 760 560 720 780H900V380Z", "#B8955F"),
      line(weave.join(""), "#B3935F", 4),
    ),
    // The rolled rim, front edge.
    solid(
      soft([
        [152, 380],
        [240, 420],
        [360, 444],
        [480, 450],
        [600, 444],
        [716, 420],
        [800, 376],
        [816, 410],
        [790, 448],
        [660, 492],
        [480, 506],
        [300, 492],
        [164, 450],
        [134, 412],
      ]),
      "#DDC294",
      fill("M560 420C700 440 780 430 830 380V520H540Z", "#C6A570"),
      line("M150 420C300 480 660 480 806 418M172 444C320 500 640 500 786 444", "#B3935F", 3),
    ),
    fill(oval(796, 690, 150, 34), "#B98B58"),
    at(812, 560, leaf(220, 92, LEAF, 20), -118),
    at(852, 560, leaf(190, 84, LEAF, -16), -62),
    at(800, 596, husked("husk"), 16, 0.92),
    fill(oval(196, 700, 96, 22), "#B98B58"),
    at(190, 640, walnut("by the sack", -52), 0, 0.78),
  );
}
