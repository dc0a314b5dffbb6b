import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { cycleInput, localMoment } from "../../../modules/cycle/types";

const version = z.int().min(1).max(1_000_000);

export const cyclesQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "is no place in this list").optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export type CyclesQuery = z.output<typeof cyclesQuery>;

export const newCycleBody = cycleInput;
export type NewCycleBody = z.output<typeof newCycleBody>;

export const saveCycleBody = cycleInput.extend({ version }).strict();
export type SaveCycleBody = z.output<typeof saveCycleBody>;

export const versionBody = z.strictObject({ version });
export type VersionBody = z.output<typeof versionBody>;

export const callOffBody = z.strictObject({ words: z.string().trim().min(2, "say in a few words why").max(200) });
export type CallOffBody = z.output<typeof callOffBody>;

export const extendBody = z.strictObject({ closes: localMoment });
export type ExtendBody = z.output<typeof extendBody>;

export const betweenBody = z.strictObject({ sold_between: z.boolean() });
export type BetweenBody = z.output<typeof betweenBody>;

export const nothing = z.strictObject({});
