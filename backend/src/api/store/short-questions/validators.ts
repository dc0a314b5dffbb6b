import { z } from "zod";

export const answerBody = z.strictObject({ answer: z.enum(["accept", "decline"]) });
export type AnswerBody = z.output<typeof answerBody>;
