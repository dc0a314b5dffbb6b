import { z } from "zod";
import { PURPOSES } from "../../modules/cooperative/consents";

/** A household's own word: its tap is the proof. */
export const ownConsentBody = z.strictObject({ purpose: z.enum(PURPOSES), given: z.boolean() });
export type OwnConsentBody = z.infer<typeof ownConsentBody>;

export const endBody = z.strictObject({});
