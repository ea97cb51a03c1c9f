const { driverAmi, GpuInstance, pinnedImage } = require("../../../dist/index.js");

const image = pinnedImage("pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime", { digest: `sha256:${"a".repeat(64)}` });
const ami = driverAmi({ family: "dlami-base-oss-al2023", release: "20260901", region: "us-west-2", id: "ami-0123456789abcdef0" });
for (let i = 0; i < 20; i++) {
  new GpuInstance(`machine-${i}`, {
    image,
    ami,
    instanceTypes: ["g6.xlarge", "g5.xlarge"],
    network: { vpcId: "vpc-0a", subnetIds: ["subnet-a", "subnet-b"] },
  });
}
