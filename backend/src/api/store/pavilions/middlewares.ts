import { reads } from "../../validated";
import { pavilionQuery } from "./validators";

export const pavilionMiddlewares = [reads("/store/pavilions/:handle", pavilionQuery)];
