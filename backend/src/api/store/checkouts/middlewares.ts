import { takes } from "../../validated";
import { checkoutBody } from "./validators";

export const checkoutMiddlewares = [takes("/store/checkouts", checkoutBody)];
