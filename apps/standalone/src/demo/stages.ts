export interface Stage {
  readonly name: string;
  readonly milliseconds: number;
}

/** Times the stages of the main job, in the order they were started. */
export class Stages {
  private readonly list: Stage[] = [];

  async time<Value>(name: string, run: () => Promise<Value>): Promise<Value> {
    const started = performance.now();
    const value = await run();
    this.list.push({ name, milliseconds: performance.now() - started });
    return value;
  }

  all(): readonly Stage[] {
    return this.list;
  }
}
