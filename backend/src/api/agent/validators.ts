import { z } from "zod";
import { CURSOR_SHAPE } from "../../lib/keyset";

export const nothing = z.strictObject({});
export const pageQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
});
export type PageQuery = z.output<typeof pageQuery>;

/** As pages of the Admin ask for the next rows. */
export const agentsQuery = z.strictObject({ after: pageQuery.shape.cursor });
export type AgentsQuery = z.output<typeof agentsQuery>;

export const agentJoinBody = z.strictObject({ password: z.string().max(200) });
export type AgentJoinBody = z.output<typeof agentJoinBody>;
