/**
 * The contract between what our components build and what the rules read: keys and encoding of the claims that a GPU host carries.
 * A Kubernetes label value has at most 63 characters and no colon; a tag value 256 and letters, digits, spaces and + - = . _ : / @.
 * So only short codes stand here; digests and reasons go to annotations or hashed tags. Labels are claims: where the lock or the
 * catalog knows the AMI or the image, a rule recomputes, and a mismatch is a violation.
 */
const PREFIX = "pulumi-gpu";

/** EC2 tag keys. */
export const TAG = {
  /** Driver the host gets, for example `595.91.07`. */
  driver: `${PREFIX}:driver`,
  /** CUDA that the image needs, for example `12.8`. */
  cuda: `${PREFIX}:cuda`,
  /** `family@release` or the AMI id. */
  ami: `${PREFIX}:ami`,
  /** `repository:tag` of the image, without registry. */
  image: `${PREFIX}:image`,
  /** First 12 hexadecimal characters of the image's digest. */
  digest: `${PREFIX}:digest`,
  /** Acceptable instance types, joined by a space. */
  types: `${PREFIX}:types`,
  /** `spot`, `on-demand`, `spot-then-on-demand`, `capacity-block`. */
  capacity: `${PREFIX}:capacity`,
  /** GiB of weights that a machine loads before it can work. */
  model: `${PREFIX}:model-gib`,
  /** First 12 hexadecimal characters of the SHA-256 of a written override reason. */
  override: `${PREFIX}:override`,
  /** Written by the machine itself: `pass`, or `fail: ` and the reason. */
  boot: `${PREFIX}:boot`,
} as const;

/** Kubernetes label keys carry the same claims. */
export const LABEL = {
  driver: `${PREFIX}.io/driver`,
  cuda: `${PREFIX}.io/cuda`,
  gpu: `${PREFIX}.io/gpu`,
} as const;
