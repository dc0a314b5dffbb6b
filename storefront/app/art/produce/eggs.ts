import {
  at,
  between,
  blob,
  chanceOf,
  fill,
  leaf,
  line,
  n,
  oval,
  pick,
  sheet,
  soft,
  solid,
  type Chance,
} from "../brush";

interface EggColours {
  base: string;
  shade: string;
  light: string;
  freckle: string;
}
const BROWN: EggColours = { base: "#D9A77C", shade: "#BC8259", light: "#EBC7A3", freckle: "#B07A52" };
const ROSE: EggColours = { base: "#E6BE9D", shade: "#CB9A76", light: "#F3DAC2", freckle: "#C08F6B" };
const CREAM: EggColours = { base: "#F1E3CC", shade: "#D8C2A0", light: "#FBF4E6", freckle: "#CDB48E" };
const GREEN: EggColours = { base: "#C6D3BC", shade: "#A3B698", light: "#DEE7D5", freckle: "#97AB8D" };

const HUES: readonly [EggColours, ...EggColours[]] = [BROWN, ROSE, CREAM, ROSE, BROWN];

/** An ellipse, narrower above its middle and wider below. */
const OUTLINE = soft(
  Array.from({ length: 20 }, (_, i) => {
    const angle = (i / 20) * Math.PI * 2;
    return [Math.sin(angle) * 73 * (1 - 0.17 * Math.cos(angle)), -Math.cos(angle) * 98 - 4] as const;
  }),
);

/** An egg standing on its round end, 150 wide and 196 tall; turned, but lit from the left whatever the turn. */
function egg(seed: string, colours: EggColours, turn = 0): string {
  const chance = chanceOf(seed);
  const lit = (body: string) => at(0, 0, body, -turn);
  const back = (-turn * Math.PI) / 180;
  const [lightX, lightY] = [-15 * Math.cos(back) + 13 * Math.sin(back), -15 * Math.sin(back) - 13 * Math.cos(back)];
  const freckles = Array.from({ length: 12 }, () =>
    oval(between(chance, -54, 58), between(chance, -70, 76), between(chance, 1.2, 3.2), between(chance, 1.2, 2.8)),
  ).join("");
  return at(
    0,
    0,
    solid(
      OUTLINE,
      colours.shade,
      fill(oval(lightX, lightY - 4, 72, 95), colours.base),
      lit(fill(blob(chance, -30, -36, 24, 36, 0.1, 8), colours.light)),
      fill(freckles, colours.freckle),
    ),
    turn,
  );
}

/** Where one egg darkens what lies behind its right side. */
const shadowed = (turn: number) => at(14, 16, fill(oval(0, 0, 74, 92), "#8A6A3C"), turn);

const STRAW = ["#E9C874", "#D9B158", "#C79A42", "#F2DA96", "#B5873A"] as const;

/** Loose straw over an oval: long bent stalks, darkest below. */
function straw(chance: Chance, count: number, rx: number, ry: number, lay = 0): string {
  return Array.from({ length: count }, (_, i) => {
    const angle = between(chance, 0, 6.28);
    const reach = Math.sqrt(between(chance, lay, 1));
    const length = between(chance, 90, 210);
    const bend = between(chance, -26, 26);
    const colour = i < count * 0.3 ? "#A87A33" : pick(chance, STRAW);
    const turn = between(chance, -28, 28) + (chance() < 0.2 ? between(chance, -50, 50) : 0);
    const d = `M${n(-length / 2)} 0Q0 ${n(bend)} ${n(length / 2)} 0`;
    return at(Math.cos(angle) * rx * reach, Math.sin(angle) * ry * reach, line(d, colour, between(chance, 4, 8)), turn);
  }).join("");
}

const feather = (colour: string, dark: string) =>
  fill(
    soft([
      [0, 0],
      [40, -26],
      [96, -34],
      [150, -16],
      [112, 4],
      [58, 14],
    ]),
    colour,
  ) +
  line("M-26 8Q60 0 146 -16", dark, 4) +
  line("M40 -2l20 -24M70 -6l20 -22M100 -10l16 -16M52 6l26 4M84 2l22 0", dark, 2.5);

/** A nest of eggs in straw, on blue cloth. */
export function eggsInStraw(): string {
  const chance = chanceOf("nest");
  const eggs: readonly (readonly [string, number, number, number, number, EggColours])[] = [
    ["a", 356, 288, -16, 1.02, CREAM],
    ["b", 508, 258, 8, 1.04, BROWN],
    ["c", 652, 300, 24, 1, ROSE],
    ["d", 262, 392, -54, 1.04, ROSE],
    ["e", 420, 388, -8, 1.14, BROWN],
    ["f", 578, 392, 16, 1.12, GREEN],
    ["g", 722, 414, 52, 1.02, CREAM],
  ];
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#A9BFC0"),
    cloth(),
    '<g transform="translate(-54 -70) scale(1.11)">',
    fill(oval(500, 540, 400, 130), "#83A0A3"),
    at(486, 372, straw(chance, 120, 350, 84)),
    at(486, 480, straw(chance, 90, 350, 110)),
    fill(oval(486, 430, 300, 96), "#8A6228"),
    ...eggs
      .slice(0, 3)
      .map(([seed, x, y, turn, size, hue]) => at(x, y, shadowed(turn) + egg(seed, hue, turn), 0, size)),
    at(486, 348, straw(chance, 18, 290, 30)),
    ...eggs.slice(3).map(([seed, x, y, turn, size, hue]) => at(x, y, shadowed(turn) + egg(seed, hue, turn), 0, size)),
    at(486, 548, straw(chance, 150, 372, 66)),
    at(486, 494, straw(chance, 40, 360, 22)),
    "</g>",
    at(90, 664, feather("#F7F0E1", "#CDBB9A"), -16, 1.3),
  );
}

/** Small white flowers on blue, as country cloth has them. */
function cloth(): string {
  const flowers: string[] = [];
  for (let row = 0; row < 6; row++)
    for (let i = 0; i < 7; i++) {
      const [x, y] = [40 + i * 150 + (row % 2) * 75, 40 + row * 130];
      const petals = Array.from({ length: 5 }, (_, p) =>
        oval(x + Math.cos(p * 1.2566) * 11, y + Math.sin(p * 1.2566) * 11, 7, 7),
      );
      flowers.push(fill(petals.join(""), "#C6D5D4"), fill(oval(x, y, 5, 5), "#A9BFC0"));
    }
  return flowers.join("");
}

/** A tray of thirty seen from above, one missing egg's place empty, one egg laid beside. */
export function eggTray(): string {
  const [columns, rows, step] = [6, 5, 132];
  const cups: string[] = [];
  const chance = chanceOf("tray");
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [x, y] = [column * step, row * step];
      const missing = row === 4 && column === 4;
      const hue = pick(chance, HUES);
      cups.push(
        fill(oval(x, y, 60, 60), "#8E9A8C") + fill(oval(x + 4, y + 5, 52, 52), "#74816F"),
        missing ? fill(oval(x + 8, y + 10, 38, 38), "#64705F") : top(`${row} ${column}`, x, y, hue),
      );
      if (row > 0 && column > 0) cups.push(peak(x - step / 2, y - step / 2));
    }
  const body = `M-96 -96Q-104 -104 -84 -104H${n(columns * step - 48)}Q${n(columns * step - 30)} -104 ${n(columns * step - 32)} -88V${n(rows * step - 48)}Q${n(columns * step - 32)} ${n(rows * step - 30)} ${n(columns * step - 50)} ${n(rows * step - 30)}H-84Q-102 ${n(rows * step - 30)} -100 ${n(rows * step - 50)}Z`;
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#E7B98B"),
    line("M-20 90H980M-20 330H980M-20 570H980", "#DBA874", 6),
    line("M120 206q60 -22 130 0t140 -4M560 450q70 -20 150 2M700 660q60 -18 120 0", "#DBA874", 5),
    at(
      262,
      -6,
      at(26, 30, fill(body, "#C58F5E")) +
        fill(body, "#A9B3A3") +
        fill("M-100 560L-100 630H760L760 612H-70Z", "#8E9A8C") +
        cups.join(""),
      -11,
      0.98,
    ),
    fill(oval(150, 618, 118, 40), "#C58F5E"),
    at(140, 560, egg("beside", GREEN, -74), 0, 1.12),
    at(36, 300, leaf(190, 60, { light: "#86A46B", dark: "#66885A", vein: "#4C6A42" }, 10), -72),
  );
}

/** An egg in its cup, from above: nearly round. */
function top(seed: string, x: number, y: number, colours: EggColours): string {
  const chance = chanceOf(`top ${seed}`);
  const outline = oval(x, y, 51, 53);
  return solid(
    outline,
    colours.shade,
    fill(oval(x - 9, y - 10, 50, 51), colours.base),
    fill(blob(chance, x - 17, y - 20, 17, 20, 0.1, 8), colours.light),
    fill(
      Array.from({ length: 5 }, () => oval(x + between(chance, -34, 34), y + between(chance, -34, 34), 2.2, 2)).join(
        "",
      ),
      colours.freckle,
    ),
  );
}

/** The pulp's peak between four eggs. */
const peak = (x: number, y: number) =>
  fill(`M${n(x)} ${n(y - 24)}L${n(x + 24)} ${n(y)}L${n(x)} ${n(y + 24)}L${n(x - 24)} ${n(y)}Z`, "#C0C9B9") +
  fill(`M${n(x)} ${n(y)}L${n(x + 24)} ${n(y)}L${n(x)} ${n(y + 24)}L${n(x - 24)} ${n(y)}Z`, "#96A192");
