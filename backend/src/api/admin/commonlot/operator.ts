import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { reads, takes } from "../../validated";

/** Rows of one page of an operator's list. */
export const OPERATOR_PAGE = 50;

const after = z.string().regex(CURSOR_SHAPE).optional();
const listQuery = z.strictObject({ after });
const itemsQuery = listQuery.extend({ closed: z.enum(["yes", "no"]).default("no") });
const payoutsQuery = listQuery.extend({
  state: z.enum(["intended", "unknown", "created", "failed"]).optional(),
  q: z.string().trim().max(128).optional(),
});
const webhooksQuery = listQuery.extend({ state: z.enum(["open", "handled", "failed"]).optional() });
/** Lists in the order of handles: what comes behind one. */
const handlesQuery = z.strictObject({
  after: z
    .string()
    .regex(/^[a-z0-9-]{1,100}$/, "a handle of an answer of ours")
    .optional(),
});
const nothing = z.strictObject({});
/** What was found out; `book` takes the difference into the platform's books. */
const answerBody = z.strictObject({ reason: z.string().trim().min(3).max(500), book: z.boolean() });

export type ListQuery = z.output<typeof listQuery>;
export type HandlesQuery = z.output<typeof handlesQuery>;
export type ItemsQuery = z.output<typeof itemsQuery>;
export type PayoutsQuery = z.output<typeof payoutsQuery>;
export type WebhooksQuery = z.output<typeof webhooksQuery>;
export type AnswerBody = z.output<typeof answerBody>;

const at = (path: string): string => `/admin/commonlot/${path}`;

/** Operators' routes; who may come in is Medusa's own sign-in for /admin. */
export const operatorMiddlewares = [
  reads(at("reconciliation"), nothing),
  reads(at("processor-transactions"), listQuery),
  reads(at("processor-items"), itemsQuery),
  takes(at("processor-items/:id/take"), nothing),
  takes(at("processor-items/:id/answer"), answerBody),
  reads(at("payouts"), payoutsQuery),
  reads(at("payouts/:id"), nothing),
  reads(at("cycles"), listQuery),
  reads(at("webhooks"), webhooksQuery),
  takes(at("webhooks/:id/replay"), nothing),
  reads(at("queues"), listQuery),
  takes(at("dead-letters/:id/retry"), nothing),
  reads(at("operator-acts"), listQuery),
  reads(at("villages"), handlesQuery),
  reads(at("cooperatives"), handlesQuery),
  reads(at("untranslated"), nothing),
  reads(at("products/:id/languages"), nothing),
];

/** The operator who asks: their id in Medusa. */
export const operatorOf = (req: AuthenticatedMedusaRequest): string => req.auth_context.actor_id;
