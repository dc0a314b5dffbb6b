import { defineLink } from "@medusajs/framework/utils";
import ProductModule from "@medusajs/medusa/product";
import VillageModule from "../modules/village";

/** A product is sold under one village's brand; a village has many. */
// oxlint-disable-next-line typescript/no-unsafe-assignment -- Medusa works out a module's linkable in a type that is any
export default defineLink(VillageModule.linkable.village, { linkable: ProductModule.linkable.product, isList: true });
