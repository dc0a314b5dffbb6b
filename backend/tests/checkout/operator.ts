import type { House } from "../../../dev/src/testing/house.js";
import { seedOf, tokenOnce } from "./support.js";

export type { House };

export const operatorToken = (house: House): Promise<string> => tokenOnce(house, "operator", () => signIn(house));

async function signIn(house: House): Promise<string> {
  const login = seedOf(house).logins.find((l) => l.actor === "user");
  const answer = await fetch(`${house.backendUrl}/auth/user/emailpass`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: login?.email, password: login?.password }),
  });
  const { token } = (await answer.json()) as { token?: string };
  if (!token) throw new Error(`the operator can't sign in (${answer.status})`);
  return token;
}

/** The invariants that do not hold now, in words. */
export async function invariantsOf(house: House): Promise<string[]> {
  const answer = await fetch(`${house.backendUrl}/admin/health/invariants`, {
    headers: { authorization: `Bearer ${await operatorToken(house)}` },
  });
  const { invariants } = (await answer.json()) as { invariants: { id: string; name: string; violations: number }[] };
  return invariants.filter((one) => one.violations > 0).map((one) => `${one.id}: ${one.name} (${one.violations})`);
}
