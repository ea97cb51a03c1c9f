import { expect, it } from "vitest";
import { rootDeviceName, rootVolumeGiB } from "../../../components/host/root-volume";
import { driverAmi } from "../../../components/pins/driver-ami";

it("holds the system and the image unpacked beside its layers, in whole 10 GiB", () => {
  expect(rootVolumeGiB({ sizeBytes: 1 })).toBe(110);
  expect(rootVolumeGiB({ sizeBytes: 20 * 2 ** 30 })).toBe(170);
});

it("is large where the image's size is not known", () => {
  expect(rootVolumeGiB({})).toBe(200);
});

it("is the AMI's own root device, not a second volume", () => {
  expect(rootDeviceName(driverAmi({ family: "dlami-base-oss-al2023", release: "20260519" }))).toBe("/dev/xvda");
  expect(rootDeviceName(driverAmi({ family: "dlami-base-oss-ubuntu-22.04", release: "20260825" }))).toBe("/dev/sda1");
  expect(
    rootDeviceName(
      driverAmi({ id: "ami-0fedcba9876543210" }, { declared: { driver: "580.159.04", source: "doctor", checked: "2026-11-01" } }),
    ),
  ).toBeUndefined();
});
