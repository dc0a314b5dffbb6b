import type {
  AuthIdentityDTO,
  IAuthModuleService,
  ICustomerModuleService,
  MedusaContainer,
} from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { refuseWith } from "../../lib/refusal";
import { BUYER_PASSWORD } from "../../lib/sign-in-names";

/** Sign-ins of one customer that are looked at: nobody has more. */
const AT_ONCE = 1_000;

/** The identity that signs in with this address, whoever's it is; the customer's id, where it has one. */
async function identityOf(
  container: MedusaContainer,
  email: string,
): Promise<{ identity: AuthIdentityDTO; customer_id: string | undefined } | undefined> {
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const [name] = await auth.listProviderIdentities({ entity_id: email, provider: BUYER_PASSWORD });
  if (!name?.auth_identity_id) return undefined;
  const identity = await auth.retrieveAuthIdentity(name.auth_identity_id);
  const customer_id: unknown = identity.app_metadata?.customer_id;
  return { identity, customer_id: typeof customer_id === "string" ? customer_id : undefined };
}

/**
 * Makes sure that this address signs in with this password, and that there is a customer behind it. Each part looks before it acts, so
 * that a run after a crash completes the one before. Says whose account it is.
 */
export async function standingCustomer(
  container: MedusaContainer,
  input: { email: string; password: string; name: string | undefined },
): Promise<{ customer_id: string; created: boolean }> {
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const known = await identityOf(container, input.email);
  // Whoever reads this mailbox must not become an operator of the platform by it.
  if (known?.identity.app_metadata?.user_id !== undefined) {
    refuseWith(
      "sign_in_taken",
      "This address signs in at the platform's own desk. Use another one to buy with.",
      "email",
    );
  }
  const identity_id = known ? known.identity.id : await newIdentity(auth, input);
  if (known) {
    const changed = await auth.updateProvider(BUYER_PASSWORD, { entity_id: input.email, password: input.password });
    if (!changed.success) throw new Error(`the password was not changed: ${changed.error}`);
  }
  if (known?.customer_id !== undefined) return { customer_id: known.customer_id, created: false };
  const { customer_id, created } = await newCustomer(container, input.email, input.name);
  await auth.updateAuthIdentities({ id: identity_id, app_metadata: { customer_id } });
  return { customer_id, created };
}

async function newIdentity(
  auth: IAuthModuleService,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const made = await auth.register(BUYER_PASSWORD, { body: { email, password } });
  if (!made.success || !made.authIdentity) throw new Error(`no sign-in was made: ${made.error}`);
  return made.authIdentity.id;
}

/**
 * Takes every other sign-in from a customer. Somebody else may have made an account under this address before its owner came: what
 * signed in there must not open the owner's.
 */
export async function dropOtherSignIns(
  container: MedusaContainer,
  { customer_id, email }: { customer_id: string; email: string },
): Promise<void> {
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const own = await identityOf(container, email);
  const known = await auth.listAuthIdentities({ app_metadata: { customer_id } }, { take: AT_ONCE });
  const others = known.flatMap(({ id }) => (id === own?.identity.id ? [] : [id]));
  if (others.length > 0) await auth.deleteAuthIdentities(others);
}

/** One that a crash left without a sign-in is found again, and not called new: Medusa knows one account an address. */
async function newCustomer(
  container: MedusaContainer,
  email: string,
  name: string | undefined,
): Promise<{ customer_id: string; created: boolean }> {
  const customers = container.resolve<ICustomerModuleService>(Modules.CUSTOMER);
  const [left] = await customers.listCustomers({ email, has_account: true }, { take: 1 });
  if (left) return { customer_id: left.id, created: false };
  const made = await customers.createCustomers({ email, has_account: true, ...(name ? { first_name: name } : {}) });
  return { customer_id: made.id, created: true };
}
