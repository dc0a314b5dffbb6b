import { z } from "zod";
import { PROOF_FILES } from "../../../modules/settlement/proofs";

export const proofFileQuery = z.strictObject({
  kind: z.enum(PROOF_FILES),
  language: z.enum(["zh", "en"]).default("zh"),
});
export type ProofFileQuery = z.output<typeof proofFileQuery>;
