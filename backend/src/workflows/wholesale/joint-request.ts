import type { MedusaContainer } from "@medusajs/framework/types";
import { inputHash } from "../../lib/input-hash";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { JointMoreInput, JointRequestInput, PartDraft } from "../../modules/wholesale/joint/joint-types";
import type { AskedLine, QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { alikePacks } from "./joint-goods";
import { linesOfForm, quoteLine, type FoundLine } from "./quote-goods";
import { mayAsk } from "./quote-request";

type Buyer = QuoteActor & { side: "buyer" };

/** A company asks several cooperatives for parts of one order: a quote of each, all in one write. Nothing is held by asking. */
export async function requestJoint(
  container: MedusaContainer,
  by: Buyer,
  input: JointRequestInput,
): Promise<{ id: string }> {
  const { joints, agents }: WholesaleService = container.resolve("wholesale");
  const lines = await alikeLines(container, input.parts, input.parts[0]?.variant_id ?? "");
  const [first, second] = lines;
  if (!first || !second)
    return refuseWith("joint_of_one", "One cooperative gives all of it. Ask it for a quote of its own.", "parts");
  valueOf(await mayAsk(container, lines, input.wanted_on));
  const { agent_code } = input;
  const agent_id = agent_code === undefined ? null : valueOf(await agents.byCode(agent_code, by.company_id)).agent_id;
  const { product_id, variant_id, title, pack, grade, unit, units_per_pack } = first;
  return valueOf(
    await joints.request(by, {
      goods: { product_id, variant_id, title, pack, grade, unit, units_per_pack },
      parts: draftsOf(lines),
      prefer: input.prefer,
      wanted_on: input.wanted_on,
      address_id: input.address_id ?? null,
      words: input.words,
      idempotency_key: input.idempotency_key,
      agent_id,
      // Without a code as it was hashed before there were any.
      input_hash: inputHash([
        ...[packsOf(input.parts), input.prefer, input.wanted_on, input.address_id, input.words],
        ...(agent_id === null ? [] : [agent_id]),
      ]),
    }),
  );
}

/** Asks others, or the same once more, for what is missing of a joint quote. */
export async function requestMore(
  container: MedusaContainer,
  by: Buyer,
  joint_id: string,
  input: JointMoreInput,
): Promise<{ id: string }> {
  const { joints }: WholesaleService = container.resolve("wholesale");
  const joint = await joints.one(by, joint_id);
  if (!joint) refuseWith("joint_quote_not_found", "There is no such joint quote.");
  const lines = await alikeLines(container, input.parts, joint.variant_id);
  valueOf(await mayAsk(container, lines, joint.wanted_on));
  const { words, idempotency_key } = input;
  const input_hash = inputHash([joint_id, packsOf(input.parts), words]);
  return valueOf(await joints.more(by, joint_id, { parts: draftsOf(lines), words, idempotency_key, input_hash }));
}

/** The form's packs, all of the same produce, grade and size as this one, each of another cooperative. */
export async function alikeLines(
  container: MedusaContainer,
  asked: readonly AskedLine[],
  variant_id: string,
): Promise<FoundLine[]> {
  const [lines, alike] = await Promise.all([linesOfForm(container, asked), alikePacks(container, variant_id)]);
  const known = new Set(alike.map((one) => one.variant_id));
  if (lines.some((line) => !known.has(line.variant_id)))
    refuseWith("not_alike", "A joint quote is about one produce, grade and size of pack. Nothing was asked.", "parts");
  if (new Set(lines.map((line) => line.cooperative_id)).size !== lines.length)
    refuseWith("not_alike", "Each cooperative is asked once, for one of its products. Nothing was asked.", "parts");
  return lines;
}

const draftsOf = (lines: readonly FoundLine[]): PartDraft[] =>
  lines.map((line) => ({ cooperative_id: line.cooperative_id, line: quoteLine(line, null) }));

const packsOf = (parts: readonly AskedLine[]) => parts.map(({ variant_id, packs }) => [variant_id, packs]);
