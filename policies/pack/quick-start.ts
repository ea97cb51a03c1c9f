import { startQuickly } from "../../lib/quick-start";

// A half of a pack's start is code of the SDK that no pack uses. `@pulumi/policy` loads the SDK, so this is imported before it.
startQuickly();
