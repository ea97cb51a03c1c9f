import { describe, expect, it } from "vitest";
import { parseChallenges } from "../../cli/oci/challenge";
import { imageFacts, parseConfig } from "../../cli/oci/image-facts";
import { isLoopback, registryOrigin } from "../../cli/oci/registry-address";

const factsOf = (...Env: string[]) =>
  imageFacts(parseConfig(Buffer.from(JSON.stringify({ os: "linux", architecture: "amd64", config: { Env } })), "a test").env).facts;

describe("the CUDA facts of an image", () => {
  it("are read from an image of nvidia/cuda, whose compat package has no stated driver", () => {
    expect(
      factsOf(
        "CUDA_VERSION=12.8.1",
        "NVIDIA_REQUIRE_CUDA=cuda>=12.8 brand=tesla,driver>=535,driver<536",
        "NV_CUDA_COMPAT_PACKAGE=cuda-compat-12-8",
      ),
    ).toEqual({
      cuda: "12.8.1",
      require: "cuda>=12.8 brand=tesla,driver>=535,driver<536",
    });
  });

  it("are read from an NGC image: build numbers are cut, the compat driver is stated, its path is conditional", () => {
    expect(
      factsOf(
        "CUDA_VERSION=12.2.2.009",
        "CUDA_DRIVER_VERSION=535.104.05",
        "_CUDA_COMPAT_PATH=/usr/local/cuda/compat",
        "NVIDIA_REQUIRE_CUDA=cuda>=9.0",
        "PYTORCH_VERSION=2.1.0a0+32f93b1",
        "NVIDIA_PYTORCH_VERSION=23.10",
        "TORCH_CUDA_ARCH_LIST=5.2 6.0 6.1 7.0 7.2 7.5 8.0 8.6 8.7 9.0+PTX",
        "LD_LIBRARY_PATH=/usr/local/cuda/compat/lib:/usr/local/nvidia/lib:/usr/local/nvidia/lib64",
      ),
    ).toEqual({
      cuda: "12.2.2",
      compat: "535.104.05",
      require: "cuda>=9.0",
      torch: "2.1.0a0+32f93b1",
      architectures: ["5.2", "6.0", "6.1", "7.0", "7.2", "7.5", "8.0", "8.6", "8.7", "9.0+PTX"],
    });
  });

  it("are few in a runtime image of pytorch/pytorch, which states no CUDA", () => {
    expect(factsOf("NVIDIA_VISIBLE_DEVICES=all", "NVIDIA_DRIVER_CAPABILITIES=compute,utility", "PYTORCH_VERSION=2.8.0")).toEqual({
      require: "",
      torch: "2.8.0",
    });
  });

  it("do not take a wish for later builds for what torch was compiled for", () => {
    expect(factsOf("CUDA_VERSION=12.4.1", "TORCH_CUDA_ARCH_LIST=8.0;9.0").architectures).toBeUndefined();
  });

  it("tell compat libraries that are always loaded, and a check that is switched off", () => {
    expect(factsOf("LD_LIBRARY_PATH=/usr/local/cuda-12.8/compat:/usr/lib", "NVIDIA_DISABLE_REQUIRE=true")).toMatchObject({
      compatOnPath: true,
      disableRequire: true,
    });
  });

  it("are nothing where the values are no versions", () => {
    expect(factsOf("CUDA_VERSION=", "CUDA_DRIVER_VERSION=none", "PYTORCH_VERSION=")).toEqual({ require: "" });
  });

  it("are read from a config without any environment", () => {
    expect(parseConfig(Buffer.from('{"os":"linux","architecture":"arm64","variant":"v8","config":null}'), "a test")).toEqual({
      platform: "linux/arm64/v8",
      env: {},
    });
  });
});

describe("parseChallenges", () => {
  it.each([
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
      [
        {
          scheme: "bearer",
          parameters: { realm: "https://auth.docker.io/token", service: "registry.docker.io", scope: "repository:a/b:pull,push" },
        },
      ],
    ],
    [
      'Basic realm="x", Bearer realm=y , error="invalid_token"',
      [
        { scheme: "basic", parameters: { realm: "x" } },
        { scheme: "bearer", parameters: { realm: "y", error: "invalid_token" } },
      ],
    ],
    ['BASIC REALM="say \\"hi\\", please"', [{ scheme: "basic", parameters: { realm: 'say "hi", please' } }]],
    ["Negotiate", [{ scheme: "negotiate", parameters: {} }]],
    ["", []],
    ['realm="nobody"', []],
    ["=,=;", []],
  ])("reads %s", (header, challenges) => {
    expect(parseChallenges([header])).toEqual(challenges);
  });
});

describe("the address of a registry", () => {
  it("is https, except on this machine and where a host was named", () => {
    expect(registryOrigin("docker.io", [])).toBe("https://registry-1.docker.io");
    expect(registryOrigin("nvcr.io", [])).toBe("https://nvcr.io");
    expect(registryOrigin("localhost:5000", [])).toBe("http://localhost:5000");
    expect(registryOrigin("localhost:443", [])).toBe("https://localhost:443");
    expect(registryOrigin("registry.lan:5000", ["registry.lan:5000"])).toBe("http://registry.lan:5000");
    expect(registryOrigin("registry.lan", ["registry.lan:5000"])).toBe("https://registry.lan");
  });

  it.each(["localhost.example.com", "127.0.0.1.example.com", "127.example", "mylocalhost", "0.0.0.0:5000", "10.0.0.1"])(
    "does not take %s for this machine",
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
