import { isUnknown, UNKNOWN, type Unknown } from "../../catalog/unknown";
import { remember } from "./remember";

/** Options of `docker run`, `create` and `pull` (also those of podman, nerdctl, ctr and crictl) that take no value; every other option does. */
const FLAGS = new Set(
  (
    "-d --detach -i --interactive -t --tty --rm --privileged --init -P --publish-all --read-only --no-healthcheck --oom-kill-disable " +
    "--sig-proxy --disable-content-trust -q --quiet -a --all-tags --all-platforms --replace --rmi --tls-verify --no-hosts --help --no-hostname " +
    "--plain-http --skip-verify -k --local --net-host"
  ).split(" "),
);
/** `-a` attaches a stream in `run`, with a value, and takes all tags in `pull`. */
const takesValue = (option: string, verb: string): boolean => {
  if (option.includes("=")) return false;
  if (option === "-a") return verb !== "pull";
  if (FLAGS.has(option)) return false;
  return option.startsWith("--") || !/^-[ditPq]{2,}$/.test(option);
};

const CLIENTS = "docker|podman|nerdctl|ctr|crictl";
/** A client, or a variable from elsewhere that is named after one: `$DOCKER run`. */
const COMMAND = new RegExp(
  `(?:^|[\\s;&|("'\`=@+-])(?:(?:[\\w./-]*/)?(${CLIENTS})|\\$\\{?\\w*(?:DOCKER|PODMAN|NERDCTL|CONTAINER_(?:CLI|CMD|ENGINE|RUNTIME|TOOL))\\w*\\}?)["']?\\s+` +
    "((?:-[^\\n]*?\\s)?)(?:(?:containers?|images?|service|[ci])\\s+)?(run|pull|create)\\s+(?=([^\\n]+))",
  "g",
);
/** What Apptainer, Singularity and Enroot start or import. Enroot sets the registry apart by `#`, and may name a user before it. */
const ADDRESS = /\b(?:docker|oras):\/\/(?:[^\s@#"']+@(?=[^\s"']*#))?((?:\$\{[^}\n]*\}|[^\s"'`;|&)<>,\]])+)/g;
/** Slurm with Pyxis. */
const CONTAINER_IMAGE =
  /--container-image(?:=|[ \t]+)["']?(?:docker:\/\/)?(?:[^\s@#"']+@(?=[^\s"']*#))?((?:\$\{[^}\n]*\}|[^\s"'`;|&)<>])+)/g;
/** Copies an image and starts none. */
const COPIES = /\b(?:skopeo|crane|regctl)\b/;
const COMPOSE = /^[ \t]*(?:-[ \t]+)?image:[ \t]*["']?([^\s"'#]+)/gm;
/** The same in one line or as JSON: `{image: name}`, `"image": "name"`, also with the quotes escaped. */
const INLINE = /(?:[{,][ \t]*image:[ \t]+["']?|\\?["']image\\?["'][ \t]*:[ \t]*\\?["'])((?:\$\{[^}\n]*\}|[^\s"'#,{}[\]\\])+)/g;
const ASSIGNMENT =
  /(?:^|[;&|({]|\b(?:then|do|else)\b)[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+|declare[ \t]+(?:-\w+[ \t]+)*)?([A-Za-z_]\w*)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s;&|]*))/gm;

/** One image that a script names; `UNKNOWN` when a shell variable decides it. */
export interface NamedImage {
  readonly line: number;
  readonly image: string | Unknown;
}

const CLIENT_IN_VALUE = new RegExp(`\\b(?:${CLIENTS})\\b`);

/** The images that a script, a unit or a compose file starts or pulls. */
export const imagesIn = remember((script): readonly NamedImage[] => {
  // A continued line is one command, but must keep the numbering of the lines that follow.
  const text = script.replace(/\r\n/g, "\n");
  const whole = text
    .replace(/\\\n[ \t]*/g, (part) => " ".repeat(part.length))
    // `- [docker, run, -d, image]` of cloud-config is the same command.
    .replace(/^([ \t]*-[ \t]*)\[([^\n]*)\][ \t]*$/gm, (_, dash: string, list: string) => `${dash} ${list.replace(/,/g, " ")} `);
  const variables = assignmentsIn(whole);
  const { joined, lineAt } = expanded(text, whole, variables);
  const lineStart = (index: number): number => joined.lastIndexOf("\n", index) + 1;
  const found: NamedImage[] = [];
  const add = (index: number, image: string) => void found.push({ line: lineAt(index), image: substitute(image, variables) });
  for (const match of joined.matchAll(COMMAND)) {
    if (match[1] === "crictl" && match[3] !== "pull") continue;
    const before = joined.slice(lineStart(match.index), match.index + 1);
    if (/^\s*#/.test(before)) continue;
    const image = imageOf(match[3] ?? "", match[4] ?? "");
    if (image === undefined) continue;
    if (isUnknown(image)) {
      // The start of a command in a variable: the line that uses it names the image.
      if (!/^\s*(?:export\s+)?\w+=["'][^"']*$/.test(before)) found.push({ line: lineAt(match.index + 1), image });
    } else add(match.index + 1, image);
  }
  for (const match of [...joined.matchAll(ADDRESS), ...joined.matchAll(CONTAINER_IMAGE)]) {
    const before = joined.slice(lineStart(match.index), match.index);
    const image = (match[1] ?? "").replace("#", "/");
    if (/^\s*#/.test(before) || COPIES.test(before) || /--container-image[= ]["']?$/.test(before)) continue;
    // A squashed file lies on the disk, and says nothing of where it came from.
    if (/^[./~]|\.(?:sqsh|sif)$/.test(image)) continue;
    add(match.index, image);
  }
  for (const match of [...joined.matchAll(COMPOSE), ...joined.matchAll(INLINE)]) {
    if (match[1] !== undefined) add(match.index, match[1]);
  }
  return found;
});

/**
 * Puts in what a variable stands for where that is a client: `RUN="sudo docker run --gpus all"`, and later `$RUN image`. The lines keep
 * the numbers that they have in `text`, where a continued command has several.
 */
function expanded(text: string, whole: string, variables: ReadonlyMap<string, string | Unknown>) {
  const numbers: number[] = [];
  let index = 0;
  let number = 1;
  const lines = whole.split("\n").map((line) => {
    numbers.push(number);
    const end = index + line.length + 1;
    number += text.slice(index, end).split("\n").length - 1;
    index = end;
    return line.replace(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, (all, braced?: string, plain?: string) => {
      const value = variables.get(braced ?? plain ?? "");
      return value !== undefined && !isUnknown(value) && CLIENT_IN_VALUE.test(value) ? value : all;
    });
  });
  const joined = lines.join("\n");
  return { joined, lineAt: (at: number): number => numbers[joined.slice(0, at).split("\n").length - 1] ?? 1 };
}

/** The first word after the options; unknown where an option seems to have taken the last word. */
function imageOf(verb: string, rest: string): string | Unknown | undefined {
  const words = wordsOf(rest);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--") return words[i + 1];
    // An array or "$@" in front of the image holds options.
    if (/\[[@*]\]|^\$[@*]/.test(word) && i < words.length - 1) continue;
    if (!word.startsWith("-")) return word;
    if (takesValue(word, verb)) i++;
  }
  return words.some((word) => !word.startsWith("-")) ? UNKNOWN : undefined;
}

/** Splits as a shell does, up to the end of the command; quotes may stand inside a word. Lists of cloud-config separate by commas too. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let open: string | undefined;
  let started = false;
  for (const char of text) {
    if (open !== undefined) {
      if (char === open) open = undefined;
      else word += char;
    } else if (char === '"' || char === "'") {
      open = char;
      started = true;
    } else if (/\s/.test(char)) {
      if (started) words.push(word);
      word = "";
      started = false;
    } else if (/[;&|)`<>]/.test(char)) {
      break;
    } else {
      word += char;
      started = true;
    }
  }
  if (started && word !== "") words.push(word);
  return words;
}

/** Plain assignments of the script. A name that is assigned twice, or from a command, is not known. */
export function assignmentsIn(text: string): ReadonlyMap<string, string | Unknown> {
  const variables = new Map<string, string | Unknown>();
  for (const [, name = "", double, single, bare] of text.matchAll(ASSIGNMENT)) {
    const value = double ?? single ?? bare ?? "";
    const known = variables.get(name);
    variables.set(name, (known !== undefined && known !== value) || value.includes("$(") || value.includes("`") ? UNKNOWN : value);
  }
  return variables;
}

/** Puts variables in, also one that is made of others; what stays open is unknown. */
function substitute(word: string, variables: ReadonlyMap<string, string | Unknown>): string | Unknown {
  let result = word;
  for (let depth = 0; depth < 5 && result.includes("$"); depth++) {
    let open = false;
    result = result.replace(
      /\$\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|\$([A-Za-z_]\w*)/g,
      (all, braced?: string, fallback?: string, plain?: string) => {
        const value = variables.get(braced ?? plain ?? "");
        if (value !== undefined && !isUnknown(value) && fallback === undefined) return value;
        open = true;
        return all;
      },
    );
    if (open) return UNKNOWN;
  }
  return /[$`]|\{\{/.test(result) ? UNKNOWN : result;
}
