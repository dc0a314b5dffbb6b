import { at, between, chanceOf, fill, leaf, line, n, oval, sheet, soft, type Point } from "../brush";
import { hen, HIGH, hills, house, mist, smoke, spread, tree, WHITE, WIDE } from "./land";

const GREENS: readonly [string, string, string] = ["#83AB66", "#5E9158", "#3F7350"];

/** Hens under the bamboo, before a white house in the hills. */
export function bambooHens(): string {
  const grove = (spots: readonly (readonly [number, number, number, number, boolean])[]) =>
    spots.map(([x, y, lean, thick, dark], i) => at(x, y, bamboo(`${x}${i}`, 700, lean, thick, dark))).join("");
  const flower = (x: number, y: number) =>
    at(
      x,
      y,
      fill(
        [0, 72, 144, 216, 288]
          .map((t) => oval(Math.cos((t * Math.PI) / 180) * 6, Math.sin((t * Math.PI) / 180) * 6, 4.4, 4.4))
          .join(""),
        "#FFFDF8",
      ) + fill(oval(0, 0, 3.4, 3.4), "#E3A52F"),
    );
  const chance = chanceOf("bamboo");
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#E6F0DF"),
    fill(oval(610, 130, 58, 58), "#F6D48E"),
    hills("b1", 280, 180, "#C9DEC5"),
    mist(300, 262, 760, "#F5FAF0", 34),
    hills("b2", 336, 130, "#A3C49B"),
    grove([
      [60, 470, 30, 9, true],
      [150, 460, -20, 8, true],
      [240, 455, 26, 8, true],
      [980, 456, -24, 8, true],
      [1060, 462, 20, 9, true],
      [1150, 470, -30, 9, true],
    ]),
    fill(
      soft([
        [-100, 450],
        [260, 420],
        [600, 412],
        [900, 420],
        [1300, 440],
        [1300, 700],
        [-100, 700],
      ]),
      "#8DB06A",
    ),
    spread(
      chance,
      8,
      (): Point => [between(chance, 330, 900), between(chance, 424, 440)],
      (i) => tree(`t${i}`, GREENS, 0.7),
    ),
    at(560, 446, house(WHITE, 1.36, true)),
    at(740, 440, house(WHITE, 1.06)),
    at(606, 302, smoke("#F9FBF5")),
    fill(
      soft([
        [-100, 510],
        [260, 474],
        [620, 462],
        [960, 478],
        [1300, 500],
        [1300, 760],
        [-100, 760],
      ]),
      "#A9C276",
    ),
    fill(
      soft([
        [520, 462],
        [640, 462],
        [700, 500],
        [820, 620],
        [380, 620],
        [480, 520],
      ]),
      "#E2D3A8",
    ),
    at(320, 480, tree("camellia", ["#6F9A5B", "#4F8452", "#356343"], 0.9)),
    at(900, 486, tree("camellia right", ["#6F9A5B", "#4F8452", "#356343"], 0.94)),
    [
      [300, 388],
      [336, 376],
      [350, 404],
      [284, 410],
      [318, 420],
      [880, 390],
      [914, 380],
      [932, 404],
      [866, 412],
      [902, 424],
    ]
      .map(([x = 0, y = 0]) => flower(x, y))
      .join(""),
    grove([
      [24, 620, 50, 17, false],
      [120, 620, -30, 15, false],
      [1110, 620, 34, 15, false],
      [1190, 620, -50, 18, false],
    ]),
    at(430, 560, hen("#B5652F", "#8F4A22"), 0, 1.15),
    at(600, 530, hen("#F1E3CC", "#D8C2A0"), 0, 0.9),
    at(800, 568, hen("#5B4A40", "#433630"), 0, -1.15, 1.15),
    at(690, 590, hen("#D9A05B", "#B77F3D"), 0, 0.62),
    at(740, 596, hen("#EBC98A", "#CFA864"), 0, 0.42),
    at(776, 590, hen("#EBC98A", "#CFA864"), 0, 0.4),
    at(650, 598, hen("#EBC98A", "#CFA864"), 0, -0.4, 0.4),
    line(
      Array.from({ length: 30 }, () => {
        const [x, y] = [between(chance, 200, 1040), between(chance, 520, 596)];
        return `M${n(x)} ${n(y)}q-3 -10 -8 -14M${n(x)} ${n(y)}q1 -10 2 -16M${n(x)} ${n(y)}q4 -8 9 -12`;
      }).join(""),
      "#7C9E52",
      3,
    ),
  );
}

/** A stem of bamboo from the ground to above the frame. */
function bamboo(seed: string, height: number, lean: number, thick: number, dark: boolean): string {
  const chance = chanceOf(seed);
  const [base, shade, ring] = dark ? ["#4F7D4A", "#3D6840", "#2F5435"] : ["#7FA858", "#5F8A48", "#47703C"];
  const parts: string[] = [];
  const joints = Math.ceil(height / 88);
  for (let i = 0; i < joints; i++) {
    const [x0, y0, x1, y1] = [lean * (i / joints) ** 1.4, -i * 88, lean * ((i + 1) / joints) ** 1.4, -(i + 1) * 88];
    parts.push(
      fill(
        `M${n(x0 - thick)} ${y0}L${n(x1 - thick)} ${y1 + 3}L${n(x1 + thick)} ${y1 + 3}L${n(x0 + thick)} ${y0}Z`,
        base,
      ),
      fill(
        `M${n(x0 + thick * 0.3)} ${y0}L${n(x1 + thick * 0.3)} ${y1 + 3}L${n(x1 + thick)} ${y1 + 3}L${n(x0 + thick)} ${y0}Z`,
        shade,
      ),
      line(`M${n(x1 - thick)} ${y1 + 2}H${n(x1 + thick)}`, ring, 4),
    );
    if (i > 2) {
      const side = i % 2 ? 1 : -1;
      const hue = dark
        ? { light: "#5C8A50", dark: "#47753F", vein: "#3D6840" }
        : { light: "#9BBF66", dark: "#7CA552", vein: "#5F8A48" };
      parts.push(
        at(
          x1,
          y1,
          line(`M0 0L${side * 40} -22`, ring, 3) +
            [-10, 16, 42, 70]
              .map((turn) =>
                at(side * 40, -22, leaf(between(chance, 60, 92), 16, hue, 4, 0), side > 0 ? turn : 180 - turn),
              )
              .join(""),
        ),
      );
    }
  }
  return parts.join("");
}
