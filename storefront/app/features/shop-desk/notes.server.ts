import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";

const NOTES = [
  "saved",
  "published",
  "discarded",
  "added",
  "described",
  "ordered",
  "removed",
  "savedProduct",
  "onSale",
  "offSale",
  "made",
  "written",
  "ended",
  "withdrawn",
  "announced",
  "paperShown",
  "paperHidden",
] as const;

/** What was just done, as the address says it after the form that did it; null when nothing was. */
export function noteOf(request: Request, path: Path): string | null {
  const asked = new URL(request.url).searchParams;
  const done = NOTES.find((note) => asked.has(note));
  return done === undefined ? null : say(path)(`shopDesk.notes.${done}`);
}
