import { z } from "zod";
import { changeBody, registerBody } from "../desk/households/validators";

/** As at the desk, but for the floor, which is the cooperative's to give; and which cooperative, where the village has several. */
export const officeRegisterBody = registerBody
  .omit({ priority_floor_g: true, village_id: true })
  .extend({ cooperative_id: z.string().min(1).max(128).optional() });
export type OfficeRegisterBody = z.infer<typeof officeRegisterBody>;

export const officeChangeBody = changeBody.omit({ priority_floor_g: true, active: true });
export type OfficeChangeBody = z.infer<typeof officeChangeBody>;
