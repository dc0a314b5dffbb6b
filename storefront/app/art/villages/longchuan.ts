import { at, between, chanceOf, fill, inside, leaf, line, n, oval, sheet, soft, type Chance, type Point } from "../brush";
import { birds, cloud, hen, HIGH, hills, house, mist, smoke, spread, tree, WHITE, WIDE } from "./land";

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
      const rows = Array.from({ length: 4 + row }, (_, k) => `M${n(x(i + skew, top))} ${n(top + ((k + 1) * (bottom - top)) / (5 + row))}H${n(x(i + skew + 0.98, bottom))}`).join("");
      fields.push(fill(d, colours[(i + row + 8) % 4] ?? "#E3BE55"), inside(d, `<path d="${rows}" stroke="#B98F35" stroke-width="${2 + row * 0.6}" stroke-dasharray="${3 + row} ${8 + row * 2}" stroke-linecap="round" fill="none"/>`));
    }
  }
  const stook = (size: number) =>
    at(0, 0, fill(soft([[-30, 0], [-22, -50], [-34, -86], [0, -96], [34, -86], [22, -50], [30, 0]]), "#D6A83F") + fill(soft([[6, 0], [4, -50], [14, -92], [34, -86], [22, -50], [30, 0]]), "#B5842B") + line("M-22 -48H22", "#8F6622", 6) + line("M-20 -84l-8 -14M-4 -90l-2 -18M14 -90l8 -16M26 -84l12 -10", "#D6A83F", 5), 0, size);
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#E3EFEC"),
    fill(oval(300, 130, 56, 56), "#F3C77B"),
    cloud(760, 80, 1.1, "#FAFDFB"),
    birds(520, 100),
    hills("r1", 280, 140, "#C5DAD0"),
    hills("r2", 322, 110, "#98BFA8"),
    spread(chance, 22, (): Point => [between(chance, -10, 1210), between(chance, 336, 352)], (i) => tree(`line ${i}`, GREENS, 0.5)),
    // The old gate.
    at(930, 352, fill("M-90 0V-74H90V0H24V-20Q24 -44 0 -44Q-24 -44 -24 -20V0Z", "#A9A08C") + line("M-90 -56H90M-90 -36H-30M30 -36H90M-90 -18H-30M30 -18H90", "#938A76", 3) + fill("M-58 -74V-112H58V-74Z", "#8A4B2C") + line("M-36 -112V-74M-12 -112V-74M12 -112V-74M36 -112V-74", "#6B3620", 4) + fill("M-84 -108Q-66 -114 -48 -146H48Q66 -114 84 -108Z", "#4E5557") + fill("M-60 -150H60V-142H-60Z", "#3B4144")),
    [[250, 352, 0.8], [360, 356, 0.9], [480, 354, 0.84], [600, 356, 0.92], [730, 352, 0.8]].map(([x = 0, y = 0, size = 1], i) => at(x, y, house(WHITE, size, i === 3))).join(""),
    fill("M0 348C300 340 800 340 1200 350V600H0Z", "#8FA24B"),
    ...fields,
    fill("M520 352L560 352C590 420 520 500 400 600H230C420 500 540 420 520 352Z", "#B6D3CC"),
    fill("M530 352L542 352C560 430 480 510 330 600H290C450 500 550 420 530 352Z", "#DCEBE5"),
    [[700, 470, 0.7], [790, 478, 0.76], [880, 470, 0.7], [960, 560, 1.25], [1090, 570, 1.3], [820, 574, 1.2], [110, 500, 0.9], [40, 520, 1]].map(([x = 0, y = 0, size = 1]) => at(x, y, stook(size))).join(""),
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
      fill(`M${n(x0 - thick)} ${y0}L${n(x1 - thick)} ${y1 + 3}L${n(x1 + thick)} ${y1 + 3}L${n(x0 + thick)} ${y0}Z`, base),
      fill(`M${n(x0 + thick * 0.3)} ${y0}L${n(x1 + thick * 0.3)} ${y1 + 3}L${n(x1 + thick)} ${y1 + 3}L${n(x0 + thick)} ${y0}Z`, shade),
      line(`M${n(x1 - thick)} ${y1 + 2}H${n(x1 + thick)}`, ring, 4),
    );
    if (i > 2) {
      const side = i % 2 ? 1 : -1;
      const hue = dark ? { light: "#5C8A50", dark: "#47753F", vein: "#3D6840" } : { light: "#9BBF66", dark: "#7CA552", vein: "#5F8A48" };
      parts.push(at(x1, y1, line(`M0 0L${side * 40} -22`, ring, 3) + [-10, 16, 42, 70].map((turn) => at(side * 40, -22, leaf(between(chance, 60, 92), 16, hue, 4, 0), side > 0 ? turn : 180 - turn)).join("")));
    }
  }
  return parts.join("");
}

/** Hens under the bamboo, before a white house in the hills. */
export function bambooHens(): string {
  const grove = (spots: readonly (readonly [number, number, number, number, boolean])[]) => spots.map(([x, y, lean, thick, dark], i) => at(x, y, bamboo(`${x}${i}`, 700, lean, thick, dark))).join("");
  const flower = (x: number, y: number) => at(x, y, fill([0, 72, 144, 216, 288].map((t) => oval(Math.cos((t * Math.PI) / 180) * 6, Math.sin((t * Math.PI) / 180) * 6, 4.4, 4.4)).join(""), "#FFFDF8") + fill(oval(0, 0, 3.4, 3.4), "#E3A52F"));
  const chance = chanceOf("bamboo");
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#E6F0DF"),
    fill(oval(610, 130, 58, 58), "#F6D48E"),
    hills("b1", 280, 180, "#C9DEC5"),
    mist(300, 262, 760, "#F5FAF0", 34),
    hills("b2", 336, 130, "#A3C49B"),
    grove([[60, 470, 30, 9, true], [150, 460, -20, 8, true], [240, 455, 26, 8, true], [980, 456, -24, 8, true], [1060, 462, 20, 9, true], [1150, 470, -30, 9, true]]),
    fill(soft([[-100, 450], [260, 420], [600, 412], [900, 420], [1300, 440], [1300, 700], [-100, 700]]), "#8DB06A"),
    spread(chance, 8, (): Point => [between(chance, 330, 900), between(chance, 424, 440)], (i) => tree(`t${i}`, GREENS, 0.7)),
    at(560, 446, house(WHITE, 1.36, true)),
    at(740, 440, house(WHITE, 1.06)),
    at(606, 302, smoke("#F9FBF5")),
    fill(soft([[-100, 510], [260, 474], [620, 462], [960, 478], [1300, 500], [1300, 760], [-100, 760]]), "#A9C276"),
    fill(soft([[520, 462], [640, 462], [700, 500], [820, 620], [380, 620], [480, 520]]), "#E2D3A8"),
    at(320, 480, tree("camellia", ["#6F9A5B", "#4F8452", "#356343"], 0.9)), at(900, 486, tree("camellia right", ["#6F9A5B", "#4F8452", "#356343"], 0.94)),
    [[300, 388], [336, 376], [350, 404], [284, 410], [318, 420], [880, 390], [914, 380], [932, 404], [866, 412], [902, 424]].map(([x = 0, y = 0]) => flower(x, y)).join(""),
    grove([[24, 620, 50, 17, false], [120, 620, -30, 15, false], [1110, 620, 34, 15, false], [1190, 620, -50, 18, false]]),
    at(430, 560, hen("#B5652F", "#8F4A22"), 0, 1.15),
    at(600, 530, hen("#F1E3CC", "#D8C2A0"), 0, 0.9),
    at(800, 568, hen("#5B4A40", "#433630"), 0, -1.15, 1.15),
    at(690, 590, hen("#D9A05B", "#B77F3D"), 0, 0.62),
    at(740, 596, hen("#EBC98A", "#CFA864"), 0, 0.42), at(776, 590, hen("#EBC98A", "#CFA864"), 0, 0.4), at(650, 598, hen("#EBC98A", "#CFA864"), 0, -0.4, 0.4),
    line(Array.from({ length: 30 }, () => { const [x, y] = [between(chance, 200, 1040), between(chance, 520, 596)]; return `M${n(x)} ${n(y)}q-3 -10 -8 -14M${n(x)} ${n(y)}q1 -10 2 -16M${n(x)} ${n(y)}q4 -8 9 -12`; }).join(""), "#7C9E52", 3),
  );
}

/** A clear river with small fish, paddies on its far bank. */
export function clearRiver(): string {
  const chance = chanceOf("clear river");
  const fish = (x: number, y: number, size: number, colour: string) =>
    at(x, y, fill("M-30 0C-14 -15 14 -14 30 0C14 14 -14 15 -30 0ZM24 0L46 -13Q40 0 46 13Z", colour) + fill(oval(-18, -3, 2.6, 2.6), "#FFFDF8"), between(chance, -14, 14), size);
  const stones: readonly (readonly [number, number, number])[] = [[700, 452, 0.7], [676, 484, 0.85], [650, 522, 1], [618, 566, 1.2]];
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#E2EEF0"),
    fill(oval(860, 124, 56, 56), "#F5CF8B"),
    cloud(250, 84, 1, "#F9FCFC"),
    birds(640, 110),
    hills("c1", 280, 190, "#C3D6D2"),
    hills("c2", 330, 150, "#95B8A8"),
    mist(120, 316, 700, "#EEF5F2", 26),
    hills("c3", 372, 90, "#6C9C7C"),
    fill("M0 376C320 356 860 360 1200 372V450H0Z", "#D9BE5E"),
    fill("M0 404C340 384 860 388 1200 400V460H0Z", "#A9B857"),
    line("M20 388H180M260 382H420M520 380H640M760 380H900M980 384H1160M60 416H240M380 410H520M840 412H1010", "#B9953F", 4),
    spread(chance, 12, (): Point => [between(chance, 0, 1200), between(chance, 368, 378)], (i) => tree(`c ${i}`, GREENS, 0.56)),
    [[180, 400, 0.9], [300, 392, 0.8], [880, 396, 0.84], [1000, 402, 0.96]].map(([x = 0, y = 0, size = 1], i) => at(x, y, house(WHITE, size, i === 3))).join(""),
    at(1068, 408, tree("by the house", GREENS, 0.96)),
    fill("M0 436C240 420 520 428 700 424C900 420 1060 428 1200 424V600H0Z", "#8CBFC0"),
    fill("M0 470C300 450 620 470 800 456C980 446 1100 456 1200 450V600H0Z", "#A5D0CD"),
    // What stands on the bank lies in the water, paler.
    fill("M130 440H240L228 470H146ZM950 436H1062L1050 462H966Z", "#BFDDD9"),
    line("M60 500q40 -10 80 0t80 0M300 470q34 -8 68 0M860 486q40 -10 80 0t80 0M430 560q40 -10 80 0M960 560q44 -10 88 0t88 0M150 570q34 -8 68 0", "#D9EDEA", 5),
    fish(330, 520, 0.9, "#6E9EA0"), fish(420, 500, 0.7, "#6E9EA0"), fish(270, 560, 1.1, "#5F9092"), fish(860, 540, 1, "#6E9EA0"), fish(940, 516, 0.76, "#6E9EA0"), fish(500, 572, 1, "#D98B4A"),
    stones.map(([x, y, size]) => at(x, y, fill(oval(4, 8, 62, 18), "#7FB2B3") + fill(oval(0, 0, 60, 18), "#B9AE98") + fill(oval(-6, -4, 50, 12), "#D6CCB6"), 0, size)).join(""),
    fill(soft([[-100, 560], [60, 530], [180, 552], [240, 620], [-100, 700]]), "#6C9C5E"),
    fill(soft([[1300, 540], [1140, 536], [1060, 570], [1020, 640], [1300, 700]]), "#6C9C5E"),
    at(92, 560, hen("#B5652F", "#8F4A22"), 0, -0.96, 0.96),
    at(1140, 568, hen("#F1E3CC", "#D8C2A0"), 0, 1),
    reeds(chance, 30, 600), reeds(chance, 190, 610), reeds(chance, 1070, 610), reeds(chance, 1186, 600),
  );
}

/** Blades at the water's edge. */
const reeds = (chance: Chance, x: number, y: number): string =>
  Array.from({ length: 7 }, () => {
    const lean = between(chance, -46, 46);
    const tall = between(chance, 60, 120);
    return fill(`M-5 0Q${n(lean * 0.3)} ${n(-tall * 0.6)} ${n(lean)} ${n(-tall)}Q${n(lean * 0.5)} ${n(-tall * 0.5)} 6 0Z`, chance() < 0.5 ? "#4F8452" : "#7CA558");
  })
    .map((body, i) => at(x + i * 7 - 20, y, body))
    .join("");
