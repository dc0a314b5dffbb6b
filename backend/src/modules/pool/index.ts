import { Module } from "@medusajs/framework/utils";
import PoolService from "./service";

export const POOL_MODULE = "pool";

export default Module(POOL_MODULE, { service: PoolService });
