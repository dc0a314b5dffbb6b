import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { roundHalfUpDiv } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../../../lib/refusal";
import { gradeWords } from "../../../../lib/words";
import type { GradeOfferView } from "../../../../modules/pool/short-types";
import type { ShortQuestion } from "../../../../modules/pool/short-questions";
import type PoolService from "../../../../modules/pool/service";
import type { AnswerBody } from "../validators";

/** What a buyer is asked. The link's token is the key: 24 random bytes, known to nobody else. */
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

/** Another grade in words and figures: prices by the kilogram, or by the piece for what is counted. */
function offerFields(offer: GradeOfferView, unit: "g" | "piece") {
  const per = unit === "g" ? 1000n : 1n;
  const price = (minor: number, units: number) => Number(roundHalfUpDiv(BigInt(minor) * per, BigInt(units)));
  return {
    packs: offer.packs,
    per: unit === "g" ? "kg" : "piece",
    from_grade_name: gradeWords(offer.from_grade),
    grade_name: gradeWords(offer.grade),
    from_price_minor: price(offer.from_minor, offer.from_units),
    price_minor: price(offer.to_minor, offer.to_units),
    back_minor: offer.back_minor,
  };
}

function questionFields(question: ShortQuestion) {
  const mine = (question.view?.buyers ?? []).filter((buyer) => buyer.order_id === question.order_id);
  return {
    order_id: question.order_id,
    number: question.number,
    about: question.about,
    asked_at: question.asked_at.toISOString(),
    due_at: question.due_at.toISOString(),
    answer: question.answer,
    open: question.answer === null && question.state === "waiting_for_buyer",
    currency: question.view?.currency ?? null,
    // Nothing goes back and it stays promised: how long.
    wait_days: mine.some((buyer) => buyer.waits) ? (question.view?.wait_days ?? null) : null,
    lines: mine.map(({ title, packs, packs_short, refund_minor, offer, regraded }) => ({
      title,
      packs,
      packs_short,
      refund_minor,
      regraded: regraded ?? 0,
      offer: offer ? offerFields(offer, question.view?.unit ?? "g") : null,
    })),
  };
}
