import { ModuleProvider, Modules } from "@medusajs/framework/utils";
import LockingLeaseProvider from "./service";

export default ModuleProvider(Modules.LOCKING, { services: [LockingLeaseProvider] });
