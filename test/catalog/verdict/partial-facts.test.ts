import { describe, expect, it } from "vitest";
import type { Axis } from "../../../catalog/answer";
import type { Question } from "../../../catalog/question";
import { verdict } from "../../../catalog/verdict/verdict";

const axisOf = (question: Question, axis: Axis) => verdict(question).axes.find((result) => result.axis === axis);
const T4: Question = { driver: "550.54.15", gpu: "T4", cuda: "12.4" };

describe("fields that cannot be read", () => {
  const slips: readonly [keyof Question, unknown, string][] = [
    ["features", "flash-attention-2", "features 'flash-attention-2' cannot be read"],
    ["architectures", ["foo"], "architectures (a list with 'foo') cannot be read"],
    ["architectures", [8, 9], "architectures (a list with 8) cannot be read"],
    ["gpuMemoryGiB", "40", "gpuMemoryGiB '40' cannot be read"],
    ["gpuMemoryGiB", Number.NaN, "gpuMemoryGiB NaN cannot be read"],
    ["fabricManager", 550.9, "fabricManager 550.9 cannot be read"],
    ["gpuCount", "8", "gpuCount '8' cannot be read"],
    ["mig", true, "mig true cannot be read"],
    ["compat", true, "compat true cannot be read"],
    ["kernelModule", "closed", "kernelModule 'closed' cannot be read"],
    ["injectionMode", "foo", "injectionMode 'foo' cannot be read"],
    ["require", ["cuda>=13"], "require (a list with 'cuda>=13') cannot be read"],
    ["image", {}, "image (an object) cannot be read"],
    ["torch", 2.5, "torch 2.5 cannot be read"],
    ["gpu", {}, "gpu (an object) cannot be read"],
    ["containerToolkit", "newest", "containerToolkit 'newest' cannot be read"],
  ];

  it.each(slips)("leaves %s open where it is given as %j", (field, value, text) => {
    const answer = verdict({ ...T4, instanceType: "g4dn.xlarge", [field]: value });
    const open = answer.axes.find(({ status, reason }) => status === "undecided" && reason.includes(text));
    expect(answer.status).toBe("undecided");
    expect(open?.missing).toContain(field);
  });

  it("takes null and blanks as not given", () => {
    expect(verdict({ ...T4, features: null, kernelModule: "", mig: null } as unknown as Question).status).toBe("pass");
  });

  it("reads the kernel module in any case", () => {
    const question = { driver: "570.133.20", gpu: "B200", cuda: "12.8", kernelModule: "Proprietary" } as unknown as Question;
    expect(axisOf(question, "kernel-module")?.reason).toBe("B200 needs the open kernel module, and the host loads the proprietary one");
  });
});

describe("a torch wheel beside the image's CUDA", () => {
  it("judges the newer CUDA of the wheel, which it loads whatever the image holds", () => {
    const answer = verdict({ driver: "470.57.02", gpu: "T4", image: "nvidia/cuda:11.4.3-runtime-ubuntu20.04", torch: "2.1.0+cu121" });
    expect(answer.status).toBe("fail");
    expect(answer.contradictions).toContain(
      "torch 2.1.0+cu121 brings CUDA 12.1 of its own, and the image has 11.4.3; the wheel's is judged",
    );
  });

  it("keeps the image's CUDA where the wheel's is older", () => {
    const answer = verdict({ ...T4, torch: "2.1.0+cu118" });
    expect(answer.facts.cuda).toContain("12.4");
    expect(answer.status).toBe("pass");
  });

  it.each(["2.5.1+cpu", "2.5.1+rocm6.2"])("fails torch %s, which holds no CUDA code", (torch) => {
    const result = axisOf({ ...T4, torch }, "architecture");
    expect(result?.status).toBe("fail");
    expect(result?.reason).toContain("holds no CUDA code");
  });
});

describe("Tegra", () => {
  const orin: Question = { driver: "540.4.0", computeCapability: "8.7", cuda: "12.2" };

  it("fails on desktop code of the same family, and names the row", () => {
    const result = axisOf({ ...orin, architectures: ["8.0", "9.0"] }, "architecture");
    expect(result?.status).toBe("fail");
    expect(result?.reason).toContain("there is no binary compatibility with Tegra");
    expect(result?.rows.map(({ table }) => table)).toContain("tegraBinaries");
  });

  it("passes code for the module itself", () => {
    expect(axisOf({ ...orin, architectures: ["8.0", "8.7"] }, "architecture")?.status).toBe("pass");
  });
});

describe("a compat library of which nobody knows whether it is used", () => {
  it("fails where neither the driver nor the library can serve", () => {
    const answer = verdict({ driver: "470.223.02", gpu: "GeForce RTX 3090", image: "nvidia/cuda:12.2.2-base-ubuntu22.04" });
    expect(answer.status).toBe("fail");
  });

  it("says the lesser result where it runs either way", () => {
    const answer = verdict({ driver: "525.147.05", gpu: "T4", image: "nvidia/cuda:12.4.1-base-ubuntu22.04" });
    expect(answer.status).toBe("limits");
    expect(axisOf({ driver: "525.147.05", gpu: "T4", image: "nvidia/cuda:12.4.1-base-ubuntu22.04" }, "version")?.reason).toContain(
      "minor-version mode",
    );
  });

  it("stays undecided where only the library would help", () => {
    expect(verdict({ driver: "470.223.02", gpu: "T4", image: "nvidia/cuda:12.2.2-base-ubuntu22.04" }).status).toBe("undecided");
  });

  it("stays undecided where the driver would do and the library would break it", () => {
    const answer = verdict({ driver: "525.147.05", gpu: "GeForce RTX 3090", image: "nvidia/cuda:12.4.1-base-ubuntu22.04" });
    expect(answer.status).toBe("undecided");
  });
});

describe("eight GPUs in SXM form", () => {
  it("fail without Fabric Manager", () => {
    const question: Question = { ...T4, gpu: "NVIDIA A100-SXM4-80GB", gpuCount: 8, fabricManager: false };
    expect(axisOf(question, "fabric")?.status).toBe("fail");
    expect(axisOf({ ...question, gpuCount: 4 }, "fabric")?.status).toBe("undecided");
  });
});

describe("a plain torch version", () => {
  it("fails where no public wheel of it serves the GPU", () => {
    const result = axisOf({ driver: "570.133.20", gpu: "RTX 5090", cuda: "12.8", torch: "2.6.0" }, "architecture");
    expect(result?.status).toBe("fail");
    expect(result?.reason).toContain("no public wheel of torch 2.6.0 runs on GeForce RTX 5090 (12.0)");
  });

  it("does not fail where one of them does", () => {
    expect(axisOf({ ...T4, torch: "2.6.0" }, "architecture")?.status).toBe("pass");
  });
});

describe("hosts that reports describe in part", () => {
  it("fails an image on a host without the container toolkit", () => {
    const question: Question = { ...T4, image: "nvidia/cuda:12.4.1-base-ubuntu22.04", containerToolkit: false };
    expect(axisOf(question, "require")?.reason).toContain("the host has no NVIDIA Container Toolkit");
    expect(verdict(question).status).toBe("fail");
    expect(verdict({ ...T4, containerToolkit: false }).status).toBe("pass");
  });

  it.each([
    ["440.33.01", "A100"],
    ["430.50", "GeForce RTX 3090"],
    ["390.46", "T4"],
  ])("fails driver %s, which is older than the %s", (driver, gpu) => {
    expect(axisOf({ driver, gpu, cuda: "9.0" }, "architecture")?.status).toBe("fail");
  });

  it("does not call a driver too old that came before the branches of the catalog but after the GPU", () => {
    expect(axisOf({ driver: "418.87.00", gpu: "T4", cuda: "10.1" }, "architecture")?.status).toBe("pass");
  });
});
