import { type DriverAmi, driverAmi } from "../components/pins/driver-ami";
import type { Lock } from "../lock/schema";

/** `family@release[/kubernetes]`, or the id of an AMI that the lock declares. */
export function amiOf(ami: string, region: string, lock: Lock): DriverAmi {
  if (ami.startsWith("ami-")) return driverAmi({ id: ami, region }, { lock });
  const [family = "", rest = ""] = ami.split("@");
  const [release = "", kubernetes] = rest.split("/");
  return driverAmi({ family, release, region, ...(kubernetes === undefined ? {} : { kubernetes }) }, { lock });
}
