/** A compiled model in its memory: inputs, runs of blocks of eight members, results. */
class Kernel {
  /**
   * Lays out the memory of a kernel.
   * @param {WebAssembly.Module} module exports `run`, imports its memory and stack pointer
   * @param {object} spec `inputs` (their number), `rows`, `saves`, `every`, `start`, `step`, `steps`, `room`
   *   (vectors), `series` (arrays by moment)
   * @param {number} members how many there is room for, the last block filled up
   */
  constructor(module, spec, members) {
    this.spec = spec;
    this.blocks = Math.ceil(members / Kernel.LANES);
    this.width = this.blocks * Kernel.LANES;
    this.end = Kernel.STACK;
    const { inputs, rows, saves, room, series } = spec;
    const lines = Math.max(series.length, 1);
    this.shared = this.reserve(inputs * Kernel.LANES); // each shared value eight times
    this.columns = new Map(); // where the values of all members stand, by the number of the input
    const at = {
      addresses: this.reserve(inputs),
      strides: this.reserve(inputs),
      series: series.map((values) => this.reserve(values.length * Kernel.LANES)),
      seriesAddresses: this.reserve(lines),
      lengths: this.reserve(lines),
      seriesStrides: this.reserve(lines),
      out: this.reserve(rows * saves * this.width),
      history: this.reserve(Math.max(room, 1) * Kernel.LANES),
      check: this.reserve(this.width),
      handed: this.reserve(Kernel.LANES),
    };
    this.at = at;
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(this.end / Kernel.PAGE) + 1 });
    const stack = new WebAssembly.Global({ value: "i32", mutable: true }, Kernel.STACK);
    const env = { __linear_memory: this.memory, __stack_pointer: stack };
    this.run = new WebAssembly.Instance(module, { env }).exports.run;
    this.see();
    for (let place = 0; place < inputs; place++) this.setShared(place, 0);
    this.writeSeries();
  }

  /** Returns the address of so many doubles, aligned to a vector. */
  reserve(doubles) {
    const address = Math.ceil(this.end / 64) * 64;
    this.end = address + doubles * 8;
    return address;
  }

  see() {
    this.doubles = new Float64Array(this.memory.buffer);
    this.words = new Int32Array(this.memory.buffer);
    this.longs = new BigInt64Array(this.memory.buffer);
  }

  writeSeries() {
    const { at, spec } = this;
    spec.series.forEach((values, line) => {
      const first = at.series[line] / 8;
      values.forEach((value, moment) => {
        const place = first + moment * Kernel.LANES;
        this.doubles.fill(value, place, place + Kernel.LANES);
      });
      this.words[at.seriesAddresses / 4 + line] = at.series[line];
      this.longs[at.lengths / 8 + line] = BigInt(Kernel.LANES);
      this.longs[at.seriesStrides / 8 + line] = 0n;
    });
  }

  /** Gives all members one value of an input. */
  setShared(place, value) {
    const address = this.shared + place * Kernel.LANES * 8;
    this.doubles.fill(value, address / 8, address / 8 + Kernel.LANES);
    this.words[this.at.addresses / 4 + place] = address;
    this.longs[this.at.strides / 8 + place] = 0n;
  }

  /** Gives each member its value of an input; the last one fills up the last block. */
  setDrawn(place, values) {
    let address = this.columns.get(place);
    if (address === undefined) {
      address = this.reserve(this.width);
      this.columns.set(place, address);
      const missing = Math.ceil(this.end / Kernel.PAGE) - this.memory.buffer.byteLength / Kernel.PAGE;
      if (missing > 0) {
        this.memory.grow(missing + 16);
        this.see();
      }
      this.doubles.fill(values[values.length - 1], address / 8, address / 8 + this.width);
      this.doubles.set(values, address / 8);
    }
    this.words[this.at.addresses / 4 + place] = address;
    this.longs[this.at.strides / 8 + place] = 1n;
  }

  /**
   * Runs blocks `first` to `end` - 1.
   * @returns {Float64Array} (row, save, member of these blocks); then, for each member, NaN where it broke
   */
  results(first, end) {
    const { at, spec, width } = this;
    const { saves, every, start, step, steps, rows } = spec;
    this.run(
      BigInt(first), BigInt(end), at.addresses, at.strides,
      at.seriesAddresses, at.lengths, at.seriesStrides, at.out,
      BigInt(width), BigInt(saves), BigInt(every), start, step, at.history, BigInt(steps + 1), at.check,
      0n, 0n, BigInt(steps), at.handed,
    );
    const count = (end - first) * Kernel.LANES;
    const found = new Float64Array((rows * saves + 1) * count);
    const lane = first * Kernel.LANES;
    if (count === width) found.set(this.doubles.subarray(at.out / 8, at.out / 8 + rows * saves * count));
    else for (let line = 0; line < rows * saves; line++) {
      const from = at.out / 8 + line * width + lane;
      found.set(this.doubles.subarray(from, from + count), line * count);
    }
    found.set(this.doubles.subarray(at.check / 8 + lane, at.check / 8 + lane + count), rows * saves * count);
    return found;
  }
}
Kernel.LANES = 8;
Kernel.PAGE = 65536;
Kernel.STACK = 4194304; // bytes below which the kernel keeps its own
