import { ModuleProvider, Modules } from "@medusajs/framework/utils";
import CompanyPasswordProvider from "./service";

export default ModuleProvider(Modules.AUTH, { services: [CompanyPasswordProvider] });
