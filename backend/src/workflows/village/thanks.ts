import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { thanksSms } from "@commonlot/domain";
import { provinceName, provinceWords } from "../../lib/province";
import { rows } from "../../lib/sql";
import type CooperativeService from "../../modules/cooperative/service";
import type VillageService from "../../modules/village/service";
import type { ShownThanks } from "../../modules/village/thanks";
import { shortName } from "../cooperative/receipt-text";
import { THANKS, withHiddenNames } from "../shop/hidden-names";

/** The lots in an order's parcels of one cooperative. */
const LOTS = `
  select distinct l.household_id, case when o.origin_kind = 'village' then o.origin_id else h.village_id end as village_id
  from parcel p join parcel_content c on c.parcel_id = p.id join lot l on l.id = c.lot_id join pool o on o.id = l.pool_id
    join household h on h.id = l.household_id
  where p.order_id = ? and p.cooperative_id = ? and p.state <> 'void'`;

interface Whose {
  readonly order_id: string;
  readonly cooperative_id: string;
}

/** Villages whose goods the buyer had. */
export async function villagesThanked(container: MedusaContainer, of: Whose): Promise<string[]> {
  const found = await rows<{ village_id: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select distinct village_id from (${LOTS}) l order by village_id`,
    [of.order_id, of.cooperative_id],
  );
  return found.map(({ village_id }) => village_id);
}

/** Who is named in thanks without having agreed, of the villages that would show them. */
export async function namedInThanks(
  container: MedusaContainer,
  village_ids: readonly string[],
  words: string,
): Promise<string[]> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await cooperatives.notAgreedIn(village_ids.map((village_id) => ({ village_id, text: words })));
  return [...found.values()].flat();
}

/** Thanks as everybody reads them. */
export const thanksFields = ({ words, province_code }: Pick<ShownThanks, "words" | "province_code">) => ({
  words,
  from: province_code === null ? null : provinceWords(province_code),
});

/** Households told in one transaction. */
const A_PAGE = 500;

/** Tells each household whose goods the buyer had, once, where it has a phone. Run again, or killed half-way, it goes on. */
export async function tellHouseholds(
  container: MedusaContainer,
  input: { message_id: string; thanks_id: string },
): Promise<void> {
  const villages: VillageService = container.resolve("village");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await villages.thanks.byId(input.thanks_id);
  const [thanks] = await withHiddenNames(container, found ? [found] : [], THANKS);
  const [cooperative] = await cooperatives.cooperatives(thanks ? [thanks.cooperative_id] : []);
  // Taken down, or its buyer forgotten, since it was published: nobody is told.
  const text =
    cooperative &&
    thanks?.state === "published" &&
    thanksSms({
      cooperative: shortName(cooperative.name_zh),
      from: thanks.province_code === null ? "" : provinceName(thanks.province_code),
      words: thanks.words,
    });
  for (let after: string | undefined = ""; text && text.ok && thanks && after !== undefined;) {
    const page: { household_id: string }[] = await rows(
      container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
      `select distinct l.household_id from (${LOTS}) l join household h on h.id = l.household_id
       where h.phone_last4 <> '' and l.household_id > ? order by l.household_id limit ${A_PAGE}`,
      [thanks.order_id, thanks.cooperative_id, after],
    );
    await cooperatives.queueNotices(
      page.map(({ household_id }) => ({
        cooperative_id: thanks.cooperative_id,
        household_id,
        kind: "thanks",
        subject_id: thanks.id,
        text: text.value,
      })),
    );
    after = page.length < A_PAGE ? undefined : page.at(-1)?.household_id;
  }
  await cooperatives.recordNotice({ message_id: input.message_id, handler: "thanks-notices", notice: undefined });
}

/** No compensation: a text that is queued is true. */
const thanksNoticesStep = createStep(
  "thanks-notices",
  async (input: { message_id: string; thanks_id: string }, { container }) => {
    await tellHouseholds(container, input);
    return new StepResponse(undefined);
  },
);

export const thanksNoticesWorkflow = createWorkflow(
  "thanks-notices",
  (input: { message_id: string; thanks_id: string }) => new WorkflowResponse(thanksNoticesStep(input)),
);
