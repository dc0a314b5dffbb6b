import type { MedusaContainer } from "@medusajs/framework/types";
import { checkPassword, type BuyerLanguage } from "@commonlot/domain";
import { valueOf } from "../../lib/refusal";
import { AGENT_PASSWORD } from "../../lib/sign-in-names";
import type SignInService from "../../modules/sign_in/service";
import type WholesaleService from "../../modules/wholesale/service";
import { makeSignIn } from "../cooperative/steps/create-sign-in";

/**
 * An agent with the operator's link chooses a password, the first or another one. The link ends last: a run that died before is sent again
 * and makes what is missing.
 */
export async function joinAsAgent(
  container: MedusaContainer,
  input: { token: string; password: string; language: BuyerLanguage },
): Promise<{ email: string }> {
  const { agents }: WholesaleService = container.resolve("wholesale");
  const { guard }: SignInService = container.resolve("sign_in");
  const { id, email } = valueOf(await agents.byToken(input.token));
  valueOf(checkPassword(input.password, email));
  await makeSignIn(container, {
    actor_type: "agent",
    actor_id: id,
    names: [email],
    password: input.password,
    replace: true,
  });
  await agents.joined(id, input.language);
  await guard.clear(AGENT_PASSWORD, email);
  return { email };
}
