import { Problems } from "../../lib/invalid";
import { type ContainerArgs, DEFAULT_IDENTITY, type Mount } from "../host/container";
import { announce, type HostSettings, hostSettings } from "../host/resolve";
import { bootAddition } from "./boot-addition";
import { checkData } from "./data";
import type { GpuWorkstationArgs } from "./gpu-workstation-args";
import { checkHome, HOME_IN_CONTAINER } from "./home";
import { checkIdle } from "./idle";
import { checkSchedule } from "./schedule";
import { checkSessions } from "./sessions";

/** What the machine's argument is called here. */
const OWN_PATHS: readonly (readonly [there: string, here: string])[] = [["container.identity", "identity"]];

/** Reports every bad argument at once, under the names that they have here; or fills in the defaults. */
export function resolve(name: string, args: GpuWorkstationArgs) {
  const component = `GpuWorkstation '${name}'`;
  const problems = new Problems();
  const { jupyter = {}, ssh, idle = {}, identity = DEFAULT_IDENTITY, capacity = "on-demand" } = args;
  if (capacity !== "on-demand" && capacity !== "spot")
    problems.add(
      "capacity",
      `'${String(capacity)}' is not for a workstation: what moves machines would start one that a person has stopped; use spot or on-demand`,
    );
  checkHome(args.home, problems);
  checkData(args.data ?? {}, problems);
  checkSessions(jupyter, ssh, args.container?.ports ?? [], problems);
  if (!jupyter && !ssh) problems.add("jupyter", "with jupyter off and no ssh nobody can work here; turn one on, or take a GpuInstance");
  if (idle) checkIdle(idle, problems);
  if (args.schedule) checkSchedule(args.schedule, problems);
  checkPaths(args, problems);
  const host = new Problems();
  const settings = hostSettings({ ...args, capacity, container: { ...args.container, identity } }, host, bootAddition(args));
  for (const { propertyPath, reason } of host.found) {
    const [there, here] = OWN_PATHS.find(([path]) => propertyPath.startsWith(path)) ?? ["", ""];
    problems.add(`${here}${propertyPath.slice(there.length)}`, reason);
  }
  problems.throwIfAny(component);
  announce(component, args, settings.judged);
  return { settings, jupyter, ssh, idle, identity, capacity };
}

/** Two mounts at one place would hide each other. */
function checkPaths({ home, data = {}, container = {} }: GpuWorkstationArgs, problems: Problems): void {
  const { path = HOME_IN_CONTAINER } = home;
  if (!/^\/[^\s,:]+$/.test(path) || path.startsWith("/run/"))
    problems.add("home.path", "must be an absolute path outside /run without spaces, commas and colons");
  const own = new Map([[path, "the home"], ...Object.keys(data).map((set): [string, string] => [`/data/${set}`, `data["${set}"]`])]);
  container.mounts?.forEach(({ containerPath }: Mount, i) => {
    const there = own.get(containerPath);
    if (there !== undefined)
      problems.add(`container.mounts[${i}].containerPath`, `${containerPath} is where ${there} lies; use another path`);
  });
  const clash = [...own].find(([at, what]) => what !== "the home" && at === path);
  if (clash) problems.add("home.path", `${path} is where ${clash[1]} lies; use another path`);
}

/** The container with what the parts of the workstation add; what the caller gave comes first. */
export function withParts(settings: HostSettings, add: Pick<ContainerArgs, "mounts" | "ports" | "secrets" | "environment">): HostSettings {
  const { container } = settings;
  return {
    ...settings,
    container: {
      ...container,
      mounts: [...(container.mounts ?? []), ...(add.mounts ?? [])],
      ports: [...(container.ports ?? []), ...(add.ports ?? [])],
      secrets: { ...container.secrets, ...add.secrets },
      environment: { ...add.environment, ...container.environment },
    },
  };
}
