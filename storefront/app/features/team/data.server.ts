import { z } from "zod";
import { both } from "../../lib/shapes";
import { ROLES } from "./roles";

const role = z.enum(ROLES);
const reach = { name: z.string(), email: z.string().nullable(), phone_last4: z.string().nullable(), role };

export const teamSchema = z.object({
  members: z.array(z.object({ id: z.string(), ...reach, active: z.boolean(), since: z.string(), you: z.boolean() })),
  invites: z.array(z.object({ id: z.string(), ...reach, expires_at: z.string() })),
  events: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      actor_name: z.string(),
      act: z.enum(["invited", "withdrawn", "joined", "role_changed", "ended"]),
      about_name: z.string(),
      role_before: role.nullable(),
      role_after: role.nullable(),
    }),
  ),
  next: z.string().nullable(),
});
export type TeamPage = z.output<typeof teamSchema>;

export const inviteSchema = z.object({
  invite: z.object({ name: z.string(), role, sign_in_name: z.string(), known: z.boolean() }),
  cooperative: z.object({ name: both }).nullish(),
});
