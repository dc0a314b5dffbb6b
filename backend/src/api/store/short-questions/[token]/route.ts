import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith, valueOf } from "../../../../lib/refusal";
import type { ShortQuestion } from "../../../../modules/pool/short-questions";
import type PoolService from "../../../../modules/pool/service";
import type { AnswerBody } from "../validators";

/** What a wholesale buyer is asked. The link's token is the key: 24 random bytes, known to nobody else. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const pools: PoolService = req.scope.resolve("pool");
  const question = await pools.shorts.questions.byToken(req.params.token ?? "");
  if (!question) refuseWith("question_not_found", "There is no such question.");
  res.json({ question: questionFields(question) });
}

/** The buyer's answer, once. */
export async function POST(req: MedusaRequest<AnswerBody>, res: MedusaResponse): Promise<void> {
  const pools: PoolService = req.scope.resolve("pool");
  valueOf(await pools.shorts.questions.answer({ token: req.params.token ?? "", answer: req.validatedBody.answer }));
  const question = await pools.shorts.questions.byToken(req.params.token ?? "");
  if (!question) refuseWith("question_not_found", "There is no such question.");
  res.json({ question: questionFields(question) });
}

function questionFields(question: ShortQuestion) {
  const mine = (question.view?.buyers ?? []).filter((buyer) => buyer.order_id === question.order_id);
  return {
    order_id: question.order_id,
    number: question.number,
    asked_at: question.asked_at.toISOString(),
    due_at: question.due_at.toISOString(),
    answer: question.answer,
    open: question.answer === null && question.state === "waiting_for_buyer",
    currency: question.view?.currency ?? null,
    // Nothing goes back and it stays promised: how long.
    wait_days: mine.some((buyer) => buyer.waits) ? (question.view?.wait_days ?? null) : null,
    lines: mine.map(({ title, packs, packs_short, refund_minor }) => ({ title, packs, packs_short, refund_minor })),
  };
}
