import fc from "fast-check";

/** Every code point that UTF-8 can carry. fast-check's own unit "binary" says the same, and takes seconds to be made. */
const codePoint = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((at) => String.fromCodePoint(at));

/** Text that a careless program would trip over: printable and not, names of every object's own properties, any script. */
export const anyText = fc.oneof(fc.string(), fc.string({ unit: codePoint }));
