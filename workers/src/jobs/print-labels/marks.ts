import { CARE_WORDS, marksOf, type Care } from "../../../../backend/src/lib/care";
import type { Pdf } from "../../print/write-pdf";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const INK = "#000000";
/** Letters of the words under a mark, in points. */
const WORDS = 6.5;
const GAP = 4;

/**
 * Marks for handling after ISO 780 with their words in both languages, side by side; false when there are none. Drawn with lines only: a
 * scanner finds no bars in them.
 */
export function drawMarks(pdf: Pdf, care: Care, box: Box): boolean {
  const marks = marksOf(care);
  const side = box.height - 2 * WORDS * 1.25;
  const width = (box.width - 2 * GAP) / 3;
  marks.forEach((mark, index) => {
    const left = box.x + index * (width + GAP);
    frame(pdf, { x: left, y: box.y, width, height: side });
    DRAW[mark](pdf, { x: left + (width - side) / 2, y: box.y, width: side, height: side });
    [CARE_WORDS[mark].zh, CARE_WORDS[mark].en].forEach((text, line) => {
      pdf
        .font(line === 0 ? "bold" : "text")
        .fontSize(WORDS)
        .fillColor(INK);
      const free = width - pdf.widthOfString(text);
      pdf.text(text, left + free / 2, box.y + side + 1 + line * WORDS * 1.2, { lineBreak: false });
    });
  });
  return marks.length > 0;
}

/** The mark alone, for a line of a slip. */
export function drawMark(pdf: Pdf, mark: keyof Care, box: Box): void {
  DRAW[mark](pdf, box);
}

function frame(pdf: Pdf, { x, y, width, height }: Box): void {
  lines(pdf, 0.8, [
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ],
  ]);
}

type Point = readonly [x: number, y: number];

/** On a field of 100 x 100, y downwards. */
const SHAPES: Record<keyof Care, Point[][]> = {
  // A glass with a crack.
  fragile: [
    [
      [28, 12],
      [72, 12],
      [68, 44],
      [54, 58],
      [54, 80],
      [70, 86],
      [30, 86],
      [46, 80],
      [46, 58],
      [32, 44],
      [28, 12],
    ],
    [
      [52, 12],
      [44, 26],
      [55, 33],
      [48, 46],
    ],
  ],
  // Two arrows up, over the ground.
  upright: [
    ...[30, 70].map((x): Point[] => [
      [x - 6, 74],
      [x - 6, 38],
      [x - 16, 38],
      [x, 12],
      [x + 16, 38],
      [x + 6, 38],
      [x + 6, 74],
      [x - 6, 74],
    ]),
    [
      [10, 86],
      [90, 86],
    ],
  ],
  // A crystal of snow.
  cold: [0, 60, 120].flatMap((angle): Point[][] => {
    const at = (radius: number, turn: number): Point => {
      const radians = ((angle + turn) * Math.PI) / 180;
      return [50 + radius * Math.sin(radians), 50 - radius * Math.cos(radians)];
    };
    return [
      [at(38, 0), at(38, 180)],
      [at(36, 22), at(22, 0), at(36, -22)],
      [at(36, 202), at(22, 180), at(36, 158)],
    ];
  }),
};

const DRAW = Object.fromEntries(
  Object.entries(SHAPES).map(([mark, shapes]) => [
    mark,
    (pdf: Pdf, { x, y, width, height }: Box) => {
      const scaled = shapes.map((shape) =>
        shape.map(([px, py]): Point => [x + (px * width) / 100, y + (py * height) / 100]),
      );
      lines(pdf, Math.max(0.6, width / 22), scaled);
    },
  ]),
) as Record<keyof Care, (pdf: Pdf, box: Box) => void>;

function lines(pdf: Pdf, width: number, shapes: readonly (readonly Point[])[]): void {
  pdf.lineWidth(width).lineJoin("round").lineCap("round").strokeColor(INK);
  for (const [first, ...rest] of shapes) {
    if (first === undefined) continue;
    pdf.moveTo(first[0], first[1]);
    for (const [x, y] of rest) pdf.lineTo(x, y);
    pdf.stroke();
  }
  pdf.lineWidth(0.6).lineCap("butt").lineJoin("miter");
}
