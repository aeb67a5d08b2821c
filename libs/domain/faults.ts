import { DomainError } from './errors';

/** Reads many things, and refuses everything that is wrong with them at once. */
export class Faults {
  private readonly found: DomainError[] = [];

  /** What `read` gives, or null once its refusal is noted. */
  reading<Value>(read: () => Value): Value | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.found.push(error);
      return null;
    }
  }

  /**
   * Throws the first refusal, with the JSON pointers, codes and details of all of them in
   * `pointers`, `codes` and `details` if they name several places.
   */
  refuseAny(): void {
    const [first] = this.found;
    if (first === undefined) return;
    const pointers = this.found.flatMap(({ facts }) => facts['pointers'] ?? facts['pointer'] ?? '');
    if (pointers.length === 1) throw first;
    const codes = this.found.flatMap(({ code, facts }) => {
      return facts['codes'] ?? [facts['pointers'] ?? ''].flat().map(() => code);
    });
    const details = this.found.flatMap(({ facts, message }) => facts['details'] ?? message);
    const { kind, code, message, facts } = first;
    throw new DomainError(kind, code, message, { ...facts, pointers, codes, details });
  }
}
