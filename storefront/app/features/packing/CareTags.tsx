import { useTranslations } from "use-intl";
import type { Packing } from "./data.server";

export type Care = Packing["contents"][number]["care"];

const MARKS = ["fragile", "upright", "cold"] as const;

/** After the marks of ISO 780, drawn on a field of 100 x 100: a cracked glass, two arrows over the ground, a crystal of snow. */
const SHAPES: Record<(typeof MARKS)[number], string> = {
  fragile: "M28 12H72L68 44 54 58V80L70 86H30L46 80V58L32 44Z M52 12 44 26 55 33 48 46",
  upright: "M24 74V38H14L30 12 46 38H36V74Z M64 74V38H54L70 12 86 38H76V74Z M10 88H90",
  cold: "M50 12V88 M17 31 83 69 M83 31 17 69 M36 17 50 28 64 17 M36 83 50 72 64 83",
};

/** How goods want to be handled: a mark and its word for each, nothing where there is nothing to mind. */
export function CareTags({ care }: { care: Care }) {
  const t = useTranslations("boxes.care");
  const marks = MARKS.filter((mark) => care[mark]);
  if (marks.length === 0) return null;
  return (
    <span className="row care">
      {marks.map((mark) => (
        <span key={mark} className="tag warn">
          <svg viewBox="0 0 100 100" width="20" height="20" aria-hidden="true" focusable="false">
            <path d={SHAPES[mark]} fill="none" stroke="currentColor" strokeWidth="7" strokeLinejoin="round" />
          </svg>
          {t(mark)}
        </span>
      ))}
    </span>
  );
}

/** What all of these want together. */
export function careOfAll(all: readonly Care[]): Care {
  const any = (mark: keyof Care) => all.some((care) => care[mark]);
  return { fragile: any("fragile"), upright: any("upright"), cold: any("cold") };
}
