import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads as get, takes as post, takesPicture } from "../../validated";
import { noQuery } from "../validators";
import {
  answerBody,
  answerChangeBody,
  answerDecisionBody,
  askedBody,
  claimBody,
  claimPolicyBody,
  claimPolicyQuery,
  claimsQuery,
  decisionBody,
  dropBody,
  inspectionBody,
  objectionAnswerBody,
  policyDecisionBody,
  reportBody,
  wishBody,
  wordsBody,
} from "./validators";

/** Claims about parcels: at the desk, from the order of a buyer, on a household's page. */
export const claimMiddlewares: MiddlewareRoute[] = [
  get("/desk/claims", claimsQuery),
  post("/desk/claims", claimBody),
  get("/desk/claims/:id", noQuery),
  post("/desk/claims/:id/wish", wishBody),
  post("/desk/claims/:id/inspection", inspectionBody),
  takesPicture("/desk/claims/:id/photos"),
  post("/desk/claims/:id/decision", decisionBody),
  post("/desk/claims/:id/drop", dropBody),
  post("/desk/claims/:id/asked", askedBody),
  post("/desk/claims/:id/answer", answerBody),
  post("/desk/claims/:id/answer-change", answerChangeBody),
  post("/desk/claims/:id/answer-change/:change_id/decision", answerDecisionBody),
  post("/desk/claims/:id/withdraw", wordsBody),
  post("/desk/claims/:id/objection-answer", objectionAnswerBody),
  get("/desk/claim-policy", claimPolicyQuery),
  post("/desk/claim-policy", claimPolicyBody),
  post("/desk/claim-policy/:id/decision", policyDecisionBody),
  post("/store/orders/:id/claims", reportBody),
  post("/store/orders/:id/claims/:claim_id/wish", wishBody),
  takesPicture("/store/orders/:id/claims/:claim_id/photos"),
  get("/household/claims", noQuery),
  post("/household/claims/:id/objection", wordsBody),
];
