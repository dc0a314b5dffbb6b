import { noQuery } from "../../desk/validators";
import { reads, takes } from "../../validated";
import { checkoutBody } from "./validators";

export const checkoutMiddlewares = [takes("/store/checkouts", checkoutBody), reads("/store/carts/:id/fit", noQuery)];
