import { noQuery } from "../../desk/validators";
import { reads, takes } from "../../validated";
import { checkoutBody, deliveryBody, pickupBody, shortChoiceBody } from "./validators";

export const checkoutMiddlewares = [
  takes("/store/checkouts", checkoutBody),
  takes("/store/carts/:id/delivery", deliveryBody),
  reads("/store/carts/:id/fit", noQuery),
  reads("/store/carts/:id/freight", noQuery),
  reads("/store/carts/:id/places", noQuery),
  reads("/store/carts/:id/pickup", noQuery),
  takes("/store/carts/:id/pickup", pickupBody),
  reads("/store/carts/:id/short-choice", noQuery),
  takes("/store/carts/:id/short-choice", shortChoiceBody),
];
