// Runs a kernel: node run_kernel.mjs MODULE IMAGE ARGUMENTS FROM BYTES OUT
// IMAGE is the memory from FIRST on; ARGUMENTS is JSON, whole numbers of 64 bits as strings.
import { readFileSync, writeFileSync } from "node:fs";

const [modulePath, imagePath, argumentsText, out] = process.argv.slice(2);
const { first, pages, stack, results, values } = JSON.parse(argumentsText);
const memory = new WebAssembly.Memory({ initial: pages });
new Uint8Array(memory.buffer).set(readFileSync(imagePath), first);

const env = {
  __linear_memory: memory,
  __stack_pointer: new WebAssembly.Global({ value: "i32", mutable: true }, stack),
};
const { instance } = await WebAssembly.instantiate(readFileSync(modulePath), { env });
instance.exports.run(...values.map((value) => (typeof value === "string" ? BigInt(value) : value)));
writeFileSync(out, new Uint8Array(memory.buffer, results.from, results.bytes));
