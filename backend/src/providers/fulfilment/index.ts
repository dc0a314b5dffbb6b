import { ModuleProvider, Modules } from "@medusajs/framework/utils";
import FulfilmentProvider from "./service";

export default ModuleProvider(Modules.FULFILLMENT, { services: [FulfilmentProvider] });
