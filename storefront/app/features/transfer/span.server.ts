import { redirect } from "react-router";
import { say } from "../../i18n/say.server";
import type { Path } from "../../i18n/locale";
import type { Member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { dayTyped } from "../../lib/typed.server";
import type { Problem } from "../ui/Field";

/** What was wrong with the days of a statement, and at which field; more lines than one takes is the backend's to say. */
const FAULTS = { wrongFrom: "from", wrongTo: "to", wrongOrder: "to", tooLong: "from" } as const;
type Fault = keyof typeof FAULTS;

export interface Span {
  from: string;
  to: string;
  problems: Problem[];
}

/** The days in the form of a page: as they were typed, or this month up to today where the company is. */
export function spanOf(url: string, path: Path, today: string): Span {
  const asked = new URL(url).searchParams;
  const fault = (Object.keys(FAULTS) as Fault[]).find((one) => one === asked.get("fault"));
  return {
    from: asked.get("from") ?? `${today.slice(0, 8)}01`,
    to: asked.get("to") ?? today,
    problems: fault ? [{ field: FAULTS[fault], text: say(path)(`transfer.debt.${fault}`, { day: today }) }] : [],
  };
}

/** The statement as a file of the backend, or the page again with what is wrong and all that was typed. */
export async function statementFile(
  request: Request,
  who: Member,
  of: { path: Path; file: string; page: string; only?: "csv" },
): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  const typed = { from: asked.get("from") ?? "", to: asked.get("to") ?? "" };
  const back = (fault: Fault) => redirect(`${of.page}?${new URLSearchParams({ ...typed, fault }).toString()}#problems`);
  const [from, to] = [dayTyped(typed.from), dayTyped(typed.to)];
  if (from === null) return back("wrongFrom");
  if (to === null) return back("wrongTo");
  if (to < from) return back("wrongOrder");
  const format = of.only ?? (asked.get("format") === "csv" ? "csv" : "pdf");
  const query = new URLSearchParams({ from, to, ...(of.only ? {} : { format }), language: of.path });
  const answer = await who.file(`${of.file}?${query.toString()}`).catch((refused: unknown) => {
    // Two good days are refused for nothing else.
    if (refused instanceof Response && refused.status === 400) return back("tooLong");
    throw refused;
  });
  if (answer.status !== 200) return answer;
  return passOn(answer, format === "csv" ? "text/csv; charset=utf-8" : "application/pdf");
}
