import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { member, type Member } from "../../lib/member.server";
import { both, minor } from "../../lib/shapes";
import { ACTS, PAPERS, ROLES, STATES, WINDOWS } from "./words";

// What the backend answers of companies, for themselves and for who lets them in.

export const company = (request: Request, path: Path): Promise<Member> => member(request, "company", path);

const role = z.enum(ROLES);
const limits = z.object({
  per_order_minor: minor.nullable(),
  per_window: z.object({ kind: z.enum(WINDOWS), limit_minor: minor }).nullable(),
});
export type Limits = z.output<typeof limits>;

const companyFields = z.object({
  id: z.string(),
  name: z.string(),
  country: z.string(),
  tax_number: z.string(),
  currency: z.string(),
  time_zone: z.string(),
  state: z.enum(STATES),
  decision_words: z.string(),
  decided_at: z.string().nullable(),
  version: z.int(),
  created_at: z.string(),
});
const document = z.object({ id: z.string(), kind: z.enum(PAPERS), added_at: z.string() });
export type Document = z.output<typeof document>;
const terms = z.object({
  kind: z.enum(["prepay", "deposit", "net"]),
  deposit_bp: z.int().nullable(),
  net_days: z.int().nullable(),
  credit_limit_minor: minor,
});
export type Terms = z.output<typeof terms>;
const act = z.object({
  id: z.string(),
  at: z.string(),
  actor_kind: z.enum(["member", "coop_member", "operator"]),
  actor_name: z.string().nullable(),
  act: z.enum(ACTS),
  about_name: z.string().nullable(),
  words: z.string(),
});
export type Act = z.output<typeof act>;

const spent = z.object({
  spent_minor: minor,
  waiting_minor: minor,
  approved_minor: minor,
  left_minor: minor,
  left_to_approve_minor: minor,
  first_day: z.string(),
  last_day: z.string(),
});
export type Spent = z.output<typeof spent>;

export const meSchema = z.object({
  member: z.object({ id: z.string(), name: z.string(), email: z.string().nullable(), roles: z.array(role), limits }),
  spent: spent.nullable(),
  company: companyFields,
});

export const companySchema = z.object({
  company: companyFields,
  cooperative: z.object({ name: both }).nullable(),
  documents: z.array(document),
  terms,
  acts: z.array(act),
});

export const membersSchema = z.object({
  members: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      roles: z.array(role),
      limits,
      spent: spent.nullable(),
      version: z.int(),
      since: z.string(),
      you: z.boolean(),
    }),
  ),
  invites: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      roles: z.array(role),
      limits,
      expires_at: z.string(),
    }),
  ),
  currency: z.string(),
  may_change: z.boolean(),
});

export const inviteSchema = z.object({
  invite: z.object({ name: z.string(), email: z.string(), roles: z.array(role), company: z.string() }),
});

export const choicesSchema = z.object({ cooperatives: z.array(z.object({ id: z.string(), name: both })) });

export const addressesSchema = z.object({
  addresses: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      phone: z.string(),
      country: z.string().toLowerCase(),
      province: z.string(),
      city: z.string(),
      address: z.string(),
      postal_code: z.string(),
    }),
  ),
});

export const toVetSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      country: z.string(),
      tax_number: z.string(),
      state: z.enum(STATES),
      papers: z.int(),
      created_at: z.string(),
    }),
  ),
  next: z.string().nullable(),
});

export const vettedSchema = z.object({
  company: companyFields,
  documents: z.array(document),
  members: z.array(z.object({ name: z.string(), email: z.string().nullable(), roles: z.array(role) })),
  terms,
  same_number: z.array(z.object({ name: z.string(), state: z.enum(STATES) })),
  acts: z.array(act),
});
