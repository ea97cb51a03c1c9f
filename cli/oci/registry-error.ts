/** What a registry, or the way to it, refused or got wrong. The message says what, where and the way out; it never holds a credential. */
export class RegistryError extends Error {
  constructor(
    /**
     * `corrupt`: the bytes are not those of the digest, or no image. `denied`: credentials are missing or not enough. `missing`: no such
     * repository, tag or blob. `unavailable`: the registry could not be asked, or kept failing. `refused`: what we will not do or read.
     * `conflict`: the tag names another image.
     */
    readonly kind: "corrupt" | "denied" | "missing" | "unavailable" | "refused" | "conflict",
    message: string,
  ) {
    super(message);
    this.name = "RegistryError";
  }
}
