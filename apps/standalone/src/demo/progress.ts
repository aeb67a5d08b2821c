/** Where lines go: the screen, a file, or a test. */
export interface Output {
  readonly line: (text: string) => void;
  /** Redraws the current line; only called when `live`. */
  readonly redraw: (text: string) => void;
  readonly live: boolean;
  readonly colour: boolean;
  readonly width: number;
}

const WIDTH_DEFAULT = 120;
const WIDTH_MIN = 40;
const REDRAW_MS = 50;

/** The process's own screen, or plain lines when it is none. */
export function standardOutput(log?: (text: string) => void): Output {
  const live = log === undefined && process.stdout.isTTY === true;
  return {
    line: log ?? ((text) => process.stdout.write(`${text}\n`)),
    redraw: (text) => process.stdout.write(`\r\u001b[2K${text}`),
    live,
    colour: live && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
    width: live ? Math.max(WIDTH_MIN, process.stdout.columns ?? WIDTH_DEFAULT) : WIDTH_DEFAULT,
  };
}

/** Shows how far a long step is: one redrawn line on a screen, a line at each quarter elsewhere. */
export class Progress {
  private done = 0;
  private drawnAt = 0;
  private quarter = 0;

  constructor(
    private readonly output: Output,
    private readonly title: string,
    private readonly total: number,
  ) {
    if (!output.live) output.line(`${title} (${total} steps) ...`);
  }

  step(what: string): void {
    this.done += 1;
    if (this.output.live) this.draw(what);
    else this.report();
  }

  finish(): void {
    if (this.output.live) this.output.redraw('');
    this.output.line(`${this.title}: done (${this.done} steps).`);
  }

  private draw(what: string): void {
    const now = Date.now();
    if (now - this.drawnAt < REDRAW_MS && this.done < this.total) return;
    this.drawnAt = now;
    const bar = Math.floor((this.done * 20) / this.total);
    const drawn = `${'#'.repeat(bar)}${'.'.repeat(20 - bar)}`;
    const text = `${this.title} [${drawn}] ${this.done}/${this.total} ${what}`;
    this.output.redraw(text.slice(0, this.output.width - 1));
  }

  private report(): void {
    const quarter = Math.floor((this.done * 4) / this.total);
    if (quarter > this.quarter && quarter < 4) {
      this.output.line(`${this.title}: ${this.done} of ${this.total}`);
    }
    this.quarter = quarter;
  }
}
