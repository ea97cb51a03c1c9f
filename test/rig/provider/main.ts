import { version } from "@pulumi/aws/package.json";
import { serve } from "./server";

// An engine that was killed cannot stop its plugins: without it there is nothing to do.
const engine = process.ppid;
setInterval(() => {
  if (process.ppid !== engine) process.exit(1);
}, 500).unref();

void serve(version);
