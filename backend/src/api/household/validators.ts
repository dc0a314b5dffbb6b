import { z } from "zod";
import { bank, cash, old_stops } from "../desk/households/validators";
import { PURPOSES } from "../../modules/cooperative/consents";

/** A household's own word: its tap is the proof. */
export const ownConsentBody = z.strictObject({ purpose: z.enum(PURPOSES), given: z.boolean() });
export type OwnConsentBody = z.infer<typeof ownConsentBody>;

/** A session is not enough to move money elsewhere: the PIN, or a code sent for this, comes with it. */
const proof = z.strictObject({ kind: z.enum(["pin", "code"]), secret: z.string().min(1).max(40) });
export const ownAccountBody = z.discriminatedUnion("rail", [
  bank.omit({ household_id: true }).extend({ proof, old_stops }),
  cash.omit({ household_id: true }).extend({ proof, old_stops }),
]);
export type OwnAccountBody = z.infer<typeof ownAccountBody>;

export const connectLinkBody = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, "is a country such as DE"),
  path: z.enum(["zh", "en"]),
});
export type ConnectLinkBody = z.infer<typeof connectLinkBody>;
export const useConnectBody = z.strictObject({ proof });
export type UseConnectBody = z.infer<typeof useConnectBody>;

export const endBody = z.strictObject({});
