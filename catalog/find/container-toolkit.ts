import { CONTAINER_TOOLKITS, type ContainerToolkit } from "../tables/container-toolkits";
import { lookup } from "./lookup";

/** A release of the NVIDIA Container Toolkit, with or without a package suffix: `1.19.1`, `v1.19.1`, `1.19.1-1`. */
export const findContainerToolkit = (version: string): ContainerToolkit | undefined =>
  lookup(CONTAINER_TOOLKITS, version.trim().replace(/^v/i, "").split(/[-+~]/, 1)[0] ?? "");
