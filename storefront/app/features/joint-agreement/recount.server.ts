import { data } from "react-router";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Problem } from "../ui/Field";
import { typed } from "../ui/form.server";
import type { CallOffSpread, JointAgreementPart } from "./data.server";
import { fieldOfSpread, noCallOffSpread, wordsOfPart } from "./refusals.server";

/** Packs of agreements, as the backend is asked what they cost: `agreement:packs`, with commas between. */
export const takesOf = (parts: readonly { agreement_id: string; packs: number }[]): string =>
  parts.map((one) => `${one.agreement_id}:${one.packs}`).join(",");

/** The form as it was typed, with what exactly that costs, and what of it would be refused. */
export function recounted(
  path: Path,
  form: FormData,
  spread: CallOffSpread,
  parts: readonly JointAgreementPart[],
): ReturnType<typeof data<{ problems: Problem[]; typed: Record<string, string>; recount: CallOffSpread | null }>> {
  const { refusal } = spread;
  if (refusal) {
    const problems = [{ field: fieldOfSpread(refusal), text: noCallOffSpread(path, refusal) }];
    return data({ problems, typed: typed(form), recount: null }, { status: 400 });
  }
  const problems = spread.parts.flatMap((one): Problem[] => {
    const part = parts.find((of) => of.id === one.agreement_id);
    const words = wrongOf(path, one);
    return part && words !== null ? [{ field: `packs:${part.id}`, text: wordsOfPart(path, part, words) }] : [];
  });
  return data({ problems, typed: typed(form), recount: spread }, { status: problems.length > 0 ? 400 : 200 });
}

function wrongOf(path: Path, { take, left_packs, minimum_packs }: CallOffSpread["parts"][number]): string | null {
  const t = say(path);
  if (take === null) return null;
  if (take.packs > left_packs) return t("agreement.overAgreement", { left: left_packs });
  return take.packs < minimum_packs ? t("agreement.tooSmall", { packs: minimum_packs }) : null;
}
