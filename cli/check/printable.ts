// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Names come from what is judged: they must neither steer the terminal nor turn the direction of what follows. */
export const printable = (text: string): string => text.replace(CONTROLS, "\uFFFD");
