import { z } from "zod";
import { DEDUCTION_KINDS, DEDUCTION_METHODS, WHOLE_BP } from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { cardNumberSchema } from "../../../modules/cooperative/types";
import { CORRECTION_REASONS } from "../../../modules/pool/corrections";
import { code, count, cull, id, idempotencyKey, limit, words } from "../validators";

const cursor = z.string().max(200).regex(CURSOR_SHAPE, "is not a cursor of ours").optional();
const said = words.min(1, "say it in words");
/** 10,000 yuan a kilogram: saffron costs less. */
const MAX_PRICE_MINOR = 1_000_000;
/** A basket or crate; a lorry is weighed with its goods and without, by typing. */
const MAX_TARE_G = 1_000_000;
const MAX_LIMIT_G = 3_000_000;
const bp = z.int().min(0).max(WHOLE_BP);

export const weighInQuery = z.strictObject({ day: z.iso.date().optional() });
export type WeighInQuery = z.infer<typeof weighInQuery>;

export const dayPriceBody = z.strictObject({
  produce: code,
  grade: code,
  day: z.iso.date(),
  price_minor: z.int().min(1).max(MAX_PRICE_MINOR),
  per: z.enum(["kg", "piece"]),
});
export type DayPriceBody = z.infer<typeof dayPriceBody>;

export const dayPricesQuery = z.strictObject({ day: z.iso.date().optional() });
export type DayPricesQuery = z.infer<typeof dayPricesQuery>;

export const deductionRuleBody = z
  .strictObject({
    produce: code,
    kind: z.enum(DEDUCTION_KINDS),
    /** `none`: from that day on nothing of this kind is taken off. */
    method: z.enum([...DEDUCTION_METHODS, "none"]),
    base_bp: bp.max(WHOLE_BP - 1),
    limit_bp: bp.nullable(),
    from_day: z.iso.date(),
  })
  .refine((rule) => rule.limit_bp === null || rule.limit_bp >= rule.base_bp, {
    path: ["limit_bp"],
    message: "the limit may not be below the base",
  });
export type DeductionRuleBody = z.infer<typeof deductionRuleBody>;

export const containerBody = z.strictObject({ code, name: code, tare_g: z.int().min(0).max(MAX_TARE_G) });
export type ContainerBody = z.infer<typeof containerBody>;
export const scaleBody = z.strictObject({ code, name: code, limit_g: z.int().min(1).max(MAX_LIMIT_G) });
export type ScaleBody = z.infer<typeof scaleBody>;

export const cullBody = z.strictObject({
  ...cull.shape,
  card_number: cardNumberSchema,
  pool_id: id,
  idempotency_key: idempotencyKey,
});
export type CullBody = z.infer<typeof cullBody>;
export const cullsQuery = z.strictObject({ limit, cursor });
export type CullsQuery = z.infer<typeof cullsQuery>;

export const objectionsQuery = z.strictObject({
  state: z.enum(["open", "corrected", "explained"]).optional(),
  limit,
  cursor,
});
export type ObjectionsQuery = z.infer<typeof objectionsQuery>;
export const logObjectionBody = z.strictObject({ via: z.enum(["call", "sms"]), words: said });
export type LogObjectionBody = z.infer<typeof logObjectionBody>;
export const explainBody = z.strictObject({ words: said });
export type ExplainBody = z.infer<typeof explainBody>;

export const correctionsQuery = z.strictObject({
  state: z.enum(["proposed", "signed", "dropped"]).optional(),
  limit,
  cursor,
});
export type CorrectionsQuery = z.infer<typeof correctionsQuery>;
export const correctionBody = z
  .strictObject({
    /** What should count instead, in grams or pieces; or gross and tare as read again. */
    units: count.min(1).optional(),
    gross_g: count.optional(),
    tare_g: count.optional(),
    reason: z.enum(CORRECTION_REASONS),
    words: said,
    objection_id: id.optional(),
    idempotency_key: idempotencyKey,
  })
  .refine((body) => (body.gross_g === undefined) === (body.tare_g === undefined), {
    path: ["tare_g"],
    message: "gross and tare come together",
  })
  .refine((body) => body.units !== undefined || body.gross_g !== undefined, {
    path: ["units"],
    message: "say what should count instead",
  });
export type CorrectionBody = z.infer<typeof correctionBody>;
export const nothing = z.strictObject({});

export const printQuery = z.strictObject({
  paper: z.enum(["roll", "a6"]).default("roll"),
  lang: z.enum(["zh", "en"]).default("zh"),
});
export type PrintQuery = z.infer<typeof printQuery>;
