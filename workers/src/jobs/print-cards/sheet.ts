import { drawQr } from "../../../../backend/src/lib/print/codes";
import { MM } from "../../../../backend/src/lib/print/fonts";
import { cutToWidth } from "../../../../backend/src/lib/print/text";
import { writePdf, type Pdf, type WrittenSheet } from "../../print/write-pdf";

/** What one ID card says. No phone, no address: a lost card tells a name and where to bring it. */
export interface Card {
  card_number: string;
  name: string;
  village: string;
  cooperative: string;
  cooperative_phone: string;
  url: string;
}

export interface CardsSheet {
  file: string;
  title: string;
  cards: readonly Card[];
}

const A4: [number, number] = [210 * MM, 297 * MM];
/** The size of a bank card (ISO/IEC 7810 ID-1), two beside and four below each other on A4. */
const CARD = { width: 85.6 * MM, height: 53.98 * MM } as const;
const COLUMNS = 2;
const ROWS = 4;
export const CARDS_A_PAGE = COLUMNS * ROWS;
const GAP = 6 * MM;
const LEFT = (A4[0] - COLUMNS * CARD.width - (COLUMNS - 1) * GAP) / 2;
const TOP = (A4[1] - ROWS * CARD.height - (ROWS - 1) * GAP) / 2;
const PADDING = 5 * MM;
const QR = 25 * MM;
const INK = "#000000";
const FAINT = "#9a9a9a";

/** Writes ID cards, eight on a page of A4, with hairlines to cut along. */
export function writeCards({ file, title, cards }: CardsSheet): Promise<WrittenSheet> {
  const pages = Array.from({ length: Math.ceil(cards.length / CARDS_A_PAGE) }, (_, page) =>
    cards.slice(page * CARDS_A_PAGE, (page + 1) * CARDS_A_PAGE),
  );
  return writePdf({ file, title, size: A4, pages, draw: drawPage });
}

function drawPage(pdf: Pdf, cards: readonly Card[]): void {
  cards.forEach((card, index) => {
    const x = LEFT + (index % COLUMNS) * (CARD.width + GAP);
    const y = TOP + Math.floor(index / COLUMNS) * (CARD.height + GAP);
    drawCard(pdf, card, x, y);
  });
}

function drawCard(pdf: Pdf, card: Card, x: number, y: number): void {
  pdf.lineWidth(0.3).strokeColor(FAINT).rect(x, y, CARD.width, CARD.height).stroke();
  pdf.fillColor(INK);
  const left = x + PADDING;
  const width = CARD.width - 2 * PADDING;
  const beside = width - QR - 3 * MM;
  line(pdf, card.cooperative, { font: "bold", size: 9.5, x: left, y: y + 4.5 * MM, width });
  line(pdf, card.name, { font: "bold", size: 19, smallest: 11, x: left, y: y + 14 * MM, width: beside });
  line(pdf, card.village, { font: "text", size: 10, x: left, y: y + 24.5 * MM, width: beside });
  line(pdf, card.card_number, { font: "bold", size: 17, smallest: 12, x: left, y: y + 32 * MM, width: beside });
  drawQr(pdf, card.url, { x: x + CARD.width - PADDING - QR + 2 * MM, y: y + 13 * MM, size: QR });
  const found = `捡到请交合作社 ${card.cooperative_phone}`;
  line(pdf, found, { font: "text", size: 7.5, x: left, y: y + CARD.height - 9 * MM, width });
}

interface Line {
  font: "text" | "bold";
  size: number;
  /** A long text is printed smaller down to this before it is cut. */
  smallest?: number;
  x: number;
  y: number;
  width: number;
}

function line(pdf: Pdf, text: string, at: Line): void {
  let size = at.size;
  pdf.font(at.font).fontSize(size);
  while (at.smallest !== undefined && size > at.smallest && pdf.widthOfString(text) > at.width) {
    size -= 1;
    pdf.fontSize(size);
  }
  pdf.text(cutToWidth(pdf, text, at.width), at.x, at.y, { lineBreak: false });
}
