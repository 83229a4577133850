// Runs a kernel: node run_kernel.mjs MODULE IMAGE ARGUMENTS FROM BYTES OUT
// IMAGE is the memory from FIRST on; ARGUMENTS is JSON, whole numbers of 64 bits as strings.
import { readFileSync, writeFileSync } from "node:fs";

const [modulePath, imagePath, argumentsText, out] = process.argv.slice(2);
const { first, pages, stack, results, values } = JSON.parse(argumentsText);
const memory = new WebAssembly.Memory({ initial: pages });
new Uint8Array(memory.buffer).set(readFileSync(imagePath), first);

// a·b + c, rounded once, from whole numbers that hold the exact sum
const view = new DataView(new ArrayBuffer(8));
function parts(number) {
  view.setFloat64(0, number);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const whole = exponent ? fraction | 0x10000000000000n : fraction;
  return [bits >> 63n ? -whole : whole, Math.max(exponent, 1) - 1075];
}
function fma(a, b, c) {
  if (!Number.isFinite(a) || !Number.isFinite(b) || !Number.isFinite(c)) return a * b + c;
  const [am, ae] = parts(a), [bm, be] = parts(b), [cm, ce] = parts(c);
  const least = Math.min(ae + be, ce);
  let sum = (am * bm << BigInt(ae + be - least)) + (cm << BigInt(ce - least));
  if (sum === 0n) return a * b + c;
  const sign = sum < 0n ? -1 : 1;
  if (sum < 0n) sum = -sum;
  const drop = Math.max(sum.toString(2).length - 53, -1074 - least, 0);
  const unit = 1n << BigInt(drop), rest = sum & (unit - 1n);
  let kept = sum >> BigInt(drop);
  if (2n * rest > unit || (2n * rest === unit && kept & 1n)) kept += 1n;
  let exponent = least + drop, value = sign * Number(kept);
  for (; exponent < -1000; exponent += 500) value *= 2 ** -500;
  for (; exponent > 900; exponent -= 500) value *= 2 ** 500;
  return value * 2 ** exponent;
}

const env = {
  __linear_memory: memory,
  __stack_pointer: new WebAssembly.Global({ value: "i32", mutable: true }, stack),
  fma,
};
const { instance } = await WebAssembly.instantiate(readFileSync(modulePath), { env });
instance.exports.run(...values.map((value) => (typeof value === "string" ? BigInt(value) : value)));
writeFileSync(out, new Uint8Array(memory.buffer, results.from, results.bytes));
