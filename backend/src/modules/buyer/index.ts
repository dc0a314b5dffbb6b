import { Module } from "@medusajs/framework/utils";
import BuyerService from "./service";

export const BUYER_MODULE = "buyer";

export default Module(BUYER_MODULE, { service: BuyerService });
