import { z } from "zod";
import { emailName } from "../../../lib/email-name";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { limit } from "../../desk/validators";

/** One address, however it is written. */
export const email = z
  .string()
  .max(200)
  .transform((typed, ctx) => {
    const name = emailName(typed);
    if (name !== undefined && z.email().safeParse(name).success) return name;
    ctx.addIssue({ code: "custom", message: "must be an e-mail address" });
    return z.NEVER;
  });
/** Whether it is good enough the rule of passwords says. */
const password = z.string().min(1).max(200);

export const codeBody = z.strictObject({ email, language: z.enum(["zh", "en"]).default("zh") });
export type CodeBody = z.output<typeof codeBody>;

export const proofBody = z.strictObject({
  email,
  code: z.string().min(1).max(20),
  password,
  name: z
    .string()
    .trim()
    .max(60)
    .regex(/^\P{Cc}*$/u, "must be one line")
    .optional(),
});
export type ProofBody = z.output<typeof proofBody>;

export const ownOrdersQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
  limit,
});
export type OwnOrdersQuery = z.output<typeof ownOrdersQuery>;

export const claimOrderBody = z.strictObject({ order_id: z.string().min(1).max(128) });
export type ClaimOrderBody = z.output<typeof claimOrderBody>;

export const erasureBody = z.strictObject({ password });
export type ErasureBody = z.output<typeof erasureBody>;

export const nothing = z.strictObject({});
