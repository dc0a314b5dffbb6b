import { z } from "zod";
import { both, minor } from "../../lib/shapes";
import { RIGHTS } from "./right";
import { accountSchema } from "../account/data";
import { lotSchema } from "../desk/data.server";

export const homesSchema = z.object({
  homes: z.array(
    z.object({ id: z.string(), name: z.string(), card_number: z.string(), right: z.enum(RIGHTS), active: z.boolean() }),
  ),
});

export const meSchema = z.object({
  household: z.object({ id: z.string(), name: z.string(), card_number: z.string().nullish() }),
  cooperative: z.object({ name: both, phone: z.string().nullish(), currency: z.string() }),
  village: z.object({ name: both }).nullish(),
  you: z.object({ right: z.enum(RIGHTS), relative: z.string().nullable(), homes: z.int() }),
  account: accountSchema,
});

/** Why one order took what it took of a lot, and what staff swapped of it since. */
const reasonSchema = z.object({
  at: z.string(),
  units: z.int(),
  state: z.enum(["held", "shipped", "released"]),
  why: both,
  swaps: z.array(both),
});
const householdLotSchema = lotSchema.extend({ reasons: z.array(reasonSchema) });
export type HouseholdLot = z.output<typeof householdLotSchema>;
export const lotsSchema = z.object({ lots: z.array(householdLotSchema) });

const moneySchema = z.object({
  currency: z.string(),
  owed_minor: minor,
  on_its_way_minor: minor,
  held_back_minor: minor,
  paid_minor: minor,
});

const statementHead = z.object({
  id: z.string(),
  number: z.string(),
  currency: z.string(),
  period: z.object({ from: z.string(), to: z.string() }),
  net_minor: minor,
});
export const statementsSchema = z.object({ statements: z.array(statementHead), money: z.array(moneySchema) });
