import { at, between, blob, chanceOf, fill, leaf, line, n, oval, sheet, solid, type Chance } from "../brush";

const YOUNG = { light: "#A9C56B", dark: "#86A752", vein: "#64863E" };
const OLD = { light: "#6F9A56", dark: "#527D45", vein: "#3C6236" };

/** Two leaves and a bud, as they are picked. */
const shoot = (size = 1) =>
  at(
    0,
    0,
    line("M0 0Q-6 -60 2 -128", "#8AA552", 9) +
      at(-2, -40, leaf(170, 66, OLD, 16), -18) +
      at(0, -76, leaf(150, 58, YOUNG, -14), -152) +
      at(1, -116, leaf(112, 34, YOUNG, 8, 3), -66) +
      at(0, -116, leaf(96, 26, { light: "#C6DB8E", dark: "#A9C56B", vein: "#86A752" }, -4, 0), -96),
    0,
    size,
  );

/** A dried leaf: twisted, with a pale edge here and there. */
function dry(chance: Chance): string {
  const bend = between(chance, -14, 14);
  const dark = chance() < 0.5 ? "#3F5136" : "#55683F";
  return (
    line(`M-30 0Q-8 ${n(bend)} 4 0T32 ${n(-bend * 0.4)}`, dark, between(chance, 6, 10)) +
    line(`M-22 ${n(bend * 0.3 - 2)}Q-6 ${n(bend - 3)} 8 -2`, "#8A9A62", 2.4)
  );
}

function pile(seed: string, count: number, rx: number, ry: number, rise: number): string {
  const chance = chanceOf(seed);
  return Array.from({ length: count }, (_, i) => {
    const reach = Math.sqrt((i + 0.5) / count);
    return { x: Math.cos(i * 2.39996) * rx * reach, y: Math.sin(i * 2.39996) * ry * reach - rise * (1 - reach ** 2) };
  })
    .sort((a, b) => a.y - b.y)
    .map(({ x, y }) => at(x, y, at(2, 5, line("M-28 0H28", "#2C3A28", 9)) + dry(chance), between(chance, -80, 80)))
    .join("");
}

/** A bowl just poured, dry leaves in a celadon dish, and a fresh shoot. */
export function tea(): string {
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#E9DCC0"),
    fill("M0 250C320 226 640 232 960 258V720H0Z", "#C98F62"),
    line("M0 392H960M0 566H960", "#B97E52", 5),
    line("M90 470q70 -22 150 2M640 640q80 -24 180 0M560 320q60 -14 120 2", "#B97E52", 4),
    fill(oval(720, 474, 226, 50), "#A86D44"),
    at(
      702,
      404,
      fill("M-206 -6C-196 50 -116 88 0 88C116 88 196 50 206 -6Z", "#8FB0A0") +
        fill("M40 86C140 78 198 46 206 -6H146C140 40 106 74 40 86Z", "#779A8A") +
        fill(oval(0, -8, 206, 62), "#BCD2C5") +
        fill(oval(0, -4, 186, 52), "#6F8F80") +
        at(0, -14, pile("dish", 150, 166, 40, 58)),
    ),
    fill(oval(360, 632, 300, 62), "#A86D44"),
    at(
      334,
      438,
      fill("M-226 0C-222 116 -130 176 0 176C130 176 222 116 226 0Z", "#F6F1E4") +
        fill("M70 168C166 148 224 96 226 0H150C150 90 120 140 70 168Z", "#DAD3C2") +
        fill("M-84 170H84L76 196H-76Z", "#DAD3C2") +
        line("M-222 30C-170 116 170 116 222 30M-214 48C-160 132 160 132 214 48", "#7F9F8E", 4) +
        fill(oval(0, 0, 226, 66), "#FBF8EF") +
        fill(oval(0, 4, 206, 55), "#DAD3C2") +
        solid(
          oval(0, 10, 198, 48),
          "#C9A64A",
          fill(oval(20, 40, 198, 44), "#B48F35"),
          fill(blob(chanceOf("light"), -76, -8, 66, 12, 0.1), "#E4CB82"),
        ) +
        at(60, 16, at(0, 0, leaf(84, 30, YOUNG, 5, 3), -14)),
    ),
    line(
      "M250 360C220 310 284 284 252 226M340 352C308 296 376 266 340 196M428 362C402 318 458 290 430 240",
      "#F7F0DF",
      11,
    ),
    at(850, 676, shoot(1.34), -56),
    at(790, 240, shoot(1.06), 20),
  );
}
