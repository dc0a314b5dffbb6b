import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { call } from "../../lib/api.server";
import { clientAddress } from "../../lib/client-address.server";
import { member, safeNext, type Member } from "../../lib/member.server";
import { signIn } from "../../lib/sessions.server";
import { both, minor } from "../../lib/shapes";

// What the backend answers of agents, to themselves.

export const agent = (request: Request, path: Path): Promise<Member> => member(request, "agent", path);

export const meSchema = z.object({
  agent: z.object({ code: z.string(), name: z.string(), email: z.string(), rate_bp: z.int() }),
  sums: z.array(
    z.object({
      currency: z.string(),
      orders: z.int(),
      earned_minor: minor,
      reversed_minor: minor,
      payable_minor: minor,
      on_its_way_minor: minor,
      paid_minor: minor,
    }),
  ),
});
export const accountSchema = z.object({
  account: z
    .object({
      holder: z.string(),
      last4: z.string(),
      waiting: z.object({ usable_from: z.string(), until_then: z.string().nullable() }).nullable(),
    })
    .nullable(),
});
const statement = z.object({
  id: z.string(),
  number: z.string(),
  currency: z.string(),
  amount_minor: minor,
  state: z.enum(["waits", "sent", "paid", "freed"]),
  because: z.string().nullable(),
  bank_words: both.nullable(),
  account_last4: z.string().nullable(),
  created_at: z.string(),
});
export type CommissionStatement = z.output<typeof statement>;
export const statementsSchema = z.object({ statements: z.array(statement), next: z.string().nullable() });
export const statementSchema = z.object({
  statement: statement.extend({
    cooperative: both.nullable(),
    lines: z.array(
      z.object({
        order_number: z.int().nullable(),
        at: z.string(),
        base_minor: minor.nullable(),
        rate_bp: z.int().nullable(),
        amount_minor: minor,
      }),
    ),
  }),
});
export const ordersSchema = z.object({
  orders: z.array(
    z.object({
      id: z.string(),
      order_number: z.int().nullable(),
      at: z.string(),
      currency: z.string(),
      agent_bp: z.int(),
      posted_at: z.string().nullable(),
      earned_minor: minor,
      reversed_minor: minor,
    }),
  ),
  next: z.string().nullable(),
});
export const linkSchema = z.object({ agent: z.object({ name: z.string(), email: z.string() }) });
export const joinedSchema = z.object({ agent: z.object({ email: z.string() }) });

export const enter = (request: Request, email: string, password: string) =>
  call("/auth/agent/agent-password", z.object({ token: z.string() }), {
    body: { email, password },
    headers: clientAddress(request),
  });

export function entered(request: Request, path: Path, token: string): Promise<Response> {
  const next = new URL(request.url).searchParams.get("next");
  const home = `/${path}/agent`;
  return signIn("agent", token, next === null ? home : safeNext(next, "agent", path));
}
