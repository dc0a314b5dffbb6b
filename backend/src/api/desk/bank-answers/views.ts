import type { MedusaContainer } from "@medusajs/framework/types";
import type { OpenItemView } from "../../../modules/settlement/answers/open-items";
import type { AnswerFileView } from "../../../modules/settlement/answers/views";
import { namesOf, type Names } from "../ledger/views";

export function itemView(item: OpenItemView, names: Names) {
  const { at_key: _, owner, closed_by, household_id, ...shown } = item;
  return {
    ...shown,
    owner: names.member(owner),
    closed_by: names.member(closed_by),
    household: household_id === null ? null : names.household(household_id),
  };
}

/** One file with the names of the people and households in it. */
export async function fileView(container: MedusaContainer, file: AnswerFileView) {
  const names = await namesOf(container, {
    members: [file.read_by, ...file.items.flatMap((item) => [item.owner, item.closed_by])],
    households: [...file.refused, ...file.items].flatMap((line) => line.household_id ?? []),
  });
  const { refused, items, read_by, ...head } = file;
  return {
    ...head,
    read_by: names.member(read_by),
    refused: refused.map(({ household_id, ...line }) => ({
      ...line,
      household: household_id === null ? null : names.household(household_id),
    })),
    items: items.map((item) => itemView(item, names)),
  };
}
