import { z } from "zod";
import { isDialled } from "../../../lib/phone";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { phoneSchema, ROLES } from "../../../modules/cooperative/types";

const role = z.enum(ROLES);
const name = z.string().trim().min(1).max(80);

export const teamQuery = z.strictObject({ cursor: z.string().regex(CURSOR_SHAPE).optional() });
export type TeamQuery = z.infer<typeof teamQuery>;

/** By e-mail or by phone, one of the two: it is what they will sign in with. */
export const inviteBody = z
  .strictObject({
    name,
    role,
    email: z.email().max(200).toLowerCase().optional(),
    phone: z
      .string()
      .trim()
      .max(40)
      .refine(isDialled, "is not a phone number that can be called")
      .pipe(phoneSchema)
      .optional(),
  })
  .refine(({ email, phone }) => (email === undefined) !== (phone === undefined), {
    message: "give an e-mail or a phone number, one of the two",
    path: ["email"],
  });
export type InviteBody = z.infer<typeof inviteBody>;

export const roleBody = z.strictObject({ role });
export type RoleBody = z.infer<typeof roleBody>;

export const emptyBody = z.strictObject({});

/** For somebody with a link and no sign-in. */
export const joinBody = z.strictObject({ name, password: z.string().max(200).optional() });
export type JoinBody = z.infer<typeof joinBody>;
