import { at, between, blob, chanceOf, fill, line, n, oval, sheet, soft, solid } from "../brush";

const CAP = { base: "#8E6244", shade: "#6B4630", light: "#AE8160", crack: "#EAD6B4" };
const STEM = { base: "#F0E2C8", shade: "#D3BE98" };

/** A shiitake seen from the side: its cap cracked pale, as in a dry cold winter, about 250 wide. */
function shiitake(seed: string, gills = true): string {
  const chance = chanceOf(seed);
  const cap = soft([
    [-126, 18],
    [-112, -36],
    [-66, -84],
    [0, -100],
    [68, -84],
    [114, -36],
    [126, 18],
    [96, 42],
    [0, 50],
    [-96, 42],
  ]);
  const cracks = Array.from({ length: 9 }, (_, i) => {
    const x = -92 + i * 23 + between(chance, -8, 8);
    const y = -52 + Math.abs(i - 4) * 10 + between(chance, -14, 12);
    const [a, b] = [between(chance, 16, 26), between(chance, -8, 8)];
    return at(
      x,
      y,
      fill(
        soft([
          [-a, b],
          [-4, -7],
          [a, -b],
          [6, 3],
          [4, 22],
          [-3, 6],
        ]),
        CAP.crack,
      ),
      (i - 4) * 13,
    );
  }).join("");
  return (
    fill(
      soft([
        [-34, 20],
        [34, 20],
        [30, 80],
        [44, 132],
        [0, 146],
        [-42, 132],
        [-28, 80],
      ]),
      STEM.shade,
    ) +
    fill(
      soft([
        [-34, 20],
        [14, 20],
        [10, 80],
        [16, 134],
        [-10, 142],
        [-42, 132],
        [-28, 80],
      ]),
      STEM.base,
    ) +
    (gills
      ? fill(oval(0, 34, 104, 26), STEM.shade) +
        line(
          Array.from({ length: 15 }, (_, i) => `M${n(-84 + i * 12)} ${n(34 - 14)}L${n(-56 + i * 8)} 52`).join(""),
          "#B79F74",
          2.5,
        )
      : "") +
    solid(
      cap,
      CAP.shade,
      fill(blob(chance, -18, -26, 118, 70, 0.04, 12), CAP.base),
      fill(blob(chance, -48, -58, 34, 20, 0.16, 8), CAP.light),
      cracks,
    )
  );
}

/** One laid with its gills to the reader. */
function gills(): string {
  const spokes = Array.from({ length: 44 }, (_, i) => {
    const angle = (i / 44) * Math.PI * 2;
    return `M${n(Math.cos(angle) * 30)} ${n(Math.sin(angle) * 26)}L${n(Math.cos(angle) * 106)} ${n(Math.sin(angle) * 92)}`;
  }).join("");
  return (
    fill(oval(4, 8, 128, 114), CAP.shade) +
    fill(oval(0, 0, 126, 110), CAP.base) +
    fill(oval(0, 0, 110, 95), STEM.base) +
    line(spokes, STEM.shade, 3.5) +
    fill(oval(8, 8, 38, 34), "#B79F74") +
    fill(
      soft([
        [-30, -16],
        [0, -34],
        [30, -12],
        [58, 46],
        [40, 74],
        [6, 66],
      ]),
      STEM.base,
    ) +
    fill(
      soft([
        [30, -12],
        [58, 46],
        [40, 74],
        [22, 70],
        [36, 40],
      ]),
      STEM.shade,
    ) +
    fill(oval(36, 62, 20, 14), "#E2CFA8")
  );
}

/** Shiitake on the log they grow from, and a few picked. */
export function mushrooms(): string {
  const chance = chanceOf("log");
  const bark = Array.from({ length: 40 }, () => {
    const [x, y] = [between(chance, 40, 920), between(chance, 420, 560)];
    return `M${n(x)} ${n(y)}q${n(between(chance, 20, 40))} ${n(between(chance, -6, 6))} ${n(between(chance, 50, 90))} 0`;
  }).join("");
  const moss = soft([
    [80, 396],
    [150, 376],
    [240, 388],
    [330, 374],
    [400, 390],
    [370, 420],
    [300, 408],
    [230, 436],
    [160, 414],
    [110, 428],
  ]);
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#E3DDC6"),
    fill("M0 0H960V420H0Z", "#CBD3B6"),
    [70, 210, 640, 800, 916]
      .map((x, i) =>
        fill(`M${x} 0H${x + 44 + (i % 3) * 16}L${x + 54 + (i % 3) * 16} 420H${x - 10}Z`, i % 2 ? "#B5C0A0" : "#BEC9AA"),
      )
      .join(""),
    fill("M0 600C300 576 660 580 960 600V720H0Z", "#B9A378"),
    fill(oval(480, 616, 520, 60), "#9C8760"),
    solid(
      "M-40 400H870Q930 404 930 500T870 596H-40Z",
      "#6F5440",
      fill("M-40 520H940V620H-40Z", "#563F30"),
      line(bark, "#563F30", 5),
    ),
    at(
      866,
      498,
      fill(oval(0, 0, 66, 98), "#6F5440") +
        fill(oval(2, 0, 54, 84), "#E2C79A") +
        line(`${oval(4, 2, 38, 62)}${oval(6, 4, 22, 38)}`, "#C9A873", 4) +
        fill(oval(8, 4, 7, 12), "#B48F5C"),
    ),
    fill(moss, "#7E9A55"),
    at(250, 286, shiitake("left"), -8, 1.1),
    at(640, 282, shiitake("right"), 9, 1),
    at(440, 240, shiitake("middle"), 2, 1.36),
    at(120, 356, shiitake("small", false), -16, 0.56),
    at(770, 350, shiitake("small right", false), 18, 0.58),
    fill("M360 420q30 -18 70 -10t80 -4q50 -2 80 14q-50 20 -110 12t-120 -12Z", "#7E9A55"),
    fill(oval(300, 676, 150, 30), "#9C8760"),
    at(286, 614, gills(), -18, 0.9),
    fill(oval(560, 690, 130, 26), "#9C8760"),
    at(540, 636, shiitake("picked"), 62, 0.74),
  );
}
