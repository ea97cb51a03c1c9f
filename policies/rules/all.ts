import type { Rule } from "../rule";
import { amiIsPinned } from "./ami-is-pinned";
import { disruptionBudgetsAllowOne } from "./disruption-budgets-allow-one";
import { driverSupportsImage } from "./driver-supports-image";
import { efaGroupsCanStart } from "./efa-groups-can-start";
import { gpuRolloutsCanFinish } from "./gpu-rollouts-can-finish";
import { graceCoversTheColdStart } from "./grace-covers-the-cold-start";
import { hostClaimsAreTrue } from "./host-claims-are-true";
import { imagesArePinned } from "./images-are-pinned";
import { instanceRefreshesCanFinish } from "./instance-refreshes-can-finish";
import { instancesRequireImdsv2 } from "./instances-require-imdsv2";
import { jupyterRequiresALogin } from "./jupyter-requires-a-login";
import { launchTemplatesAreSeen } from "./launch-templates-are-seen";
import { registryImagesAreScanned } from "./registry-images-are-scanned";
import { registryIsEncryptedByYourKey } from "./registry-is-encrypted-by-your-key";
import { registryTagsAreImmutable } from "./registry-tags-are-immutable";
import { reservationsFitTheirPlacement } from "./reservations-fit-their-placement";
import { spotCapacityIsSpread } from "./spot-capacity-is-spread";
import { spotInterruptionsAreHandled } from "./spot-interruptions-are-handled";
import { spotIsSetUpAsMeant } from "./spot-is-set-up-as-meant";
import { sshAndJupyterAreClosed } from "./ssh-and-jupyter-are-closed";
import { sshTakesKeysOnly } from "./ssh-takes-keys-only";
import { userDataHoldsNoSecret } from "./user-data-holds-no-secret";
import { volumesAreEncrypted } from "./volumes-are-encrypted";

/** Every law, in the order in which reports name them: what stops the work first, then what leaks, then what costs. */
export const RULES: readonly Rule[] = [
  driverSupportsImage,
  hostClaimsAreTrue,
  efaGroupsCanStart,
  reservationsFitTheirPlacement,
  gpuRolloutsCanFinish,
  instanceRefreshesCanFinish,
  imagesArePinned,
  amiIsPinned,
  sshAndJupyterAreClosed,
  jupyterRequiresALogin,
  sshTakesKeysOnly,
  userDataHoldsNoSecret,
  instancesRequireImdsv2,
  volumesAreEncrypted,
  registryTagsAreImmutable,
  registryImagesAreScanned,
  registryIsEncryptedByYourKey,
  spotIsSetUpAsMeant,
  spotCapacityIsSpread,
  spotInterruptionsAreHandled,
  disruptionBudgetsAllowOne,
  graceCoversTheColdStart,
  launchTemplatesAreSeen,
];
