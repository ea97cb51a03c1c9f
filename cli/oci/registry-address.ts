import { UsageError } from "../command";

/** Where a registry is reached. Plain HTTP only on this machine, or for a host that was named for it. */
export function registryOrigin(registry: string, plainHttp: readonly string[]): string {
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  const plain = plainHttp.includes(registry) || (isLoopback(host) && !host.endsWith(":443"));
  return `${plain ? "http" : "https"}://${host}`;
}

/** `localhost`, `127.0.0.1:5000`, `[::1]:5000`. A name that only looks like one (`localhost.example.com`, `127.evil.example`) is none. */
export const isLoopback = (host: string): boolean => /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host);

/** Hosts of `--plain-http`; a scheme or a path there would never match, and the person would wonder why. */
export function checkPlainHttp(hosts: readonly string[]): readonly string[] {
  const wrong = hosts.find((host) => /[/@]/.test(host));
  if (wrong !== undefined) throw new UsageError(`--plain-http takes host or host:port without scheme and path, got '${wrong}'`);
  return hosts.map((host) => host.toLowerCase());
}

/** May credentials or unproven bytes travel to this address? */
export const isSafeAddress = (url: URL, plainHttp: readonly string[]): boolean =>
  url.protocol === "https:" || (url.protocol === "http:" && (isLoopback(url.host) || plainHttp.includes(url.host)));
