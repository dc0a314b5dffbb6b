import { ModuleProvider, Modules } from "@medusajs/framework/utils";
import AgentPasswordProvider from "./service";

export default ModuleProvider(Modules.AUTH, { services: [AgentPasswordProvider] });
