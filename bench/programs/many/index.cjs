const { Repository } = require("@pulumi/aws/ecr");

for (let i = 0; i < 2000; i++) new Repository(`images-${i}`, { imageTagMutability: "IMMUTABLE", tags: { index: String(i) } });
