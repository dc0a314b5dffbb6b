import { z } from "zod";
import { CURSOR_SHAPE } from "../../lib/keyset";
import { agentAccountInput } from "../../modules/wholesale/agent-bank";

export const nothing = z.strictObject({});
export const pageQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
});
export type PageQuery = z.output<typeof pageQuery>;

/** As pages of the Admin ask for the next rows. */
export const agentsQuery = z.strictObject({ after: pageQuery.shape.cursor });
export type AgentsQuery = z.output<typeof agentsQuery>;

/** `language`: of the page, in which they are mailed from now on. */
export const agentJoinBody = z.strictObject({
  password: z.string().max(200),
  language: z.enum(["zh", "en"]).default("zh"),
});
export type AgentJoinBody = z.output<typeof agentJoinBody>;

/** The account as a form gives it, with the password anew. `old_stops`: nothing more to the one before. */
export const agentAccountBody = z.strictObject({
  ...agentAccountInput.shape,
  old_stops: z.boolean().default(false),
  password: z.string().max(200),
});
export type AgentAccountBody = z.output<typeof agentAccountBody>;

export const statementFileQuery = z.strictObject({
  format: z.enum(["pdf", "csv"]).default("pdf"),
  language: z.enum(["zh", "en"]).default("zh"),
});
export type StatementFileQuery = z.output<typeof statementFileQuery>;
