import { at, between, blob, chanceOf, fill, inside, leaf, line, oval, sheet, soft, type Point } from "../brush";
import { birds, bush, cloud, EARTH, fir, flatHouse, HIGH, hills, house, mist, smoke, spread, terraces, TILED, tree, WIDE } from "./land";

const WALNUT: readonly [string, string, string] = ["#7FA65B", "#5B8A4C", "#3F6E42"];

/** A village half-way up a mountain, walnuts drying on its roofs, seen from under one of the oldest trees. */
export function walnutHill(): string {
  const chance = chanceOf("walnut hill");
  const leaves = Array.from({ length: 46 }, (_, i) => {
    const [x, y] = [between(chance, -60, 520), between(chance, -50, 90) - (i % 3) * 16];
    const hue = i % 2 ? { light: "#7FA65B", dark: "#5E8A4C", vein: "#47703F" } : { light: "#5E8A4C", dark: "#3F6E42", vein: "#2F5836" };
    return at(x, y, leaf(between(chance, 74, 120), 42, hue, 6, 3), between(chance, 10, 150));
  }).join("");
  const nuts = (seed: string) => {
    const drop = chanceOf(seed);
    return Array.from({ length: 26 }, () => oval(between(drop, -44, 66), between(drop, -73, -63), 3.4, 2.6)).join("");
  };
  const homes: readonly (readonly [number, number, number])[] = [[560, 330, 0.66], [700, 318, 0.62], [840, 334, 0.68], [620, 398, 0.86], [776, 392, 0.84], [934, 404, 0.9]];
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#FBEBCF"),
    fill(oval(930, 132, 58, 58), "#EFA45C"),
    hills("m1", 260, 190, "#DCD9C0"),
    hills("m2", 310, 170, "#BFCBAE"),
    cloud(620, 120, 1, "#FFF8EA"),
    birds(760, 96),
    fill(soft([[-200, 620], [-60, 420], [160, 330], [400, 250], [640, 216], [860, 236], [1080, 330], [1300, 420], [1300, 700], [-200, 700]]), "#8FAE78"),
    terraces("mt", 700, 236, 420, 5, ["#B8C77A", "#A4BA6C", "#C9CC86"], "#7C9263", 15),
    spread(chance, 12, (): Point => [between(chance, 420, 1080), between(chance, 252, 320)], (i) => tree(`far ${i}`, WALNUT, 0.34)),
    homes.map(([x, y, size], i) => at(x, y, tree(`by ${i}`, WALNUT, 0.62 * size + 0.1)) + at(x + 92 * size, y + 6, flatHouse(EARTH, size, "#C9A36B") + at(0, 0, fill(nuts(`n${i}`), "#7C5130"), 0, size))).join(""),
    fill(soft([[-100, 520], [160, 470], [420, 450], [700, 462], [960, 452], [1300, 480], [1300, 760], [-100, 760]]), "#5E8A4C"),
    fill(soft([[-100, 580], [200, 536], [520, 540], [820, 552], [1300, 520], [1300, 760], [-100, 760]]), "#47703F"),
    spread(chance, 6, (): Point => [between(chance, 560, 1180), between(chance, 490, 530)], (i) => tree(`near ${i}`, WALNUT, 0.8)),
    // The old tree that frames the view.
    fill(soft([[58, 620], [92, 470], [84, 320], [40, 180], [-60, 60], [-60, -40], [60, 20], [124, 130], [170, 40], [230, -40], [300, -40], [230, 90], [182, 210], [176, 340], [196, 480], [236, 620]]), "#6B4A34"),
    fill(soft([[150, 620], [150, 470], [140, 330], [160, 200], [220, 90], [300, -40], [230, 90], [182, 210], [176, 340], [196, 480], [236, 620]]), "#523724"),
    line("M110 560C120 470 112 390 96 300M134 590C138 520 134 450 128 380", "#523724", 5),
    leaves,
    [[250, 130], [330, 96], [410, 120], [296, 168], [150, 110], [470, 78]].map(([x = 0, y = 0]) => fill(oval(x, y, 21, 22), "#5C7B3B") + fill(oval(x - 4, y - 4, 17, 18), "#86A552") + fill(oval(x - 8, y - 9, 6, 6), "#B4CB7E")).join(""),
    at(372, 566, fill("M-62 -40H62L48 20H-48Z", "#B98F4E") + line("M-56 -22H56M-52 -4H52M-40 -40L-32 20M-14 -40L-12 20M14 -40L12 20M40 -40L32 20", "#8F6B35", 4) + Array.from({ length: 11 }, (_, i) => fill(oval(-50 + i * 10, -44 - (i % 3) * 8, 14, 13), i % 2 ? "#9A6839" : "#B98552")).join("") + fill("M-66 -44H66V-34H-66Z", "#D3AA63")),
  );
}

/** High forest in the mist, a few old roofs at its edge. */
export function mistyForest(): string {
  const row = (seed: string, count: number, y: number, size: number, light: string, dark: string) => {
    const place = chanceOf(seed);
    return Array.from({ length: count }, (_, i) => at((i + between(place, 0.1, 0.9)) * (WIDE / count), y + between(place, -24, 24), fir(light, dark, size * between(place, 0.8, 1.2)))).join("");
  };
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#E9EEE6"),
    fill(oval(330, 120, 52, 52), "#F7DFA8"),
    hills("f1", 240, 190, "#CFDAD2", "rock"),
    mist(-80, 232, 900, "#F7F8F2", 40),
    hills("f2", 310, 170, "#AFC3B8"),
    row("far", 30, 262, 0.4, "#9DB5A9", "#8AA698"),
    mist(360, 296, 980, "#F3F6EF", 40),
    hills("f3", 372, 130, "#84A393"),
    row("middle", 24, 336, 0.66, "#6C9080", "#57796B"),
    mist(-160, 388, 1020, "#EEF2EA", 42),
    fill(soft([[-100, 470], [180, 420], [420, 404], [640, 392], [900, 404], [1300, 440], [1300, 700], [-100, 700]]), "#7C9A63"),
    terraces("ft", 640, 420, 330, 4, ["#A9BA74", "#94AB66", "#B9BF7C"], "#6A8654", 17),
    at(520, 440, house(TILED, 0.96)),
    at(560, 344, smoke("#F7F8F2")),
    at(676, 458, house(TILED, 1.12, true)),
    at(842, 446, house(TILED, 0.9)),
    [[396, 470, 0.8], [470, 482, 0.66], [604, 474, 0.56], [772, 476, 0.6], [930, 470, 0.76], [1000, 480, 0.6]].map(([x = 0, y = 0, size = 1], i) => at(x, y, tree(`w ${i}`, ["#8DAF62", "#6C9452", "#4F7A45"], size))).join(""),
    row("left", 4, 560, 1.7, "#3F6653", "#2F5243").replace(/translate\(([\d.]+)/g, (_, x: string) => `translate(${Math.round(Number(x) * 0.26 - 40)}`),
    row("right", 4, 570, 1.6, "#3F6653", "#2F5243").replace(/translate\(([\d.]+)/g, (_, x: string) => `translate(${Math.round(940 + Number(x) * 0.25)}`),
    fill(soft([[-100, 590], [240, 546], [600, 560], [940, 548], [1300, 580], [1300, 760], [-100, 760]]), "#2F5243"),
  );
}

/** Red pepper in the cracks of steep dry slopes. */
export function pepperSlopes(): string {
  const chance = chanceOf("pepper slopes");
  const rock = (x: number, y: number, size: number) => at(x, y, fill(soft([[-50, 0], [-40, -34], [-6, -48], [36, -36], [52, 0], [0, 10]]), "#CDBB9E") + fill(soft([[4, 6], [10, -40], [36, -36], [52, 0]]), "#B3A084"), 0, size);
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#F8E7CB"),
    fill(oval(250, 128, 60, 60), "#E58F55"),
    hills("p1", 270, 220, "#E5CFAE", "rock"),
    cloud(760, 90, 1.05, "#FFF6E6"),
    fill("M540 640L640 420L700 372L760 262L826 226L884 128L940 104L988 62L1046 96L1092 160L1150 178L1220 250V640Z", "#D3B48A"),
    fill("M988 62L1046 96L1092 160L1150 178L1220 250V640H1010L1046 470L1000 380L1040 290L992 214L1012 140Z", "#BC9970"),
    fill("M884 128L902 190L872 250L896 320L850 400L880 480H800L842 380L820 310L850 240Z", "#BC9970"),
    fill(soft([[-200, 360], [0, 300], [150, 262], [330, 300], [520, 380], [700, 470], [700, 700], [-200, 700]]), "#B9B178"),
    terraces("pt", 250, 330, 380, 6, ["#C9BE80", "#B3B06E", "#D6C68C"], "#94875A", 17),
    terraces("pu", 960, 330, 300, 6, ["#BFB274", "#AAA866", "#CFC084"], "#8F7F58", 18),
    spread(chance, 26, (): Point => [between(chance, -10, 520), between(chance, 330, 440)], (i) => bush(`a${i}`, ["#6F9A5B", "#52804A"], "#B5382B", 0.42)),
    spread(chance, 22, (): Point => [between(chance, 740, 1200), between(chance, 350, 450)], (i) => bush(`b${i}`, ["#6F9A5B", "#52804A"], "#B5382B", 0.44)),
    at(560, 420, house(EARTH, 0.78)),
    at(672, 408, house(EARTH, 0.7)),
    at(600, 474, flatHouse(EARTH, 0.9, "#A5402F")),
    fill(soft([[-100, 520], [200, 462], [480, 476], [760, 500], [1000, 470], [1300, 490], [1300, 760], [-100, 760]]), "#8C8F52"),
    rock(420, 520, 1), rock(1010, 510, 1.2), rock(150, 520, 0.9), rock(760, 540, 0.8),
    spread(chance, 13, (): Point => [between(chance, -10, 1210), between(chance, 505, 590)], (i, _x, y) => bush(`c${i}`, ["#6F9A5B", "#4C7944"], "#C23A2B", 0.9 + (y - 505) / 120)),
  );
}

/** Terraces of loess, and the day's pepper spread on mats before the house. */
export function dryingYard(): string {
  const chance = chanceOf("drying yard");
  const mat = (x: number, y: number, rx: number) => {
    const dots = Array.from({ length: 46 }, () => {
      const [angle, reach] = [between(chance, 0, 6.28), Math.sqrt(chance())];
      return oval(Math.cos(angle) * rx * 0.78 * reach, Math.sin(angle) * rx * 0.25 * reach, 3.6, 2.6);
    }).join("");
    return at(x, y, fill(oval(4, 8, rx, rx * 0.36), "#B98F5C") + fill(oval(0, 0, rx, rx * 0.36), "#D9B36E") + fill(oval(0, 1, rx * 0.87, rx * 0.29), "#A5402F") + fill(dots, "#D6604B"));
  };
  const sun = Array.from({ length: 14 }, (_, i) => at(940, 120, fill("M-5 -74L0 -98L5 -74Z", "#EFA94A"), (i * 360) / 14)).join("");
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#CFE0E2"),
    sun + fill(oval(940, 120, 58, 58), "#F3B95B"),
    cloud(230, 90, 1.1, "#F5FAF8"),
    hills("d1", 290, 150, "#E7D3A4"),
    fill(soft([[-200, 330], [60, 240], [300, 214], [560, 260], [820, 320], [1300, 300], [1300, 700], [-200, 700]]), "#D9BB7E"),
    terraces("dt", 250, 246, 430, 6, ["#E7CD92", "#DDBE7C", "#C9C07A"], "#B9955A", 18),
    terraces("du", 940, 316, 330, 4, ["#E2C688", "#D3B46F", "#C2B870"], "#B08C52", 18),
    spread(chance, 20, (): Point => [between(chance, -10, 520), between(chance, 262, 370)], (i) => bush(`y${i}`, ["#7FA05B", "#5F864A"], "#B5382B", 0.36)),
    spread(chance, 12, (): Point => [between(chance, 760, 1200), between(chance, 330, 390)], (i) => bush(`z${i}`, ["#7FA05B", "#5F864A"], "#B5382B", 0.4)),
    fill(soft([[-100, 420], [300, 392], [700, 400], [1300, 396], [1300, 760], [-100, 760]]), "#E3C48E"),
    at(250, 430, house(EARTH, 1.5, true)),
    at(470, 424, house(EARTH, 1.1)),
    at(110, 452, tree("yard", ["#8FAE62", "#6C9452", "#507A44"], 1.3)),
    line("M640 424V330M560 424V344M552 350L650 336", "#8A6349", 7),
    [0, 1, 2, 3, 4, 5].map((i) => at(566 + i * 15, 350 - i * 2, Array.from({ length: 6 }, (_, k) => fill(oval(k % 2 ? 4 : -4, 10 + k * 9, 6, 5.5), k % 2 ? "#C23A2B" : "#9E2B22")).join(""))).join(""),
    fill(soft([[-100, 520], [300, 500], [700, 512], [1300, 490], [1300, 760], [-100, 760]]), "#D6B37A"),
    mat(500, 484, 92), mat(710, 466, 84), mat(920, 480, 96), mat(1110, 462, 84),
    mat(250, 548, 132), mat(560, 562, 140), mat(880, 566, 146), mat(1160, 552, 120),
  );
}

/** Olive terraces over a green river in its dry gorge. */
export function oliveRiver(): string {
  const chance = chanceOf("olive river");
  const olive = (seed: string, size: number) => {
    const own = chanceOf(seed);
    const crown = blob(own, 0, -72, 56, 42, 0.2, 10);
    return at(
      0,
      0,
      line("M0 0C-8 -20 8 -30 -2 -50M0 -24C10 -34 18 -40 22 -56M-2 -30C-14 -40 -18 -46 -22 -56", "#6B5644", 8) +
        fill(crown, "#7F9472") +
        inside(crown, fill(blob(own, -10, -80, 48, 34, 0.2, 9), "#9FB08C") + fill(blob(own, -22, -90, 22, 14, 0.2, 8), "#BECBAB")) +
        fill([[-20, -60], [6, -54], [26, -70], [-36, -78], [12, -86]].map(([x = 0, y = 0]) => oval(x, y, 3.6, 4.6)).join(""), "#5C3B54"),
      0,
      size,
    );
  };
  const bank = (seed: string, left: boolean) => {
    const place = chanceOf(seed);
    return spread(place, 14, (): Point => [left ? between(place, -20, 440) : between(place, 760, 1220), between(place, 300, 470)], (i, _x, y) => olive(`${seed}${i}`, 0.34 + (y - 300) / 330));
  };
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#E4EEEA"),
    fill(oval(640, 130, 54, 54), "#F4CB85"),
    hills("o1", 250, 200, "#D7D3BC", "rock"),
    hills("o2", 300, 150, "#C2C2A2"),
    cloud(180, 84, 1, "#FBFDF9"),
    birds(820, 110),
    fill(soft([[-200, 660], [-200, 200], [40, 196], [220, 250], [420, 320], [560, 390], [520, 460], [300, 560], [120, 680]]), "#C4B584"),
    terraces("ol", 150, 236, 360, 7, ["#D0C08E", "#C2B47E", "#B8B878"], "#9C8C5E", 19),
    fill(soft([[1400, 660], [1400, 180], [1160, 190], [980, 250], [800, 320], [660, 384], [680, 450], [860, 560], [1020, 700]]), "#BBAD7C"),
    terraces("or", 1040, 246, 350, 7, ["#C9BA88", "#BBAE78", "#B0B272"], "#94855A", 19),
    fill("M600 374C640 384 596 412 640 432C700 458 560 490 470 530C400 562 380 600 372 640H900C860 570 800 540 770 505C744 474 760 440 690 418C640 402 668 384 640 372Z", "#8FBDB2"),
    fill("M616 376C648 388 612 410 654 432C716 464 620 500 560 540C520 568 520 600 520 640H640C620 580 690 530 712 496C730 466 700 446 676 428C640 404 656 386 634 374Z", "#B9D8CF"),
    line("M480 560q40 -14 80 0M700 570q40 -12 70 2M600 520q30 -10 60 0", "#E9F4EF", 5),
    at(420, 344, house(TILED, 0.6)), at(330, 318, house(TILED, 0.52)), at(508, 376, house(TILED, 0.66, true)),
    bank("l", true),
    bank("r", false),
    line("M560 470Q640 424 742 470M560 478V520M742 478V514M600 456V480M650 446V476M700 454V480", "#7A6244", 7),
    line("M552 482H750", "#8F7654", 9),
    at(60, 556, olive("front left", 1.2)), at(1150, 560, olive("front right", 1.2)), at(1040, 590, olive("front middle", 1)),
    at(-20, 30, spray("left")), at(1230, -10, spray("right"), 0, -0.9, 0.9),
  );
}

/** An olive twig that reaches into the view from the left. */
function spray(seed: string): string {
  const chance = chanceOf(seed);
  const leaves = Array.from({ length: 16 }, (_, i) => {
    const hue = i % 3 === 0 ? { light: "#BECBAB", dark: "#A3B28F", vein: "#7C8C6B" } : { light: "#8FA57C", dark: "#6F8A62", vein: "#556C48" };
    return at(20 + i * 22, 6 + (i * i) / 9, leaf(between(chance, 84, 120), 24, hue, 5, 0), (i % 2 ? -52 : 58) + i * 1.6);
  }).join("");
  const fruit = [[90, 64, "#6B4560"], [170, 84, "#8B9A3C"], [236, 96, "#6B4560"], [306, 112, "#8B9A3C"]] as const;
  return (
    line("M-40 -10C60 0 180 10 372 44", "#6B5644", 9) +
    leaves +
    fruit.map(([x, y, hue]) => line(`M${x} ${y - 52}V${y - 16}`, "#6B5644", 4) + at(x, y, fill(oval(0, 0, 17, 22), hue) + fill(oval(-5, -7, 5, 7), "#FFFDF855"))).join("")
  );
}
