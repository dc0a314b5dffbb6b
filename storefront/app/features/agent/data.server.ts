import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { call } from "../../lib/api.server";
import { clientAddress } from "../../lib/client-address.server";
import { member, safeNext, type Member } from "../../lib/member.server";
import { signIn } from "../../lib/sessions.server";
import { minor } from "../../lib/shapes";

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
    }),
  ),
});
export const ordersSchema = z.object({
  orders: z.array(
    z.object({
      id: z.string(),
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
