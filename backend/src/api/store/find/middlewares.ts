import { reads } from "../../validated";
import { findQuery } from "./validators";

export const findMiddlewares = [reads("/store/find", findQuery)];
