import { at, fill, inside, line, n, oval, sheet, soft, solid, type Point } from "../brush";

const WAX = { base: "#E7B548", shade: "#C48D2B", light: "#F5D482" };
const HONEY = { base: "#D98A1E", shade: "#B3690F", light: "#F2B650" };

function hexagon(x: number, y: number, r: number): string {
  const points = Array.from(
    { length: 6 },
    (_, i): string =>
      `${n(x + r * Math.cos((i / 3 + 1 / 6) * Math.PI))} ${n(y + r * Math.sin((i / 3 + 1 / 6) * Math.PI))}`,
  );
  return `M${points.join("L")}Z`;
}

/** A piece cut from the comb: cells open and full, some still capped. */
function comb(): string {
  const edge: readonly Point[] = [
    [-268, -120],
    [-150, -196],
    [20, -206],
    [190, -176],
    [276, -80],
    [262, 60],
    [170, 148],
    [20, 176],
    [-150, 158],
    [-262, 70],
  ];
  const outline = soft(edge);
  const cells: string[] = [];
  for (let row = 0; row < 11; row++)
    for (let i = 0; i < 14; i++) {
      const [x, y] = [-310 + i * 50 + (row % 2) * 25, -216 + row * 43];
      const capped = (i * 7 + row * 5) % 6 === 0 || (row < 3 && i < 6);
      cells.push(
        fill(hexagon(x, y, 22.5), capped ? WAX.light : HONEY.shade),
        capped
          ? fill(oval(x + 4, y + 5, 11, 8), WAX.base)
          : fill(hexagon(x + 2, y + 4, 18), HONEY.base) + fill(oval(x - 6, y - 7, 4.5, 3.4), HONEY.light),
      );
    }
  return (
    at(0, 46, fill(outline, HONEY.shade)) +
    at(0, 26, fill(outline, WAX.shade)) +
    solid(outline, WAX.base, cells.join("")) +
    fill(
      "M-196 176C-190 200 -198 216 -186 232C-174 246 -158 236 -162 214C-164 200 -152 190 -150 180ZM70 194C72 216 66 230 78 242C92 252 104 240 100 222C98 210 108 200 110 186Z",
      HONEY.base,
    ) +
    fill(oval(-178, 220, 4, 8) + oval(82, 228, 4, 8), HONEY.light)
  );
}

/** A bee, flying to the left. */
const bee = () =>
  at(
    24,
    -40,
    fill(
      soft([
        [0, 30],
        [-20, -10],
        [10, -44],
        [40, -26],
        [30, 20],
      ]),
      "#E8EEF0",
    ) + line("M6 24Q8 -8 16 -34", "#B9C6CA", 3),
  ) +
  at(
    -8,
    -36,
    fill(
      soft([
        [0, 28],
        [-34, 2],
        [-26, -30],
        [6, -34],
        [18, 10],
      ]),
      "#F7FAFA",
    ) + line("M2 22Q-8 -4 -14 -24", "#B9C6CA", 3),
  ) +
  solid(
    oval(14, 0, 58, 34),
    "#E3A52F",
    fill("M-8 -40H10V40H-8ZM28 -40H46V40H28ZM60 -40H90V40H60Z", "#3A2C20"),
    fill("M-60 14Q10 44 80 12V50H-60Z", "#00000022"),
  ) +
  fill(oval(-44, -2, 23, 22), "#3A2C20") +
  fill(oval(-52, -8, 5, 6), "#FFFDF8") +
  line("M-54 -22q-12 -20 -28 -18M-46 -24q-4 -22 -16 -28", "#3A2C20", 4);

const flower = (petal: string) =>
  Array.from({ length: 5 }, (_, i) =>
    at(0, 0, fill("M0 -8C-22 -22 -20 -54 0 -62C20 -54 22 -22 0 -8Z", petal), i * 72),
  ).join("") +
  fill(oval(0, 0, 13, 13), "#E3A52F") +
  fill(oval(-3, -3, 5, 5), "#F5D482");

/** Comb on a plate, a jar with its dipper, a bee that knows where it comes from. */
export function honey(): string {
  const jar =
    "M-150 -170C-178 -150 -184 -120 -184 -90V170Q-184 214 -140 214H140Q184 214 184 170V-90C184 -120 178 -150 150 -170Z";
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#CFDDD6"),
    fill("M0 430C300 402 640 404 960 424V720H0Z", "#F3E5C6"),
    fill(oval(726, 618, 236, 44), "#D9C597"),
    at(
      716,
      388,
      fill(jar, "#F8EFD8") +
        solid(
          "M-172 -70V170Q-172 202 -140 202H140Q172 202 172 170V-70Z",
          HONEY.base,
          fill("M80 -80H190V220H20C70 130 90 20 80 -80Z", HONEY.shade),
          fill("M-150 -60H-116V160Q-116 176 -133 176Q-150 176 -150 160Z", HONEY.light),
          fill("M-180 -76H180V-56C100 -36 -90 -36 -180 -56Z", HONEY.light),
        ) +
        fill("M-158 -206H158V-170H-158Z", "#E9DDBF") +
        inside("M-158 -206H158V-170H-158Z", fill("M60 -210H160V-166H60Z", "#D3C5A0")) +
        fill("M-100 20Q-100 6 -86 6H86Q100 6 100 20V122Q100 136 86 136H-86Q-100 136 -100 122Z", "#FBF5E6") +
        at(
          0,
          70,
          fill(hexagon(-30, 0, 24) + hexagon(14, 0, 24) + hexagon(-8, 37, 24) + hexagon(-8, -37, 24), WAX.base) +
            fill(hexagon(-30, 0, 16) + hexagon(14, 0, 16) + hexagon(-8, -37, 16), "#FBF5E6"),
          0,
          0.9,
        ) +
        fill(oval(0, -206, 158, 26), "#F3E8CC") +
        fill(oval(0, -204, 138, 19), HONEY.shade),
    ),
    at(
      732,
      182,
      fill("M-13 -300H13L9 -40H-9Z", "#A9703F") +
        fill("M2 -300H13L9 -40H2Z", "#8A5830") +
        [0, 1, 2, 3]
          .map((i) => fill(oval(0, -30 + i * 17, 40 - Math.abs(i - 1.5) * 8, 11), i % 2 ? "#8A5830" : "#A9703F"))
          .join(""),
      16,
    ),
    fill(oval(318, 640, 330, 56), "#D9C597"),
    fill("M-10 556C40 640 180 664 310 664C450 664 580 640 640 556Z", "#E4DCCB"),
    fill(oval(314, 556, 328, 92), "#FBF8F0"),
    fill(oval(314, 552, 282, 72), "#E9E2D3"),
    at(306, 398, comb(), -6, 0.98),
    at(476, 118, bee(), -12, 1.04),
    at(70, 660, flower("#FBF8F0"), 10, 0.9),
    at(140, 692, flower("#FBF8F0"), 40, 0.66),
  );
}
