/** Runs of many members beside the page, in workers of the browser; the newest settings win. */

/** Puts the inputs of all members into a kernel. */
function applySettings(kernel, settings, drawn) {
  settings.values.forEach((value, place) => {
    if (settings.isDrawn[place]) kernel.setDrawn(place, drawn.get(place));
    else kernel.setShared(place, value);
  });
}

/** What a worker does: opens a kernel, then runs blocks of it. */
function workerMain() {
  let kernel = null;
  let drawn = null;
  let applied = -1;
  self.onmessage = ({ data }) => {
    if (data.module) {
      kernel = new Kernel(data.module, data.spec, data.members);
      drawn = data.drawn;
      return;
    }
    if (data.number !== applied) applySettings(kernel, data.settings, drawn);
    applied = data.number;
    const found = kernel.results(data.first, data.end);
    self.postMessage({ number: data.number, first: data.first, end: data.end, found }, [found.buffer]);
  };
}

/** Hands out the blocks of one run at a time to its workers. */
class Pool {
  /**
   * @param {object} model `module`, `spec`, `members`, `drawn` (values of members by the place of the input)
   * @param {Kernel} own kernel of the page itself, which runs where a browser has no workers
   */
  constructor(model, own) {
    this.model = model;
    this.own = own;
    this.number = 0;
    this.job = null;
    this.workers = this.open();
  }

  open() {
    const source = [`"use strict";`, Kernel, `Kernel.LANES=${Kernel.LANES};Kernel.PAGE=${Kernel.PAGE};`,
      `Kernel.STACK=${Kernel.STACK};`, applySettings, workerMain, "workerMain();"].join("\n");
    const count = Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1));
    try {
      const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      return Array.from({ length: count }, () => {
        const worker = new Worker(address);
        worker.onmessage = ({ data }) => this.take(worker, data);
        worker.onerror = () => this.lose(worker);
        worker.postMessage(this.model);
        return { worker, isBusy: false };
      });
    } catch (error) {
      return [];
    }
  }

  /** Runs blocks; an earlier run that is not over is given up. */
  run(settings, blocks, members, whenDone) {
    const { spec } = this.model;
    const results = new Results(spec, blocks * Kernel.LANES, Math.min(members, blocks * Kernel.LANES));
    this.job = { number: ++this.number, settings, blocks, next: 0, left: blocks, results, whenDone };
    this.hand();
  }

  /** Gives up the run that is not over. */
  stop() {
    this.job = null;
  }

  /** Gives a part of the run to every worker that waits. */
  hand() {
    const { job } = this;
    if (!job) return;
    const size = Math.max(1, Math.min(4, Math.ceil(job.blocks / Math.max(1, this.workers.length))));
    for (const each of this.workers) {
      if (each.isBusy || job.next >= job.blocks) continue;
      const [first, end] = [job.next, Math.min(job.next + size, job.blocks)];
      job.next = end;
      each.isBusy = true;
      each.worker.postMessage({ number: job.number, settings: job.settings, first, end });
    }
    if (!this.workers.length) setTimeout(() => this.runHere(job), 0);
  }

  runHere(job) {
    if (job !== this.job || job.next >= job.blocks) return;
    applySettings(this.own, job.settings, this.model.drawn);
    const first = job.next++;
    this.keep({ number: job.number, first, end: first + 1, found: this.own.results(first, first + 1) });
    this.hand();
  }

  take(worker, data) {
    this.workers.find((each) => each.worker === worker).isBusy = false;
    this.keep(data);
    this.hand();
  }

  keep({ number, first, end, found }) {
    const { job } = this;
    if (!job || job.number !== number) return;
    job.results.put(first, end, found);
    job.left -= end - first;
    if (job.left) return;
    this.job = null;
    job.whenDone(job.results);
  }

  /** Ends all workers: the page is gone. */
  close() {
    for (const { worker } of this.workers) worker.terminate();
    this.workers = [];
    this.job = null;
  }

  /** Goes on without a worker that cannot run; what it was at is begun again. */
  lose(worker) {
    this.workers = this.workers.filter((each) => each.worker !== worker);
    const { job } = this;
    if (job) Object.assign(job, { number: ++this.number, next: 0, left: job.blocks });
    this.hand();
  }
}
