import { z } from "zod";
import {
  addressInput,
  COMPANY_DOCUMENTS,
  companyInput,
  companyPutRight,
  limitsInput,
  personName,
  rolesInput,
} from "../../modules/wholesale/companies/company-types";
import { email } from "../store/account/validators";

const language = z.enum(["zh", "en"]).default("zh");
const seen = z.int().min(1);
/** Whether it is good enough the rule of passwords says. */
const password = z.string().min(1).max(200);
const proof = { email, code: z.string().min(1).max(20), password };

export const companyCodeBody = z.strictObject({ email, language });
export type CompanyCodeBody = z.output<typeof companyCodeBody>;
export const registrationBody = z.strictObject({ ...proof, name: personName, language, company: companyInput });
export type RegistrationBody = z.output<typeof registrationBody>;
export const passwordBody = z.strictObject(proof);
export type PasswordBody = z.output<typeof passwordBody>;
export const joinBody = z.strictObject({ name: personName, password });
export type JoinBody = z.output<typeof joinBody>;

/** `limits` left out: none. */
export const inviteBody = z.strictObject({
  name: personName,
  email,
  roles: rolesInput,
  limits: limitsInput.default({ per_order_minor: null, per_window: null }),
});
export type InviteBody = z.output<typeof inviteBody>;
export const memberBody = z.strictObject({ roles: rolesInput, limits: limitsInput, seen });
export type MemberBody = z.output<typeof memberBody>;
/** `forget`: name and address are blanked. */
export const leaveBody = z.strictObject({ forget: z.boolean().default(false) });
export type LeaveBody = z.output<typeof leaveBody>;
export const againBody = z.strictObject({ seen, company: companyPutRight.optional() });
export type AgainBody = z.output<typeof againBody>;
export const paperQuery = z.strictObject({ kind: z.enum(COMPANY_DOCUMENTS) });
export type PaperQuery = z.output<typeof paperQuery>;
export const addressBody = addressInput;
export type AddressBody = z.output<typeof addressBody>;
export const nothing = z.strictObject({});
