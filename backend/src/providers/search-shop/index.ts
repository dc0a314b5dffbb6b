import { ModuleProvider, Modules } from "@medusajs/framework/utils";
import { ShopSearchService } from "./service";

export default ModuleProvider(Modules.SEARCH, { services: [ShopSearchService] });
