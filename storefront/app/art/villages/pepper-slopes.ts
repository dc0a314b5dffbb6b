import { at, between, chanceOf, fill, line, oval, sheet, soft, type Point } from "../brush";
import { BUNCH, cluster, frond } from "../produce/pepper";
import { bush, cloud, EARTH, flatHouse, HIGH, hills, house, spread, terraces, WIDE } from "./land";

/** Red pepper in the cracks of steep dry slopes. */
export function pepperSlopes(): string {
  const chance = chanceOf("pepper slopes");
  const rock = (x: number, y: number, size: number) =>
    at(
      x,
      y,
      fill(
        soft([
          [-50, 0],
          [-40, -34],
          [-6, -48],
          [36, -36],
          [52, 0],
          [0, 10],
        ]),
        "#CDBB9E",
      ) +
        fill(
          soft([
            [4, 6],
            [10, -40],
            [36, -36],
            [52, 0],
          ]),
          "#B3A084",
        ),
      0,
      size,
    );
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#F8E7CB"),
    fill(oval(250, 128, 60, 60), "#E58F55"),
    hills("p1", 270, 220, "#E5CFAE", "rock"),
    cloud(760, 90, 1.05, "#FFF6E6"),
    fill(
      "M540 640L640 420L700 372L760 262L826 226L884 128L940 104L988 62L1046 96L1092 160L1150 178L1220 250V640Z",
      "#D3B48A",
    ),
    fill("M988 62L1046 96L1092 160L1150 178L1220 250V640H1010L1046 470L1000 380L1040 290L992 214L1012 140Z", "#BC9970"),
    fill("M884 128L902 190L872 250L896 320L850 400L880 480H800L842 380L820 310L850 240Z", "#BC9970"),
    fill(
      soft([
        [-200, 360],
        [0, 300],
        [150, 262],
        [330, 300],
        [520, 380],
        [700, 470],
        [700, 700],
        [-200, 700],
      ]),
      "#B9B178",
    ),
    terraces("pt", 250, 330, 380, 6, ["#C9BE80", "#B3B06E", "#D6C68C"], "#94875A", 17),
    terraces("pu", 960, 330, 300, 6, ["#BFB274", "#AAA866", "#CFC084"], "#8F7F58", 18),
    spread(
      chance,
      26,
      (): Point => [between(chance, -10, 520), between(chance, 330, 440)],
      (i) => bush(`a${i}`, ["#6F9A5B", "#52804A"], "#B5382B", 0.42),
    ),
    spread(
      chance,
      22,
      (): Point => [between(chance, 740, 1200), between(chance, 350, 450)],
      (i) => bush(`b${i}`, ["#6F9A5B", "#52804A"], "#B5382B", 0.44),
    ),
    at(560, 420, house(EARTH, 0.78)),
    at(672, 408, house(EARTH, 0.7)),
    at(600, 474, flatHouse(EARTH, 0.9, "#A5402F")),
    fill(
      soft([
        [-100, 520],
        [200, 462],
        [480, 476],
        [760, 500],
        [1000, 470],
        [1300, 490],
        [1300, 760],
        [-100, 760],
      ]),
      "#8C8F52",
    ),
    rock(420, 520, 1),
    rock(1010, 510, 1.2),
    rock(150, 520, 0.9),
    rock(760, 540, 0.8),
    spread(
      chance,
      9,
      (): Point => [between(chance, 470, 1210), between(chance, 500, 560)],
      (i) => bush(`c${i}`, ["#6F9A5B", "#4C7944"], "#C23A2B", 0.8),
    ),
    // A branch so near that its thorns could be counted.
    line("M-30 640C40 540 130 500 300 470", "#5B4230", 16),
    line("M-30 632C40 534 130 494 296 466", "#8A6349", 5),
    at(60, 560, frond(190, 3), -104, 0.9),
    at(170, 500, frond(190, 3), -66, 0.86),
    at(290, 470, frond(170, 3), -14, 0.8),
    at(140, 520, frond(180, 3), 44, 0.84),
    at(250, 540, cluster("near", BUNCH), 16, 0.66),
    at(76, 580, cluster("nearer", BUNCH), -8, 0.74),
    at(330, 486, cluster("tip", BUNCH), 40, 0.5),
  );
}
