import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import type { Path } from "../../i18n/locale";
import { plansSchema } from "./data.server";
import type { PlansNowView } from "./PlansNow";

/** What a refusal of the planner means at the desk, and what to do about it. */
const WHY = [
  "no_province",
  "phone_not_dialled",
  "destination_refused",
  "allocation_differs",
  "lot_not_whole_packs",
  "one_line",
  "packs_differ",
  "not_verified",
  "planner_failed",
] as const;

/** What is being planned at this cooperative, and what could not be. */
export async function plansNow(desk: Member, path: Path): Promise<PlansNowView> {
  const { writing, refused } = await desk.read("/desk/plans", plansSchema);
  return { writing, refused: refused.map((one) => ({ ...one, why: whyRefused(path, one.reason) })) };
}

/** A reason in words; the backend's own sentence stands beside it with its ids. */
function whyRefused(path: Path, reason: string): string {
  const t = say(path);
  const known = WHY.find((one) => one === reason);
  return known === undefined ? t("planning.why.other") : t(`planning.why.${known}`);
}
