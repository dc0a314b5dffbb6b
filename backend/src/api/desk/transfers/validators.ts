import { z } from "zod";
import { PROFORMA_STATES } from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { LINE_STATES } from "../../../modules/settlement/transfers/lines";

const cursor = z.string().regex(CURSOR_SHAPE).optional();
/** What was found out: somebody reads it next year. */
const words = z.string().trim().min(3).max(500);

export const transfersQuery = z.strictObject({ state: z.enum(LINE_STATES).default("open"), cursor });
export type TransfersQuery = z.output<typeof transfersQuery>;

export const statementsQuery = z.strictObject({ cursor });
export type StatementsQuery = z.output<typeof statementsQuery>;

export const deskProformasQuery = z.strictObject({ state: z.enum(PROFORMA_STATES).optional(), cursor });
export type DeskProformasQuery = z.output<typeof deskProformasQuery>;

/** After a record of an answer of ours. */
export const receivablesQuery = z.strictObject({ after: z.string().min(1).max(128).optional() });
export type ReceivablesQuery = z.output<typeof receivablesQuery>;

/** The proforma by its id, or by its reference as somebody reads it off a paper. */
export const assignBody = z.strictObject({ proforma: z.string().trim().min(1).max(128), words });
export type AssignBody = z.output<typeof assignBody>;

export const placeBody = z.strictObject({ words });
export type PlaceBody = z.output<typeof placeBody>;
