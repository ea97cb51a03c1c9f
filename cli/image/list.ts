import { parseArgs } from "node:util";
import { IMAGE_NAMES, imageDescription } from "../../images/description";
import { EXIT, type Io } from "../command";

export function listImages(args: readonly string[], io: Io): number {
  const { values } = parseArgs({ args: [...args], options: { json: { type: "boolean", default: false } } });
  const images = IMAGE_NAMES.map((name) => ({ name, ...imageDescription(name) }));
  if (values.json) io.out(`${JSON.stringify({ version: 1, images }, null, 2)}\n`);
  else
    for (const { name, line, title, facts, gpus } of images)
      io.out(`${name} ${line}\n  ${title}\n  CUDA ${facts.cuda}; for ${gpus.join(", ")}\n`);
  return EXIT.ok;
}
